"""A live round as its rules know it: where it stands, its questions, its clock; no database and no clock of its own."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from contests.live.bell import Bell, BellRule
from contests.live.states import Fate, Manner, State

# An answer given in time may travel this long; the same for everybody, and published.
GRACE = timedelta(seconds=1)


@dataclass(frozen=True)
class Pace:
    """What of a round's rules moves it. share: percent of the connected phones that must have a question before its
    clock starts, 0: it starts at once; wait: seconds that it waits for them at most. early: whether a question
    closes when everybody connected has answered. one_by_one: whether the one button shows choices singly. bell: how a
    question with the bell goes. minutes: for all questions that everybody answers at their own pace. rescues: how often
    those who are out may come back. personal: whether the rules tell players apart: captains, cards or a knockout.
    """

    one_by_one: bool = False
    share: int = 0
    wait: int = 5
    early: bool = False
    bell: BellRule = field(default_factory=BellRule)
    minutes: int = 10
    rescues: int = 0
    personal: bool = False


@dataclass(frozen=True)
class Step:
    """A question of the round. choices: how many it offers."""

    seconds: int
    choices: int = 4
    fate: Fate = Fate.COUNTS
    manner: Manner = Manner.ALL


@dataclass(frozen=True)
class Round:
    """position: of the current question, from 1; 0 before the first; while everybody goes on at their own pace, of the
    last of those. run: how many times it has been opened.

    shown: how many of its choices are on the screens. starts_by: when its clock starts at the latest, while arriving.
    opened_at: when answering opened. closes_at: when its time is over, moved on by every pause; once closed, the last
    moment at which an answer could arrive. left: the time that was left when it was closed before its end; None where
    it was not. pauses: since it opened, each from when to when; the last may still go on. rescues: questions after
    which those who were out came back.
    """

    state: State
    version: int
    position: int
    run: int
    steps: tuple[Step, ...]
    pace: Pace = Pace()
    shown: int = 0
    starts_by: datetime | None = None
    opened_at: datetime | None = None
    closes_at: datetime | None = None
    pauses: tuple[tuple[datetime, datetime | None], ...] = ()
    locked: bool = False
    left: timedelta | None = None
    bell: Bell = field(default_factory=Bell)
    rescues: tuple[int, ...] = ()

    @property
    def is_last(self) -> bool:
        return self.position >= len(self.steps)

    @property
    def step(self) -> Step | None:
        """The current question; None before the first."""
        return self.steps[self.position - 1] if self.position else None

    @property
    def manner(self) -> Manner:
        """How the current question is answered; before the first, how that one will be."""
        return self.steps[max(self.position, 1) - 1].manner if self.steps else Manner.ALL

    @property
    def runs_in(self) -> State:
        """The state in which the clock of the current question runs."""
        return {Manner.ALL: State.ANSWERING, Manner.BELL: State.BELL, Manner.PACED: State.PACED}[self.manner]

    @property
    def paused_at(self) -> datetime | None:
        """Since when it is paused; None while it is not."""
        return self.pauses[-1][0] if self.state is State.PAUSED and self.pauses else None

    @property
    def stands_at(self) -> datetime | None:
        """Since when the clock of the question stands, in a pause or while somebody holds the bell."""
        return self.bell.since or self.paused_at

    def has_closed(self, position: int) -> bool:
        """Say whether this question has been played and takes no answers now."""
        if not 1 <= position <= self.position:
            return False
        current = position == self.position or self.manner is self.steps[position - 1].manner is Manner.PACED
        return not (current and self.state.is_open)

    def moved(self, target: State) -> "Round":
        """Return the round one step on, in `target`."""
        return replace(self, state=target, version=self.version + 1)

    def with_fate(self, position: int, fate: Fate) -> "Round":
        steps = list(self.steps)
        steps[position - 1] = replace(steps[position - 1], fate=fate)
        return replace(self, steps=tuple(steps))
