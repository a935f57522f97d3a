"""A plan edited by trainers: each change names the revision that its page showed, and is kept with who made it.

The first change after an approval begins another version; the approved one stays as it was (`models.PlanEdition`).
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Max

from people.models import Unit, User
from questionbank.models import Topic
from regulations.models import Provision
from training.planning.models import ClassGroup, Plan, PlanEvent, TrainingClass
from training.planning.refusals import (
    AttendanceKept,
    NotSoMany,
    OtherTopic,
    PlanCarriedOut,
    PlanChanged,
    SameClass,
    TooFewToSplit,
    UnitThere,
)

What = PlanEvent.What


@dataclass(frozen=True)
class Edit:
    """Who changes which plan, when, and the revision that their page showed."""

    plan: Plan
    revision: int
    by: User
    now: datetime


@dataclass(frozen=True)
class Details:
    """What a trainer settles of a class beside who sits in it."""

    hours: int
    priority: str
    form: str
    starts_on: date | None = None
    ends_on: date | None = None
    place: str = ""
    teacher: str = ""
    cost: int | None = None
    funding: str = ""
    note: str = ""


@transaction.atomic
def rename_plan(edit: Edit, *, title: str, host: str) -> None:
    """Raises what `take` raises, as every change does."""
    plan = take(edit)
    Plan.objects.filter(pk=plan.pk).update(title=title, host=host)
    note(edit, What.RENAMED, title)


@transaction.atomic
def add_class(edit: Edit, *, topic: Topic, details: Details) -> TrainingClass:
    plan = take(edit)
    made = TrainingClass.objects.create(plan=plan, position=_next_position(plan), topic=topic, **asdict(details))
    note(edit, What.ADDED, str(made))
    return made


@transaction.atomic
def change_class(edit: Edit, *, made: TrainingClass, details: Details, clauses: Collection[Provision]) -> None:
    plan = take(edit)
    plan.classes.filter(pk=made.pk).update(**asdict(details))
    made.clauses.set(clauses)
    note(edit, What.CHANGED, str(made))


@transaction.atomic
def remove_class(edit: Edit, *, made: TrainingClass) -> None:
    """Raises AttendanceKept."""
    plan = take(edit)
    _check_not_taught(made)
    note(edit, What.REMOVED, str(made))
    made.delete()
    _renumber(plan)


@transaction.atomic
def merge_classes(edit: Edit, *, made: TrainingClass, other: TrainingClass) -> None:
    """Put everybody of `other` and its clauses into `made`. Raises SameClass, OtherTopic or AttendanceKept."""
    plan = take(edit)
    if made.pk == other.pk:
        raise SameClass
    if made.topic_id != other.topic_id:
        raise OtherTopic
    _check_not_taught(other)
    note(edit, What.MERGED, f"{made.position} + {other}")
    made.clauses.add(*other.clauses.all())
    for group in other.groups.all():
        _put(group, group.people, made)
    other.delete()
    _renumber(plan)


@transaction.atomic
def split_class(edit: Edit, *, made: TrainingClass) -> TrainingClass:
    """Move the latter half of its people into a new class like it, parting one group at most. Raises TooFewToSplit."""
    plan = take(edit)
    groups = list(made.groups.all())
    stay = -(-sum(group.people for group in groups) // 2)
    if sum(group.people for group in groups) < 2:
        raise TooFewToSplit
    new = TrainingClass.objects.create(
        plan=plan, position=_next_position(plan), topic=made.topic, priority=made.priority, hours=made.hours,
        form=made.form, funding=made.funding,
    )  # fmt: skip
    new.clauses.set(made.clauses.all())
    for group in groups:
        kept = min(group.people, stay)
        stay -= kept
        if kept < group.people:
            _put(group, group.people - kept, new)
    note(edit, What.SPLIT, str(made))
    return new


@transaction.atomic
def move_people(edit: Edit, *, group: ClassGroup, people: int, to: TrainingClass) -> None:
    """Move some or all people of a group to another class of the plan. Raises NotSoMany or SameClass."""
    take(edit)
    held = ClassGroup.objects.select_related("of").get(pk=group.pk)
    if not 1 <= people <= held.people:
        raise NotSoMany(people=held.people)
    if held.of_id == to.pk:
        raise SameClass
    note(edit, What.MOVED, f"{people} · {held.label} · {held.of.position} → {to.position}")
    _put(held, people, to)


@transaction.atomic
def resize_group(edit: Edit, *, group: ClassGroup, people: int) -> None:
    take(edit)
    ClassGroup.objects.filter(pk=group.pk).update(people=people)
    note(edit, What.RESIZED, f"{group.of.position} · {group.label} · {group.people} → {people}")


@transaction.atomic
def join_unit(edit: Edit, *, made: TrainingClass, unit: Unit, people: int) -> None:
    """Put people of another unit into a class. Raises UnitThere."""
    take(edit)
    if any({unit.pk} == set(_units(group)) for group in made.groups.all()):
        raise UnitThere(unit=unit.name)
    ClassGroup.objects.create(of=made, label=unit.name, people=people).units.set([unit])
    note(edit, What.JOINED, f"{made.position} · {unit.name} · {people}")


@transaction.atomic
def remove_group(edit: Edit, *, group: ClassGroup) -> None:
    take(edit)
    note(edit, What.LEFT, f"{group.of.position} · {group.label} · {group.people}")
    group.delete()


def take(edit: Edit) -> Plan:
    """Make the edit's plan one revision older, or refuse; inside the transaction of the change.

    Raises PlanChanged where another change came first, or PlanCarriedOut.
    """
    held = Plan.objects.select_for_update().get(pk=edit.plan.pk)
    if held.state == Plan.State.DONE:
        raise PlanCarriedOut
    again = held.state == Plan.State.APPROVED
    changed = Plan.objects.filter(pk=held.pk, revision=edit.revision).update(
        revision=F("revision") + 1, state=Plan.State.DRAFT, version=held.version + again
    )
    if changed != 1:
        raise PlanChanged
    held.refresh_from_db()
    return held


def note(edit: Edit, what: PlanEvent.What, about: str = "") -> None:
    """Keep who did what; the version is the one that the change made or stands in."""
    version = Plan.objects.values_list("version", flat=True).get(pk=edit.plan.pk)
    PlanEvent.objects.create(plan=edit.plan, version=version, what=what, about=about[:250], by=edit.by, at=edit.now)


def _units(group: ClassGroup) -> list[int]:
    return sorted(group.units.values_list("pk", flat=True))


def _put(group: ClassGroup, people: int, to: TrainingClass) -> None:
    """Move `people` of `group` to `to`, where they join the same units if those sit there already."""
    units = _units(group)
    there = next((one for one in to.groups.all() if _units(one) == units), None)
    if there is not None:
        ClassGroup.objects.filter(pk=there.pk).update(people=F("people") + people)
    else:
        same_topic = to.topic_id == group.of.topic_id
        made = ClassGroup.objects.create(of=to, label=group.label, people=people, gap=group.gap if same_topic else None)
        made.units.set(units)
    if people == group.people:
        group.delete()
    else:
        ClassGroup.objects.filter(pk=group.pk).update(people=F("people") - people)


def _check_not_taught(made: TrainingClass) -> None:
    if made.attendances.exists() or made.follow_ups.exists():
        raise AttendanceKept


def _next_position(plan: Plan) -> int:
    return (plan.classes.aggregate(last=Max("position"))["last"] or 0) + 1


def _renumber(plan: Plan) -> None:
    for position, made in enumerate(plan.classes.order_by("position", "pk"), start=1):
        plan.classes.filter(pk=made.pk).update(position=position)
