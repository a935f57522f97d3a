"""Text of a legal document → tree of provisions, with not a letter lost.

A line opens a provision when it looks like one *and* its number is due; every other line
is words of the provision before it. Numbers are never repaired: what is missing or comes
twice is reported. Text between “ and ” belongs to the clause that quotes it, whatever it
looks like, because amending documents quote whole articles.

Sources: Law 64/2025/QH15 Article 7 (levels), the shape of the national database's texts.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from regulations import openings
from regulations.faults import Fault
from regulations.headers import Header, read_header
from regulations.numbering import LETTERS, follows, number_key, point_follows, roman
from regulations.openings import annex_starts, quoted_lines


class Kind(StrEnum):
    PREAMBLE = "preamble"
    PART = "part"
    CHAPTER = "chapter"
    SECTION = "section"
    SUBSECTION = "subsection"
    ARTICLE = "article"
    CLAUSE = "clause"
    POINT = "point"
    INDENT = "indent"
    ANNEX = "annex"
    CLOSING = "closing"


@dataclass(frozen=True)
class Node:
    """A provision. `text`: its own words with their label, children excluded, exactly as in the source."""

    kind: Kind
    number: str
    heading: str
    text: str
    eid: str
    children: tuple["Node", ...] = ()


@dataclass(frozen=True)
class Parsed:
    header: Header
    nodes: tuple[Node, ...]
    faults: tuple[Fault, ...]


class NotARegulation(Exception):
    """No article and no numbered section was found."""


_DEPTH = {
    Kind.PREAMBLE: 99, Kind.ANNEX: 0, Kind.CLOSING: 1, Kind.PART: 1, Kind.CHAPTER: 2, Kind.SECTION: 3,
    Kind.SUBSECTION: 4, Kind.ARTICLE: 5, Kind.CLAUSE: 7, Kind.POINT: 8, Kind.INDENT: 9,
}  # fmt: skip
_PLAN_DEPTH = 6  # a Roman section of a plan stands inside an article or an attached document
_LETTERED_DEPTH = 6.5  # and "A." inside that
_DECIMAL_DEPTH = 7.3  # "2.1" stands between clause and point, "2.1.1" below it
_CONTAINERS = (
    (Kind.PART, openings.PART), (Kind.CHAPTER, openings.CHAPTER), (Kind.SECTION, openings.SECTION),
    (Kind.SUBSECTION, openings.SUBSECTION),
)  # fmt: skip
_COUNTED = frozenset((Kind.ARTICLE, Kind.CLAUSE, Kind.POINT))
_UPPER = "ABCDĐEGHIKLMNOPQRSTUVXY"
_SLACK = 20  # numbers that may be missing from a list for the next still to count as one of it
_PREFIX = {
    Kind.PART: "part", Kind.CHAPTER: "chp", Kind.SECTION: "sec", Kind.SUBSECTION: "subsec", Kind.ARTICLE: "art",
    Kind.CLAUSE: "cl", Kind.POINT: "pt", Kind.INDENT: "ind", Kind.ANNEX: "annex", Kind.PREAMBLE: "preamble",
    Kind.CLOSING: "closing",
}  # fmt: skip


@dataclass
class _Open:
    """A provision while its lines are still coming in."""

    kind: Kind
    number: str
    heading: str
    depth: float
    lines: list[str] = field(default_factory=list)
    children: list["_Open"] = field(default_factory=list)
    last: dict[Kind, str] = field(default_factory=dict)  # last number among the children, by kind
    last_decimal: str = "0"  # last part of the last decimal number among the children: 1 of "2.1"
    wants_heading: bool = False


def parse(text: str, source_note: str = "") -> Parsed:
    """Return the tree of `text` (as `cleaning.clean` gives it), its header facts and its faults.

    Raises NotARegulation when the text has neither an article nor a Roman section.
    """
    reader = _Reader(text.splitlines(keepends=True))
    roots = reader.read()
    if not reader.found_structure:
        raise NotARegulation
    nodes = tuple(_frozen(roots, prefix="", faults=reader.faults))
    return Parsed(read_header(text, source_note), nodes, tuple(reader.faults))


def walk(nodes: Iterable[Node], parent: Node | None = None, depth: int = 0) -> Iterator[tuple[Node, Node | None, int]]:
    """Yield (node, parent, depth from 0) in document order."""
    for node in nodes:
        yield node, parent, depth
        yield from walk(node.children, node, depth + 1)


def source_of(nodes: Iterable[Node]) -> str:
    """Return the text that `nodes` were parsed from."""
    return "".join(node.text for node, _, _ in walk(nodes))


class _Reader:
    """Goes through the lines once, keeping the path of open provisions."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.faults: list[Fault] = []
        self.found_structure = False
        self._roots: list[_Open] = []
        self._path: list[_Open] = []
        self._space: dict[Kind, str] = {}  # last article and container numbers of this numbering space
        self._quoted = quoted_lines(lines)
        self._annexes = annex_starts(lines)
        self._ended = False
        self._titled_at = -1  # line of the last heading that needs no full stop

    def read(self) -> list[_Open]:
        for index, line in enumerate(self.lines):
            opened = None if index in self._quoted else self._opened_by(index, line.strip())
            if opened is not None:
                self._push(opened)
                if opened.heading:
                    self._titled_at = index
            elif not self._path:
                self._push(_Open(Kind.PREAMBLE, "", "", _DEPTH[Kind.PREAMBLE]))
            self._add(line, opened)
            self._ended = self._ended or line.rstrip().endswith("./.")
        return self._roots

    def _add(self, line: str, opened: _Open | None) -> None:
        node = self._path[-1]
        node.lines.append(line)
        if node.wants_heading and opened is None and line.strip():
            node.heading = f"{node.heading} {line.strip()}".strip()[:600]

    def _push(self, node: _Open) -> None:
        while self._path and self._path[-1].depth >= node.depth:
            self._path.pop()
        if self._path:
            self._path[-1].children.append(node)
            if "." not in node.number:
                self._path[-1].last[node.kind] = node.number
            self._path[-1].wants_heading = False
        else:
            self._roots.append(node)
        self._path.append(node)

    # -- what a line opens -------------------------------------------------

    def _opened_by(self, index: int, line: str) -> _Open | None:
        if not line or " | " in line:  # the cells of a table are words of the provision that holds it
            return None
        if index in self._annexes or (self._is_over() and openings.APPENDIX.fullmatch(line)):
            self._space, self._ended = {}, False
            return _Open(Kind.ANNEX, str(self._count(Kind.ANNEX) + 1), line[:600], _DEPTH[Kind.ANNEX])
        if self._ended:
            return self._closing(line)
        return (
            self._container(line)
            or self._article(index, line)
            or self._plan_section(index, line)
            or self._lettered(line)
            or self._closing(line)
            or self._decimal(index, line)
            or self._clause(index, line)
            or self._point(index, line)
            or self._indent(line)
        )

    def _closing(self, line: str) -> _Open | None:
        if not self.found_structure or self._inside(Kind.CLOSING):
            return None
        if self._ended or openings.CLOSING.match(line):
            return _Open(Kind.CLOSING, "", "", _DEPTH[Kind.CLOSING])
        return None

    def _container(self, line: str) -> _Open | None:
        if self._inside(Kind.CLOSING):
            return None
        for kind, pattern in _CONTAINERS:
            match = pattern.fullmatch(line)
            # A heading begins with a capital; "Mục 2 Chương I của Luật này" at a line's start is a reference.
            if match and (not match[2] or match[2][0].isupper()) and not line.endswith((";", ",")):
                title = match[2].strip()
                return _Open(kind, match[1], title, _DEPTH[kind], wants_heading=not title or title.isupper())
        return None

    def _article(self, index: int, line: str) -> _Open | None:
        match = openings.ARTICLE.fullmatch(line)
        if not match or not self._can_count(match[1], index):
            return None
        number, before = match[1], self._space.get(Kind.ARTICLE)
        if match[2] is None and not self._starts_sentence(index):
            return None  # "Điều 5" alone on a line may be the end of a reference that the page broke off
        if before is not None and number_key(number) <= number_key(before):
            if number == "1" and self._starts_sentence(index):
                self.faults.append(Fault("numbering_restarts", index + 1, "Điều 1"))
                return None
            self.faults.append(Fault("article_repeated", index + 1, f"Điều {number}"))
            return None
        due = number_key(number)[0] == 1 if before is None else follows(number, before)
        if not due:
            if not self._starts_sentence(index) or self._inside(Kind.CLOSING):
                return None
            self.faults.append(Fault("article_gap", index + 1, f"Điều {before or 0} → Điều {number}"))
        self._space[Kind.ARTICLE] = number
        self.found_structure = True
        return _Open(Kind.ARTICLE, number, _title(match[2] or ""), _DEPTH[Kind.ARTICLE])

    def _plan_section(self, index: int, line: str) -> _Open | None:
        match = openings.ROMAN_SECTION.fullmatch(line)
        if not match or self._inside(Kind.CLOSING):
            return None
        home = self._nearest(Kind.ARTICLE, Kind.ANNEX)
        before = (home.last if home else self._space).get(Kind.SECTION)
        if before is not None and not set(before) <= set("IVXLC"):
            return None  # a law's "Mục 2", which counts its articles and no Roman sections
        if roman(match[1]) != (roman(before) if before else 0) + 1:
            return None
        if before is None and not self._starts_sentence(index):
            return None
        self._space[Kind.SECTION] = match[1]
        self.found_structure = True
        return _Open(Kind.SECTION, match[1], match[2].strip()[:600], _PLAN_DEPTH)

    def _lettered(self, line: str) -> _Open | None:
        """ "A. …", "B. …" inside a plan's Roman section."""
        match = openings.LETTERED.fullmatch(line)
        home = self._nearest(Kind.SECTION, Kind.ARTICLE)
        if not match or home is None or home.kind is not Kind.SECTION:
            return None
        letter, before = match[1], home.last.get(Kind.SUBSECTION)
        if _UPPER.find(letter) != (_UPPER.index(before) + 1 if before else 0):
            return None
        return _Open(Kind.SUBSECTION, letter, match[2].strip()[:600], _LETTERED_DEPTH)

    def _decimal(self, index: int, line: str) -> _Open | None:
        """ "2.1." under clause 2, "2.1.1" under that; "5.1" under Article 5, where it is a clause."""
        match = openings.DECIMAL.fullmatch(line)
        if not match:
            return None
        above, _, last = match[1].rpartition(".")
        home = next((node for node in reversed(self._path) if node.number == above and node.kind in _COUNTED), None)
        if home is None or self._inside(Kind.CLOSING) or (home.kind is Kind.ARTICLE and Kind.CLAUSE in home.last):
            return None
        before = int(home.last_decimal)
        if not before < int(last) <= before + _SLACK:
            return None
        if int(last) > before + 1:
            if not self._starts_sentence(index):
                return None
            missing = f"{above}.{before} → {match[1]}"
            self.faults.append(Fault("clause_gap" if home.kind is Kind.ARTICLE else "point_gap", index + 1, missing))
        home.last_decimal = last
        if home.kind is Kind.ARTICLE:
            return _Open(Kind.CLAUSE, match[1], "", _DEPTH[Kind.CLAUSE])
        return _Open(Kind.POINT, match[1], "", _DECIMAL_DEPTH + 0.1 * match[1].count("."))

    def _clause(self, index: int, line: str) -> _Open | None:
        match = openings.CLAUSE.fullmatch(line)
        home = self._nearest(Kind.SUBSECTION, Kind.SECTION, Kind.ARTICLE, Kind.ANNEX)
        if not match or home is None or not self.found_structure or not self._can_count(match[1], index):
            return None
        number, before = match[1], home.last.get(Kind.CLAUSE)
        if follows(number, before):
            return _Open(Kind.CLAUSE, number, "", _DEPTH[Kind.CLAUSE])
        if not self._starts_sentence(index) or not match[2][:1].isupper():
            return None
        # The first of a list may be lost; one that begins further on is a list of another text.
        if follows(number, before or "0", slack=_SLACK if before else 2):
            self.faults.append(Fault("clause_gap", index + 1, f"{before or 0} → {number}"))
            return _Open(Kind.CLAUSE, number, "", _DEPTH[Kind.CLAUSE])
        if number == before:
            self.faults.append(Fault("clause_repeated", index + 1, number))
        else:
            self.faults.append(Fault("clause_not_due", index + 1, number))
        return None

    def _point(self, index: int, line: str) -> _Open | None:
        match = openings.POINT.fullmatch(line)
        home = self._nearest(Kind.POINT, Kind.CLAUSE, Kind.SECTION, Kind.ARTICLE, counting_points=True)
        if not match or home is None:
            return None
        letter, before = match[1], home.last.get(Kind.POINT)
        try:
            if point_follows(letter, before):
                return _Open(Kind.POINT, letter, "", _DEPTH[Kind.POINT])
            skipped = point_follows(letter, before, slack=_SLACK) if before else letter == "b"
        except ValueError:
            self.faults.append(Fault("point_letter_unknown", index + 1, letter))
            return None
        if skipped and self._starts_sentence(index):
            self.faults.append(Fault("point_gap", index + 1, f"{before or 0} → {letter}"))
            return _Open(Kind.POINT, letter, "", _DEPTH[Kind.POINT])
        if before == letter:
            self.faults.append(Fault("point_repeated", index + 1, letter))
        return None

    def _indent(self, line: str) -> _Open | None:
        home = self._nearest(Kind.POINT, Kind.CLAUSE, Kind.SUBSECTION, Kind.SECTION, Kind.ARTICLE)
        if home is None or not openings.INDENT.match(line):
            return None
        return _Open(Kind.INDENT, str(int(home.last.get(Kind.INDENT, "0")) + 1), "", _DEPTH[Kind.INDENT])

    def _can_count(self, number: str, index: int) -> bool:
        """Say whether the number's letter is one that articles and clauses are counted by."""
        if number[-1].isdigit() or number[-1] in LETTERS:
            return True
        self.faults.append(Fault("number_unknown", index + 1, number))
        return False

    # -- where we are ------------------------------------------------------

    def _inside(self, kind: Kind) -> bool:
        return any(node.kind is kind for node in self._path)

    def _is_over(self) -> bool:
        """Say whether the text of the document, or of its last appendix, has come to its end."""
        return self._ended or self._inside(Kind.CLOSING) or (bool(self._path) and self._path[0].kind is Kind.ANNEX)

    def _nearest(self, *kinds: Kind, counting_points: bool = False) -> _Open | None:
        """Return the innermost open provision of these kinds; nothing can be opened inside a closing.

        counting_points: of the points only "2.1" and its like, which hold points of their own.
        """
        if self._inside(Kind.CLOSING):
            return None
        for node in reversed(self._path):
            if node.kind in kinds and not (counting_points and node.kind is Kind.POINT and "." not in node.number):
                return node
        return None

    def _count(self, kind: Kind) -> int:
        return sum(node.kind is kind for node in self._roots)

    def _starts_sentence(self, index: int) -> bool:
        """Say whether the words before this line were finished, so that it is no broken-off middle."""
        if index == 0 or not self.lines[index - 1].strip() or index - 1 == self._titled_at:
            return True
        before = self.lines[index - 1].strip()
        return openings.ends_sentence(before)


def _title(rest: str) -> str:
    """Return the rest of an article's first line if it is a title rather than the first sentence."""
    rest = rest.strip()
    return rest if len(rest) <= 200 and not rest.endswith((".", ";", ":", ",")) else ""


def _frozen(opened: list[_Open], *, prefix: str, faults: list[Fault]) -> Iterator[Node]:
    """Yield the finished nodes, each with an eid that is unique in the document."""
    used: dict[str, int] = {}
    yield from _with_eids(opened, prefix, used, faults)


def _with_eids(opened: list[_Open], prefix: str, used: dict[str, int], faults: list[Fault]) -> Iterator[Node]:
    for node in opened:
        own = f"{_PREFIX[node.kind]}_{_ascii(node.number)}" if node.number else _PREFIX[node.kind]
        # Articles are counted through a document, so chapters do not stand in their eids; an attached document does.
        base = prefix.split("__")[0] if node.kind is Kind.ARTICLE and prefix.startswith("annex") else prefix
        base = "" if node.kind is Kind.ARTICLE and not prefix.startswith("annex") else base
        eid = f"{base}__{own}" if base else own
        used[eid] = used.get(eid, 0) + 1
        if used[eid] > 1:
            eid = f"{eid}~{used[eid]}"
        made = Node(node.kind, node.number, node.heading, "".join(node.lines), eid)
        yield replace(made, children=tuple(_with_eids(node.children, eid, used, faults)))


def _ascii(number: str) -> str:
    return number.replace("đ", "dd").replace("Đ", "DD").replace(" ", "-").replace(".", "-")
