"""The facts that a recount of units starts from, read apart from the ranking: rosters, exemptions and rulings."""

from django.db.models import F

from contests.models import Contest, Entrant, Roster, RosterLine, Round, UnitRuling
from contests.record.recounting import Facts
from contests.record.recounting_units import UnitFacts, UnitPlace, recount_units
from people.models import Unit


def recounted_units(contest: Contest, of: Contest | Round, facts: Facts) -> list[UnitPlace]:
    """Count the list of units of a contest, or of a round of it, anew from the answers that `facts` hold."""
    on = of.pk if isinstance(of, Round) else None
    return recount_units(facts, unit_facts(contest, on), on)


def unit_facts(contest: Contest, on: int | None) -> UnitFacts:
    """Return what the database says of units for the round with the key `on`, or for the contest (None)."""
    rosters = _rosters(contest, on)
    parents = dict(Unit.objects.values_list("pk", "parent_id"))
    above: dict[int, int] = {}
    for unit in parents:
        line = [unit]
        while (parent := parents[line[-1]]) is not None:
            line.append(parent)
        above[unit] = next((each for each in line if each in rosters), unit)
    exempt = RosterLine.objects.filter(roster__in=list(rosters.values()), user__isnull=False)
    excused = {
        (line.roster.unit_id, line.user_id) for line in exempt.select_related("roster") if line.exempt_reason != ""
    }
    people = list(Entrant.objects.filter(contest=contest, is_simulated=False).values_list("pk", "unit_id", "user_id"))
    out, order = _rulings(contest, on)
    return UnitFacts(
        rules=contest.rules["units"],
        unit_of={entrant: above[unit] for entrant, unit, _user in people},
        exempt={entrant for entrant, unit, user in people if (above[unit], user) in excused},
        rosters={unit: one.headcount - one.exempted for unit, one in rosters.items()},
        blocks=dict(Unit.objects.values_list("pk", "block")) | {unit: one.block for unit, one in rosters.items()},
        out=out,
        order=order,
    )


def _rosters(contest: Contest, on: int | None) -> dict[int, Roster]:
    """Return the rosters that count: the contest's one set, the round's own, or that of the last round that has one."""
    kept = contest.rules["units"]["roster"]
    found = Roster.objects.filter(set__contest=contest)
    if kept == "none":
        return {}
    if kept == "contest":
        return {one.unit_id: one for one in found.filter(set__round=None)}
    of_rounds = found.filter(set__round__isnull=False)
    if on is not None:
        return {one.unit_id: one for one in of_rounds.filter(set__round=on)}
    sets = contest.roster_sets.exclude(round=None).annotate(at=F("round__position")).order_by("at")
    last = list(sets)[-1:]
    return {one.unit_id: one for one in of_rounds.filter(set__in=last)}


def _rulings(contest: Contest, on: int | None) -> tuple[set[int], dict[int, int]]:
    out: set[int] = set()
    order: dict[int, int] = {}
    for ruling in sorted(UnitRuling.objects.filter(contest=contest), key=lambda each: (each.decided_at, each.pk)):
        everywhere = ruling.round_id is None
        if ruling.what == UnitRuling.What.ORDER:
            if ruling.round_id == on:
                order.update((unit, at + 1) for at, unit in enumerate(ruling.units))
        elif everywhere or ruling.round_id == on:
            (out.update if ruling.what == UnitRuling.What.OUT else out.difference_update)(ruling.units)
    return out, order
