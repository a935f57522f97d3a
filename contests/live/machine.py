"""The state machine of a live round: round × command × now → new round. It knows no database and no clock.

    lobby → question → answering → closed → revealed → board → question … → finished

Every command carries the version that the host saw, so that two presses, or two devices,
move the round on once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum


class State(StrEnum):
    LOBBY = "lobby"
    QUESTION = "question"
    ANSWERING = "answering"
    CLOSED = "closed"
    REVEALED = "revealed"
    BOARD = "board"
    FINISHED = "finished"

    @property
    def shows_key(self) -> bool:
        """Whether the right answer may leave the server."""
        return self in (State.REVEALED, State.BOARD, State.FINISHED)


class Command(StrEnum):
    OPEN = "open"  # show the stem of the next question
    START = "start"  # show the choices and let people answer
    CLOSE = "close"
    REVEAL = "reveal"
    BOARD = "board"
    FINISH = "finish"
    RERUN = "rerun"  # play the same question again; earlier answers to it no longer count
    EXTEND = "extend"


ARROWS: Mapping[Command, tuple[frozenset[State], State]] = {
    Command.OPEN: (frozenset({State.LOBBY, State.REVEALED, State.BOARD}), State.QUESTION),
    Command.START: (frozenset({State.QUESTION}), State.ANSWERING),
    Command.CLOSE: (frozenset({State.ANSWERING}), State.CLOSED),
    Command.REVEAL: (frozenset({State.CLOSED}), State.REVEALED),
    Command.BOARD: (frozenset({State.REVEALED}), State.BOARD),
    Command.FINISH: (frozenset({State.REVEALED, State.BOARD}), State.FINISHED),
    Command.RERUN: (frozenset({State.CLOSED, State.REVEALED}), State.QUESTION),
    Command.EXTEND: (frozenset({State.ANSWERING}), State.ANSWERING),
}
EXTENSION = timedelta(seconds=15)
# An answer given in time may travel this long; the same for everybody, and published.
GRACE = timedelta(seconds=1)


class Refused(Exception):
    """A command that changes nothing."""


class StaleVersion(Refused):
    """The host saw an older round than the one there is."""


class WrongState(Refused):
    """The command does not lead anywhere from here, or there is no further question."""


@dataclass(frozen=True)
class Round:
    """seconds: of each question, in order. position: of the current one, from 1; 0 before the first.

    run: how many times the current question has been opened. opened_at, closes_at: while answering, and after.
    """

    state: State
    version: int
    position: int
    run: int
    seconds: tuple[int, ...]
    opened_at: datetime | None = None
    closes_at: datetime | None = None

    @property
    def is_last(self) -> bool:
        return self.position >= len(self.seconds)

    def accepts(self, received_at: datetime) -> bool:
        """Say whether an answer that reached the server at `received_at` is in time."""
        if self.state is not State.ANSWERING or self.opened_at is None or self.closes_at is None:
            return False
        return self.opened_at <= received_at <= self.closes_at + GRACE


def settle(live: Round, now: datetime) -> Round:
    """Return `live` as the clock alone has moved it: answering ends when its time and the grace are over."""
    if live.state is State.ANSWERING and live.closes_at is not None and now > live.closes_at + GRACE:
        return replace(live, state=State.CLOSED, version=live.version + 1)
    return live


def apply(live: Round, command: Command, *, expected: int, now: datetime) -> Round:
    """Return the round after `command`. `expected`: the version that the host saw.

    Raises StaleVersion or WrongState. The caller settles the round by the clock first.
    """
    if expected != live.version:
        raise StaleVersion(live.version)
    allowed, target = ARROWS[command]
    if live.state not in allowed or (command is Command.OPEN and live.is_last):
        raise WrongState(live.state)
    moved = replace(live, state=target, version=live.version + 1)
    match command:
        case Command.OPEN:
            return replace(moved, position=live.position + 1, run=1, opened_at=None, closes_at=None)
        case Command.RERUN:
            return replace(moved, run=live.run + 1, opened_at=None, closes_at=None)
        case Command.START:
            return replace(moved, opened_at=now, closes_at=now + timedelta(seconds=live.seconds[live.position - 1]))
        case Command.EXTEND if live.closes_at is not None:
            return replace(moved, closes_at=max(live.closes_at, now) + EXTENSION)
        case Command.CLOSE:
            return replace(moved, closes_at=now)
    return moved


def next_command(live: Round) -> Command | None:
    """Return what the host's one button does now; None when the round is over."""
    usual = {
        State.LOBBY: Command.OPEN,
        State.QUESTION: Command.START,
        State.ANSWERING: Command.CLOSE,
        State.CLOSED: Command.REVEAL,
        State.REVEALED: Command.BOARD,
        State.BOARD: Command.FINISH if live.is_last else Command.OPEN,
    }
    return usual.get(live.state)
