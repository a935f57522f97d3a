"""A document through its changes: which words each of its provisions has from which day to which.

The whole is worked out anew from the text as issued and the changes that people confirmed, so
that taking one back leaves no trace and the order of confirming does not matter.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from regulations.actions import Action
from regulations.addresses import Address
from regulations.containers import LEVELS as CONTAINERS
from regulations.containers import Container, smallest_of
from regulations.fragments import LEVELS, Piece, child_address, child_eid, container_key, read_fragment
from regulations.numbering import number_key, point_key
from regulations.parsing import Kind
from regulations.targets import smallest


@dataclass(frozen=True)
class Held:
    """A provision of the document as issued; they come in document order."""

    eid: str
    parent: str  # eid; "" for a root
    kind: Kind
    number: str
    heading: str
    address: str
    text: str


@dataclass(frozen=True)
class Change:
    """A confirmed change, in effect from `day`.

    eid: the provision that it is done to; "" means the document as a whole (only for words
    put in the place of others). added: for a supplement, the address of what is added, and
    `eid` what holds it ("" for an article, a chapter, an appendix).
    """

    key: int
    day: date
    action: Action
    eid: str
    new_text: str = ""
    old_phrase: str = ""
    new_phrase: str = ""
    own_only: bool = False
    added: Address | Container | None = None


@dataclass
class Version:
    """Words from `begins` (None: from the first day on) up to, not including, `ends` (None: until further notice).

    made_by, ended_by: keys of the changes.
    """

    text: str
    begins: date | None = None
    ends: date | None = None
    made_by: int | None = None
    ended_by: int | None = None


@dataclass
class Line:
    """A provision with its versions, in order of time. added_by: the change that put it in, None if issued so."""

    eid: str
    parent: str
    kind: Kind
    number: str
    heading: str
    address: str
    versions: list[Version]
    added_by: int | None = None
    children: list[str] = field(default_factory=list)

    @property
    def is_changed(self) -> bool:
        return len(self.versions) != 1 or self.versions[0] != Version(self.versions[0].text)


class CannotApply(Exception):
    """A change that cannot be carried out. key: which; code: why (no_provision, not_in_force, there_already,
    phrase_missing, no_words, no_place)."""

    def __init__(self, key: int, code: str) -> None:
        super().__init__(key, code)
        self.key, self.code = key, code


def replay(issued: Sequence[Held], changes: Iterable[Change]) -> list[Line]:
    """Return every provision that the document has had, in document order. Raises CannotApply."""
    timeline = _Timeline(issued)
    for change in sorted(changes, key=lambda c: (c.day, c.key)):
        timeline.apply(change)
    return list(timeline.in_order())


def text_at(line: Line, day: date) -> str | None:
    """Return the own words of a provision on `day`; None where it is not in force."""
    found = [v for v in line.versions if (v.begins is None or v.begins <= day) and (v.ends is None or day < v.ends)]
    return found[0].text if found else None


class _Timeline:
    def __init__(self, issued: Sequence[Held]) -> None:
        self.roots: list[str] = []
        self.lines: dict[str, Line] = {}
        for held in issued:
            self.lines[held.eid] = Line(
                held.eid, held.parent, held.kind, held.number, held.heading, held.address, [Version(held.text)]
            )
            (self.lines[held.parent].children if held.parent else self.roots).append(held.eid)

    def in_order(self) -> Iterator[Line]:
        return self._under(self.roots)

    def apply(self, change: Change) -> None:
        if change.action is Action.SUPPLEMENT:
            self._supplement(change)
        elif change.action is Action.AMEND:
            self._amend(change)
        elif change.action is Action.REPEAL:
            self._close(self._in_force(change), change)
        elif change.action is Action.REPLACE:
            self._replace(change)

    def _under(self, eids: Iterable[str]) -> Iterator[Line]:
        for eid in eids:
            yield self.lines[eid]
            yield from self._under(self.lines[eid].children)

    def _in_force(self, change: Change) -> Line:
        line = self.lines.get(change.eid)
        if line is None:
            raise CannotApply(change.key, "no_provision")
        if _now(line) is None:
            raise CannotApply(change.key, "not_in_force")
        return line

    # -- the four changes ------------------------------------------------------

    def _amend(self, change: Change) -> None:
        line = self._in_force(change)
        is_container = line.kind in CONTAINERS
        if line.kind not in LEVELS and not is_container:
            raise CannotApply(change.key, "no_place")
        if not change.new_text.strip():
            raise CannotApply(change.key, "no_words")
        fragment = read_fragment(change.new_text, line.kind, line.number)
        if fragment.own is not None:
            _set(line, fragment.own, change)
        if change.own_only:
            return
        if not is_container:
            self._match_children(line, fragment.children, change)
        elif fragment.children or line.kind is Kind.ANNEX:  # a chapter's heading alone leaves its articles
            self._rebuild(line, fragment.children, change)

    def _rebuild(self, line: Line, pieces: Sequence[Piece], change: Change) -> None:
        """Make what stands under a chapter, section or appendix what `pieces` say; an article keeps its place in it."""
        under = {one.eid: one for one in self._under(line.children)}
        wanted = set(_eids(line.eid, pieces))
        for eid, one in under.items():
            if eid not in wanted:
                _end(one, change)
        self._put(line, pieces, change, under)

    def _put(self, home: Line, pieces: Sequence[Piece], change: Change, under: dict[str, Line]) -> None:
        for piece in pieces:
            eid = child_eid(home.eid, piece.kind, piece.number)
            line = self.lines.get(eid)
            if line is None:
                line = self._insert_alone(home, piece, change)
            elif eid not in under and _now(line) is not None:
                raise CannotApply(change.key, "there_already")
            else:
                _set(line, piece.text, change)
            self._put(line, piece.children, change, under)

    def _match_children(self, line: Line, pieces: Sequence[Piece], change: Change) -> None:
        """Make what stands under `line` from the day on what `pieces` say: reworded, added or gone."""
        wanted = {child_eid(line.eid, piece.kind, piece.number): piece for piece in pieces}
        for eid in line.children:
            if eid not in wanted and _now(self.lines[eid]) is not None:
                self._close(self.lines[eid], change)
        for eid, piece in wanted.items():
            if eid in self.lines:
                _set(self.lines[eid], piece.text, change)
                self._match_children(self.lines[eid], piece.children, change)
            else:
                self._insert(line, piece, change)

    def _supplement(self, change: Change) -> None:
        added = change.added
        if added is None or not change.new_text.strip():
            raise CannotApply(change.key, "no_words")
        kind, number = self._named(added)
        home = self._home(change, kind, number)
        eid = child_eid(home.eid, kind, number)
        if eid in self.lines and _now(self.lines[eid]) is not None:
            raise CannotApply(change.key, "there_already")
        fragment = read_fragment(change.new_text, kind, number)
        piece = Piece(kind, number, fragment.heading, fragment.own or "", list(fragment.children))
        self._put(home, [piece], change, {})

    def _named(self, added: Address | Container) -> tuple[Kind, str]:
        """Return kind and number of what is added; an appendix is counted after those that are there."""
        if isinstance(added, Address):
            level = smallest(added)
            return Kind(level), getattr(added, level)
        kind = smallest_of(added)
        if kind is Kind.ANNEX:
            return kind, str(1 + sum(line.kind is Kind.ANNEX for line in self.lines.values()))
        return kind, getattr(added, kind.value)

    def _home(self, change: Change, kind: Kind, number: str) -> Line:
        """Return what holds a new provision; a new article stands where the article before it stands."""
        if change.eid:
            return self._in_force(change)
        root = Line("", "", Kind.PART, "", "", "", [], None, self.roots)
        if kind in CONTAINERS:
            return root
        before = [
            line
            for line in self.in_order()
            if line.kind is Kind.ARTICLE
            and not line.eid.startswith("annex")
            and number_key(line.number) < number_key(number)
        ]
        if not before:
            raise CannotApply(change.key, "no_place")
        last = max(before, key=lambda line: number_key(line.number))
        return self.lines[last.parent] if last.parent else root

    def _insert(self, home: Line, piece: Piece, change: Change) -> None:
        line = self._insert_alone(home, piece, change)
        for child in piece.children:
            self._insert(line, child, change)

    def _insert_alone(self, home: Line, piece: Piece, change: Change) -> Line:
        eid = child_eid(home.eid, piece.kind, piece.number)
        in_annex = eid.startswith("annex")
        home_kind = home.kind if home.eid else None
        address = child_address(home.address, home_kind, in_annex, piece.kind, piece.number)
        version = Version(piece.text, change.day, None, change.key)
        line = Line(eid, home.eid, piece.kind, piece.number, piece.heading, address, [version], change.key)
        self.lines[eid] = line
        home.children.insert(self._place(home, line), eid)
        return line

    def _place(self, home: Line, line: Line) -> int:
        """Return where among the children of `home` a provision belongs by its number."""
        after = [
            place
            for place, eid in enumerate(home.children)
            if self.lines[eid].kind is line.kind and _order(self.lines[eid]) < _order(line)
        ]
        if after:
            return after[-1] + 1
        same = [place for place, eid in enumerate(home.children) if self.lines[eid].kind is line.kind]
        return same[0] if same else len(home.children)

    def _replace(self, change: Change) -> None:
        scope = list(self._under([self._in_force(change).eid])) if change.eid else list(self.in_order())
        words = change.old_phrase.split()
        if not words:
            raise CannotApply(change.key, "no_words")
        phrase = re.compile(r"(?<!\w)" + r"\s+".join(re.escape(word) for word in words) + r"(?!\w)")
        found = False
        for line in scope:
            current = _now(line)
            if current is None:
                continue
            text, times = phrase.subn(lambda _match: change.new_phrase, current.text)
            if times:
                found = True
                _set(line, text if change.new_phrase else re.sub(r"[ \t]{2,}", " ", text), change)
        if not found:
            raise CannotApply(change.key, "phrase_missing")

    def _close(self, line: Line, change: Change) -> None:
        for under in self._under([line.eid]):
            _end(under, change)


def _end(line: Line, change: Change) -> None:
    current = _now(line)
    if current is not None:
        current.ends, current.ended_by = change.day, change.key
        if current.begins == change.day:
            line.versions.pop()  # was never in force


def _eids(home: str, pieces: Iterable[Piece]) -> Iterator[str]:
    for piece in pieces:
        eid = child_eid(home, piece.kind, piece.number)
        yield eid
        yield from _eids(eid, piece.children)


def _now(line: Line) -> Version | None:
    """Return the version that runs on after the changes applied so far."""
    return line.versions[-1] if line.versions and line.versions[-1].ends is None else None


def _set(line: Line, text: str, change: Change) -> None:
    current = _now(line)
    if current is not None:
        if current.text == text:
            return
        if current.begins == change.day:
            current.text, current.made_by = text, change.key  # of two changes on one day the later decided stands
            return
        current.ends, current.ended_by = change.day, change.key
    line.versions.append(Version(text, change.day, None, change.key))


def _order(line: Line) -> tuple[int, int]:
    try:
        if line.kind in CONTAINERS:
            return container_key(line.number)
        return point_key(line.number) if line.kind is Kind.POINT else number_key(line.number)
    except ValueError:
        return (0, 0)
