"""What trainers and organisers open for practice although a contest could draw it, and take back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q

from contests.models import Contest, FixedPaper, LiveRound, LiveStep
from contests.record.ledger import note
from people.models import User
from practice.models import OpenContest, OpenQuestion
from practice.refusals import AlreadyOver, NamesQuestions, NothingToOpen
from practice.reserved import holds_at, may_practise, not_over
from questionbank.models import Question, Topic


@dataclass(frozen=True)
class Stock:
    """What a topic holds. approved: questions that could be asked; opened: by a trainer; free: to practise now."""

    topic: Topic
    approved: int
    opened: int
    free: int


def stock(now: datetime) -> list[Stock]:
    """Return the stock of every topic that has approved questions, in the order of topics; four queries or so."""
    free = _counts(may_practise(now, holds_at(now)))
    opened = _counts(Question.objects.approved().filter(pk__in=OpenQuestion.objects.standing().values("question")))
    approved = _counts(Question.objects.approved())
    topics = Topic.objects.filter(pk__in=approved).order_by("position", "code")
    return [Stock(one, approved[one.pk], opened.get(one.pk, 0), free.get(one.pk, 0)) for one in topics]


def _counts(questions: "Collection[Question] | object") -> dict[int, int]:
    rows = questions.order_by().values_list("topic_id").annotate(Count("pk"))  # type: ignore[attr-defined]
    return dict(rows)


@transaction.atomic
def open_questions(*, questions: Collection[Question], by: User, now: datetime) -> int:
    """Let everybody practise approved questions although a contest could draw them; return how many are new.

    Raises NothingToOpen.
    """
    if not questions:
        raise NothingToOpen
    had = set(OpenQuestion.objects.standing().filter(question__in=questions).values_list("question_id", flat=True))
    fresh = [one for one in questions if one.pk not in had]
    OpenQuestion.objects.bulk_create(
        (OpenQuestion(question=one, by=by, at=now) for one in fresh), ignore_conflicts=True
    )
    return len(fresh)


def close_questions(*, questions: Collection[Question], by: User, now: datetime) -> int:
    """Take back the word on `questions`; return on how many one stood. Raises NothingToOpen."""
    if not questions:
        raise NothingToOpen
    standing = OpenQuestion.objects.standing().filter(question__in=questions)
    return standing.update(closed_by=by, closed_at=now)


@transaction.atomic
def open_contest_for_practice(*, contest: Contest, by: User, now: datetime) -> None:
    """Let everybody practise whatever the papers of `contest` could ask. Raises AlreadyOver or NamesQuestions."""
    if contest.pk not in {one.pk for one in not_over(now)}:
        raise AlreadyOver
    if names_questions(contest):
        raise NamesQuestions
    if OpenContest.objects.get_or_create(contest=contest, defaults={"by": by, "at": now})[1]:
        note(contest, "practice_opened", {}, by=by, now=now)


@transaction.atomic
def close_contest_for_practice(*, contest: Contest, by: User, now: datetime) -> None:
    """Set the questions of `contest` aside again."""
    if OpenContest.objects.filter(contest=contest).delete()[0]:
        note(contest, "practice_closed", {}, by=by, now=now)


def names_questions(contest: Contest) -> bool:
    """Say whether the contest has settled on questions: fixed papers, or a live round that is not finished."""
    waiting = ~Q(round__state=LiveRound.State.FINISHED)
    steps = LiveStep.objects.filter(waiting, round__contest=contest)
    return FixedPaper.objects.filter(round__contest=contest).exists() or steps.exists()
