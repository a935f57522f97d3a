"""What a person is weak in, from their own answers in contests that are over and in practice."""

from collections.abc import Iterator
from datetime import datetime

from contests.models import LiveAnswer, LivePlayer, PaperQuestion
from people.models import User
from practice.models import Turn
from practice.ordering import WeakTopic
from practice.reserved import not_over
from practice.strength import Outcome, strengths
from questionbank.models import Kind

LOOKED_AT = 1000  # latest answers of each sort


def weak_topics_of(user: User, *, now: datetime) -> list[WeakTopic]:
    """Return the topics that `user` has answered questions of, weakest first.

    A contest counts once it is over: before, shares of topics would tell which answers were right.
    """
    return strengths([*_in_contests(user, now), *_in_practice(user)])


def _in_contests(user: User, now: datetime) -> Iterator[Outcome]:
    going_on = [contest.pk for contest in not_over(now)]
    asked = (
        PaperQuestion.objects.filter(paper__entrant__user=user, paper__submitted_at__isnull=False)
        .exclude(paper__contest__in=going_on)
        .exclude(version__kind__in=(Kind.PREDICTION, Kind.ESSAY))
    )
    rows = asked.order_by("-paper__submitted_at", "-pk").values_list(
        "version__question_id", "version__question__topic_id", "answer__fraction", "paper__submitted_at"
    )
    for question, topic, fraction, at in rows[:LOOKED_AT]:
        yield Outcome(question, topic, fraction or 0.0, at)
    in_halls = LiveAnswer.objects.filter(
        player__in=LivePlayer.objects.playing().filter(entrant__user=user), fraction__isnull=False
    ).exclude(step__round__contest__in=going_on)
    told = in_halls.order_by("-received_at").values_list(
        "step__version__question_id", "step__version__question__topic_id", "fraction", "received_at"
    )
    for row in told[:LOOKED_AT]:
        yield Outcome(*row)


def _in_practice(user: User) -> Iterator[Outcome]:
    turns = Turn.objects.filter(user=user, answered_at__isnull=False).order_by("-answered_at")
    for row in turns.values_list("question_id", "question__topic_id", "fraction", "answered_at")[:LOOKED_AT]:
        yield Outcome(*row)
