"""A second count of a contest, written apart from the first: from answers, keys and rules straight to places.

Nothing here is shared with marking, ranking or tally, so that a mistake in one of them is not made twice: points are
exact fractions, and a place is one more than the number of people who are better. Written after the idea of a shadow
system that ICPC finals run beside the first.
"""

import hashlib
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it stands on one paper. points: hundredths of a point.

    chosen, saved_at: the last answer and its time in microseconds since 1970; None where nothing was ever saved.
    by_hand: the share that a person, or the reader of its kind, gave; None where choices decide.
    """

    version: int
    points: int
    chosen: Sequence[Any] | None
    saved_at: int | None
    by_hand: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Sat:
    """A closed paper. started_at, submitted_at: microseconds since 1970 by the server's clock."""

    entrant: int
    round: int
    number: int
    started_at: int
    submitted_at: int
    foretold: int | None
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a count may know. rules, rounds: the frozen settings, as JSON; rounds by their key.

    right: the right choices by key of the question's version. rulings: what the board ruled, by version.
    ended: rounds that take no answers any more. ties: what the board decided, for a round or (None) the contest.
    """

    rules: Mapping[str, Any]
    rounds: Mapping[int, Mapping[str, Any]]
    papers: Sequence[Sat]
    right: Mapping[int, frozenset[int]]
    rulings: Mapping[int, tuple[str, Sequence[Sequence[Any]]]]
    ended: frozenset[int]
    ties: Sequence[tuple[int | None, Sequence[int]]]
    lots_seed: str


@dataclass(frozen=True, slots=True)
class Place:
    """place: from 1. score: hundredths of a point. time_used: milliseconds."""

    place: int
    entrant: int
    score: int
    time_used: int


@dataclass(frozen=True, slots=True)
class _Tried:
    score: int
    most: int
    used: int
    on_right: int
    submitted: int
    number: int
    foretold: int | None


def recount(facts: Facts, of: int | None, shown: frozenset[int] | None = None) -> list[Place]:
    """Return the places on the list of the round with the key `of`, or of the contest (None), by place and entrant.

    shown: entrants who have a place; the others still count in what was foretold. None: all.
    """
    tried, true = _gathered(facts, of)
    lines = {
        who: _key_and_line(facts, of, who, own, true) for who, own in tried.items() if shown is None or who in shown
    }
    keys = sorted(key for key, _score, _used in lines.values())
    places = [Place(bisect_left(keys, key) + 1, who, score, used) for who, (key, score, used) in lines.items()]
    return sorted(places, key=lambda line: (line.place, line.entrant))


def counts_of(facts: Facts, of: int | None) -> dict[int, tuple[int, int, int]]:
    """Return by entrant (score, most that could be won, last handed in) of what counts on that list.

    Hundredths of a point, and milliseconds since 1970.
    """
    tried, true = _gathered(facts, of)
    told = {}
    for who, own in tried.items():
        best = [_counting(facts, key, tries, true[key], who) for key, tries in own.items()]
        told[who] = (
            sum(one.score for one in best),
            sum(one.most for one in best),
            max(one.submitted for one in best),
        )
    return told


def _gathered(facts: Facts, of: int | None) -> tuple[dict[int, dict[int, list[_Tried]]], dict[int, int | None]]:
    """Return the papers by entrant and round, and what came true in each round."""
    rounds = [of] if of is not None else list(facts.rounds)
    tried: dict[int, dict[int, list[_Tried]]] = {}
    for paper in facts.papers:
        if paper.round in rounds:
            tried.setdefault(paper.entrant, {}).setdefault(paper.round, []).append(_tried(facts, paper))
    return tried, {key: _came_true(facts, key, tried) for key in rounds}


def _tried(facts: Facts, paper: Sat) -> _Tried:
    wrong = Fraction(facts.rounds[paper.round]["wrong"], 100)
    points, most, on_right, last = Fraction(0), 0, 0, paper.started_at
    shares = [(one, _share(facts, one)) for one in paper.asked]
    for one, share in shares:
        if facts.rulings.get(one.version, ("", ()))[0] == "void":
            continue
        most += one.points
        points += one.points * share if share else (-wrong * one.points if one.chosen else 0)
    saved = [(one.saved_at, place, share == 1) for place, (one, share) in enumerate(shares) if one.saved_at is not None]
    for at, _place, right in sorted(saved):
        on_right += (at - last) * right
        last = at
    score = max(points, Fraction(0))
    return _Tried(
        score=(2 * score.numerator + score.denominator) // (2 * score.denominator),
        most=most,
        used=(paper.submitted_at - paper.started_at) // 1000,
        on_right=on_right // 1000,
        submitted=paper.submitted_at // 1000,
        number=paper.number,
        foretold=paper.foretold,
    )


def _share(facts: Facts, one: Asked) -> Fraction:
    ruling, accepted = facts.rulings.get(one.version, ("as_written", ()))
    if ruling == "full":
        return Fraction(1)
    if one.chosen is None or not one.chosen:
        return Fraction(0)
    if ruling == "key":
        return Fraction(list(one.chosen) in [list(each) for each in accepted])
    if one.by_hand is not None:
        return one.by_hand
    return Fraction(frozenset(one.chosen) == facts.right[one.version])


def _came_true(facts: Facts, key: int, tried: Mapping[int, Mapping[int, list[_Tried]]]) -> int | None:
    asked = facts.rounds[key]["predicts"]
    if not asked or key not in facts.ended:
        return None
    entries = [one for own in tried.values() for one in own.get(key, [])]
    if asked == "entries":
        return len(entries)
    if asked == "participants":
        return sum(key in own for own in tried.values())
    return sum(any(one.score == one.most for one in own.get(key, [])) for own in tried.values())


def _key_and_line(
    facts: Facts, of: int | None, who: int, own: Mapping[int, list[_Tried]], true: Mapping[int, int | None]
) -> tuple[tuple[int, ...], int, int]:
    """Return what parts this person from others (smaller is better), the score and the time used."""
    best = [(key, _counting(facts, key, tries, true[key], who)) for key, tries in own.items()]
    missed = sum(figure is not None and key not in own for key, figure in true.items())
    sums = {
        "score": -sum(one.score for _key, one in best),
        "prediction": sum(_off(one, true[key]) for key, one in best) + missed * 10**9,
        "time_used": sum(one.used for _key, one in best),
        "time_correct": sum(one.on_right for _key, one in best),
        "submitted_at": max(one.submitted for _key, one in best),
        "lots": _lot(facts, who),
    }
    decided = 0
    for on, entrants in facts.ties:
        if on == of and who in entrants:
            decided = list(entrants).index(who) + 1
    return (*(sums[name] for name in facts.rules["ranking"]), decided), -sums["score"], sums["time_used"]


def _counting(facts: Facts, key: int, tries: list[_Tried], true: int | None, who: int) -> _Tried:
    policy = facts.rounds[key]["counted"]
    if policy == "first":
        return min(tries, key=lambda one: one.number)
    if policy == "last":
        return max(tries, key=lambda one: one.number)
    names = facts.rules["ranking"]

    def standing(one: _Tried) -> tuple[int, ...]:
        values = {
            "score": -one.score, "prediction": _off(one, true), "time_used": one.used, "time_correct": one.on_right,
            "submitted_at": one.submitted, "lots": 0,
        }  # fmt: skip
        return (*(values[name] for name in names), one.number)

    return min(tries, key=standing)


def _off(one: _Tried, true: int | None) -> int:
    if true is None:
        return 0
    return 10**9 if one.foretold is None else abs(one.foretold - true)


def _lot(facts: Facts, who: int) -> int:
    if "lots" not in facts.rules["ranking"]:
        return 0
    return int(hashlib.sha256(f"{facts.lots_seed}:{who}".encode()).hexdigest()[:12], 16)
