"""Which question is put next: what is about to be forgotten first, then new ones from the weakest topic."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from practice.scheduling import Memory, recall

AHEAD = timedelta(minutes=20)  # so much before its time a wrong one comes back where nothing else is left
UNKNOWN = 0.5  # what a topic counts as of which nothing is known: behind what is weak, before what is strong
TURN_AWAY = 0.1  # each new question of a topic makes it count so much stronger for the rest of the day


@dataclass(frozen=True, slots=True)
class WeakTopic:
    """A topic and the share of right answers a person is believed to give in it, with the ends of its interval."""

    topic_id: int
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Known:
    """A question that the person has answered before."""

    question: int
    topic: int
    memory: Memory


@dataclass(frozen=True, slots=True)
class New:
    """A question that the person has not met in practice."""

    question: int
    topic: int


def is_due(memory: Memory, now: datetime, day_ends: datetime) -> bool:
    """Say whether a question is due: one to be learnt at its minute, any other at some time of its day.

    day_ends: the end of the person's day.
    """
    return memory.due_at <= now if memory.learning else memory.due_at < day_ends


def due_order(known: Iterable[Known], *, now: datetime, day_ends: datetime) -> list[Known]:
    """Return what is due: first what was just wrong, longest waiting first; then what is likeliest forgotten."""
    due = [one for one in known if is_due(one.memory, now, day_ends)]
    return sorted(due, key=lambda one: _urgency(one, now))


def _urgency(one: Known, now: datetime) -> tuple[int, float, datetime, int]:
    chance = 0.0 if one.memory.learning else recall(one.memory, now)
    return not one.memory.learning, chance, one.memory.due_at, one.question


def ahead_order(known: Iterable[Known], *, now: datetime) -> list[Known]:
    """Return what was just wrong and is not due for some minutes yet, soonest first."""
    soon = [one for one in known if one.memory.learning and now < one.memory.due_at <= now + AHEAD]
    return sorted(soon, key=lambda one: (one.memory.due_at, one.question))


def new_order(
    fresh: Sequence[New], weak: Sequence[WeakTopic], *, given_today: Mapping[int, int], chance: Random
) -> list[New]:
    """Return new questions in the order in which to put them, weakest topic first, within a topic by chance.

    given_today: how many new questions of each topic the person has had today. Each counts its topic TURN_AWAY
    stronger for the day, so that the weakest is met most and not alone.
    """
    shares = {one.topic_id: one.share for one in weak}
    by_topic: dict[int, list[New]] = {}
    for one in chance.sample(sorted(fresh, key=lambda new: new.question), len(fresh)):
        by_topic.setdefault(one.topic, []).append(one)
    had = dict(given_today)
    ordered = []
    while by_topic:
        topic = min(by_topic, key=lambda t: (shares.get(t, UNKNOWN) + TURN_AWAY * had.get(t, 0), t))
        ordered.append(by_topic[topic].pop())
        had[topic] = had.get(topic, 0) + 1
        if not by_topic[topic]:
            del by_topic[topic]
    return ordered
