"""The rules of a live round: every setting that decides a result or moves the round, read strictly, told to players."""

from dataclasses import asdict, dataclass, field
from typing import Any

from contests.live.machine import Pace
from contests.live.scoring import TEAM_RULES, Scoring, TeamRule
from contests.settings import Reader, flag, one_of, read_settings, whole

LONGEST_WAIT = 60  # seconds


@dataclass(frozen=True, slots=True)
class LiveRules:
    """change: whether an answer may be changed until the close; else the first one stands. one_by_one: whether the host
    shows the choices singly. share: percent of the connected phones that must have a question before its clock
    starts, 0: it starts at once; wait: seconds that it waits for them at most. early: whether a question closes by
    itself when everybody connected has answered. nicknames: whether players may choose the name that is shown; the
    host approves it. teams: how units are ranked by their members' points.
    """

    scoring: Scoring = field(default_factory=Scoring)
    change: bool = True
    one_by_one: bool = False
    share: int = 0
    wait: int = 5
    early: bool = False
    nicknames: bool = False
    teams: TeamRule = "mean"

    @property
    def pace(self) -> Pace:
        """What of it moves the round."""
        return Pace(self.one_by_one, self.share, self.wait, self.early)

    @classmethod
    def from_json(cls, given: object) -> "LiveRules":
        """Return the rules that `given` (parsed JSON) states. Raises RulesError for anything but exactly that."""
        return cls(**read_settings(given, _READERS))

    def to_json(self) -> dict[str, Any]:
        """Return plain values from which `from_json` makes equal rules."""
        return asdict(self)


_READERS: dict[str, Reader] = {
    "scoring": lambda name, given: Scoring.from_json(given, name),
    "change": flag,
    "one_by_one": flag,
    "share": whole(100, 0),
    "wait": whole(LONGEST_WAIT),
    "early": flag,
    "nicknames": flag,
    "teams": one_of(TEAM_RULES),
}
