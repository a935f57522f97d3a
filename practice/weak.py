"""What a person is weak in: from papers of contests that are over, as training measures it, and from their own answers
in halls and in practice.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from contests.models import LiveAnswer, LivePlayer
from people.models import User
from practice.models import Turn
from practice.ordering import WeakTopic
from practice.reserved import not_over
from practice.strength import Outcome, strengths
from training.weak_topics import own_topics

LOOKED_AT = 1000  # latest answers of each sort


def weak_topics_of(user: User, *, now: datetime) -> list[WeakTopic]:
    """Return the topics that something is known of, weakest first.

    A contest counts once it is over: before, shares of topics would tell which answers were right.
    """
    going_on = [contest.pk for contest in not_over(now)]
    measured = own_topics(user, now=now, without=going_on)
    before = [WeakTopic(one.topic_id, one.share, one.low, one.high) for one in measured]
    return strengths([*_in_halls(user, going_on), *_in_practice(user)], before)


def _in_halls(user: User, going_on: Sequence[int]) -> Iterator[Outcome]:
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
