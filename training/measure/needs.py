"""From estimates to needs, by a rule that can be printed beside them."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from training.measure.mastery import Cell, Mastery


class State(StrEnum):
    """What may be said of a group × topic. Who did not take part is not measured, never weak."""

    NEED = "need"
    NO_NEED = "no_need"
    NOT_ENOUGH = "not_enough"
    NOT_MEASURED = "not_measured"


@dataclass(frozen=True)
class Rule:
    """target: share of right answers that the trainer asks for. threshold: how sure one must be to say so.
    fewest_people: of smaller groups nothing is said, and they are shown only merged, so that nobody is recognised."""

    target: float = 0.7
    threshold: float = 0.9
    fewest_people: int = 5

    def __post_init__(self) -> None:
        if not 0 < self.target < 1:
            raise ValueError("target")
        if not 0.5 < self.threshold < 1:
            raise ValueError("threshold")
        if self.fewest_people < 1:
            raise ValueError("fewest_people")


@dataclass(frozen=True)
class Need:
    """A group that masters a topic below the target. gap: target less the estimated share. chance: that it is below."""

    group: int
    topic: int
    people: int
    gap: float
    chance: float

    @property
    def weight(self) -> float:
        """People reached × gap: needs are ordered by it, largest first."""
        return self.people * self.gap


def is_suppressed(cell: Cell, rule: Rule) -> bool:
    """Return whether `cell` has too few people to be shown on its own; merge it with others or leave it out."""
    return cell.people < rule.fewest_people


def state_of(mastery: Mastery, cell: Cell | None, rule: Rule) -> State:
    """Return what may be said of `cell` under `rule`."""
    if cell is None or cell.answers == 0:
        return State.NOT_MEASURED
    if is_suppressed(cell, rule):
        return State.NOT_ENOUGH  # a few people are not their unit
    below = mastery.chance_below(cell.estimate, rule.target)
    if below >= rule.threshold:
        return State.NEED
    if 1 - below >= rule.threshold:
        return State.NO_NEED
    return State.NOT_ENOUGH


def needs_of(mastery: Mastery, rule: Rule, *, people_in: dict[int, int] | None = None) -> list[Need]:
    """Return the needs, largest people × gap first.

    people_in: staff of a group where known; otherwise those who answered are counted.
    """
    return sorted(_needs(mastery, rule, people_in or {}), key=lambda need: (-need.weight, need.group, need.topic))


def _needs(mastery: Mastery, rule: Rule, people_in: dict[int, int]) -> Iterable[Need]:
    for cell in mastery.cells:
        if state_of(mastery, cell, rule) is State.NEED:
            yield Need(
                cell.group,
                cell.topic,
                people_in.get(cell.group, cell.people),
                max(rule.target - cell.estimate.share, 0.0),
                mastery.chance_below(cell.estimate, rule.target),
            )
