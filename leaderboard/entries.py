"""What stands on a board, and how equal keys share a place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a board.

    id: unique on the board. key: order, smallest first, each within 64 signed bits; all
    keys of a board have the same length. name, group: shown as they are. shown: plain
    values for the screen (score, time used …).
    """

    id: str
    key: tuple[int, ...]
    name: str
    group: str = ""
    shown: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """`place` counts from 1; equal keys share it, and the next place is skipped accordingly."""

    place: int
    entry: Entry


def shared_places(entries: Sequence[Entry], before: int = 0, start: int = 0) -> list[Standing]:
    """Return the standings of `entries`, which follow the first `start` of a board in order.

    before: how many on the whole board are better than the first of them.
    """
    standings: list[Standing] = []
    for index, entry in enumerate(entries, start=start + 1):
        if not standings:
            place = before + 1
        else:
            last = standings[-1]
            place = last.place if last.entry.key == entry.key else index
        standings.append(Standing(place, entry))
    return standings
