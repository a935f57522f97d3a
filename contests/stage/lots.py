"""Drawing of lots: a seed whose digest is published first, a number from every captain, and an order that follows.

The digest binds whoever runs the system before any captain has chosen; the numbers keep it from having chosen the
result. When the seed is published with them, anybody can draw again.
"""

import hashlib
from collections.abc import Mapping

from contests.ranking import lot

MOST_NUMBER = 999


def commitment(seed: str) -> str:
    """Return what is published before the draw: the SHA-256 of the seed, as 64 hexadecimal digits."""
    return hashlib.sha256(seed.encode()).hexdigest()


def mixed(seed: str, numbers: Mapping[int, int]) -> str:
    """Return the seed with the number of each team in it; the order in which they were given does not matter."""
    told = ",".join(f"{team}={numbers[team]}" for team in sorted(numbers))
    return hashlib.sha256(f"{seed}|{told}".encode()).hexdigest()


def order(seed: str, numbers: Mapping[int, int]) -> tuple[int, ...]:
    """Return the teams in the order drawn. numbers: team → what its captain chose, 0 to MOST_NUMBER."""
    drawn = mixed(seed, numbers)
    return tuple(sorted(numbers, key=lambda team: (lot(drawn, team), team)))


def holds(digest: str, seed: str, numbers: Mapping[int, int], claimed: tuple[int, ...]) -> bool:
    """Say whether a published draw is what the seed and the numbers make of it."""
    return commitment(seed) == digest and order(seed, numbers) == tuple(claimed)
