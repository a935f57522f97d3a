"""A document loses force, or is found to have it after all."""

from datetime import date

from django.db import transaction

from regulations.models import Document


class LostForceTooEarly(Exception):
    """A document cannot lose force before it was issued or had any."""


@transaction.atomic
def mark_expired(*, document: Document, expired_on: date | None, reason: str) -> None:
    """Set the first day without effect and why; None takes an earlier mark back. Raises LostForceTooEarly."""
    begun = document.effective_on or document.issued_on
    if expired_on is not None and begun is not None and expired_on < begun:
        raise LostForceTooEarly
    document.expired_on = expired_on
    document.expiry_reason = reason if expired_on else ""
    document.save(update_fields=["expired_on", "expiry_reason"])
