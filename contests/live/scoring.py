"""Points of a live answer, as rules that are shown to the players.

The default puts being right before being fast: a right answer earns at least `floor` of `points`,
and speed is counted in whole seconds, so that a slow network does not decide (compare
docs of Sendsteps and Kahoot, where a right answer always outweighs speed).
"""

from dataclasses import dataclass
from math import ceil
from typing import Any, Literal

Mode = Literal["flat", "speed"]


class ScoringError(ValueError):
    """A rule is missing or out of range."""


@dataclass(frozen=True)
class Scoring:
    """points: for a right answer at once. floor: for one in the last second. Whole numbers."""

    mode: Mode = "speed"
    points: int = 1000
    floor: int = 800

    def __post_init__(self) -> None:
        if self.mode not in ("flat", "speed") or not 0 <= self.floor <= self.points <= 100_000:
            raise ScoringError

    @classmethod
    def from_json(cls, given: dict[str, Any]) -> "Scoring":
        return cls(mode=given["mode"], points=int(given["points"]), floor=int(given["floor"]))

    def to_json(self) -> dict[str, Any]:
        return {"mode": self.mode, "points": self.points, "floor": self.floor}


def points(scoring: Scoring, fraction: float, elapsed_ms: int, seconds: int) -> int:
    """Return the points of one answer.

    fraction: share earned, 0 to 1. elapsed_ms: from the opening to the server's receipt. seconds: time allowed.
    """
    if fraction <= 0:
        return 0
    if scoring.mode == "flat":
        return round(scoring.points * fraction)
    late = min(max(ceil(elapsed_ms / 1000) - 1, 0), seconds)
    share = 1 - late / seconds if seconds else 1.0
    return round((scoring.floor + (scoring.points - scoring.floor) * share) * fraction)
