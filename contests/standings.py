"""Places and prizes: the list that a contest or a round ends with, as the rules give it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from contests.models import Contest, Round
from contests.prizes import Award, Scope, Winner, award
from contests.ranking import Result, rank
from contests.rules import Rules
from contests.tally import closed_papers, counted_results
from contests.unit_standings import UnitStanding, unit_standings


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


def standings(of: Contest | Round, now: datetime) -> list[Standing]:
    """Return the list of people, best first; a few queries. Simulated people have no place in it."""
    contest = of.contest if isinstance(of, Round) else of
    rules = Rules.from_json(contest.rules)
    counted = counted_results(of, closed_papers(of).filter(entrant__is_simulated=False), now)
    placed = rank((each.result for each in counted.values()), rules.ranking)
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
    return [Listing(of, standings(of, now), unit_standings(of, now)) for of in listed(contest)]


def undecided(lines: Iterable[Standing]) -> list[list[Standing]]:
    """Return the groups of equals that wait for the board because a prize hangs on their order."""
    groups: dict[int, list[Standing]] = {}
    for line in lines:
        if line.award.undecided:
            groups.setdefault(line.place, []).append(line)
    return list(groups.values())
