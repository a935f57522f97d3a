"""Certificates are issued for the edition that counts; what an earlier one gave and still holds is not given again."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from contests.handouts.codes import new_code
from contests.handouts.earned import Earned, earned
from contests.handouts.refusals import NothingPublished
from contests.handouts.verifying import attests
from contests.models import Certificate, Contest
from contests.record.editions import latest_published
from contests.record.ledger import note
from contests.record.reading import read
from people.models import User

AT_ONCE = 2000  # rows in one insert


@transaction.atomic
def issue(*, contest: Contest, taking_part: bool, by: User, now: datetime) -> int:
    """Issue what the published results give and was not given yet; return how many certificates that made.

    taking_part: also a proof of participation for everybody on a list. The record says how many of each. Raises
    NothingPublished.
    """
    Contest.objects.select_for_update(no_key=True).get(pk=contest.pk)
    edition = latest_published(contest)
    if edition is None:
        raise NothingPublished
    held = contest.certificates.select_related("edition").defer("edition__content")
    given = {attests(one): one.number for one in held}
    new = [one for one in earned(read(edition), taking_part=taking_part) if one not in given]
    first = 1 + max(given.values(), default=0)
    Certificate.objects.bulk_create(
        [
            Certificate(
                contest=contest, edition=edition, number=number, code=new_code(), kind=one.kind, of=one.of,
                entrant_id=one.entrant or None, unit_id=one.unit or None, issued_by=by, issued_at=now,
            )
            for number, one in enumerate(new, start=first)
        ],
        batch_size=AT_ONCE,
    )  # fmt: skip
    if new:
        told = {"edition": edition.number, "first": first, "last": first + len(new) - 1, **_counts(new)}
        note(contest, "certificates_issued", told, by=by, now=now)
    return len(new)


def _counts(new: list[Earned]) -> Mapping[str, int]:
    prizes = sum(one.kind == "prize" for one in new)
    return {"prizes": prizes, "taking_part": len(new) - prizes}
