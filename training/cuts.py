"""How a trainer asks a report to be cut: whose answers, which of them count how much, and how people and questions are
parted.
"""

from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, get_args

Parts = Literal["topic", "document", "article"]
PARTS: tuple[Parts, ...] = get_args(Parts)
UNIT, GROUP, LEVEL = "unit", "group", "level-"  # how people are parted; LEVEL is followed by the depth in the tree


@dataclass(frozen=True)
class Cut:
    """contests: primary keys, the one whose report it is first. parts: what questions are parted by.

    people: "unit" the unit that each entered with, "level-N" the unit above it that lies N steps below the root of
    the tree (their own where it lies higher), "group" the position group. papers, hall: how much an answer on a paper
    and one in a hall count, in percent; 0: not at all.
    Errors: ValueError where nothing is asked for, or something that does not exist.
    """

    contests: tuple[int, ...]
    parts: Parts = "topic"
    people: str = UNIT
    papers: int = 100
    hall: int = 0

    def __post_init__(self) -> None:
        if not self.contests or len(set(self.contests)) < len(self.contests):
            raise ValueError("contests")
        if self.parts not in PARTS:
            raise ValueError("parts")
        if self.people not in (UNIT, GROUP) and self.level is None:
            raise ValueError("people")
        if not (0 <= self.papers <= 100 and 0 <= self.hall <= 100 and self.papers + self.hall):
            raise ValueError("weights")

    @property
    def level(self) -> int | None:
        """Return the depth in the tree of units, None where people are not parted by it."""
        depth = self.people.removeprefix(LEVEL)
        return int(depth) if self.people.startswith(LEVEL) and depth.isdecimal() else None

    @property
    def counts(self) -> dict[str, float]:
        """Return the weight of an answer by the manner in which it was given, those that count only."""
        by_mode = {"self_paced": self.papers / 100, "live": self.hall / 100}
        return {mode: weight for mode, weight in by_mode.items() if weight}

    @property
    def plain(self) -> "Cut":
        """Return the same with weights in their lowest terms: one manner alone counts whole."""
        if self.papers and self.hall:
            return self
        return replace(self, papers=100 if self.papers else 0, hall=100 if self.hall else 0)

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "contests": list(self.contests)}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Cut":
        return cls(**{**kept, "contests": tuple(kept["contests"])})
