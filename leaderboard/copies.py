"""What both stores say of a board as a whole."""

import time
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Copy:
    """A board's copy of the truth.

    version: grows with every change. whole: read from the truth since it was last dropped or
    lost. results: how many results it counts.
    """

    version: int = 0
    whole: bool = False
    results: int = 0


def next_version(last: int) -> int:
    """Return a version after `last`: milliseconds rather than a count, so that what lost everything moves forward."""
    return max(last + 1, time.time_ns() // 1_000_000)
