"""A document, or a provision of it, has no effect between two days: by another document, or by a decision."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Min

from people.models import User
from regulations.models import Document, Provision, Relation, Suspension


class BadSpan(Exception):
    """A suspension that ends before it begins, or begins before the document has effect."""


@transaction.atomic
def suspend(
    *,
    document: Document,
    provision: Provision | None,
    since: date,
    until: date | None,
    reason: str,
    by: User | None,
    now: datetime,
    relation: Relation | None = None,
) -> Suspension:
    """Keep that `document`, or `provision` of it, has no effect from `since` up to, not including, `until`.

    Raises BadSpan.
    """
    begun = document.effective_on or document.issued_on
    if (until is not None and until <= since) or (begun is not None and since < begun):
        raise BadSpan
    made = Suspension.objects.create(
        document=document,
        provision=provision,
        since=since,
        until=until,
        reason=reason[:300],
        made_by=relation,
        recorded_by=by,
        recorded_at=now,
    )
    _count(document)
    return made


@transaction.atomic
def lift(*, suspension: Suspension) -> None:
    """Take a suspension back as if it had never been."""
    document = suspension.document
    Suspension.objects.filter(pk=suspension.pk).delete()
    _count(document)


def _count(document: Document) -> None:
    first = Suspension.objects.filter(document=document).aggregate(first=Min("since"))["first"]
    Document.objects.filter(pk=document.pk).update(suspended_from=first)
    document.suspended_from = first
