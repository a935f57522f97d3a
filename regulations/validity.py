"""What effect a document has on a day, in the words of the national database of legal documents (vbpl.vn)."""

from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    NOT_YET = "not_yet", _("Not yet in force")
    IN_FORCE = "in_force", _("In force")
    PARTLY = "partly", _("Partly no longer in force")
    EXPIRED = "expired", _("No longer in force")
    SUSPENDED = "suspended", _("Suspended")


def status(
    effective_on: date | None, expired_on: date | None, suspended: bool, on: date, changed_on: date | None = None
) -> Status:
    """Return the status on the day `on`.

    effective_on: first day with effect; None counts as in force already.
    expired_on: first day without effect. What has lost force stays so, suspended or not.
    changed_on: first day on which a provision no longer stands as issued: reworded, repealed or added to.
    """
    if expired_on is not None and expired_on <= on:
        return Status.EXPIRED
    if suspended:
        return Status.SUSPENDED
    if effective_on is not None and effective_on > on:
        return Status.NOT_YET
    if changed_on is not None and changed_on <= on:
        return Status.PARTLY
    return Status.IN_FORCE
