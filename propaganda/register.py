"""The register of many units over a stretch of days: what each planned and did, and who handed in nothing."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Sum

from people.models import Unit
from propaganda.achieved import Achieved, achieved
from propaganda.contests_held import contests_in
from propaganda.models import Activity, Kind, PlanItem, YearPlan


@dataclass(frozen=True)
class UnitRow:
    """done: times, pieces or programmes by form, contests among them. activities: entries, contests among them.

    last_on: day of the newest of its own entries.
    """

    unit: Unit
    plan: YearPlan | None
    planned: dict[str, int]
    done: dict[str, int]
    activities: int
    people: int
    last_on: date | None

    @property
    def achieved(self) -> Achieved:
        return achieved(self.planned, self.done)

    @property
    def is_silent(self) -> bool:
        """Whether the unit has handed in nothing: no plan and no activity."""
        return self.plan is None and not self.activities


def units_on(units: Collection[int], day: date) -> list[Unit]:
    """Return those of `units` that exist on `day` and hand something in, by name; a province is no workplace."""
    existing = Unit.objects.valid_on(day).filter(pk__in=units).exclude(kind=Unit.Kind.PROVINCE)
    return list(existing.order_by("name_folded", "pk"))


def rows_of(units: Collection[int], *, year: int, first: date, last: date, now: datetime) -> list[UnitRow]:
    """Return a row for each of `units` on the last day, and for those that did something before they ceased.

    year: whose plans are meant. first, last: days whose activities and contests count. Six queries.
    """
    counted = Activity.objects.filter(unit__in=units, held_on__range=(first, last), withdrawn_at=None)
    by_unit: defaultdict[int, Counter[str]] = defaultdict(Counter)
    entries, people, newest = Counter[int](), Counter[int](), dict[int, date]()
    told = counted.order_by().values_list("unit_id", "kind")
    for unit, kind, times, reached, number, day in told.annotate(
        Sum("quantity"), Sum("people"), Count("pk"), Max("held_on")
    ):
        by_unit[unit][kind] += times
        entries[unit] += number
        people[unit] += reached or 0
        newest[unit] = max(day, newest.get(unit, day))
    for contest in contests_in(units, first, last, now):
        by_unit[contest.unit_id][Kind.CONTEST] += 1
        entries[contest.unit_id] += 1
    plans = {plan.unit_id: plan for plan in YearPlan.objects.filter(unit__in=units, year=year)}
    planned: defaultdict[int, Counter[str]] = defaultdict(Counter)
    lines = PlanItem.objects.filter(plan__in=plans.values(), removed_at=None).order_by()
    for unit, kind, number in lines.values_list("plan__unit_id", "kind").annotate(Sum("quantity")):
        planned[unit][kind] = number
    today = {unit.pk: unit for unit in units_on(units, last)}
    gone = Unit.objects.in_bulk((by_unit.keys() | plans.keys()) - today.keys())
    named = sorted((today | gone).values(), key=lambda unit: (unit.name_folded, unit.pk))
    return [
        UnitRow(
            unit, plans.get(unit.pk), dict(planned[unit.pk]), dict(by_unit[unit.pk]), entries[unit.pk], people[unit.pk],
            newest.get(unit.pk),
        )
        for unit in named
    ]  # fmt: skip
