"""Appeals (kiến nghị, phúc khảo): filed by whoever sat the paper, within the days that the rules give, and answered."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from contests.models import Appeal, Paper
from contests.papers.moments import shown
from contests.record.ledger import note
from contests.results import over_at
from contests.review.refusals import (
    AboutYourself,
    AlreadyAppealed,
    AlreadySo,
    AppealsOver,
    NoAppeals,
    NotAQuestion,
    ReasonMissing,
    TooManyWords,
)
from contests.rules import Rules
from people.models import User

MOST_WORDS = 2000  # characters


def appeals_until(paper: Paper) -> datetime | None:
    """Return until when an appeal about `paper` is taken; None where the rules take none.

    The days run from the moment when the right answers of the round may be seen by everybody.
    """
    days = Rules.from_json(paper.contest.rules).appeal_days
    return over_at(paper) + timedelta(days=days) if days else None


@transaction.atomic
def file_appeal(*, paper: Paper, position: int, words: str, now: datetime) -> Appeal:
    """Ask for the question at `position`, or with 0 the paper as a whole, to be looked at again.

    Raises NoAppeals, AppealsOver, NotAQuestion, ReasonMissing, TooManyWords, or, for a second appeal about the same,
    AlreadyAppealed.
    """
    until = appeals_until(paper)
    if until is None or paper.submitted_at is None:
        raise NoAppeals
    if now >= until:
        raise AppealsOver(until=shown(until))
    if not words.strip():
        raise ReasonMissing
    if len(words.strip()) > MOST_WORDS:
        raise TooManyWords(most=MOST_WORDS)
    if position and not paper.questions.filter(position=position).exists():
        raise NotAQuestion
    try:
        with transaction.atomic():
            made = Appeal.objects.create(paper=paper, position=position, words=words.strip(), filed_at=now)
    except IntegrityError as error:
        raise AlreadyAppealed from error
    told = {"appeal": made.pk, "paper": paper.pk, "position": position, "words": made.words}
    note(paper.contest, "appeal_filed", told, by=None, now=now)
    return made


@transaction.atomic
def answer_appeal(*, appeal: Appeal, upheld: bool, answer: str, by: User, now: datetime) -> None:
    """Answer an appeal, once. What follows from it (another key, say) is a decision of its own.

    Raises AboutYourself, ReasonMissing or AlreadySo.
    """
    if appeal.paper.entrant.user_id == by.pk:
        raise AboutYourself
    if not answer.strip():
        raise ReasonMissing
    changed = Appeal.objects.filter(pk=appeal.pk, answered_at=None).update(
        upheld=upheld, answer=answer.strip(), answered_by=by, answered_at=now
    )
    if changed != 1:
        raise AlreadySo
    told = {"appeal": appeal.pk, "upheld": upheld, "answer": answer.strip()}
    note(appeal.paper.contest, "appeal_answered", told, by=by, now=now)
