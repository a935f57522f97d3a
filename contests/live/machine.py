"""The state machine of a live round: round × command × now → new round. It knows no database and no clock.

Every command carries the version that the host saw, so that two presses, or two devices,
move the round on once. Where each command leads stands in `states.ARROWS`.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from contests.live.states import ARROWS, Command, Fate, State

EXTENSION = timedelta(seconds=15)
# An answer given in time may travel this long; the same for everybody, and published.
GRACE = timedelta(seconds=1)
HALF = 2  # a question closes early only while at least one in so many of those who joined is connected


class Refused(Exception):
    """A command that changes nothing."""


class StaleVersion(Refused):
    """The host saw an older round than the one there is."""


class WrongState(Refused):
    """The command does not lead anywhere from here."""


class NoFurtherQuestion(Refused):
    """The last question has been played."""


class NotPlayed(Refused):
    """Only a question that has been closed can be voided, and only a voided one restored."""


class AsBefore(Refused):
    """The round is so already: every choice is shown, or the lobby is locked, or open."""


@dataclass(frozen=True)
class Pace:
    """What of a round's rules moves it. share: percent of the connected phones that must have a question before its
    clock starts, 0: it starts at once; wait: seconds that it waits for them at most. early: whether a question
    closes when everybody connected has answered. one_by_one: whether the one button shows choices singly.
    """

    one_by_one: bool = False
    share: int = 0
    wait: int = 5
    early: bool = False


@dataclass(frozen=True)
class Step:
    """A question of the round. choices: how many it offers."""

    seconds: int
    choices: int = 4
    fate: Fate = Fate.COUNTS


@dataclass(frozen=True)
class Round:
    """position: of the current question, from 1; 0 before the first. run: how many times it has been opened.

    shown: how many of its choices are on the screens. starts_by: when its clock starts at the latest, while arriving.
    opened_at: when answering opened. closes_at: when its time is over, moved on by every pause; once closed, the last
    moment at which an answer could arrive. pauses: since it opened, each from when to when; the last may still go on.
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

    @property
    def is_last(self) -> bool:
        return self.position >= len(self.steps)

    @property
    def step(self) -> Step | None:
        """The current question; None before the first."""
        return self.steps[self.position - 1] if self.position else None

    @property
    def paused_at(self) -> datetime | None:
        """Since when it is paused; None while it is not."""
        return self.pauses[-1][0] if self.state is State.PAUSED and self.pauses else None

    def with_fate(self, position: int, fate: Fate) -> "Round":
        steps = list(self.steps)
        steps[position - 1] = replace(steps[position - 1], fate=fate)
        return replace(self, steps=tuple(steps))


def settle(live: Round, now: datetime) -> Round:
    """Return `live` as the clock alone has moved it: waiting for phones has an end, and so has answering."""
    if live.state is State.ARRIVING and live.starts_by is not None and now >= live.starts_by:
        live = _begun(_moved(live, State.ANSWERING), live.starts_by)
    if live.state is State.ANSWERING and live.closes_at is not None and now > live.closes_at + GRACE:
        live = replace(_moved(live, State.CLOSED), closes_at=live.closes_at + GRACE)
    return live


def notice(live: Round, *, joined: int, connected: int, reached: int, waiting: int, now: datetime) -> Round:
    """Return `live` as the phones have moved it.

    Of the `connected` players, `reached` have the question and `waiting` have not answered it; `joined` in all.
    """
    if live.state is State.ARRIVING and connected and reached * 100 >= live.pace.share * connected:
        return _begun(_moved(live, State.ANSWERING), now)
    enough = connected > 0 and connected * HALF >= joined
    if live.state is State.ANSWERING and live.pace.early and enough and not waiting:
        return replace(_moved(live, State.CLOSED), closes_at=now)
    return live


def apply(live: Round, command: Command, *, expected: int, now: datetime, position: int | None = None) -> Round:
    """Return the round after `command`. `expected`: the version that the host saw.

    position: of the question to void or restore; the current one where none is given. The caller settles the
    round by the clock first. Raises StaleVersion, WrongState, NoFurtherQuestion, NotPlayed or AsBefore.
    """
    if expected != live.version:
        raise StaleVersion(live.version)
    if live.state not in ARROWS[command]:
        raise WrongState(live.state)
    (target, *more) = sorted(ARROWS[command][live.state])
    if more:  # only starting has two ends: the clock waits for the phones, or does not
        target = State.ARRIVING if live.pace.share else State.ANSWERING
    moved = _moved(live, target)
    match command:
        case Command.OPEN:
            return _opened(moved)
        case Command.CHOICE:
            return _choice_shown(moved)
        case Command.START:
            return _started(moved, now)
        case Command.BEGIN:
            return _begun(moved, now)
        case Command.PAUSE:
            return replace(moved, pauses=(*live.pauses, (now, None)))
        case Command.RESUME:
            return _resumed(moved, live.paused_at, now)
        case Command.EXTEND:
            return _extended(moved, live.paused_at or now)
        case Command.CLOSE:
            return replace(moved, closes_at=live.paused_at or now)
        case Command.SKIP:
            return _cleared(moved).with_fate(live.position, Fate.SKIPPED)
        case Command.RERUN:
            return replace(_cleared(moved), run=live.run + 1).with_fate(live.position, Fate.COUNTS)
        case Command.VOID:
            return _judged(moved, position, Fate.COUNTS, Fate.VOIDED)
        case Command.RESTORE:
            return _judged(moved, position, Fate.VOIDED, Fate.COUNTS)
        case Command.LOCK | Command.UNLOCK:
            return _locked(moved, command is Command.LOCK)
    return moved


def next_command(live: Round) -> Command | None:
    """Return what the host's one button does now; None when the round is over."""
    onward = Command.FINISH if live.is_last else Command.OPEN
    if live.state is State.QUESTION and live.pace.one_by_one and live.step and live.shown < live.step.choices:
        return Command.CHOICE
    usual = {
        State.LOBBY: Command.OPEN,
        State.QUESTION: Command.START,
        State.ARRIVING: Command.BEGIN,
        State.ANSWERING: Command.CLOSE,
        State.PAUSED: Command.RESUME,
        State.CLOSED: Command.REVEAL,
        State.REVEALED: Command.BOARD,
        State.BOARD: onward,
        State.SKIPPED: onward,
    }
    return usual.get(live.state)


def possible(live: Round) -> frozenset[Command]:
    """Return the commands that have an arrow from here and change something."""
    found = {command for command, arrows in ARROWS.items() if live.state in arrows}
    found.discard(Command.LOCK if live.locked else Command.UNLOCK)
    if live.is_last:
        found.discard(Command.OPEN)
    if live.step is None or live.shown >= live.step.choices:
        found.discard(Command.CHOICE)
    for command, fate in ((Command.VOID, Fate.COUNTS), (Command.RESTORE, Fate.VOIDED)):
        if live.step is None or live.state.is_open or live.step.fate is not fate:
            found.discard(command)
    return frozenset(found)


def _moved(live: Round, target: State) -> Round:
    return replace(live, state=target, version=live.version + 1)


def _cleared(live: Round) -> Round:
    """Take the clock away."""
    return replace(live, shown=0, starts_by=None, opened_at=None, closes_at=None, pauses=())


def _opened(live: Round) -> Round:
    if live.is_last:
        raise NoFurtherQuestion
    return replace(_cleared(live), position=live.position + 1, run=1)


def _choice_shown(live: Round) -> Round:
    if live.step is None or live.shown >= live.step.choices:
        raise AsBefore
    return replace(live, shown=live.shown + 1)


def _started(live: Round, now: datetime) -> Round:
    shown = live.step.choices if live.step else 0
    if live.state is State.ARRIVING:
        return replace(live, shown=shown, starts_by=now + timedelta(seconds=live.pace.wait))
    return _begun(replace(live, shown=shown), now)


def _begun(live: Round, at: datetime) -> Round:
    seconds = live.step.seconds if live.step else 0
    return replace(live, starts_by=None, opened_at=at, closes_at=at + timedelta(seconds=seconds))


def _resumed(live: Round, paused_at: datetime | None, now: datetime) -> Round:
    if paused_at is None or live.closes_at is None:
        raise WrongState(live.state)
    away = max(now - paused_at, timedelta(0))
    return replace(live, closes_at=live.closes_at + away, pauses=(*live.pauses[:-1], (paused_at, paused_at + away)))


def _extended(live: Round, now: datetime) -> Round:
    if live.closes_at is None:
        raise WrongState(live.state)
    return replace(live, closes_at=max(live.closes_at, now) + EXTENSION)


def _judged(live: Round, position: int | None, before: Fate, after: Fate) -> Round:
    place = live.position if position is None else position
    played = 1 <= place < live.position or (place == live.position > 0 and not live.state.is_open)
    if not played or live.steps[place - 1].fate is not before:
        raise NotPlayed
    return live.with_fate(place, after)


def _locked(live: Round, locked: bool) -> Round:
    if live.locked is locked:
        raise AsBefore
    return replace(live, locked=locked)
