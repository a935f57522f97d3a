"""The words that an amending clause puts in: a provision with what stands under it, or only what stands under it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from regulations.containers import LEVELS as CONTAINERS
from regulations.numbering import follows, number_key, point_follows, roman
from regulations.openings import quoted_lines
from regulations.parsing import Kind

LEVELS = (Kind.ARTICLE, Kind.CLAUSE, Kind.POINT, Kind.INDENT)
_EVERY = (*CONTAINERS, *LEVELS)
_COUNT = r"([IVXLC]+[a-zđ]?|\d{1,3}[a-zđ]?)"
_LABELS = {
    Kind.ANNEX: re.compile(r"((?:PHỤ LỤC|Phụ lục|MẪU|Mẫu)\b.*)()"),
    Kind.PART: re.compile(r"(?:PHẦN|Phần)\s+((?:THỨ|thứ)\s+\w+|[IVXLC]+|\d+)\b[.:]?\s*(.*)"),
    Kind.CHAPTER: re.compile(rf"(?:CHƯƠNG|Chương)\s+{_COUNT}(?!\w)[.:]?\s*(.*)"),
    Kind.SECTION: re.compile(rf"(?:MỤC|Mục)\s+{_COUNT}(?!\w)[.:]?\s*(.*)"),
    Kind.SUBSECTION: re.compile(rf"(?:TIỂU MỤC|Tiểu mục)\s+{_COUNT}(?!\w)[.:]?\s*(.*)"),
    Kind.ARTICLE: re.compile(r"(?:Điều|ĐIỀU)\s+(\d+[a-zđ]?)\s*[.:]?\s*(.*)"),
    Kind.CLAUSE: re.compile(r"(\d{1,3}[a-zđ]?)\s*[.\-–](?!\d)\s*(.*)"),
    Kind.POINT: re.compile(r"([a-zđ]\d{0,2})\s*\)\s*(.*)"),
    Kind.INDENT: re.compile(r"([-–+•])\s+(\S.*)"),
}
_PLAN_SECTION = re.compile(r"([IVXLC]+)\s*[.\-–]\s*(\S.*)")
_PREFIX = {
    Kind.ANNEX: "annex", Kind.PART: "part", Kind.CHAPTER: "chp", Kind.SECTION: "sec", Kind.SUBSECTION: "subsec",
    Kind.ARTICLE: "art", Kind.CLAUSE: "cl", Kind.POINT: "pt", Kind.INDENT: "ind",
}  # fmt: skip
_NAMES = {
    Kind.PART: "Phần",
    Kind.CHAPTER: "Chương",
    Kind.SECTION: "Mục",
    Kind.SUBSECTION: "Tiểu mục",
    Kind.ARTICLE: "Điều",
    Kind.CLAUSE: "khoản",
    Kind.POINT: "điểm",
    Kind.INDENT: "gạch đầu dòng thứ",
}
_ATTACHED = "văn bản kèm theo"
_ORDINALS = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")


@dataclass
class Piece:
    """A provision in the words put in. text: its own words with their label, as written, ending with a line break."""

    kind: Kind
    number: str
    heading: str = ""
    text: str = ""
    children: list["Piece"] = field(default_factory=list)


@dataclass(frozen=True)
class Fragment:
    """own: the provision's own words with their label; None where the words begin with what stands under it."""

    own: str | None
    heading: str
    children: tuple[Piece, ...]


def read_fragment(text: str, kind: Kind, number: str) -> Fragment:
    """Return what `text` says of the provision of this kind and number."""
    lines = [line.rstrip() + "\n" for line in text.strip().splitlines() if line.strip()]
    quoted = quoted_lines(lines[1:]) if kind in CONTAINERS else frozenset()
    root = Piece(kind, number)
    path = [root]
    begun = _opens(lines[0], kind) if lines else None
    has_label = begun is not None and (kind is Kind.ANNEX or begun[0].lower() == number.lower())
    for place, line in enumerate(lines):
        opened = None if (has_label and place == 0) or place - 1 in quoted else _opened(line, path)
        if opened is None:
            path[-1].text += line
            continue
        while _EVERY.index(path[-1].kind) >= _EVERY.index(opened.kind):
            path.pop()
        path[-1].children.append(opened)
        path.append(opened)
    for piece in walk_pieces([root]):
        piece.heading = heading_of(piece.kind, piece.text)
    own: str | None = root.text or None
    if own is not None and not has_label and kind is not Kind.ANNEX:
        own = f"{label(kind, number)} {own}"
    return Fragment(own, root.heading if has_label else "", tuple(root.children))


def heading_of(kind: Kind, text: str) -> str:
    """Return the heading in the own words of a provision, "" for one that has none."""
    if kind in CONTAINERS:
        found = _opens(text.split("\n")[0], kind)
        rest = text.strip().splitlines()[1:] if kind is not Kind.ANNEX else []
        return " ".join([*(found or ("", ""))[0 if kind is Kind.ANNEX else 1 :][:1], *rest]).strip()[:600]
    if kind is not Kind.ARTICLE:
        return ""
    first = re.sub(r"^(?:Điều|ĐIỀU)\s+\w+\s*[.:]?\s*", "", text.strip().split("\n")[0])
    return "" if first.endswith((".", ";", ":", ",")) else first[:600]


def label(kind: Kind, number: str) -> str:
    """Return what stands before the words of a provision: "Điều 5.", "2a.", "b)", "-"."""
    if kind in CONTAINERS:
        return f"{_NAMES[kind]} {number}"
    return {Kind.ARTICLE: f"Điều {number}.", Kind.CLAUSE: f"{number}.", Kind.POINT: f"{number})"}.get(kind, "-")


def child_eid(parent_eid: str, kind: Kind, number: str) -> str:
    """Return the eid that the importer would give a provision of this kind and number under `parent_eid`.

    Articles are counted through a document: chapters do not stand in their eids, an attached document does.
    """
    own = f"{_PREFIX[kind]}_{number.replace('đ', 'dd').replace(' ', '-').replace('.', '-')}"
    base = parent_eid
    if kind is Kind.ARTICLE:
        base = parent_eid.split("__")[0] if parent_eid.startswith("annex") else ""
    return f"{base}__{own}" if base else own


def child_address(parent: str, parent_kind: Kind | None, in_annex: bool, kind: Kind, number: str) -> str:
    """Return the official address of a provision under the one at `parent`; parent_kind: None for a root."""
    if kind in CONTAINERS and kind is not Kind.SECTION:
        return f"{_NAMES.get(kind, 'Văn bản kèm theo')} {number}"
    if kind is Kind.SECTION and not (in_annex and number.isupper()):
        return f"Mục {number}"
    if kind is Kind.ARTICLE or (parent_kind in (None, *CONTAINERS) and parent_kind is not Kind.SECTION):
        parent = _ATTACHED if in_annex else ""
    return f"{_NAMES[kind]} {number} {parent}".strip()


def walk_pieces(pieces: tuple[Piece, ...] | list[Piece]) -> Iterator[Piece]:
    """Yield every piece in the order of the text."""
    for piece in pieces:
        yield piece
        yield from walk_pieces(piece.children)


def _opens(line: str, kind: Kind) -> tuple[str, str] | None:
    words = line.strip().lstrip('“"')
    match = _LABELS[kind].fullmatch(words) or (_PLAN_SECTION.fullmatch(words) if kind is Kind.SECTION else None)
    if match is None:
        return None
    return match[1] if kind in CONTAINERS else match[1].lower(), match[2].strip()


def _opened(line: str, path: list[Piece]) -> Piece | None:
    """Return the piece that `line` opens: one whose number is due under one of those open."""
    if " | " in line:  # the cells of a table
        return None
    inside = path[0].kind
    for kind in _EVERY[1 if inside in CONTAINERS else _EVERY.index(Kind.CLAUSE) :]:
        if kind in CONTAINERS and _EVERY.index(kind) <= _EVERY.index(inside):
            continue
        found = _opens(line, kind)
        if found is None:
            continue
        if kind in CONTAINERS and found[1][:1].islower():
            continue  # "Mục 2 của Chương này …" is words
        home = next((p for p in reversed(path) if _EVERY.index(p.kind) < _EVERY.index(kind)), None)
        if home is None:
            continue
        before = next((child.number for child in reversed(home.children) if child.kind is kind), None)
        if kind is Kind.INDENT:
            return Piece(kind, str(int(before or 0) + 1), "", line)
        if kind is Kind.ARTICLE:
            before = next((p.number for p in reversed(list(walk_pieces([path[0]]))) if p.kind is kind), None)
        if _is_due(kind, found[0], before):
            return Piece(kind, found[0], "", line)
    return None


def _is_due(kind: Kind, number: str, before: str | None) -> bool:
    try:
        if kind in CONTAINERS:
            return before is None or container_key(number) > container_key(before)
        if kind is Kind.ARTICLE:  # a chapter begins with whatever number its first article has
            return before is None or number_key(number) > number_key(before)
        return (point_follows if kind is Kind.POINT else follows)(number, before, slack=2 if before else 0)
    except ValueError:
        return False


def container_key(number: str) -> tuple[int, int]:
    """Return the sort key of a chapter's or section's number: II < III < IIIa < IV. Raises ValueError."""
    found = re.fullmatch(r"([IVXLC]+)([a-zđ]?)", number)
    if found:
        return roman(found[1]), number_key(f"1{found[2]}")[1]
    words = number.casefold().removeprefix("thứ ")
    return (_ORDINALS.index(words) + 1, 0) if words in _ORDINALS else number_key(number)
