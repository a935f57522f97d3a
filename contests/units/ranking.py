"""The results of a unit's people and the rules for units make the unit's figures and its place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from contests.units.rules import WHOLE, Part, UnitKey, UnitRules

Why = Literal["", "out", "nobody", "no_roster", "rate", "count", "score"]
Order = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """What counts of one person. score, most: hundredths of a point. at: milliseconds since 1970, handed in."""

    score: int
    most: int
    at: int


@dataclass(frozen=True, slots=True)
class Team:
    """A unit as it is ranked.

    people: one for each who took part. headcount: people on its roster who are not exempted; None: it has no roster.
    out: the board took it out. by_board: where the board put it among equals; 0: it did not.
    """

    unit: int
    people: Sequence[Taken]
    headcount: int | None = None
    block: str = ""
    out: bool = False
    by_board: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """What is published of a unit, and compared.

    Percentages (rate, score, all_right, …, formula) and means are hundredths, half rounded up; without a roster what
    is taken of it is 0. points: the sum, in hundredths. all_correct: people with everything right. completed:
    milliseconds since 1970 when the last of its people handed in; 0: nobody did.
    """

    took_part: int
    headcount: int
    rate: int
    mean: int
    mean_roster: int
    mean_best: int
    points: int
    all_correct: int
    score: int
    formula: int
    completed: int


@dataclass(frozen=True, slots=True)
class Placed:
    """place: from 1; 0: none, and `why` says what stands in the way. block: where blocks stand apart, else empty."""

    unit: int
    block: str
    place: int
    why: Why
    figures: Figures


def figures_of(team: Team, rules: UnitRules) -> Figures:
    """Return the figures of one unit. A rate is never above 100 %."""
    scores = [one.score for one in team.people]
    here, size = len(scores), team.headcount or 0
    points, most = sum(scores), sum(one.most for one in team.people)
    right = sum(one.score == one.most for one in team.people)
    share = share_of(points, most)
    parts: dict[Part, int] = {
        "rate": share_of(min(here, size), size),
        "score": share,
        "score_roster": share_of(points * min(here, size), most * size),
        "all_correct": share_of(right, here),
        "all_correct_roster": share_of(min(right, size), size),
    }
    weights = sum(each.weight for each in rules.weights)
    return Figures(
        took_part=here,
        headcount=size,
        rate=parts["rate"],
        mean=half_up(points, here),
        mean_roster=half_up(points, max(size, here)) if size else 0,
        mean_best=half_up(sum(sorted(scores)[-rules.best :]), rules.best) if rules.best else 0,
        points=points,
        all_correct=right,
        score=share,
        formula=half_up(sum(each.weight * parts[each.of] for each in rules.weights), weights),
        completed=max((one.at for one in team.people), default=0),
    )


def half_up(parts: int, whole: int) -> int:
    """Return parts / whole as a whole number, half rounded up; 0 where there is no whole."""
    return (2 * parts + whole) // (2 * whole) if whole else 0


def share_of(parts: int, whole: int) -> int:
    """Return parts / whole in hundredths of a percent, half rounded up; 0 where there is no whole."""
    return half_up(WHOLE * parts, whole)


def obstacle(team: Team, figures: Figures, rules: UnitRules) -> Why:
    """Return what keeps a unit from having a place; empty where nothing does."""
    if team.out:
        return "out"
    if not figures.took_part:
        return "nobody"
    if rules.needs_roster and not figures.headcount:
        return "no_roster"
    band = rules.band_of(figures.headcount)
    if band and figures.rate < band.rate:
        return "rate"
    if band and figures.took_part < band.count:
        return "count"
    return "score" if rules.score_above and figures.score <= rules.score_above else ""


def key_of(team: Team, figures: Figures, rules: UnitRules) -> Order:
    """Return whole numbers of which the smallest stands first; the units without a place come last."""
    return (
        int(bool(obstacle(team, figures, rules))),
        *(_smallest_first(key, figures) for key in rules.keys),
        team.by_board,
    )


def _smallest_first(key: UnitKey, figures: Figures) -> int:
    if key == "completed":
        return figures.completed
    value = {
        "rate": figures.rate, "mean": figures.mean, "mean_roster": figures.mean_roster,
        "mean_best": figures.mean_best, "sum": figures.points, "took_part": figures.took_part,
        "all_correct": figures.all_correct, "formula": figures.formula,
    }[key]  # fmt: skip
    return -value


def rank_units(teams: Iterable[Team], rules: UnitRules) -> tuple[Placed, ...]:
    """Return every unit, best first and block by block where blocks stand apart; units without a place come last.

    Equal keys share a place and the next place is skipped accordingly (1, 1, 3); among them the order is by unit, so
    that the list does not depend on the order of `teams`.
    """
    told = [(team, figures_of(team, rules)) for team in teams]
    lines = sorted(
        (team.block if rules.blocks else "", key_of(team, figures, rules), team.unit, obstacle(team, figures, rules),
         figures)
        for team, figures in told
    )  # fmt: skip
    placed: list[Placed] = []
    for block, own in groupby(lines, key=lambda line: line[0]):
        before: Order = ()
        place = 0
        for number, (_, key, unit, why, figures) in enumerate(own, start=1):
            place = place if key == before else number
            before = key
            placed.append(Placed(unit, block, 0 if why else place, why, figures))
    return tuple(placed)
