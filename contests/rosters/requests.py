"""After freezing a unit asks for its roster to be corrected; the organiser accepts or refuses with a reason."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Literal

from django.db import transaction

from contests.models import RosterRequest, RosterSet
from contests.review.refusals import ReasonMissing
from contests.rosters.keeping import Person, add_person, exempt_person, give_headcount, is_due, remove_person
from contests.rosters.refusals import AnsweredAlready, AnswerMissing, NotFrozenYet
from people.models import Unit, User

What = Literal["headcount", "add", "remove", "exempt"]


@dataclass(frozen=True, slots=True)
class Change:
    """What is asked for. headcount, exempted, why: of the whole unit. line: key of a person's line, with their name."""

    what: What
    headcount: int = 0
    exempted: int = 0
    why: str = ""
    line: int = 0
    name: str = ""
    code: str = ""
    position_group: str = ""


@transaction.atomic
def ask(*, kept: RosterSet, unit: Unit, change: Change, reason: str, by: User, now: datetime) -> RosterRequest:
    """Ask the organiser for a change of a unit's frozen roster. Raises ReasonMissing or NotFrozenYet."""
    if not reason.strip():
        raise ReasonMissing
    if kept.frozen_at is None and not is_due(kept, now):
        raise NotFrozenYet
    return RosterRequest.objects.create(
        set=kept, unit=unit, change=asdict(change), reason=reason.strip(), asked_by=by, asked_at=now
    )


@transaction.atomic
def answer(*, request: RosterRequest, accepted: bool, words: str, by: User, now: datetime) -> RosterRequest:
    """Accept a request, which makes the change with its reason in the record, or refuse it with a reason.

    Raises AnswerMissing, AnsweredAlready, or what the change itself refuses.
    """
    if not accepted and not words.strip():
        raise AnswerMissing
    changed = RosterRequest.objects.filter(pk=request.pk, answered_at=None).update(
        accepted=accepted, answer=words.strip(), answered_by=by, answered_at=now
    )
    if changed != 1:
        raise AnsweredAlready
    if accepted:
        _make(request, Change(**request.change), {"by": by, "now": now, "reason": request.reason})
    request.refresh_from_db()
    return request


def _make(request: RosterRequest, change: Change, how: dict[str, Any]) -> None:
    if change.what == "headcount":
        give_headcount(
            kept=request.set, unit=request.unit, headcount=change.headcount, exempted=change.exempted,
            exempt_reason=change.why, **how,
        )  # fmt: skip
    elif change.what == "add":
        person = Person(change.name, change.code, change.position_group)
        add_person(kept=request.set, unit=request.unit, person=person, **how)
    elif change.what == "remove":
        remove_person(kept=request.set, unit=request.unit, line=change.line, **how)
    else:
        exempt_person(kept=request.set, unit=request.unit, line=change.line, why=change.why, **how)
