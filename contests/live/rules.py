"""The rules of a live round: every setting that decides a result or moves the round, read strictly, told to players."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from contests.live.bell import BellRule
from contests.live.cards import CardRule
from contests.live.known import Pace
from contests.live.scoring import TEAM_RULES, Scoring, TeamRule
from contests.live.states import Manner
from contests.settings import Reader, RulesError, flag, names, one_of, read_settings, whole

LONGEST_WAIT = 60  # seconds
LONGEST_PACED = 180  # minutes
MOST_HALLS, LONGEST_HALL = 12, 60
Play = Literal["all", "bell", "paced"]
PLAYS: tuple[Play, ...] = ("all", "bell", "paced")


@dataclass(frozen=True, slots=True)
class LiveRules:
    """change: whether an answer may be changed until the close; else the first one stands. one_by_one: whether the host
    shows the choices singly. share: percent of the connected phones that must have a question before its clock
    starts, 0: it starts at once; wait: seconds that it waits for them at most. early: whether a question closes by
    itself when everybody connected has answered. nicknames: whether players may choose the name that is shown; the
    host approves it. teams: how units are ranked by their members' points; where it is "captain", only one phone of
    each unit answers. play: how the questions are answered. bell: how one with the bell goes; it serves one that parts
    those who are level as well. minutes: for all questions that everybody answers at their own pace. cards: what a
    player may stake or take as help. knockout: whether who is wrong or silent is out from the next question on;
    rescues: how often all who are out may come back. halls: where people sit, in several towns perhaps, who follow one
    round; each player says in which, and the halls are ranked by the mean of their players' points.
    """

    scoring: Scoring = field(default_factory=Scoring)
    change: bool = True
    one_by_one: bool = False
    share: int = 0
    wait: int = 5
    early: bool = False
    nicknames: bool = False
    teams: TeamRule = "mean"
    play: Play = "all"
    bell: BellRule = field(default_factory=BellRule)
    minutes: int = 10
    cards: CardRule = field(default_factory=CardRule)
    knockout: bool = False
    rescues: int = 0
    halls: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.knockout and self.play != "all":
            raise RulesError("knockout", "needs questions that all answer together")

    @property
    def manner(self) -> Manner:
        """How the questions of the round are answered."""
        return Manner(self.play)

    @property
    def captains(self) -> bool:
        """Whether only one phone of each unit answers."""
        return self.teams == "captain"

    @property
    def pace(self) -> Pace:
        """What of it moves the round."""
        rescues = self.rescues if self.knockout else 0
        personal = self.captains or self.knockout or self.cards != CardRule()
        return Pace(self.one_by_one, self.share, self.wait, self.early, self.bell, self.minutes, rescues, personal)

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
    "play": one_of(PLAYS),
    "bell": lambda name, given: BellRule.from_json(given, name),
    "minutes": whole(LONGEST_PACED),
    "cards": lambda name, given: CardRule.from_json(given, name),
    "knockout": flag,
    "rescues": whole(60, 0),
    "halls": names(MOST_HALLS, LONGEST_HALL),
}
