"""Unit contacts (đầu mối của đơn vị): named and released by whoever organises over the unit."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from people.access import holds_over
from people.models import Role, RoleAssignment, Unit, User


class ContactRefused(Exception):
    """`message` is what the person reads."""

    message = _("This is not possible.")

    def __str__(self) -> str:
        return str(self.message)


class NoSuchPerson(ContactRefused):
    message = _("There is no open account with this name.")


class ContactAlready(ContactRefused):
    message = _("This person is a contact of the unit already.")


class NotYourUnit(ContactRefused):
    message = _("You name contacts only for units that you organise contests for.")


@transaction.atomic
def name_contact(*, unit: Unit, username: str, by: User) -> RoleAssignment:
    """Make an account a contact of `unit` and of what is under it. Raises ContactRefused."""
    _check_over(by, unit)
    user = User.objects.filter(username=username.strip(), is_active=True).first()
    if user is None:
        raise NoSuchPerson
    made, new = RoleAssignment.objects.get_or_create(user=user, role=Role.CONTACT, unit=unit)
    if not new:
        raise ContactAlready
    return made


@transaction.atomic
def release_contact(*, assignment: RoleAssignment, by: User) -> None:
    """Take the role of a unit's contact back; done before is done. Raises ContactRefused."""
    if assignment.unit is None:
        raise NotYourUnit
    _check_over(by, assignment.unit)
    RoleAssignment.objects.filter(pk=assignment.pk, role=Role.CONTACT).delete()


def contacts_of(unit: Unit) -> list[RoleAssignment]:
    """Return who is a contact of just this unit."""
    found = RoleAssignment.objects.filter(unit=unit, role=Role.CONTACT).select_related("user")
    return list(found.order_by("user__full_name_folded"))


def _check_over(by: User, unit: Unit) -> None:
    if not (holds_over(by, Role.ORGANISER, unit) or holds_over(by, Role.ADMIN, unit)):
        raise NotYourUnit
