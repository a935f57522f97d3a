"""How each unit takes part against its roster, as it stands now, and who of a unit has not sat yet."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Count, QuerySet

from contests.models import Contest, Entrant, Paper, Roster, RosterLine, Round
from contests.tally import closed_papers
from contests.units.ranking import share_of
from contests.units.rules import UnitRules
from contests.units.standings import Sides, sides_of, units_rules
from people.models import Unit

State = Literal["finished", "entered", "absent", "exempt"]


@dataclass(frozen=True, slots=True)
class UnitProgress:
    """entered, finished: people, those exempted left out. headcount: less the exempted; None: no roster.

    rate, needed: hundredths of a percent. simulated: how many of the finished are not real people.
    """

    unit: Unit
    block: str
    headcount: int | None
    exempted: int
    entered: int
    finished: int
    simulated: int
    rate: int
    needed: int
    needed_count: int

    @property
    def percent(self) -> float:
        """The rate as it is shown, with two decimals."""
        return self.rate / 100

    @property
    def is_below(self) -> bool:
        """Whether the unit has not reached what a place asks for."""
        return self.rate < self.needed or self.finished < self.needed_count

    @property
    def missing(self) -> int:
        """How many more people must finish before the unit may be ranked."""
        by_rate = -(-self.needed * (self.headcount or 0) // 10_000)
        return max(by_rate - self.finished, self.needed_count - self.finished, 0)


@dataclass(frozen=True, slots=True)
class Seen:
    """A person on a roster and how far they are."""

    line: RosterLine
    state: State


def progress(of: Contest | Round, only: Collection[int] = ()) -> list[UnitProgress]:
    """Return the units with a roster or with entrants, those below what is needed first; at most eight queries.

    only: units that the caller may see; empty: all.
    """
    contest = of.contest if isinstance(of, Round) else of
    rules, sides = units_rules(contest), sides_of(of)
    entered = _by_unit(_real(contest.entrants.all()).values_list("unit_id").annotate(n=Count("pk")), sides)
    closed = _closed(of)
    finished = _by_unit(closed.values_list("entrant__unit_id").annotate(n=Count("entrant", distinct=True)), sides)
    not_real = closed.filter(entrant__is_simulated=True).values_list("entrant__unit_id")
    simulated = _by_unit(not_real.annotate(n=Count("entrant", distinct=True)), sides)
    excused = _excused(of, sides)
    entered.subtract(excused[0])
    finished.subtract(excused[1])
    wanted = set(only) & {*entered, *sides.rosters} if only else {*entered, *sides.rosters}
    units = Unit.objects.in_bulk(list(wanted))
    rows = [
        _row(unit, sides, rules, entered[unit.pk], finished[unit.pk], simulated[unit.pk]) for unit in units.values()
    ]
    return sorted(rows, key=lambda row: (not row.is_below, row.rate, row.unit.name_folded, row.unit.pk))


def people_of(of: Contest | Round, roster: Roster) -> list[Seen]:
    """Return who stands on the roster with how far they are, absent ones first; four queries.

    Somebody with an account is found by it, others by their name among the unit's people without an account on the
    roster: of two people of one name the first line is taken to be the one who sat.
    """
    sides = sides_of(of)
    lines = list(roster.lines.order_by("full_name_folded", "code", "pk"))
    contest, units = of.contest if isinstance(of, Round) else of, sides.standing_for(roster.unit_id)
    finished = set(_closed(of).filter(entrant__unit__in=units).values_list("entrant_id", flat=True))
    mine = _real(contest.entrants.filter(unit__in=units))
    by_account: dict[int, int] = {}
    by_name: defaultdict[str, list[int]] = defaultdict(list)
    named = {line.user_id for line in lines if line.user_id}
    for pk, user, name in mine.order_by("-pk").values_list("pk", "user_id", "full_name_folded"):
        if user in named:
            by_account[user] = pk
        else:
            by_name[name].append(pk)
    for own in by_name.values():
        own.sort(key=lambda pk: pk in finished)  # taken from the end: who finished comes first
    seen = []
    for line in lines:
        entrant = by_account.get(line.user_id or 0)
        if line.user_id is None and by_name[line.full_name_folded]:
            entrant = by_name[line.full_name_folded].pop()
        state: State = "absent" if entrant is None else "finished" if entrant in finished else "entered"
        seen.append(Seen(line, "exempt" if line.exempt_reason else state))
    order = {"absent": 0, "entered": 1, "finished": 2, "exempt": 3}
    return sorted(seen, key=lambda one: order[one.state])


def _real(entrants: QuerySet[Entrant]) -> QuerySet[Entrant]:
    return entrants.filter(disqualified_at__isnull=True, aside_at__isnull=True)


def _closed(of: Contest | Round) -> QuerySet[Paper]:
    return closed_papers(of).order_by()


def _by_unit(rows: Iterable[tuple[int, int]], sides: Sides) -> Counter[int]:
    counted: Counter[int] = Counter()
    for unit, number in rows:
        counted[sides.for_unit(unit)] += number
    return counted


def _excused(of: Contest | Round, sides: Sides) -> tuple[Counter[int], Counter[int]]:
    """Return how many exempted people entered all the same, and how many finished, by unit."""
    if not sides.exempt:
        return Counter(), Counter()
    contest = of.contest if isinstance(of, Round) else of
    theirs = _real(contest.entrants.filter(user__in=[user for _unit, user in sides.exempt]))
    counted = {
        pk: for_unit
        for pk, unit, user in theirs.values_list("pk", "unit_id", "user_id")
        if ((for_unit := sides.for_unit(unit)), user) in sides.exempt
    }
    sat = set(_closed(of).filter(entrant__in=list(counted)).values_list("entrant_id", flat=True))
    return Counter(counted.values()), Counter(unit for pk, unit in counted.items() if pk in sat)


def _row(unit: Unit, sides: Sides, rules: UnitRules, entered: int, finished: int, simulated: int) -> UnitProgress:
    roster = sides.rosters.get(unit.pk)
    size = roster.counted if roster else 0
    band = rules.band_of(size)
    return UnitProgress(
        unit=unit,
        block=sides.blocks.get(unit.pk, ""),
        headcount=roster.counted if roster else None,
        exempted=roster.exempted if roster else 0,
        entered=entered,
        finished=finished,
        simulated=simulated,
        rate=share_of(min(finished, size), size),
        needed=band.rate if band else 0,
        needed_count=band.count if band else 0,
    )


def current_of(contest: Contest, now: datetime) -> Contest | Round:
    """Return what participation is told of: the round that runs, is next or was last where each has a roster."""
    if units_rules(contest).roster != "round":
        return contest
    rounds = list(contest.rounds.all())
    return next((one for one in rounds if now < one.ends_at()), rounds[-1])
