"""Picking the clause that proves an answer from the tree of a regulation, and the words to quote from it."""

import re
from dataclasses import dataclass, field

from django.utils import timezone

from realtime import clock
from regulations.citing import plain
from regulations.models import Document, Provision
from regulations.reading import Branch, Hit, branch_of, outline, paragraphs, search_within

LONGEST_QUOTE = 400  # characters, as first proposed
_LABEL = re.compile(r"^(?:Điều \d+\w*\.?|\d+[\d.]*\w?\.|\w\d?\)|[-+])\s*")


@dataclass(frozen=True)
class Picker:
    """What stands open: a regulation's outline, the provisions under the opened one, or places with the words found."""

    documents: list[Document]
    document: Document | None = None
    roots: list[Branch] = field(default_factory=list)
    opened: Branch | None = None
    words: str = ""
    hits: list[Hit] = field(default_factory=list)


def picker(*, document: str = "", opened: str = "", words: str = "") -> Picker:
    """Return the picker with a regulation and one of its provisions open, both by key; unknown keys open nothing."""
    today = timezone.localdate(clock.now())
    documents = list(Document.objects.without_source().order_by("-issued_on", "-pk"))
    chosen = next((d for d in documents if str(d.pk) == document), None)
    if chosen is None:
        return Picker(documents)
    if words:
        return Picker(documents, chosen, words=words, hits=search_within(chosen, words, today))
    held = chosen.provisions.filter(pk=opened).first() if opened.isdecimal() and len(opened) < 16 else None
    roots, _wanted = outline(chosen, held.eid if held else "", today)
    return Picker(documents, chosen, roots, branch_of(held, whole=False, day=today) if held else None)


def cited_by(keys: list[str], quotes: list[str]) -> list[tuple[Provision, str]]:
    """Return (provision, quote) for each key that names a provision, in order and each once."""
    numbers = [int(key) for key in keys if key.isdecimal() and len(key) < 16]
    held = Provision.objects.select_related("document").defer("document__source_text").in_bulk(numbers)
    pairs = dict.fromkeys(numbers, "")
    pairs.update(
        (int(k), q.replace("\x00", "")) for k, q in zip(keys, quotes, strict=False) if k.isdecimal() and len(k) < 16
    )
    return [(held[number], quote) for number, quote in pairs.items() if number in held]


def own_words(provision: Provision) -> str:
    """Return words of `provision` to start a quotation from: its own, without its number, cut at a word."""
    words = _LABEL.sub("", " ".join(provision.text.split()), count=1)
    return words if len(words) <= LONGEST_QUOTE else words[:LONGEST_QUOTE].rsplit(" ", 1)[0]


def marked(text: str, quote: str) -> list[list[tuple[str, bool]]]:
    """Return the paragraphs of `text` as (piece, is it quoted); a quotation may reach over several paragraphs."""
    held, words = [plain(paragraph) for paragraph in paragraphs(text)], plain(quote)
    start = " ".join(held).find(words) if words else -1
    end = start + len(words) if start >= 0 else -1
    pieces, at = [], 0
    for paragraph in held:
        first, last = (min(max(place - at, 0), len(paragraph)) for place in (start, end))
        cut = ((paragraph[:first], False), (paragraph[first:last], True), (paragraph[last:], False))
        pieces.append([(piece, is_quoted) for piece, is_quoted in cut if piece])
        at += len(paragraph) + 1
    return pieces
