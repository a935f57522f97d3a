"""The words that an amending clause puts in: a provision with what stands under it, or only what stands under it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from regulations.numbering import follows, point_follows
from regulations.parsing import Kind

LEVELS = (Kind.ARTICLE, Kind.CLAUSE, Kind.POINT, Kind.INDENT)
_LABELS = {
    Kind.ARTICLE: re.compile(r"(?:Điều|ĐIỀU)\s+(\d+[a-zđ]?)\s*[.:]?\s*(.*)"),
    Kind.CLAUSE: re.compile(r"(\d{1,3}[a-zđ]?)\s*[.\-–](?!\d)\s*(.*)"),
    Kind.POINT: re.compile(r"([a-zđ]\d{0,2})\s*\)\s*(.*)"),
    Kind.INDENT: re.compile(r"([-–+•])\s+(\S.*)"),
}
_PREFIX = {Kind.ARTICLE: "art", Kind.CLAUSE: "cl", Kind.POINT: "pt", Kind.INDENT: "ind"}
_NAMES = {
    Kind.ARTICLE: "Điều",
    Kind.CLAUSE: "khoản",
    Kind.POINT: "điểm",
    Kind.INDENT: "gạch đầu dòng thứ",
}


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
    root = Piece(kind, number)
    path = [root]
    begun = _opens(lines[0], kind) if lines else None
    has_label = begun is not None and begun[0].lower() == number.lower()
    if has_label and begun is not None and kind is Kind.ARTICLE:
        root.heading = begun[1] if not begun[1].endswith((".", ";", ":", ",")) else ""
    for place, line in enumerate(lines):
        opened = None if has_label and place == 0 else _opened(line, path)
        if opened is None:
            path[-1].text += line
            continue
        while LEVELS.index(path[-1].kind) >= LEVELS.index(opened.kind):
            path.pop()
        path[-1].children.append(opened)
        path.append(opened)
    own: str | None = root.text or None
    if own is not None and not has_label:
        own = f"{label(kind, number)} {own}"
    return Fragment(own, root.heading, tuple(root.children))


def label(kind: Kind, number: str) -> str:
    """Return what stands before the words of a provision: "Điều 5.", "2a.", "b)", "-"."""
    return {Kind.ARTICLE: f"Điều {number}.", Kind.CLAUSE: f"{number}.", Kind.POINT: f"{number})"}.get(kind, "-")


def child_eid(parent_eid: str, kind: Kind, number: str) -> str:
    """Return the eid that the importer would give a provision of this kind and number under `parent_eid`."""
    own = f"{_PREFIX[kind]}_{number.replace('đ', 'dd')}"
    return f"{parent_eid}__{own}" if parent_eid else own


def child_address(parent_address: str, kind: Kind, number: str) -> str:
    """Return the official address of a provision under the one at `parent_address`."""
    return f"{_NAMES[kind]} {number} {parent_address}".strip()


def walk_pieces(pieces: tuple[Piece, ...] | list[Piece]) -> Iterator[Piece]:
    """Yield every piece in the order of the text."""
    for piece in pieces:
        yield piece
        yield from walk_pieces(piece.children)


def _opens(line: str, kind: Kind) -> tuple[str, str] | None:
    match = _LABELS[kind].fullmatch(line.strip().lstrip('“"'))
    return (match[1].lower(), match[2].strip()) if match else None


def _opened(line: str, path: list[Piece]) -> Piece | None:
    """Return the piece that `line` opens: one whose number is due under one of those open."""
    for kind in LEVELS[1:]:
        found = _opens(line, kind)
        if found is None:
            continue
        home = next((p for p in reversed(path) if LEVELS.index(p.kind) < LEVELS.index(kind)), None)
        if home is None:
            continue
        before = next((child.number for child in reversed(home.children) if child.kind is kind), None)
        if kind is Kind.INDENT:
            return Piece(kind, str(int(before or 0) + 1), "", line)
        if _is_due(kind, found[0], before):
            return Piece(kind, found[0], "", line)
    return None


def _is_due(kind: Kind, number: str, before: str | None) -> bool:
    try:
        return (point_follows if kind is Kind.POINT else follows)(number, before, slack=2 if before else 0)
    except ValueError:
        return False
