"""What both stores say of a board as a whole."""

import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Copy:
    """A board's copy of the truth.

    version: grows with every change. whole: read from the truth since it was last dropped or
    lost, and not longer ago than a copy is believed. results: how many results it counts.
    """

    version: int = 0
    whole: bool = False
    results: int = 0


# Seconds for which a copy is believed without being read again. What the store was not told, because it was out of
# reach just then, shows no longer than this.
BELIEVED = 3600.0
BELIEVED_ALONE = 10.0  # of a copy that nobody tells of changes


def next_version(last: int) -> int:
    """Return a version after `last`: microseconds rather than a count, so that what lost everything moves forward."""
    return max(last + 1, time.time_ns() // 1_000)
