"""Who may use the pages of units: organisers of the contest all, a unit's contact those of the unit and below."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import rules
from django.contrib.auth.models import AnonymousUser

from contests.access import contest_by_slug, organises, organises_only
from contests.models import Contest
from contests.reach import with_everything_under
from people.access import Access, holds_over, roles_of
from people.models import Role, Unit, User


@dataclass(frozen=True)
class UnitInContest:
    """What a contact's page is about."""

    contest: Contest
    unit: Unit


def unit_by_code(given: Mapping[str, Any]) -> Unit | None:
    return Unit.objects.filter(code=given["code"]).first()


def unit_in_contest(given: Mapping[str, Any]) -> UnitInContest | None:
    """Return the unit and the contest that the address names; None where the unit may not enter it."""
    contest, unit = contest_by_slug(given), unit_by_code(given)
    if contest is None or unit is None:
        return None
    named = set(contest.eligible_units.values_list("pk", flat=True))
    everybody = not named or "public" in contest.entering.ways
    reached = everybody or with_everything_under(named) & with_everything_under({unit.pk})
    return UnitInContest(contest, unit) if reached else None


@rules.predicate
def is_contact(user: User | AnonymousUser, obj: object = None) -> bool:
    return Role.CONTACT in roles_of(user)


@rules.predicate
def contacts_unit(user: User | AnonymousUser, unit: Unit) -> bool:
    """`user` is the contact of the unit, or of one above it."""
    return holds_over(user, Role.CONTACT, unit)


@rules.predicate
def speaks_for(user: User | AnonymousUser, target: UnitInContest) -> bool:
    """`user` is the unit's contact, of a contest that anybody may know of, or organises the contest."""
    if organises(user, target.contest):
        return True
    return target.contest.state != Contest.State.DRAFT and holds_over(user, Role.CONTACT, target.unit)


ROUTES: dict[str, Access] = {
    "contests:units": Access(organises_only, "units of a contest, their rosters and participation", contest_by_slug),
    "contests:unit-rules": Access(organises, "settle how units are ranked in a draft", contest_by_slug),
    "contests:rosters-accounts": Access(organises, "make the accounts of units their rosters", contest_by_slug),
    "contests:rosters-list": Access(organises, "make the list of who may enter the rosters", contest_by_slug),
    "contests:rosters-file": Access(organises, "bring rosters of units from a file", contest_by_slug),
    "contests:rosters-upload": Access(organises, "look through rosters from a file and take them", contest_by_slug),
    "contests:rosters-freeze": Access(organises, "freeze the rosters of units", contest_by_slug),
    "contests:roster-answer": Access(organises, "answer a unit's request to correct its roster", contest_by_slug),
    "contests:unit-contact": Access(organises, "name or release the contact of a unit", contest_by_slug),
    "contests:my-units": Access(is_contact, "the units that one is the contact of, and their contests"),
    "contests:unit": Access(speaks_for, "participation of a unit in a contest", unit_in_contest),
    "contests:unit-qr": Access(speaks_for, "a unit's invitation as a QR code", unit_in_contest),
    "contests:unit-roster": Access(speaks_for, "a unit's roster in a contest", unit_in_contest),
    "contests:unit-roster-file": Access(speaks_for, "bring a unit's roster from a file", unit_in_contest),
    "contests:unit-roster-upload": Access(speaks_for, "look through a unit's roster and take it", unit_in_contest),
    "contests:unit-codes": Access(speaks_for, "personal codes of a unit's people on the list", unit_in_contest),
    "contests:unit-incident": Access(speaks_for, "report an incident of a unit", unit_in_contest),
    "contests:unit-remind": Access(speaks_for, "remind a unit's people by email", unit_in_contest),
}
