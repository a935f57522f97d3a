"""A unit's propaganda plan of a year, line by line; every step leaves an event."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from people.models import Unit, User
from propaganda.models import Event, PlanItem, YearPlan
from propaganda.refusals import ChangedMeanwhile


@dataclass(frozen=True)
class Line:
    """What a line of a plan says."""

    kind: str
    title: str
    quantity: int = 1
    due_on: date | None = None


@transaction.atomic
def set_plan(
    *, unit: Unit, year: int, version: int, number: str, signed_on: date | None, by: User, now: datetime
) -> YearPlan:
    """Say which paper the plan of a year is. version: that the person looked at, 0 where there was none.

    Raises ChangedMeanwhile.
    """
    if version == 0:
        plan, new = YearPlan.objects.get_or_create(
            unit=unit, year=year,
            defaults={"number": number, "signed_on": signed_on, "changed_by": by, "changed_at": now},
        )  # fmt: skip
        if not new:
            raise ChangedMeanwhile
        _note(unit, "plan", plan.pk, Event.What.ENTERED, {}, _paper(plan), by, now)
        return plan
    plan = YearPlan.objects.get(unit=unit, year=year)
    before = _paper(plan)
    guarded = YearPlan.objects.filter(pk=plan.pk, version=version)
    if not guarded.update(version=F("version") + 1, number=number, signed_on=signed_on, changed_by=by, changed_at=now):
        raise ChangedMeanwhile
    plan.refresh_from_db()
    _note(unit, "plan", plan.pk, Event.What.CHANGED, before, _paper(plan), by, now)
    return plan


@transaction.atomic
def add_line(*, unit: Unit, year: int, line: Line, by: User, now: datetime) -> PlanItem:
    """Add a line to the plan of a year; the plan is begun where there is none."""
    plan, _new = YearPlan.objects.get_or_create(unit=unit, year=year, defaults={"changed_by": by, "changed_at": now})
    made = PlanItem.objects.create(plan=plan, changed_by=by, changed_at=now, **asdict(line))
    _note(unit, "item", made.pk, Event.What.ENTERED, {}, _line(made), by, now)
    return made


@transaction.atomic
def change_line(*, item: PlanItem, version: int, line: Line, by: User, now: datetime) -> None:
    """Change a line. Raises ChangedMeanwhile where another version of it stands by now, or it was removed."""
    before = _line(item)
    guarded = PlanItem.objects.filter(pk=item.pk, version=version, removed_at=None)
    if not guarded.update(version=F("version") + 1, changed_by=by, changed_at=now, **asdict(line)):
        raise ChangedMeanwhile
    item.refresh_from_db()
    _note(item.plan.unit, "item", item.pk, Event.What.CHANGED, before, _line(item), by, now)


@transaction.atomic
def remove_line(*, item: PlanItem, version: int, by: User, now: datetime) -> None:
    """Take a line out of the plan. Raises ChangedMeanwhile likewise."""
    guarded = PlanItem.objects.filter(pk=item.pk, version=version, removed_at=None)
    if not guarded.update(version=F("version") + 1, removed_at=now, changed_by=by, changed_at=now):
        raise ChangedMeanwhile
    _note(item.plan.unit, "item", item.pk, Event.What.WITHDRAWN, _line(item), {}, by, now)


def _paper(plan: YearPlan) -> dict[str, object]:
    return {"number": plan.number, "signed_on": plan.signed_on.isoformat() if plan.signed_on else ""}


def _line(item: PlanItem) -> dict[str, object]:
    due = item.due_on.isoformat() if item.due_on else ""
    return {"kind": item.kind, "title": item.title, "quantity": item.quantity, "due_on": due}


def _note(
    unit: Unit, about: str, subject: int, what: str, before: dict[str, object], after: dict[str, object], by: User,
    now: datetime,
) -> None:  # fmt: skip
    Event.objects.create(
        unit=unit, about=about, subject=subject, what=what, before=before, after=after, by=by, at=now
    )  # fmt: skip
