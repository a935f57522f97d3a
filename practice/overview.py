"""What a person sees before practising: what is due, how today goes, the streak, and where they are weak."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from people.models import User
from practice.models import USUAL_GOAL, Card, Learner, Turn
from practice.ordering import WeakTopic, is_due
from practice.reserved import holds_at, may_practise
from practice.streaks import Streak, day_of, end_of_day, streak
from practice.weak import weak_topics_of
from questionbank.models import Citation, QuestionQuerySet, Topic
from regulations.models import Document

FIRM, SHAKY = 0.8, 0.6  # shares of right answers that are called firm, and from which on a topic is not called weak
UNSURE = 0.4  # width of the interval from which on it is said that there are few answers


class Level(Enum):
    WEAK = "weak"
    SHAKY = "shaky"
    FIRM = "firm"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class TopicLine:
    """A topic as the page shows it. strength: None where the person has answered nothing of it. free: questions."""

    topic: Topic
    strength: WeakTopic | None
    free: int

    @property
    def level(self) -> Level:
        if self.strength is None:
            return Level.UNKNOWN
        if self.strength.share >= FIRM:
            return Level.FIRM
        return Level.SHAKY if self.strength.share >= SHAKY else Level.WEAK

    @property
    def few(self) -> bool:
        """Whether the answers are too few to be sure of the level."""
        return self.strength is not None and self.strength.high - self.strength.low > UNSURE

    @property
    def percent(self) -> int:
        return round(self.strength.share * 100) if self.strength else 0

    @property
    def low_percent(self) -> int:
        return round(self.strength.low * 100) if self.strength else 0

    @property
    def high_percent(self) -> int:
        return round(self.strength.high * 100) if self.strength else 0


@dataclass(frozen=True)
class Overview:
    """due: questions to repeat today. fresh: never met in practice. done: answers today. topics: weakest first, then
    those of which nothing is known. documents: that free questions cite. free: questions that may be practised.
    """

    due: int
    fresh: int
    done: int
    goal: int
    streak: Streak
    topics: list[TopicLine]
    documents: list[Document]
    free: int

    @property
    def left(self) -> int:
        return max(self.goal - self.done, 0)


def overview(user: User, now: datetime) -> Overview:
    """Return what `user` has before them at `now`; some twenty queries, however large the bank."""
    free = may_practise(now, holds_at(now))
    topic_of = dict(free.values_list("pk", "topic_id"))
    cards = [card for card in Card.objects.filter(user=user) if card.question_id in topic_of]
    ends = end_of_day(now)
    return Overview(
        due=sum(is_due(card.memory, now, ends) for card in cards),
        fresh=len(topic_of) - len(cards),
        done=done_today(user, now),
        goal=goal_of(user),
        streak=streak_of(user, now),
        topics=_topics(user, topic_of, now),
        documents=_documents(free),
        free=len(topic_of),
    )


def goal_of(user: User) -> int:
    """Return how many answers a day the person wants to give."""
    chosen = Learner.objects.filter(user=user).values_list("goal", flat=True).first()
    return USUAL_GOAL if chosen is None else chosen


def set_goal(*, user: User, goal: int) -> None:
    Learner.objects.update_or_create(user=user, defaults={"goal": goal})


def done_today(user: User, now: datetime) -> int:
    return Turn.objects.filter(user=user, day=day_of(now)).count()


def streak_of(user: User, now: datetime) -> Streak:
    days = Turn.objects.filter(user=user, day__isnull=False).order_by().values_list("day", flat=True).distinct()
    return streak([day for day in days if day is not None], day_of(now))


def _topics(user: User, topic_of: dict[int, int], now: datetime) -> list[TopicLine]:
    known = {one.topic_id: one for one in weak_topics_of(user, now=now)}
    free: dict[int, int] = {}
    for topic in topic_of.values():
        free[topic] = free.get(topic, 0) + 1
    topics = Topic.objects.filter(pk__in=known.keys() | free.keys()).order_by("position", "code")
    lines = [TopicLine(one, known.get(one.pk), free.get(one.pk, 0)) for one in topics]
    return sorted(lines, key=lambda line: line.strength.share if line.strength else 2.0)


def _documents(free: QuestionQuerySet) -> list[Document]:
    cited = Citation.objects.filter(version__in=free.values("approved_version")).values("provision__document")
    return list(Document.objects.without_source().filter(pk__in=cited).order_by("title", "number"))
