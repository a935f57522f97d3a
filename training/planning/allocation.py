"""Needs and a budget → classes that fit it, and what does not, with the reason. No framework, no chance.

One class after another is opened, each time the one that reaches most: the sum, over the people in it, of what they
lack of the target (people × gap). People of a topic come in the order of their gap, largest first. Nothing is opened
that the budget does not hold, nor for fewer people than make a class.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

HOURS_A_DAY = 8
LONG, SHORT = 8, 4  # hours: a day, half a day
WIDE_GAP = 0.15  # from which a topic takes a day; the report calls its priority high


class Reason(StrEnum):
    """Why people are not in a class."""

    SEATS = "seats"
    DAYS = "days"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class Budget:
    """seats: of all classes together. half_days: of teaching, of all classes together. largest, fewest: people in a
    class. Errors: ValueError.
    """

    seats: int
    half_days: int
    largest: int = 40
    fewest: int = 10

    def __post_init__(self) -> None:
        if self.seats < 0 or self.half_days < 0:
            raise ValueError("a budget below nothing")
        if not 1 <= self.fewest <= self.largest:
            raise ValueError("fewest people above the largest class")

    @property
    def days(self) -> float:
        return self.half_days / 2


@dataclass(frozen=True, slots=True)
class Wanted:
    """People of one group who need a topic. gap: target less what they show, above 0 to 1."""

    topic: int
    group: int
    people: int
    gap: float

    @property
    def weight(self) -> float:
        return self.people * self.gap


@dataclass(frozen=True, slots=True)
class Part:
    """People of a group in a class. gap: theirs."""

    group: int
    people: int
    gap: float


@dataclass(frozen=True, slots=True)
class Proposed:
    """A class. parts: largest gap first."""

    topic: int
    hours: int
    parts: tuple[Part, ...]

    @property
    def people(self) -> int:
        return sum(part.people for part in self.parts)

    @property
    def weight(self) -> float:
        """People × gap: classes are opened in this order."""
        return sum(part.people * part.gap for part in self.parts)


@dataclass(frozen=True, slots=True)
class LeftOut:
    topic: int
    group: int
    people: int
    gap: float
    reason: Reason


@dataclass(frozen=True, slots=True)
class Allocation:
    """classes: in the order in which they were opened. seats, half_days: what is left of the budget."""

    classes: tuple[Proposed, ...]
    left_out: tuple[LeftOut, ...]
    seats: int
    half_days: int


def half_days_of(hours: int) -> int:
    """Return how many half days `hours` of teaching take, begun ones counted whole."""
    return -(-hours * 2 // HOURS_A_DAY)


def suggested_hours(gap: float) -> int:
    """Return the hours of a class whose people lack `gap` on the average."""
    return LONG if gap >= WIDE_GAP else SHORT


def allocate(wanted: Sequence[Wanted], budget: Budget) -> Allocation:
    """Return the classes for `wanted` within `budget`. Every person wanted is in a class or left out, once."""
    return _Opening(wanted, budget).run()


class _Opening:
    def __init__(self, wanted: Sequence[Wanted], budget: Budget) -> None:
        self.budget, self.seats, self.half_days = budget, budget.seats, budget.half_days
        self.waiting: defaultdict[int, list[Wanted]] = defaultdict(list)
        for one in sorted(wanted, key=lambda w: (w.topic, -w.gap, w.group)):
            if one.people > 0:
                self.waiting[one.topic].append(one)
        self.hours: Mapping[int, int] = {topic: suggested_hours(_mean_gap(of)) for topic, of in self.waiting.items()}

    def run(self) -> Allocation:
        opened: list[Proposed] = []
        while possible := [made for topic in self.waiting if (made := self._next(topic)) is not None]:
            best = max(possible, key=lambda made: (round(made.weight, 9), -made.topic))
            opened.append(best)
            self._take(best)
        left = [
            LeftOut(topic, one.group, one.people, one.gap, self._reason(topic))
            for topic, waiting in self.waiting.items()
            for one in waiting
        ]
        left.sort(key=lambda out: (-out.people * out.gap, out.topic, out.group))
        return Allocation(tuple(opened), tuple(left), self.seats, self.half_days)

    def _next(self, topic: int) -> Proposed | None:
        """Return the class of the topic that would be opened next, None where the budget or the people do not do."""
        room = min(self.budget.largest, self.seats)
        parts: list[Part] = []
        for one in self.waiting[topic]:
            taken = min(one.people, room)
            if taken:
                parts.append(Part(one.group, taken, one.gap))
            room -= taken
        made = Proposed(topic, self.hours[topic], tuple(parts))
        fits = made.people >= self.budget.fewest and half_days_of(made.hours) <= self.half_days
        return made if fits else None

    def _take(self, made: Proposed) -> None:
        self.seats -= made.people
        self.half_days -= half_days_of(made.hours)
        taken = {part.group: part.people for part in made.parts}
        rest = [
            Wanted(one.topic, one.group, one.people - taken.get(one.group, 0), one.gap)
            for one in self.waiting[made.topic]
        ]
        self.waiting[made.topic] = [one for one in rest if one.people]

    def _reason(self, topic: int) -> Reason:
        if sum(one.people for one in self.waiting[topic]) < self.budget.fewest:
            return Reason.TOO_FEW
        return Reason.SEATS if self.seats < self.budget.fewest else Reason.DAYS


def _mean_gap(wanted: Sequence[Wanted]) -> float:
    return sum(one.weight for one in wanted) / sum(one.people for one in wanted)
