"""Templates of a unit: handed in, chosen, put aside. Every version is kept."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from contests.handouts.office.kinds import KINDS
from contests.handouts.office.reading import Found, read_template
from contests.handouts.office.refusals import NoSuchVersion
from contests.models import OfficeTemplate
from people.models import Unit, User


@transaction.atomic
def keep_template(
    *, unit: Unit, kind: str, name: str, raw: bytes, by: User, now: datetime
) -> tuple[OfficeTemplate, Found]:
    """Keep the file as another version, from now on in use. Raises what `read_template` raises."""
    found = read_template(raw, KINDS[kind])
    Unit.objects.select_for_update().get(pk=unit.pk)
    own = OfficeTemplate.objects.filter(unit=unit, kind=kind)
    own.filter(in_use=True).update(in_use=False)
    number = (own.aggregate(most=Max("number"))["most"] or 0) + 1
    made = OfficeTemplate.objects.create(
        unit=unit, kind=kind, number=number, name=name[-120:], content=raw, digest=hashlib.sha256(raw).hexdigest(),
        by=by, at=now,
    )  # fmt: skip
    return made, found


@transaction.atomic
def use_template(*, unit: Unit, kind: str, number: int) -> None:
    """Put this version in use; 0: ours. Raises NoSuchVersion."""
    Unit.objects.select_for_update().get(pk=unit.pk)
    own = OfficeTemplate.objects.filter(unit=unit, kind=kind)
    own.filter(in_use=True).update(in_use=False)
    if number and own.filter(number=number).update(in_use=True) != 1:
        raise NoSuchVersion


def template_of(unit: Unit, kind: str) -> bytes | None:
    """Return the template that the unit has put in the place of ours; None where it uses ours."""
    found = OfficeTemplate.objects.filter(unit=unit, kind=kind, in_use=True).first()
    return bytes(found.content) if found else None
