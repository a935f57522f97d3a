"""Where a live round can stand and which command leads from where to where: the whole drawing, as data.

lobby → question (choices one by one) → [arriving] → answering ⇄ paused → closed → revealed → board → question … → finished
             └────────────── skip ──────────────→ skipped → question …
"""  # noqa: E501  # a drawing

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    LOBBY = "lobby"
    QUESTION = "question"  # the stem, and as many choices as the host has shown
    ARRIVING = "arriving"  # all choices are on their way to the phones; the clock has not started
    ANSWERING = "answering"
    PAUSED = "paused"
    CLOSED = "closed"
    REVEALED = "revealed"
    BOARD = "board"
    SKIPPED = "skipped"
    FINISHED = "finished"

    @property
    def shows_key(self) -> bool:
        """Whether the right answer may leave the server."""
        return self in (State.REVEALED, State.BOARD, State.FINISHED)

    @property
    def shows_board(self) -> bool:
        """Whether players may know where they stand."""
        return self in (State.REVEALED, State.BOARD, State.FINISHED)

    @property
    def shows_choices(self) -> bool:
        """Whether every choice is on the screens."""
        return self not in (State.LOBBY, State.QUESTION, State.SKIPPED)

    @property
    def is_open(self) -> bool:
        """Whether the current question has been shown and is not yet closed."""
        return self in (State.QUESTION, State.ARRIVING, State.ANSWERING, State.PAUSED)


class Command(StrEnum):
    OPEN = "open"  # show the stem of the next question
    CHOICE = "choice"  # show one more choice
    START = "start"  # show all choices and let people answer
    BEGIN = "begin"  # start the clock without waiting for more phones
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"
    CLOSE = "close"
    REVEAL = "reveal"
    BOARD = "board"
    SKIP = "skip"  # leave the question out; its key stays in the house
    RERUN = "rerun"  # play the same question again; earlier answers to it no longer count
    VOID = "void"  # take the points of a played question back
    RESTORE = "restore"  # and give them again
    LOCK = "lock"  # nobody new may join
    UNLOCK = "unlock"
    FINISH = "finish"


class Fate(StrEnum):
    """What has become of a question."""

    COUNTS = "counts"
    VOIDED = "voided"
    SKIPPED = "skipped"


Arrows = Mapping[State, frozenset[State]]


def _to(target: State, *sources: State) -> Arrows:
    return {source: frozenset({target}) for source in sources}


def _stay(*states: State) -> Arrows:
    return {state: frozenset({state}) for state in states}


_NOT_FINISHED = tuple(state for state in State if state is not State.FINISHED)
_OPEN = tuple(state for state in State if state.is_open)
ARROWS: Mapping[Command, Arrows] = {
    Command.OPEN: _to(State.QUESTION, State.LOBBY, State.REVEALED, State.BOARD, State.SKIPPED),
    Command.CHOICE: _stay(State.QUESTION),
    Command.START: {State.QUESTION: frozenset({State.ARRIVING, State.ANSWERING})},
    Command.BEGIN: _to(State.ANSWERING, State.ARRIVING),
    Command.PAUSE: _to(State.PAUSED, State.ANSWERING),
    Command.RESUME: _to(State.ANSWERING, State.PAUSED),
    Command.EXTEND: _stay(State.ANSWERING, State.PAUSED),
    Command.CLOSE: _to(State.CLOSED, State.ANSWERING, State.PAUSED),
    Command.REVEAL: _to(State.REVEALED, State.CLOSED),
    Command.BOARD: _to(State.BOARD, State.REVEALED),
    Command.SKIP: _to(State.SKIPPED, *_OPEN),
    Command.RERUN: _to(State.QUESTION, State.CLOSED, State.REVEALED, State.SKIPPED),
    Command.VOID: _stay(*_NOT_FINISHED),
    Command.RESTORE: _stay(*_NOT_FINISHED),
    Command.LOCK: _stay(*_NOT_FINISHED),
    Command.UNLOCK: _stay(*_NOT_FINISHED),
    Command.FINISH: _to(State.FINISHED, State.REVEALED, State.BOARD, State.SKIPPED),
}
CLOCK: Arrows = {  # where time alone leads
    State.ARRIVING: frozenset({State.ANSWERING}),
    State.ANSWERING: frozenset({State.CLOSED}),
}


def check(arrows: Mapping[Command, Arrows], clock: Arrows) -> None:
    """Raise ValueError where a command has no arrow, or a state cannot be reached, or not be left for the end."""
    onward: dict[State, set[State]] = {state: set(clock.get(state, ())) for state in State}
    for command in Command:
        if not arrows.get(command):
            raise ValueError(f"{command} leads nowhere")
        for source, targets in arrows[command].items():
            onward[source] |= targets
    if onward[State.FINISHED]:
        raise ValueError("a finished round goes on")
    if _reached({State.LOBBY}, onward) != set(State):
        raise ValueError("a state is out of reach")
    if any(State.FINISHED not in _reached({state}, onward) for state in State):
        raise ValueError("a round can get stuck")


def _reached(found: set[State], onward: Mapping[State, set[State]]) -> set[State]:
    while more := set().union(*(onward[state] for state in found)) - found:
        found = found | more
    return found


check(ARROWS, CLOCK)
