"""Places and prizes: the list that a contest or a round ends with, as the rules give it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from contests.models import Contest, Round
from contests.prizes import Award, Scope, Winner, award
from contests.ranking import Result, rank
from contests.rules import Rules
from contests.tally import Counted
from contests.units.standings import UnitStanding, closed_results, unit_standings


@dataclass(frozen=True, slots=True)
class Standing:
    """A line of the list. most: the points that could be earned. award: of real people only."""

    place: int
    entrant: int
    result: Result
    most: Decimal
    award: Award


@dataclass(frozen=True, slots=True)
class Listing:
    """The lists of people and of units of a contest, or of one of its rounds."""

    of: Contest | Round
    lines: Sequence[Standing]
    units: Sequence[UnitStanding] = ()


def scope_of(of: Contest | Round) -> Scope:
    return "round" if isinstance(of, Round) else "contest"


def standings(
    of: Contest | Round, now: datetime, results: Mapping[int, Counted] | None = None, *, board: bool = True
) -> list[Standing]:
    """Return the list of people, best first; a few queries. Simulated people have no place in it.

    results: as `unit_standings.closed_results` gives them, where the caller has them. board: False leaves out what the
    board decided between equals.
    """
    contest = of.contest if isinstance(of, Round) else of
    rules = Rules.from_json(contest.rules)
    counted = closed_results(of, now) if results is None else results
    ranked = (each.result if board else replace(each.result, by_board=0) for each in counted.values())
    placed = rank(ranked, rules.ranking)
    winner: Winner = "person"
    awards = award([place for place, _result in placed], rules.prizes, winner, scope_of(of))
    return [
        Standing(place, result.entrant, result, counted[result.entrant].most, won)
        for (place, result), won in zip(placed, awards, strict=True)
    ]


def listed(contest: Contest) -> Sequence[Contest | Round]:
    """Return what has a list of its own: each round, and the contest as a whole where its rounds add up."""
    rounds = list(contest.rounds.all())
    if Rules.from_json(contest.rules).overall == "none" and len(rounds) > 1:
        return rounds
    return [contest] if len(rounds) == 1 else [contest, *rounds]


def lists_now(contest: Contest, now: datetime) -> list[Listing]:
    """Return every list of the contest as the papers, keys and decisions make it now."""
    lists = []
    for of in listed(contest):
        results = closed_results(of, now)  # read once for both
        lists.append(Listing(of, standings(of, now, results), unit_standings(of, now, results)))
    return lists


def undecided(lines: Iterable[Standing]) -> list[list[Standing]]:
    """Return the groups of equals that wait for the board because a prize hangs on their order."""
    groups: dict[int, list[Standing]] = {}
    for line in lines:
        if line.award.undecided:
            groups.setdefault(line.place, []).append(line)
    return list(groups.values())
