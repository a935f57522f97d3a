"""Who may use what of the register of propaganda: its lines of the permission table.

A unit's contact enters for the unit and what is under it; so does whoever organises or administers over it. Trainers
over the unit read along. Nobody sees units beside their own.
"""

from collections.abc import Mapping
from typing import Any

import rules
from django.contrib.auth.models import AnonymousUser

from contests.reach import with_everything_under
from contests.units.access import is_contact, unit_by_code
from people.access import Access, holds_over, is_admin, is_organiser, is_trainer
from people.models import Role, RoleAssignment, Unit, User
from propaganda.models import Activity, PlanItem

ENTERING = (Role.CONTACT, Role.ORGANISER, Role.ADMIN)
READING = (*ENTERING, Role.TRAINER)


@rules.predicate
def enters(user: User | AnonymousUser, unit: Unit) -> bool:
    """`user` may enter what the unit plans and does."""
    return any(holds_over(user, role, unit) for role in ENTERING)


@rules.predicate
def reads(user: User | AnonymousUser, unit: Unit) -> bool:
    return any(holds_over(user, role, unit) for role in READING)


@rules.predicate
def enters_of(user: User | AnonymousUser, held: Activity | PlanItem) -> bool:
    return enters(user, _unit_of(held))


@rules.predicate
def reads_of(user: User | AnonymousUser, held: Activity | PlanItem) -> bool:
    return reads(user, _unit_of(held))


def units_read_by(user: User) -> set[int]:
    """Return the keys of the units whose register `user` may read."""
    over = set(RoleAssignment.objects.filter(user=user, role__in=READING).values_list("unit_id", flat=True))
    if None in over:
        return set(Unit.objects.values_list("pk", flat=True))
    return with_everything_under([pk for pk in over if pk is not None])


def _unit_of(held: Activity | PlanItem) -> Unit:
    return held.unit if isinstance(held, Activity) else held.plan.unit


def _activity(given: Mapping[str, Any]) -> Activity | None:
    return Activity.objects.select_related("unit").filter(pk=given["pk"]).first()


def _item(given: Mapping[str, Any]) -> PlanItem | None:
    return PlanItem.objects.select_related("plan__unit").filter(pk=given["pk"], removed_at=None).first()


ROUTES: dict[str, Access] = {
    "propaganda:index": Access(
        is_contact | is_trainer | is_organiser | is_admin, "the register of propaganda of one's units"
    ),
    "propaganda:unit": Access(reads, "a unit's plan and activities of a year", unit_by_code),
    "propaganda:enter": Access(enters, "enter an activity of a unit", unit_by_code),
    "propaganda:plan": Access(enters, "say which paper a unit's plan is", unit_by_code),
    "propaganda:add-line": Access(enters, "add a line to a unit's plan", unit_by_code),
    "propaganda:line": Access(enters_of, "change or remove a line of a unit's plan", _item),
    "propaganda:activity": Access(reads_of, "an activity and who changed it", _activity),
    "propaganda:change": Access(enters_of, "change an activity", _activity),
    "propaganda:withdraw": Access(enters_of, "withdraw an activity", _activity),
    "propaganda:proof": Access(reads_of, "the file that proves an activity", _activity),
    "propaganda:section": Access(reads, "a unit's section for the periodic report", unit_by_code),
    "propaganda:make-section": Access(reads, "make a file of the section, or stop it", unit_by_code),
    "propaganda:section-progress": Access(reads, "how far a file of the section is", unit_by_code),
    "propaganda:section-file": Access(reads, "the section as a Word, PDF or Excel file", unit_by_code),
}
