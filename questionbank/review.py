"""From draft to approved: nobody lets in what they wrote, and every step is kept with its name and time."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from people.models import User
from questionbank.models import Question, ReviewEvent

State = Question.State

# The arrows. A question whose new version is under review keeps its approved version drawable.
FROM = {
    State.IN_REVIEW: frozenset({State.DRAFT, State.RETURNED}),
    State.APPROVED: frozenset({State.IN_REVIEW}),
    State.RETURNED: frozenset({State.IN_REVIEW}),
    State.RETIRED: frozenset({State.DRAFT, State.RETURNED, State.IN_REVIEW, State.APPROVED}),
}


class Refused(Exception):
    """A step that is not taken. str() tells the person why."""


class WrongState(Refused):
    def __str__(self) -> str:
        return _("Somebody has moved this question on in the meantime. Load the page again and look at it.")


class OwnWork(Refused):
    def __str__(self) -> str:
        return _("You wrote this question, so another trainer must decide on it.")


class CommentNeeded(Refused):
    def __str__(self) -> str:
        return _("Write what the author should change.")


def send_to_review(*, question: Question, by: User, now: datetime) -> Question:
    """Ask for a decision. Raises WrongState."""
    return _move(question, State.IN_REVIEW, by=by, now=now)


def approve(*, question: Question, by: User, now: datetime, comment: str = "", seen: int | None = None) -> Question:
    """Let the latest version be drawn from now on, and take the flag off the question.

    seen: number of the version that was read. Raises OwnWork or WrongState.
    """
    _check_may_decide(question, by, seen)
    return _move(question, State.APPROVED, by=by, now=now, comment=comment)


def return_to_author(*, question: Question, by: User, now: datetime, comment: str, seen: int | None = None) -> Question:
    """Hand it back with what to change. Raises CommentNeeded, OwnWork or WrongState."""
    if not comment.strip():
        raise CommentNeeded
    _check_may_decide(question, by, seen)
    return _move(question, State.RETURNED, by=by, now=now, comment=comment)


def retire(*, question: Question, by: User, now: datetime, comment: str = "") -> Question:
    """Draw it no more. Raises WrongState."""
    return _move(question, State.RETIRED, by=by, now=now, comment=comment)


def may_decide(question: Question, by: User) -> bool:
    """Say whether `by` wrote nothing of the question: a version stands on those before it."""
    return by.pk not in writers(question)


def writers(question: Question) -> frozenset[int]:
    """Return the keys of the people who wrote any version (no query where versions are prefetched)."""
    return frozenset({question.author_id, *(version.written_by_id for version in question.versions.all())})


def _check_may_decide(question: Question, by: User, seen: int | None) -> None:
    if not may_decide(question, by):
        raise OwnWork
    if seen is not None and question.latest_version is not None and question.latest_version.number != seen:
        raise WrongState


@transaction.atomic
def _move(question: Question, to: str, *, by: User, now: datetime, comment: str = "") -> Question:
    """Change the state if nobody has changed it, or the wording, since `question` was read; keep the event."""
    before, version = question.state, question.latest_version_id
    if before not in FROM[State(to)] or version is None:
        raise WrongState
    approved = {"approved_version_id": version, "flag": ""} if to == State.APPROVED else {}
    held = Question.objects.filter(pk=question.pk, state=before, latest_version=version)
    if held.update(state=to, **approved) != 1:
        raise WrongState
    ReviewEvent.objects.create(
        question=question, version_id=version, actor=by, from_state=before, to_state=to, comment=comment.strip(), at=now
    )
    question.refresh_from_db()
    return question
