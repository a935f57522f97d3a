"""A plan read as a sheet, approved as a version that stays, and marked as carried out."""

from datetime import datetime

from django.db import transaction
from django.db.models import Prefetch

from people.models import User
from regulations.models import Provision
from training.planning.editing import Edit, note, take
from training.planning.models import Plan, PlanEdition, PlanEvent, TrainingClass
from training.planning.refusals import EmptyClass, NoClasses, NotApproved, PlanChanged
from training.planning.sheet import LeftLine, Sheet, SheetClass, SheetGroup

CLAUSES = Prefetch(
    "clauses", Provision.objects.select_related("document").defer("document__source_text", "text").order_by("position")
)


def sheet_of(plan: Plan, *, approved_at: datetime | None = None) -> Sheet:
    """Return the plan as it stands; a few queries, whatever the number of classes."""
    classes = plan.classes.select_related("topic").prefetch_related("groups", CLAUSES)
    return Sheet(
        title=plan.title,
        host=plan.host,
        contest=plan.contest.title,
        version=plan.version,
        approved_at=approved_at,
        target=plan.target,
        threshold=plan.threshold,
        cut_off=plan.cut_off,
        seats=plan.seats,
        half_days=plan.half_days,
        classes=tuple(_class(made) for made in classes),
        left_out=tuple(LeftLine(**line) for line in plan.left_out),
    )


def current_sheet(plan: Plan) -> Sheet:
    """Return the plan as it stands, with the time of its approval where it has one."""
    edition = plan.editions.filter(version=plan.version).first()
    return Sheet.from_json(edition.content) if edition is not None else sheet_of(plan)


def _class(made: TrainingClass) -> SheetClass:
    return SheetClass(
        number=made.position,
        topic=str(made.topic),
        clauses=tuple(f"{clause.address}, {clause.document}" for clause in made.clauses.all()),
        groups=tuple(SheetGroup(group.label, group.people) for group in made.groups.all()),
        priority=made.priority,
        hours=made.hours,
        form=made.form,
        starts_on=made.starts_on,
        ends_on=made.ends_on,
        place=made.place,
        teacher=made.teacher,
        cost=made.cost,
        funding=made.funding,
        note=made.note,
    )


@transaction.atomic
def approve_plan(*, plan: Plan, revision: int, by: User, now: datetime) -> PlanEdition:
    """Keep the plan as it stands as an approved version. Raises NoClasses, EmptyClass, PlanChanged, PlanCarriedOut.

    An approved version that nobody has changed since is returned as it is.
    """
    edit = Edit(plan, revision, by, now)
    same = plan.editions.filter(version=plan.version).first()
    if same is not None and plan.state == Plan.State.APPROVED and plan.revision == revision:
        return same
    held = take(edit)
    sheet = sheet_of(held, approved_at=now)
    if not sheet.classes:
        raise NoClasses
    for made in sheet.classes:
        if not made.people:
            raise EmptyClass(number=made.number)
    Plan.objects.filter(pk=held.pk).update(state=Plan.State.APPROVED)
    note(edit, PlanEvent.What.APPROVED)
    return PlanEdition.objects.create(
        plan=held, version=held.version, content=sheet.to_json(), approved_by=by, approved_at=now
    )


@transaction.atomic
def mark_done(*, plan: Plan, revision: int, by: User, now: datetime) -> None:
    """Mark an approved plan as carried out: from now on it does not change. Raises NotApproved or PlanChanged."""
    held = Plan.objects.select_for_update().get(pk=plan.pk)
    if held.state != Plan.State.APPROVED:
        raise NotApproved
    done = Plan.objects.filter(pk=plan.pk, revision=revision, state=Plan.State.APPROVED)
    if done.update(state=Plan.State.DONE, revision=revision + 1) != 1:
        raise PlanChanged
    note(Edit(plan, revision, by, now), PlanEvent.What.DONE)
