"""Who took part in a contest, and which units nobody can say anything about."""

from collections import Counter

from django.db.models import Count
from django.utils import timezone

from contests.models import Contest, Entrant
from people.models import Unit
from training.findings import Coverage, UnitCoverage


def coverage_of(contest: Contest, in_hall: int) -> Coverage:
    """Return the coverage of `contest`; `in_hall` is the number of people who answered in live rounds."""
    entrants = Entrant.objects.filter(contest=contest)
    entered: Counter[int] = Counter(dict(entrants.values_list("unit_id").annotate(n=Count("pk"))))
    closed = contest.papers.filter(submitted_at__isnull=False)
    finished: Counter[int] = Counter(
        dict(closed.values_list("entrant__unit_id").annotate(n=Count("entrant", distinct=True)))
    )
    units = {u.pk: u for u in Unit.objects.filter(pk__in=entered)}
    scope = units_in_scope(contest)
    return Coverage(
        entrants=entered.total(),
        finished=finished.total(),
        simulated=entrants.filter(is_simulated=True).count(),
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
