"""Places and prizes of units: from what counts of their people and the frozen rosters, by the rules."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import Q

from contests.models import Contest, Roster, RosterLine, RosterSet, Round, UnitRuling
from contests.prizes import Award, Scope, Winner, award
from contests.rules import Rules
from contests.tally import Counted, closed_papers, counted_results
from contests.units.ranking import Figures, Taken, Team, Why, rank_units
from contests.units.rules import UnitRules
from people.models import Unit


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """A line of the list of units. place 0: without a place, for the reason `why`."""

    place: int
    unit: int
    block: str
    why: Why
    figures: Figures
    award: Award


@dataclass(frozen=True, slots=True)
class Sides:
    """How people are told apart by unit on the list of a contest or round.

    stands_for: unit of a person → the unit that they count for, which is the nearest above with a roster, or their own.
    rosters: by unit. exempt: (unit, account) who count neither way; a roster speaks for its own unit. blocks: by unit.
    """

    stands_for: Mapping[int, int]
    rosters: Mapping[int, Roster]
    exempt: frozenset[tuple[int, int]]
    blocks: Mapping[int, str]

    def for_unit(self, unit: int) -> int:
        """Return the unit for which people of `unit` count."""
        return self.stands_for.get(unit, unit)

    def standing_for(self, unit: int) -> list[int]:
        """Return the units whose people count for `unit`."""
        return [each for each, for_unit in self.stands_for.items() if for_unit == unit] or [unit]


def unit_standings(
    of: Contest | Round, now: datetime, results: Mapping[int, Counted] | None = None
) -> list[UnitStanding]:
    """Return the list of units, best first and block by block; a few queries. Simulated people count nowhere.

    results: as `closed_results` gives them, where the caller has them.
    """
    sides = sides_of(of)
    people = people_by_unit(of, closed_results(of, now) if results is None else results, sides)
    teams = teams_of({unit: people.get(unit, []) for unit in (*people, *sides.rosters)}, sides, rulings_on(of))
    return placed_with_prizes(of, teams)


def undecided_units(lines: Iterable[UnitStanding]) -> list[list[UnitStanding]]:
    """Return the groups of equals that wait for the board because a prize hangs on their order."""
    waiting = (line for line in lines if line.award.undecided)
    return [list(group) for _at, group in groupby(waiting, key=lambda line: (line.block, line.place))]


def placed_with_prizes(of: Contest | Round, teams: Iterable[Team]) -> list[UnitStanding]:
    """Return the list that `teams` make; where blocks stand apart, all prizes are given in each block."""
    rules = Rules.from_json(_contest(of).rules)
    winner: Winner = "unit"
    scope: Scope = "round" if isinstance(of, Round) else "contest"
    lines: list[UnitStanding] = []
    for block, group in groupby(rank_units(teams, rules.units), key=lambda one: one.block):
        own = list(group)
        awards = award([one.place for one in own if one.place], rules.prizes, winner, scope)
        nothing = [Award(0, None)] * (len(own) - len(awards))
        lines += [
            UnitStanding(one.place, one.unit, block, one.why, one.figures, won)
            for one, won in zip(own, (*awards, *nothing), strict=True)
        ]
    return lines


def closed_results(of: Contest | Round, now: datetime) -> Mapping[int, Counted]:
    """Return by entrant what counts of everybody real."""
    return counted_results(of, closed_papers(of).filter(entrant__is_simulated=False), now)


def people_by_unit(
    of: Contest | Round, results: Mapping[int, Counted], sides: Sides, only: int = 0
) -> dict[int, list[Taken]]:
    """Return what counts of the people of each unit, those exempted left out; one query.

    only: the one unit to read; 0: all.
    """
    entrants = _contest(of).entrants.all()
    if only:
        entrants = entrants.filter(unit__in=sides.standing_for(only))
    people: defaultdict[int, list[Taken]] = defaultdict(list)
    for entrant, unit, user in entrants.values_list("pk", "unit_id", "user_id").iterator(5000):
        if entrant in results:
            one = results[entrant]
            for_unit = sides.for_unit(unit)
            own = people[for_unit]
            if (for_unit, user) not in sides.exempt:
                own.append(Taken(one.result.score, int(one.most * 100), one.result.submitted_at))
    return dict(people)


def teams_of(people: Mapping[int, Sequence[Taken]], sides: Sides, rulings: "Rulings") -> list[Team]:
    """Return the units of `people` as they are ranked."""
    return [
        Team(
            unit,
            tuple(own),
            sides.rosters[unit].counted if unit in sides.rosters else None,
            sides.blocks.get(unit, ""),
            unit in rulings.out,
            rulings.order.get(unit, 0),
        )
        for unit, own in people.items()
    ]


def sides_of(of: Contest | Round) -> Sides:
    """Return how people are told apart by unit; at most four queries."""
    found = roster_set_of(of)
    rosters = {one.unit_id: one for one in found.rosters.all()} if found else {}
    tree = {pk: (parent, block) for pk, parent, block in Unit.objects.values_list("pk", "parent_id", "block")}
    stands_for = {unit: _nearest(unit, tree, rosters) for unit in tree} if rosters else {}
    exempt = (
        RosterLine.objects.filter(roster__set=found, user__isnull=False).exclude(exempt_reason="")
        if found
        else RosterLine.objects.none()
    )
    blocks = {unit: rosters[unit].block if unit in rosters else block for unit, (_parent, block) in tree.items()}
    return Sides(stands_for, rosters, frozenset(exempt.values_list("roster__unit_id", "user_id")), blocks)


def _nearest(unit: int, tree: Mapping[int, tuple[int | None, str]], rosters: Collection[int]) -> int:
    at: int | None = unit
    while at is not None:
        if at in rosters:
            return at
        at = tree[at][0]
    return unit


def roster_set_of(of: Contest | Round) -> RosterSet | None:
    """Return the rosters that the list of a contest or round counts by, where its rules keep any."""
    contest = _contest(of)
    kept = units_rules(contest).roster
    if kept == "none":
        return None
    if kept == "contest":
        return RosterSet.objects.filter(contest=contest, round=None).first()
    if isinstance(of, Round):
        return RosterSet.objects.filter(round=of).first()
    return RosterSet.objects.filter(contest=contest, round__isnull=False).order_by("-round__position").first()


@dataclass(frozen=True, slots=True)
class Rulings:
    """out: units that the board took out. order: where it put units among equals."""

    out: frozenset[int]
    order: Mapping[int, int]


def rulings_on(of: Contest | Round) -> Rulings:
    """Return what the board decided about units on this list; taking a unit out of the contest holds on every list."""
    asked = UnitRuling.objects.filter(contest=_contest(of)).order_by("decided_at", "pk")
    here = Q(round=None) | Q(round=of) if isinstance(of, Round) else Q(round=None)
    out: dict[int, bool] = {}
    order: dict[int, int] = {}
    for what, units, on in asked.filter(here).values_list("what", "units", "round_id"):
        if what != UnitRuling.What.ORDER:
            out |= dict.fromkeys(units, what == UnitRuling.What.OUT)
        elif on == (of.pk if isinstance(of, Round) else None):
            order |= {unit: place for place, unit in enumerate(units, start=1)}
    return Rulings(frozenset(unit for unit, is_out in out.items() if is_out), order)


def units_rules(contest: Contest) -> UnitRules:
    return Rules.from_json(contest.rules).units


def _contest(of: Contest | Round) -> Contest:
    return of.contest if isinstance(of, Round) else of
