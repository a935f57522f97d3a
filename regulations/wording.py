"""What the reader of texts found or refuses, said to a person."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulations.cleaning import UnreadableText
from regulations.parsing import NotARegulation

FAULTS = {
    "encoding_converted": gettext_lazy(
        "The text was written in an old encoding (%(detail)s) and converted to Unicode."
    ),
    "capitals_restored": gettext_lazy(
        "The old encoding has no capitals with a tone; words raised to capitals like those around them: %(detail)s. "
        "A single capital at the start of a word may still be small."
    ),
    "invisible_removed": gettext_lazy("Invisible characters taken out: %(detail)s."),
    "unicode_composed": gettext_lazy(
        "Letters written in pieces were joined (Unicode), shortening the text by %(detail)s."
    ),
    "letters_mended": gettext_lazy("Letters spoilt by an old font were mended (ƣ became ư): %(detail)s."),
    "lookalikes_mended": gettext_lazy("Words with Cyrillic or Greek letters that look Latin were mended: %(detail)s."),
    "foreign_letters": gettext_lazy("Letters of another alphabet stand here: %(detail)s. Compare with the original."),
    "markdown_removed": gettext_lazy("Signs of a web crawl (#, **, |) were taken out. Lines concerned: %(detail)s."),
    "page_numbers_removed": gettext_lazy("Page numbers alone on a line were taken out: %(detail)s."),
    "lines_joined": gettext_lazy("Lines that the page had broken inside a sentence were joined: %(detail)s."),
    "heading_mended": gettext_lazy("A damaged heading was mended, because its number was the one due: %(detail)s."),
    "heading_damaged": gettext_lazy(
        "This may be a heading that lost letters or its number: “%(detail)s”. Compare with the original."
    ),
    "wrong_tone": gettext_lazy("No Vietnamese word is written like this: %(detail)s. Compare with the original."),
    "letters_lost": gettext_lazy("Letters seem to be lost here (“%(detail)s”). Compare with the original."),
    "footnote_marks": gettext_lazy("Footnote numbers in brackets stand inside the text: %(detail)s."),
    "footnote_glued": gettext_lazy("A footnote number may stick to this word: “%(detail)s”."),
    "numbering_restarts": gettext_lazy(
        "The numbering begins again at %(detail)s. If another document is attached here, look whether it is read right."
    ),
    "article_repeated": gettext_lazy("%(detail)s stands a second time, so it was read as part of the words before it."),
    "article_gap": gettext_lazy("Articles are missing between: %(detail)s."),
    "clause_gap": gettext_lazy("Clauses are missing between: %(detail)s."),
    "point_gap": gettext_lazy("Points are missing between: %(detail)s."),
    "point_repeated": gettext_lazy(
        "Point %(detail)s stands a second time, so it was read as part of the words before it."
    ),
    "point_letter_unknown": gettext_lazy(
        "“%(detail)s)” is no letter that points are counted by, so it was read as text."
    ),
}


def fault_in_words(fault: Mapping[str, Any]) -> str:
    """Return the sentence for a stored fault (code, line, detail)."""
    known = FAULTS.get(fault["code"])
    if known is None:
        return _("Look at this place again: %(detail)s (%(code)s).") % dict(fault)
    return str(known) % {"detail": fault["detail"]}


def refusal_in_words(error: Exception) -> str:
    """Return why a text was not taken and what to do about it."""
    if isinstance(error, UnreadableText):
        return _(
            "This file is no text that can be read. Save it as plain text in UTF-8 "
            "(in Word: Save as, Plain text, Unicode UTF-8), or copy the words and paste them here."
        )
    if isinstance(error, NotARegulation):
        return _(
            "No regulation was recognised in this text. We looked for lines that begin with “Điều 1.” or with a Roman "
            "section (“I.”, “II.”) and found none. Check that the whole document is here and that each article begins "
            "on a line of its own; then send it again. Your text is kept below."
        )
    return str(error)
