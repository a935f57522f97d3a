"""Points in a live round, as rules that are shown to the players.

The default puts being right before being fast: a right answer earns at least `floor` of `points`,
and speed is counted in whole seconds, so that a slow network does not decide (compare
docs of Sendsteps and Kahoot, where a right answer always outweighs speed).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from fractions import Fraction
from math import ceil
from typing import Any, Literal

from contests.settings import Reader, RulesError, one_of, read_settings, whole

Mode = Literal["flat", "speed", "none"]
TeamRule = Literal["none", "mean", "online", "roster", "sum", "captain"]
MODES: tuple[Mode, ...] = ("flat", "speed", "none")
TEAM_RULES: tuple[TeamRule, ...] = ("none", "mean", "online", "roster", "sum", "captain")
MOST_POINTS = 100_000
LONGEST_STREAK = 5  # right answers in a row beyond which the bonus grows no more


@dataclass(frozen=True, slots=True)
class Scoring:
    """points: for a right answer at once. floor: for one in the last second, where speed counts. wrong: what a wrong
    answer takes away. streak: what every right answer in a row after the first adds once more. Whole numbers.
    """

    mode: Mode = "speed"
    points: int = 1000
    floor: int = 800
    wrong: int = 0
    streak: int = 0

    def __post_init__(self) -> None:
        if self.floor > self.points:
            raise RulesError("floor", "must not be above points")

    @classmethod
    def from_json(cls, given: object, field: str = "scoring") -> "Scoring":
        """Return the scoring that `given` (parsed JSON) states. Raises RulesError for anything but exactly that."""
        return cls(**read_settings(given, _READERS, of=field))

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


_READERS: dict[str, Reader] = {
    "mode": one_of(MODES),
    "points": whole(MOST_POINTS),
    "floor": whole(MOST_POINTS, 0),
    "wrong": whole(MOST_POINTS, 0),
    "streak": whole(MOST_POINTS, 0),
}


@dataclass(frozen=True, slots=True)
class Given:
    """An answer. fraction: share earned, 0 to 1. elapsed_ms: from the opening to the server's receipt.

    seconds: time allowed.
    """

    fraction: float
    elapsed_ms: int
    seconds: int


def points(scoring: Scoring, given: Given, streak: int = 0) -> int:
    """Return the points of one answer. streak: how many right ones stood directly before it."""
    if scoring.mode == "none":
        return 0
    if given.fraction <= 0:
        return -scoring.wrong
    worth = scoring.points
    if scoring.mode == "speed" and given.seconds:
        late = min(max(ceil(given.elapsed_ms / 1000) - 1, 0), given.seconds)
        worth = scoring.floor + round(Fraction((worth - scoring.floor) * (given.seconds - late), given.seconds))
    bonus = scoring.streak * min(streak, LONGEST_STREAK) if given.fraction >= 1 else 0
    return round(worth * given.fraction) + bonus


def earned(scoring: Scoring, answers: Sequence[Given | None]) -> list[int]:
    """Return a player's points question by question. answers: to those that count, in order; None: none was given.

    A question that was voided or left out is not among them: it neither makes a streak nor breaks one.
    """
    found, streak = [], 0
    for given in answers:
        found.append(points(scoring, given, streak) if given else 0)
        streak = streak + 1 if given and given.fraction >= 1 else 0
    return found


@dataclass(frozen=True, slots=True)
class Played:
    """A question as a team played it. points: of each player who answered. online: whose phone had the question."""

    points: Mapping[int, int]
    online: Collection[int] = ()


def team_points(
    rule: TeamRule, members: Collection[int], played: Sequence[Played], headcount: int | None = None
) -> Fraction:
    """Return the points of a team whose `members` were settled when the round started.

    headcount: people on its roster then; never fewer than those who play for it.

    "mean": over all members. "online": question by question, over the members whose phones had it (silent ones count
    as nothing). "roster": over everybody on its roster. "sum": of all members. "captain": the same, of whom only
    captains have answered. "none": teams are not ranked, and have none.
    """
    if rule == "none" or not members:
        return Fraction(0)
    sums = [sum(question.points.get(member, 0) for member in members) for question in played]
    if rule in ("sum", "captain"):
        return Fraction(sum(sums))
    if rule == "mean":
        return Fraction(sum(sums), len(members))
    if rule == "roster":
        return Fraction(sum(sums), max(headcount or 0, len(members)))
    there = [len(set(members) & (set(question.online) | set(question.points))) for question in played]
    return sum((Fraction(total, count) for total, count in zip(sums, there, strict=True) if count), Fraction(0))
