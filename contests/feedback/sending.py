"""Feedback on a question: sent by whoever has seen it with its explanation, at a pace that its keepers can answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from contests.feedback.refusals import EnoughForToday, NotSeenYet, SaidAlready, TooManyWait
from contests.feedback.seen import has_seen
from contests.models import Entrant, Feedback, Paper
from contests.results import explanations_shown
from contests.review.refusals import NotAQuestion, ReasonMissing, TooManyWords
from people.models import User
from questionbank.models import QuestionVersion

MOST_WORDS = 1000  # characters
MOST_WAITING, MOST_A_DAY = 5, 10  # of one sender
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Said:
    """What somebody says of a question. about: one of Feedback.About."""

    about: Feedback.About
    words: str


@transaction.atomic
def send_about_paper(*, paper: Paper, position: int, said: Said, now: datetime) -> Feedback:
    """Send feedback on the question at `position` of a closed paper. No result hangs on it.

    Raises NotSeenYet, NotAQuestion, ReasonMissing, TooManyWords, SaidAlready, TooManyWait or EnoughForToday.
    """
    if not explanations_shown(paper, now):
        raise NotSeenYet
    asked = paper.questions.filter(position=position).first()
    if asked is None:
        raise NotAQuestion
    Entrant.objects.select_for_update().get(pk=paper.entrant_id)  # what they send is counted one after the other
    return _keep(Feedback(paper=paper, entrant_id=paper.entrant_id, version_id=asked.version_id), said, now)


@transaction.atomic
def send_about(*, version: QuestionVersion, by: User, said: Said, now: datetime) -> Feedback:
    """Send feedback on a question seen outside a contest (in practice). Raises what `send_about_paper` raises."""
    if not has_seen(by, version):
        raise NotSeenYet
    User.objects.select_for_update().get(pk=by.pk)
    return _keep(Feedback(user=by, version=version), said, now)


def _keep(made: Feedback, said: Said, now: datetime) -> Feedback:
    words = said.words.strip()
    if not words:
        raise ReasonMissing
    if len(words) > MOST_WORDS:
        raise TooManyWords(most=MOST_WORDS)
    own = Feedback.objects.filter(entrant=made.entrant_id, user=made.user_id)
    if own.filter(answered_at=None, version=made.version_id).exists():
        raise SaidAlready
    if own.filter(answered_at=None).count() >= MOST_WAITING:
        raise TooManyWait(most=MOST_WAITING)
    if own.filter(sent_at__gt=now - DAY).count() >= MOST_A_DAY:
        raise EnoughForToday(most=MOST_A_DAY)
    made.about, made.words, made.sent_at = said.about, words, now
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise SaidAlready from error
    return made
