"""What a player may stake on a question or take as help: the star of hope, and 50:50. It knows no database."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from random import Random
from typing import Any

from contests.live.scoring import MOST_POINTS, Scoring
from contests.settings import Reader, read_settings, whole

MOST_CARDS = 20
LEFT = 2  # choices that 50:50 leaves: the right one and a wrong one


@dataclass(frozen=True, slots=True)
class CardRule:
    """star, half: how many of each a player has for the round. half_cost: points that each 50:50 costs."""

    star: int = 0
    half: int = 0
    half_cost: int = 0

    @classmethod
    def from_json(cls, given: object, name: str = "cards") -> "CardRule":
        """Return the rule that `given` (parsed JSON) states. Raises RulesError for anything but exactly that."""
        return cls(**read_settings(given, _READERS, of=name))

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    def allowed(self, kind: str) -> int:
        """Return how many of this kind a player has for the round."""
        return {"star": self.star, "half": self.half}[kind]


_READERS: dict[str, Reader] = {
    "star": whole(MOST_CARDS, 0),
    "half": whole(MOST_CARDS, 0),
    "half_cost": whole(MOST_POINTS, 0),
}


def star_points(scoring: Scoring, fraction: float | None, earned: int) -> int:
    """Return what a star adds: as much again as the answer earned, or less a right answer's points where it was wrong
    or none was given. fraction: share of the answer that was right; None: none was given. earned: its own points.
    """
    if scoring.mode == "none":
        return 0
    return earned if fraction else -scoring.points


def halved(order: Sequence[int], right: int, *, seed: str) -> list[int]:
    """Return, sorted, the wrong choices that 50:50 takes away from those in `order`: the same for the same seed."""
    wrong = [choice for choice in order if choice != right]
    taken = max(len(order) - LEFT, 0)
    return sorted(Random(seed).sample(wrong, taken))  # noqa: S311  # the seed is the round's secret
