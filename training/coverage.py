"""Who took part in a contest, and which units nobody can say anything about."""

from collections import Counter

from django.utils import timezone

from contests.models import Contest, Entrant
from people.models import Unit
from training.findings import Coverage, UnitCoverage
from training.responses import first_closed_papers


def coverage_of(contest: Contest, in_hall: int) -> Coverage:
    """Return the coverage of `contest`; `in_hall` is the number of people who answered in live rounds."""
    entered: Counter[int] = Counter()
    simulated = 0
    for unit, is_simulated in Entrant.objects.filter(contest=contest).values_list("unit_id", "is_simulated"):
        entered[unit] += 1
        simulated += is_simulated
    closed = first_closed_papers(contest).values_list("entrant_id", "entrant__unit_id")  # one for each round
    finished = Counter(dict(closed).values())
    units = {u.pk: u for u in Unit.objects.filter(pk__in=entered)}
    scope = units_in_scope(contest)
    return Coverage(
        entrants=entered.total(),
        finished=finished.total(),
        simulated=simulated,
        in_hall=in_hall,
        units=tuple(
            UnitCoverage(unit.name, unit.block, entered[unit.pk], finished[unit.pk])
            for unit in sorted(units.values(), key=lambda u: u.name_folded)
        ),
        not_measured=tuple(u.name for u in scope if not finished[u.pk]),
        units_in_scope=len(scope),
    )


def units_in_scope(contest: Contest) -> list[Unit]:
    """Return the units that the contest is for, by name: the eligible ones with all under them, and that
    existed when it closed. Where none are named, every unit of the organiser's province; the province
    itself is no workplace and stays out.
    """
    named = list(contest.eligible_units.all())
    roots = named or list(contest.unit.ancestors(include_self=True)[:1])
    inside = {unit.pk for root in roots for unit in root.descendants(include_self=True)}
    existing = Unit.objects.valid_on(timezone.localdate(contest.closes_at)).exclude(kind=Unit.Kind.PROVINCE)
    return list(existing.filter(pk__in=inside).order_by("name_folded"))
