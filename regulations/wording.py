"""What the reader of texts found or refuses, said to a person."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulations.cleaning import UnreadableText
from regulations.parsing import NotARegulation
from regulations.readers import refusals

FAULTS = {
    "pages_without_text": gettext_lazy("Pages without a text layer, so nothing of them was read: %(detail)s."),
    "deleted_left_out": gettext_lazy("Words marked as deleted in Word were left out, places: %(detail)s."),
    "pictures_left_out": gettext_lazy("Pictures and drawings were left out: %(detail)s."),
    "symbols_left_out": gettext_lazy("Signs of a symbol font were left out: %(detail)s. Compare with the original."),
    "code_articles_left_out": gettext_lazy("Articles of the page whose note names no document: %(detail)s."),
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
    "clause_repeated": gettext_lazy(
        "Clause %(detail)s stands a second time, so it was read as part of the words before it."
    ),
    "clause_not_due": gettext_lazy(
        "Clause %(detail)s comes out of turn, so it was read as part of the words before it. Compare with the original."
    ),
    "number_unknown": gettext_lazy(
        "“%(detail)s” is no number that articles and clauses are counted by, so it was read as text."
    ),
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


_REFUSALS: dict[type[Exception], Any] = {
    refusals.UnknownKind: gettext_lazy(
        "This file holds no document that we read. Send a Word file (.docx, .doc), a PDF with text, "
        "a web page (.html) or plain text (.txt)."
    ),
    refusals.DamagedFile: gettext_lazy(
        "This file is broken or was cut off on its way. Open it where it came from, save it again and send that file."
    ),
    refusals.EncryptedFile: gettext_lazy(
        "This file is locked with a password. Open it, save it without a password and send that file."
    ),
    refusals.HasMacros: gettext_lazy(
        "This Word file carries programs (macros), which we do not take. In Word: Save as, Word document (.docx)."
    ),
    refusals.TooMuchInside: gettext_lazy(
        "This file holds more pages, parts or pictures than we read. Save the text alone, or split the document."
    ),
    refusals.ForbiddenMarkup: gettext_lazy(
        "This file carries markup that no office program writes, so it was not opened. Save it again in Word."
    ),
    refusals.ScannedPdf: gettext_lazy(
        "The pages of this PDF are pictures: there is no text in them. Look for the Word file or for the text in the "
        "national database (vbpl.vn), or have the scan recognised (OCR) and checked by a person first."
    ),
    refusals.NeedsLibreOffice: gettext_lazy(
        "This server cannot open old Word files (.doc, .rtf). In Word: Save as, Word document (.docx), and send that."
    ),
    refusals.NotACodePage: gettext_lazy("No articles of the electronic code were found on this page."),
}


def refusal_in_words(error: Exception) -> str:
    """Return why a text was not taken and what to do about it."""
    if type(error) in _REFUSALS:
        return str(_REFUSALS[type(error)])
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
