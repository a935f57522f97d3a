"""Who works for a contest: named by its organisers, and barred from it where its rules say so."""

from datetime import datetime

from django.db import IntegrityError, transaction

from contests.entering.barring import set_aside
from contests.models import Contest, ContestStaff
from contests.record.ledger import note
from contests.refusals import AlreadyNamed, NoSuchAccount
from people.models import User


@transaction.atomic
def name_staff(*, contest: Contest, username: str, duty: str, by: User, now: datetime) -> ContestStaff:
    """Give a person a duty in the contest; an entry they made before is set aside where the rules bar the duty.

    Raises NoSuchAccount or AlreadyNamed.
    """
    user = User.objects.filter(username=username.strip(), is_active=True).first()
    if user is None:
        raise NoSuchAccount
    try:
        with transaction.atomic():
            named = ContestStaff.objects.create(contest=contest, user=user, duty=duty, named_by=by, named_at=now)
    except IntegrityError:
        raise AlreadyNamed(name=user.full_name) from None
    _told(contest, "staff_named", named, by, now)
    return named


@transaction.atomic
def release_staff(*, staff: ContestStaff, by: User, now: datetime) -> None:
    """Take the duty from the person again."""
    contest = staff.contest
    if ContestStaff.objects.filter(pk=staff.pk).delete()[0]:
        _told(contest, "staff_released", staff, by, now)


def _told(contest: Contest, kind: str, staff: ContestStaff, by: User, now: datetime) -> None:
    note(contest, kind, {"account": staff.user.username, "duty": staff.duty}, by=by, now=now)
    set_aside(contest=contest, now=now)
