"""Open needs → how many questions of each topic the next contest asks. No framework, no chance.

Of the questions that a blueprint asks by topic, a share stays as it was and the rest goes by the weight of the open
needs (people × gap). Each topic that was asked keeps at least `floor`, none gets more than the bank holds, and the
total stays. Questions are given out one by one, each to the topic that is furthest below its due.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from questionbank.blueprint import Slot

KEPT = 0.5  # share of the questions that stays as it was
FLOOR = 1


class Cannot(Exception):  # a refusal, named for what it says
    """Why a blueprint cannot be weighted: "nothing_by_topic", "points_differ" or "too_few_questions"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Line:
    """A topic. due: its exact part of the total before rounding, floor and what the bank holds."""

    topic: str
    before: int
    after: int
    weight: float
    due: float
    held: int


def weighted(
    before: Mapping[str, int], weights: Mapping[str, float], held: Mapping[str, int], *, kept: float = KEPT,
    floor: int = FLOOR,
) -> tuple[Line, ...]:  # fmt: skip
    """Return the counts of all topics asked before or needed, in order of topic. held: questions in the bank by topic.

    Where nothing is needed, all stays as it was. Raises Cannot ("too_few_questions").
    """
    topics = sorted({*before, *(topic for topic, weight in weights.items() if weight > 0)})
    total = sum(before.values())
    needed = sum(max(weights.get(topic, 0.0), 0.0) for topic in topics)
    stays = kept if needed else 1.0
    due = {
        topic: stays * before.get(topic, 0)
        + ((1 - stays) * total * max(weights.get(topic, 0.0), 0.0) / needed if needed else 0.0)
        for topic in topics
    }
    most = {topic: held.get(topic, 0) for topic in topics}
    if sum(most.values()) < total:
        raise Cannot("too_few_questions")
    given = {topic: min(floor, before.get(topic, 0), most[topic]) for topic in topics}
    for _ in range(total - sum(given.values())):
        open_still = [topic for topic in topics if given[topic] < most[topic]]
        furthest = max(open_still, key=lambda topic: (round(due[topic] - given[topic], 9), weights.get(topic, 0.0)))
        given[furthest] += 1
    return tuple(
        Line(topic, before.get(topic, 0), given[topic], max(weights.get(topic, 0.0), 0.0), due[topic], most[topic])
        for topic in topics
    )


def counts_of(blueprint: Sequence[Slot]) -> dict[str, int]:
    """Return how many questions the slots that name a topic alone, or with difficulty or kind, ask of each."""
    found: defaultdict[str, int] = defaultdict(int)
    for slot in blueprint:
        if _by_topic(slot):
            found[slot.topic] += slot.count
    return dict(found)


def reweighed(blueprint: Sequence[Slot], lines: Sequence[Line]) -> tuple[Slot, ...]:
    """Return the blueprint with the counts of `lines`; slots of regulations stay as they are.

    Where a topic has several slots, by difficulty or kind, they share its count as before. Raises Cannot
    ("nothing_by_topic", "points_differ").
    """
    points = {slot.points for slot in blueprint if _by_topic(slot)}
    if not points:
        raise Cannot("nothing_by_topic")
    if len(points) > 1:
        raise Cannot("points_differ")
    after = {line.topic: line.after for line in lines}
    made: list[Slot] = []
    for slot in blueprint:
        if not _by_topic(slot):
            made.append(slot)
        elif slot.topic in after:
            of_topic = [one for one in blueprint if _by_topic(one) and one.topic == slot.topic]
            made.extend(_shared(of_topic, after.pop(slot.topic)))
    (worth,) = points
    made.extend(Slot(count, topic, points=worth) for topic, count in sorted(after.items()) if count)
    return tuple(made)


def _by_topic(slot: Slot) -> bool:
    return bool(slot.topic) and not slot.document


def _shared(slots: Sequence[Slot], count: int) -> list[Slot]:
    """Share `count` among `slots` as they shared theirs, by largest remainder; empty ones fall away."""
    total = sum(slot.count for slot in slots)
    exact = [slot.count * count / total for slot in slots]
    given = [int(share) for share in exact]
    by_rest = sorted(range(len(slots)), key=lambda place: (given[place] - exact[place], place))
    for place in by_rest[: count - sum(given)]:
        given[place] += 1
    return [replace(slot, count=n) for slot, n in zip(slots, given, strict=True) if n]
