"""The bell of a question ("bấm chuông"): who rang in which order, who holds it, who has had their turn.

Rings count in the order in which the server received them; the database's order parts two of one microsecond. Since one
that came first may be kept last, the bell is given `GATHER` after the first ring that is known. It knows no database
and no clock.
"""

from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from contests.settings import Reader, one_of, read_settings, whole

GATHER = timedelta(milliseconds=200)  # how long one ring waits for others that the server got earlier
LEAST = timedelta(seconds=5)  # left to the others when the bell is open again
MOST_POINTS = 100_000
LONGEST_TURN = 120  # seconds


class FalseStart(StrEnum):
    """What becomes of a ring before the clock starts."""

    NOTHING = "nothing"  # it does not count; ring again
    OUT = "out"  # no ring of this player counts for this question
    WAIT = "wait"  # none counts for some seconds after the start


class Passes(StrEnum):
    """What becomes of the bell when its holder was wrong or silent."""

    NEXT = "next"  # to who rang next; open again when nobody waits
    OPEN = "open"  # open again to all who have not had their turn
    END = "end"  # the question is over


class Outcome(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class BellRule:
    """points: for a right answer. penalty: what a wrong answer, or none, takes from who holds the bell. seconds: they
    have to answer. wait: seconds after the start for which a false start shuts out, where it does so for a while.
    """

    points: int = 10
    penalty: int = 0
    seconds: int = 15
    false_start: str = FalseStart.NOTHING
    wait: int = 3
    passes: str = Passes.NEXT

    @classmethod
    def from_json(cls, given: object, name: str = "bell") -> "BellRule":
        """Return the rule that `given` (parsed JSON) states. Raises RulesError for anything but exactly that."""
        return cls(**read_settings(given, _READERS, of=name))

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


_READERS: dict[str, Reader] = {
    "points": whole(MOST_POINTS),
    "penalty": whole(MOST_POINTS, 0),
    "seconds": whole(LONGEST_TURN),
    "false_start": one_of(tuple(FalseStart)),
    "wait": whole(30),
    "passes": one_of(tuple(Passes)),
}


@dataclass(frozen=True, slots=True)
class Ring:
    """One ring. at: when the server got it. opening: the how-manyth time that the bell was open; 0: a false start.

    key: of its row.
    """

    player: int
    at: datetime
    opening: int
    outcome: Outcome | None = None
    ruled_at: datetime | None = None
    key: int = 0


@dataclass(frozen=True, slots=True)
class Bell:
    """The bell of the current question. opening: how many times it has been opened. rings: in the order that decides.

    decides_at: when it is given to whoever rang first. holder: whose it is, since when, and until when they may answer.
    """

    opening: int = 0
    rings: tuple[Ring, ...] = field(default=())
    decides_at: datetime | None = None
    holder: int | None = None
    since: datetime | None = None
    until: datetime | None = None

    @property
    def waiting(self) -> tuple[Ring, ...]:
        """Rings of this opening that have not had their turn, in order; the holder's is among them."""
        return tuple(ring for ring in self.rings if ring.opening == self.opening > 0 and ring.outcome is None)

    @property
    def last_ruled(self) -> Ring | None:
        """The ring that was judged last."""
        ruled = [ring for ring in self.rings if ring.ruled_at is not None]
        return max(ruled, key=lambda ring: ring.ruled_at or ring.at, default=None)

    def has_had_turn(self, player: int) -> bool:
        return any(ring.player == player and ring.outcome for ring in self.rings)

    def started_falsely(self, player: int) -> bool:
        return any(ring.player == player and ring.opening == 0 for ring in self.rings)

    def opened(self) -> "Bell":
        """Return the bell open to all, once more."""
        return replace(self.released(), opening=self.opening + 1, decides_at=None)

    def released(self) -> "Bell":
        return replace(self, holder=None, since=None, until=None)

    def given(self, player: int, rule: BellRule, at: datetime) -> "Bell":
        """Return the bell held by `player` from `at` on."""
        until = at + timedelta(seconds=rule.seconds)
        return replace(self, holder=player, since=at, until=until, decides_at=None)

    def ruled(self, outcome: Outcome, at: datetime) -> "Bell":
        """Return the bell with the turn of its holder judged."""
        mine = next(ring for ring in self.waiting if ring.player == self.holder)
        done = replace(mine, outcome=outcome, ruled_at=at)
        return replace(self.released(), rings=tuple(done if ring is mine else ring for ring in self.rings))

    def recalled(self, ring: Ring, rule: BellRule, at: datetime) -> "Bell":
        """Return the bell with the verdict on `ring` taken back: its player holds it again, with their full time.

        Who was given it since goes back to waiting.
        """
        again = replace(ring, outcome=None, ruled_at=None, opening=self.opening)
        rings = tuple(again if known is ring else known for known in self.rings)
        return replace(self, rings=rings).given(ring.player, rule, at)

    def moved_on(self, by: timedelta) -> "Bell":
        """Return the bell after a pause: what was to come comes so much later."""
        return replace(
            self,
            decides_at=self.decides_at and self.decides_at + by,
            since=self.since and self.since + by,
            until=self.until and self.until + by,
        )
