"""Two states of a text side by side, clause by clause, with the words that differ marked."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

_WORDS = re.compile(r"\w+|[^\w\s]|\s+")
_ALIKE = 0.5  # share of words that two clauses must have in common to be taken for one …
_ALIKE_IN_PLACE = 0.3  # … and where they stand at the same address


class State(StrEnum):
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Clause:
    """key: what a clause is known by in both texts, such as its eid or address; label: what a reader calls it."""

    key: str
    label: str
    text: str


Pieces = tuple[tuple[str, bool], ...]
"""Words with whether they are marked, in order; joined they are the text, one space apart."""


@dataclass(frozen=True)
class Row:
    state: State
    before: Clause | None
    after: Clause | None
    before_pieces: Pieces
    after_pieces: Pieces


def words_compared(before: str, after: str) -> tuple[Pieces, Pieces]:
    """Return both texts in pieces, those that the other has not marked."""
    old, new = _WORDS.findall(" ".join(before.split())), _WORDS.findall(" ".join(after.split()))
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    opcodes = matcher.get_opcodes()
    for place, (tag, i, j, k, m) in enumerate(opcodes):
        # A space alone between two differences is part of the difference.
        bridge = 0 < place < len(opcodes) - 1 and not "".join(old[i:j]).strip()
        _extend(left, "".join(old[i:j]), tag != "equal" or bridge)
        _extend(right, "".join(new[k:m]), tag != "equal" or bridge)
    return tuple(left), tuple(right)


def compare(before: Sequence[Clause], after: Sequence[Clause]) -> list[Row]:
    """Return the clauses of two states of one document, those that are gone where they stood.

    A clause is the same one where its key is.
    """
    return _rows(before, after, {clause.key: clause.key for clause in before})


def compare_documents(before: Sequence[Clause], after: Sequence[Clause]) -> list[Row]:
    """Return the clauses of two documents: the same words first, then the same address, then alike words."""
    pairs: dict[str, str] = {}
    taken: set[str] = set()
    by_words: dict[str, list[str]] = {}
    for clause in after:
        by_words.setdefault(_plain(clause.text), []).append(clause.key)
    for clause in before:
        same = [key for key in by_words.get(_plain(clause.text), []) if key not in taken]
        if same:
            pairs[clause.key] = same[0]
            taken.add(same[0])
    _pair_alike(before, after, pairs, taken)
    return _rows(before, after, pairs)


def _pair_alike(before: Sequence[Clause], after: Sequence[Clause], pairs: dict[str, str], taken: set[str]) -> None:
    """Pair what is left: first with its own address, then with whatever shares most words."""
    bags = {clause.key: frozenset(_plain(clause.text).split()) for clause in after}
    left = [clause for clause in before if clause.key not in pairs]
    scored = []
    for place, clause in enumerate(left):
        words = frozenset(_plain(clause.text).split())
        for key, bag in bags.items():
            enough = _ALIKE_IN_PLACE if key == clause.key else _ALIKE
            if key not in taken and (score := _share(words, bag)) >= enough:
                scored.append((key != clause.key, -score, place, key))
    for _other, _score, place, key in sorted(scored):
        if left[place].key not in pairs and key not in taken:
            pairs[left[place].key] = key
            taken.add(key)


def _rows(before: Sequence[Clause], after: Sequence[Clause], pairs: dict[str, str]) -> list[Row]:
    """Walk through `after`; what only `before` has comes after its last neighbour that both have."""
    new = {clause.key: clause for clause in after}
    old_of = {pairs[clause.key]: clause for clause in before if pairs.get(clause.key) in new}
    gone: dict[str | None, list[Clause]] = {}
    last: str | None = None
    for clause in before:
        if pairs.get(clause.key) in new:
            last = pairs[clause.key]
        else:
            gone.setdefault(last, []).append(clause)
    rows = [_removed(clause) for clause in gone.get(None, [])]
    for clause in after:
        rows.append(_row(old_of.get(clause.key), clause))
        rows += [_removed(lost) for lost in gone.get(clause.key, [])]
    return rows


def _row(before: Clause | None, after: Clause) -> Row:
    if before is None:
        return Row(State.ADDED, None, after, (), ((_plain(after.text), True),))
    left, right = words_compared(before.text, after.text)
    same = _plain(before.text) == _plain(after.text)
    return Row(State.UNCHANGED if same else State.CHANGED, before, after, left, right)


def _removed(clause: Clause) -> Row:
    return Row(State.REMOVED, clause, None, ((_plain(clause.text), True),), ())


def _extend(pieces: list[tuple[str, bool]], words: str, marked: bool) -> None:
    if not words:
        return
    if pieces and pieces[-1][1] is marked:
        pieces[-1] = (pieces[-1][0] + words, marked)
    else:
        pieces.append((words, marked))


def _plain(text: str) -> str:
    return " ".join(text.split())


def _share(first: frozenset[str], second: frozenset[str]) -> float:
    return len(first & second) / max(len(first | second), 1)
