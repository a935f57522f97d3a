"""How units (cơ quan, đơn vị) are ranked: who counts, which units have a place, and what decides it.

A figure is compared as it is published: percentages and means have two decimals, half rounded up.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any, Literal

from contests.settings import Reader, RulesError, flag, one_of, read_settings, some_of, whole

Listing = Literal["none", "contest", "round"]
UnitKey = Literal[
    "rate", "mean", "mean_roster", "mean_best", "sum", "took_part", "all_correct", "formula", "completed"
]  # fmt: skip
Part = Literal["rate", "score", "score_roster", "all_correct", "all_correct_roster"]
UnitTies = Literal["share", "board"]

LISTINGS: tuple[Listing, ...] = ("none", "contest", "round")
UNIT_KEYS: tuple[UnitKey, ...] = (
    "rate", "mean", "mean_roster", "mean_best", "sum", "took_part", "all_correct", "formula", "completed",
)  # fmt: skip
PARTS: tuple[Part, ...] = ("rate", "score", "score_roster", "all_correct", "all_correct_roster")
UNIT_TIES: tuple[UnitTies, ...] = ("share", "board")
NEED_ROSTER = frozenset({"rate", "mean_roster", "score_roster", "all_correct_roster"})
WHOLE = 10_000  # 100 %, in hundredths of a percent
MOST_PEOPLE, MOST_BANDS, MOST_WEIGHT = 1_000_000, 6, 1000


@dataclass(frozen=True, slots=True)
class Band:
    """What a unit of fewer than `below` people must reach to have a place; below 0: of any further size.

    rate: participation in hundredths of a percent. count: how many must take part. Reaching it is enough; 0: nothing.
    """

    below: int
    rate: int = 0
    count: int = 0


@dataclass(frozen=True, slots=True)
class Weight:
    """A part of the formula, which is the mean of its parts' percentages by their weights.

    of: "rate", those who took part in the roster; "score", the points won in those that could be won by who took part;
    "all_correct", people with everything right in those who took part; "…_roster", the same of the whole roster.
    """

    of: Part
    weight: int


@dataclass(frozen=True, slots=True)
class UnitRules:
    """What decides the places of units.

    roster: whether there is a list of each unit's people, frozen at opening: none, one for the contest, or one for each
    round (the contest as a whole then counts by that of its last round). Who is exempted stands in neither number.
    bands: by size, smallest first; empty: every unit has a place. score_above: hundredths of a percent that the points
    won, in those that could be won, must pass; 0: no condition. blocks: every block (khối) has places and prizes of its
    own. keys: most important first. best: how many people's results "mean_best" takes; who is missing counts 0.
    weights: of "formula". ties: units equal in every key "share" the place or wait for the "board".
    """

    roster: Listing = "none"
    bands: tuple[Band, ...] = ()
    score_above: int = 0
    blocks: bool = False
    keys: tuple[UnitKey, ...] = ("mean", "took_part")
    best: int = 0
    weights: tuple[Weight, ...] = ()
    ties: UnitTies = "share"

    def band_of(self, size: int) -> Band | None:
        """Return what a unit of so many people must reach; None: nothing."""
        return next((band for band in self.bands if not band.below or size < band.below), None)

    @property
    def needs_roster(self) -> bool:
        """Whether places cannot be told without knowing how many people a unit has."""
        named = {*self.keys, *(weight.of for weight in self.weights)}
        return bool(named & NEED_ROSTER) or any(band.rate or band.below for band in self.bands)

    @classmethod
    def from_json(cls, given: object, field: str = "units") -> "UnitRules":
        """Return the rules that `given` (parsed JSON) states. Raises RulesError for anything but exactly that."""
        try:
            read = cls(**read_settings(given, _READERS))
            _check(read)
        except RulesError as error:
            raise RulesError(f"{field}.{error.field}", error.problem) from error
        return read

    def to_json(self) -> dict[str, Any]:
        """Return plain values from which `from_json` makes equal rules."""
        return asdict(self) | {
            "bands": [asdict(band) for band in self.bands],
            "keys": list(self.keys),
            "weights": [asdict(weight) for weight in self.weights],
        }


def _check(rules: UnitRules) -> None:
    if rules.needs_roster and rules.roster == "none":
        raise RulesError("roster", "must be kept where the rules count against it")
    if ("formula" in rules.keys) != bool(rules.weights):
        raise RulesError("weights", "must be given with the key formula, and with no other")
    if ("mean_best" in rules.keys) != bool(rules.best):
        raise RulesError("best", "must be given with the key mean_best, and with no other")


def _bands(field: str, given: object) -> tuple[Band, ...]:
    read = tuple(Band(**each) for each in _lines(field, given, _BAND_READERS, MOST_BANDS))
    if read and read[-1].below:
        raise RulesError(field, "must end with a band for every further size (below 0)")
    if any(later.below and later.below <= before.below for before, later in pairwise(read)):
        raise RulesError(field, "must go from small units to large")
    if any(not band.below for band in read[:-1]):
        raise RulesError(field, "has a band after the one for every further size")
    return read


def _weights(field: str, given: object) -> tuple[Weight, ...]:
    read = tuple(Weight(**each) for each in _lines(field, given, _WEIGHT_READERS, len(PARTS)))
    if len({weight.of for weight in read}) != len(read):
        raise RulesError(field, "names a part twice")
    return read


def _lines(field: str, given: object, readers: Mapping[str, Reader], most: int) -> list[dict[str, Any]]:
    if not isinstance(given, list | tuple) or len(given) > most:
        raise RulesError(field, f"must be a list of at most {most} lines")
    return [read_settings(line, readers, of=f"{field}.{place}") for place, line in enumerate(given)]


_BAND_READERS: dict[str, Reader] = {
    "below": whole(MOST_PEOPLE, 0), "rate": whole(WHOLE, 0), "count": whole(MOST_PEOPLE, 0),
}  # fmt: skip
_WEIGHT_READERS: dict[str, Reader] = {"of": one_of(PARTS), "weight": whole(MOST_WEIGHT)}
_READERS: dict[str, Reader] = {
    "roster": one_of(LISTINGS),
    "bands": _bands,
    "score_above": whole(WHOLE - 1, 0),
    "blocks": flag,
    "keys": some_of(UNIT_KEYS),
    "best": whole(MOST_PEOPLE, 0),
    "weights": _weights,
    "ties": one_of(UNIT_TIES),
}
