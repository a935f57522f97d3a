"""Needs that nothing has closed yet. No framework.

A later contest that surely finds the group at the target closes a need of its units, and one that finds the need again
keeps it open, with its later figures; so does a follow-up of a class for its units, where those who attended surely
gained and stand at the target. A contest that cannot tell changes nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class Found(StrEnum):
    """What was found of units and a topic. For one moment a follow-up speaks before the contest that it rests on."""

    FOLLOWED = "followed"
    NEED = "need"
    MET = "met"


@dataclass(frozen=True, slots=True)
class Told:
    """at: when the contest ended whose answers tell it. people, gap: of a need."""

    at: datetime
    found: Found
    topic: int
    units: frozenset[int]
    label: str = ""
    people: int = 0
    gap: float = 0.0


@dataclass(frozen=True, slots=True)
class OpenNeed:
    """units: those of the group whose need is open still. gap: above 0 to 1."""

    topic: int
    units: frozenset[int]
    label: str
    people: int
    gap: float
    since: datetime

    @property
    def weight(self) -> float:
        return self.people * self.gap


def open_needs(told: Iterable[Told]) -> list[OpenNeed]:
    """Return the open needs, largest people × gap first.

    A group of several units stays open, with all its people, until nothing of it is.
    """
    held: list[OpenNeed] = []
    for one in sorted(told, key=_when):
        first = min((n.since for n in held if n.topic == one.topic and n.units & one.units), default=one.at)
        held = [kept for need in held if (kept := _less(need, one)).units]
        if one.found is Found.NEED and one.gap > 0:
            held.append(OpenNeed(one.topic, one.units, one.label, one.people, one.gap, first))
    return sorted(held, key=lambda need: (-need.weight, need.topic, sorted(need.units)))


def _when(told: Told) -> tuple[object, ...]:
    speaks = list(Found).index(told.found)
    return told.at, speaks, told.topic, sorted(told.units), told.people, told.gap, told.label


def _less(need: OpenNeed, told: Told) -> OpenNeed:
    return replace(need, units=need.units - told.units) if need.topic == told.topic else need


def weights_of(needs: Iterable[OpenNeed]) -> dict[int, float]:
    """Return people × gap of all open needs, by topic."""
    found: dict[int, float] = {}
    for need in needs:
        found[need.topic] = found.get(need.topic, 0.0) + need.weight
    return found
