"""From draft to approved: written, vetted (thẩm định) and approved by different people, every step kept by name.

`settings.REVIEW_PEOPLE` is 3, or 2 where an office is too small: then whoever vets may approve at once.
"""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import User
from questionbank.models import Question, ReviewEvent
from regulations.citing import quote_stands_in

State = Question.State

# The arrows. A question whose new version is under review keeps its approved version drawable.
WAITING = frozenset({State.IN_REVIEW, State.VETTED})
FROM = {
    State.IN_REVIEW: frozenset({State.DRAFT, State.RETURNED}),
    State.VETTED: frozenset({State.IN_REVIEW}),
    State.APPROVED: WAITING,
    State.RETURNED: WAITING,
    State.RETIRED: WAITING | {State.DRAFT, State.RETURNED, State.APPROVED},
}


class Refused(Exception):
    """A step that is not taken. str() tells the person why."""


class WrongState(Refused):
    def __str__(self) -> str:
        return _("Somebody has moved this question on in the meantime. Load the page again and look at it.")


class OwnWork(Refused):
    def __str__(self) -> str:
        return _("You wrote this question, so another trainer must decide on it.")


class SamePerson(Refused):
    def __str__(self) -> str:
        return _("You vetted this version, so a third person must approve it.")


class NotVetted(Refused):
    def __str__(self) -> str:
        return _("Somebody must vet this question before another person approves it.")


class CommentNeeded(Refused):
    def __str__(self) -> str:
        return _("Write your comment first.")


class Unproved(Refused):
    """Something that proves the key is lacking. `what`: a sentence on it."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what

    def __str__(self) -> str:
        return self.what


def send_to_review(*, question: Question, by: User, now: datetime) -> Question:
    """Ask for a decision. Raises WrongState or Unproved."""
    _check_proved(question, timezone.localdate(now))
    return _move(question, State.IN_REVIEW, by=by, now=now)


def vet(*, question: Question, by: User, now: datetime, comment: str = "", seen: int | None = None) -> Question:
    """Find the latest version right, so that a third person may approve it.

    seen: number of the version that was read. Raises OwnWork, WrongState or Unproved.
    """
    _check_may_decide(question, by, seen)
    _check_proved(question, timezone.localdate(now))
    return _move(question, State.VETTED, by=by, now=now, comment=comment)


def approve(*, question: Question, by: User, now: datetime, comment: str = "", seen: int | None = None) -> Question:
    """Let the latest version be drawn from now on, and take the flag off the question.

    seen: number of the version that was read. Raises OwnWork, NotVetted, SamePerson, WrongState or Unproved.
    """
    _check_may_decide(question, by, seen)
    if settings.REVIEW_PEOPLE > 2:
        if question.state == State.IN_REVIEW:
            raise NotVetted
        if by.pk in vetters(question):
            raise SamePerson
    _check_proved(question, timezone.localdate(now))
    return _move(question, State.APPROVED, by=by, now=now, comment=comment)


def return_to_author(*, question: Question, by: User, now: datetime, comment: str, seen: int | None = None) -> Question:
    """Hand it back with what to change. Raises CommentNeeded, OwnWork or WrongState."""
    if not comment.strip():
        raise CommentNeeded
    _check_may_decide(question, by, seen)
    return _move(question, State.RETURNED, by=by, now=now, comment=comment)


def comment_on(*, question: Question, by: User, now: datetime, comment: str) -> ReviewEvent:
    """Keep a comment that moves nothing; the author may answer in one, too. Raises CommentNeeded."""
    if not comment.strip():
        raise CommentNeeded
    return ReviewEvent.objects.create(
        question=question,
        version_id=question.latest_version_id,
        actor=by,
        from_state=question.state,
        to_state=question.state,
        comment=comment.strip(),
        at=now,
    )


@transaction.atomic
def flag(*, question: Question, why: str, by: User, now: datetime) -> None:
    """Say that a person must look at the question again: until a version is approved anew it is drawn no more.

    Raises CommentNeeded.
    """
    comment_on(question=question, by=by, now=now, comment=why)
    longest = Question._meta.get_field("flag").max_length or 0
    Question.objects.filter(pk=question.pk).exclude(state=State.RETIRED).update(flag=why.strip()[:longest])


def retire(*, question: Question, by: User, now: datetime, comment: str = "") -> Question:
    """Draw it no more. Raises WrongState."""
    return _move(question, State.RETIRED, by=by, now=now, comment=comment)


def may_decide(question: Question, by: User) -> bool:
    """Say whether `by` wrote nothing of the question: a version stands on those before it."""
    return by.pk not in writers(question)


def writers(question: Question) -> frozenset[int]:
    """Return the keys of the people who wrote any version (no query where versions are prefetched)."""
    return frozenset({question.author_id, *(version.written_by_id for version in question.versions.all())})


def vetters(question: Question) -> frozenset[int]:
    """Return the keys of the people who vetted the latest version."""
    vetted = question.events.filter(version=question.latest_version_id, to_state=State.VETTED)
    return frozenset(vetted.exclude(from_state=State.VETTED).values_list("actor_id", flat=True))


def may_approve(question: Question, by: User) -> bool:
    """Say whether `by` may approve the question as it stands."""
    if not may_decide(question, by) or question.state not in WAITING:
        return False
    return settings.REVIEW_PEOPLE == 2 or (question.state == State.VETTED and by.pk not in vetters(question))


def _check_proved(question: Question, day: date) -> None:
    """Raise Unproved unless the latest version explains itself and quotes words that stand on `day` or a later one."""
    version = question.latest_version
    cited = list(version.citations.select_related("provision__document")) if version else []
    if not cited:
        raise Unproved(_("Cite the clause that proves the answer; then send it to review."))
    for citation in cited:
        if not citation.quote:
            raise Unproved(_("Quote the words of %(provision)s that prove the answer.") % {"provision": citation})
        if not quote_stands_in(citation.provision, citation.quote, day):
            raise Unproved(
                _("The quoted words do not stand in %(provision)s. Copy them from the text.")
                % {"provision": citation.provision}
            )
    if version is not None and not version.explanation.strip():
        raise Unproved(_("Write an explanation: participants learn most from it."))


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
