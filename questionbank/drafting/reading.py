"""A regulation's tree → passages: words without their labels, paragraphs and sentences mended, lists recognised."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from questionbank.drafting.draft import Source
from regulations.addresses import ATTACHED, addresses
from regulations.parsing import Kind, Node

_LABELS = {
    Kind.ARTICLE: re.compile(r"Điều\s+\d+[a-zđ]?\s*[.:]?\s*", re.IGNORECASE),
    Kind.CLAUSE: re.compile(r"\d{1,3}[a-zđ]?\s*[.\-–]\s*"),
    Kind.POINT: re.compile(r"[a-zđ]\d{0,2}\s*\)\s*"),
    Kind.INDENT: re.compile(r"[-–+•]\s*"),
    Kind.SECTION: re.compile(r"[IVXLC]+\s*[.\-–]\s*"),
}
_HELD = (Kind.ARTICLE, Kind.CLAUSE, Kind.POINT, Kind.INDENT)
_ENDED = re.compile(r"[.;:!?…”]$")
_CAPITALS = "".join(letter for letter in map(chr, range(0x41, 0x1F00)) if letter.isupper())
_SENTENCE = re.compile(rf"(?<=[.!?])\s+(?=[{_CAPITALS}])")
_INLINE_POINT = re.compile(r"(?:(?<=[:;])|(?<=^))\s*([a-zđ])\)\s+")
_QUOTED = re.compile(r"như sau\s*:?\s*[“\"]|^\s*[“\"]|cụm từ\s+[“\"]")


@dataclass(frozen=True)
class Passage:
    """A provision as it is read.

    address: official form within the document. heading: of its article. words: its first paragraph without
    label, spaces collapsed; more: paragraphs after it, or after its last item, that are no item. items: the
    points or clauses under it, or an enumeration inside its words. level: article, section, clause, point, indent.
    """

    eid: str
    address: str
    level: str
    article: str
    heading: str
    words: str
    more: tuple[str, ...] = ()
    items: tuple["Passage", ...] = ()
    lead: str = ""  # words of the provision above, where they end in a colon
    whole: str = ""  # all words under this provision with their labels, spaces collapsed
    amends: bool = False  # words of another document are quoted here
    wrapped: bool = False  # the text's lines end where the page did, so that a heading may be cut
    annex: str = ""  # name of the attached document that it stands in


@dataclass(frozen=True)
class Text:
    """A document as it is drafted from: every passage in document order, with the source."""

    source: Source
    passages: tuple[Passage, ...]

    def under(self, article: str) -> list[Passage]:
        return [passage for passage in self.passages if passage.article == article]


@lru_cache(maxsize=64)
def _read(nodes: tuple[Node, ...]) -> tuple[Passage, ...]:
    named = addresses(nodes)
    lines = [line.strip() for node in nodes for line in _whole(node).splitlines() if len(line.strip()) > 40]
    wrapped = sum(not _ENDED.search(line) for line in lines) > len(lines) // 4
    roots = [passage for node in nodes for passage in _passages(node, named, _Place(wrapped=wrapped))]
    return tuple(flat for root in roots for flat in _flat(root))


def read(source: Source) -> Text:
    """Return the passages of `source`, attached documents included, the preamble and the closing left out."""
    return Text(source, _read(tuple(source.nodes)))


def collapse(text: str) -> str:
    """Return `text` with every run of white space made one space."""
    return " ".join(text.split())


def sentences(paragraph: str) -> list[str]:
    """Return the sentences of a paragraph, each as it stands there."""
    return [part.strip() for part in _SENTENCE.split(paragraph) if part.strip()]


def paragraphs(text: str, *, wrapped: bool) -> list[str]:
    """Return the paragraphs of a provision, a line that breaks off in mid-sentence joined to the next one.

    wrapped: the text's lines end where the page did, so that a capital may go on with a sentence.
    """
    found: list[str] = []
    for line in text.splitlines():
        words = collapse(line)
        if not words:
            continue
        if found and not _ENDED.search(found[-1]) and (wrapped or words[0].islower() or found[-1].endswith(",")):
            found[-1] = f"{found[-1]} {words}"
        else:
            found.append(words)
    return found


@dataclass(frozen=True)
class _Place:
    article: str = ""
    heading: str = ""
    lead: str = ""
    annex: str = ""
    wrapped: bool = False


def _passages(node: Node, named: dict[str, str], place: _Place) -> Iterator[Passage]:
    if node.kind in (Kind.PREAMBLE, Kind.CLOSING):
        return
    if node.kind is Kind.ANNEX:
        place = replace(place, annex=_annex_name(node.heading))
    if node.kind not in _HELD and not _is_plan_section(node, named):
        for child in node.children:
            yield from _passages(child, named, place)
        return
    yield _passage(node, named, place)


def _is_plan_section(node: Node, named: dict[str, str]) -> bool:
    return node.kind is Kind.SECTION and not any(child.kind is Kind.ARTICLE for child in node.children)


def _annex_name(heading: str) -> str:
    name = heading.split("\n")[0].strip()
    return name.capitalize() if name.isupper() and len(name) < 40 else "Văn bản"


def _passage(node: Node, named: dict[str, str], place: _Place) -> Passage:
    parts = _own_paragraphs(node, place)
    if node.kind is Kind.ARTICLE:
        place = replace(place, article=node.number, heading=collapse(node.heading))
    elif node.kind is Kind.SECTION:
        place = replace(place, article="", heading=collapse(node.heading))
    words, more = (parts[0], parts[1:]) if parts else ("", [])
    lead = (more or [words])[-1] if node.children else ""
    inner = replace(place, lead=lead if lead.endswith(":") else "")
    items = [child for kid in node.children for child in _passages(kid, named, inner)]
    items = _led(items)
    whole = collapse(_whole(node))
    if items and items[-1].more and not items[-1].items:
        # A paragraph after a list's last item belongs to the list's provision, which the tree cannot tell.
        more = [*more, *items[-1].more]
        items[-1] = replace(items[-1], more=())
    passage = Passage(
        eid=node.eid,
        address=named[node.eid].replace(ATTACHED, "").strip(),
        level=node.kind.value,
        article=place.article,
        heading=place.heading,
        words=words,
        more=tuple(more),
        items=tuple(items),
        lead=place.lead,
        whole=whole,
        amends=bool(_QUOTED.search(whole) or re.match(r"Sửa đổi|Bãi bỏ|Thay thế", place.heading)),
        wrapped=place.wrapped,
        annex=place.annex,
    )
    return passage if items else _with_inline_items(passage)


def _led(items: list[Passage]) -> list[Passage]:
    """Return the items, each dash after a dash that ends in a colon led by it: plans write "- Đến năm 2025:" so."""
    lead, found = "", []
    for item in items:
        if item.level != "indent":
            return items
        found.append(replace(item, lead=lead) if lead else item)
        if item.words.endswith(":") and not item.items:
            lead = item.words
    return found


def _own_paragraphs(node: Node, place: _Place) -> list[str]:
    text = node.text
    if node.kind is Kind.ARTICLE and node.heading:
        return paragraphs(text.partition("\n")[2], wrapped=place.wrapped)
    label = _LABELS[node.kind].match(text.lstrip())
    return paragraphs(text.lstrip()[label.end() :] if label else text, wrapped=place.wrapped)


def _whole(node: Node) -> str:
    return node.text + "".join(_whole(child) for child in node.children)


def _with_inline_items(passage: Passage) -> Passage:
    """Return the passage with the points that stand in one line with it: "bao gồm: a) …; b) …."."""
    lead, colon, rest = passage.words.partition(":")
    parts = _INLINE_POINT.split(":" + rest) if colon else []
    letters = parts[1::2]
    if len(letters) < 2 or letters[:2] != ["a", "b"]:
        return passage
    items = tuple(
        replace(passage, level="point", words=words.strip(), more=(), items=(), lead=f"{lead}:")
        for words in parts[2::2]
    )
    return replace(passage, words=f"{lead}:", items=items)


def _flat(passage: Passage) -> Iterator[Passage]:
    yield passage
    for item in passage.items:
        if item.eid != passage.eid:
            yield from _flat(item)
