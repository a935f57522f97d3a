"""Where a live round can stand and which command leads from where to where: the whole drawing, as data.

lobby → question (choices one by one) → [arriving] → answering ⇄ paused → closed → revealed → board → question … → finished
             └────────────── skip ──────────────→ skipped → question …
A question with the bell:        … → [arriving] → bell ⇄ held → closed …
Everybody at their own pace:                lobby → paced ⇄ paused → closed …
"""  # noqa: E501  # a drawing

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    LOBBY = "lobby"
    QUESTION = "question"  # the stem, and as many choices as the host has shown
    ARRIVING = "arriving"  # all choices are on their way to the phones; the clock has not started
    ANSWERING = "answering"
    BELL = "bell"  # who wants to answer rings
    HELD = "held"  # one who rang has the word; the question's own clock stands
    PACED = "paced"  # everybody answers all questions at their own pace
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
        return self.shows_key

    @property
    def shows_choices(self) -> bool:
        """Whether every choice is on the screens."""
        return self not in (State.LOBBY, State.QUESTION, State.SKIPPED, State.PACED)

    @property
    def is_open(self) -> bool:
        """Whether the current question has been shown and is not yet closed."""
        return self in _OPEN

    @property
    def is_running(self) -> bool:
        """Whether the clock of the current question runs."""
        return self in _RUNNING


_RUNNING = (State.ANSWERING, State.BELL, State.PACED)
_OPEN = (State.QUESTION, State.ARRIVING, *_RUNNING, State.HELD, State.PAUSED)


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
    GO = "go"  # start the time in which everybody goes on at their own pace
    RIGHT = "right"  # who holds the bell has answered right
    WRONG = "wrong"
    RECALL = "recall"  # take the last verdict at the bell back
    REOPEN = "reopen"  # answers were closed too early: give the time that was left
    EXTRA = "extra"  # one more question, with the bell, for those who are level
    RESCUE = "rescue"  # who is out plays on from the next question
    RETURN = "return"  # finished too early: back to the board


class Manner(StrEnum):
    """How a question is answered."""

    ALL = "all"  # by everybody, in one time
    BELL = "bell"  # by whoever rings first
    PACED = "paced"  # by everybody, when they come to it


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
_RUNS = frozenset(_RUNNING)
_AFTER_WORD = frozenset({State.HELD, State.BELL, State.CLOSED})
_BETWEEN = (State.REVEALED, State.BOARD, State.SKIPPED)
ARROWS: Mapping[Command, Arrows] = {
    Command.OPEN: _to(State.QUESTION, State.LOBBY, *_BETWEEN),
    Command.CHOICE: _stay(State.QUESTION),
    Command.START: {State.QUESTION: frozenset({State.ARRIVING, State.ANSWERING, State.BELL})},
    Command.BEGIN: {State.ARRIVING: frozenset({State.ANSWERING, State.BELL})},
    Command.GO: _to(State.PACED, State.LOBBY),
    Command.PAUSE: _to(State.PAUSED, *_RUNNING, State.HELD),
    Command.RESUME: {State.PAUSED: _RUNS | {State.HELD}},
    Command.EXTEND: _stay(*_RUNNING, State.PAUSED),
    Command.CLOSE: _to(State.CLOSED, *_RUNNING, State.HELD, State.PAUSED),
    Command.REOPEN: {State.CLOSED: _RUNS},
    Command.RIGHT: _to(State.CLOSED, State.HELD),
    Command.WRONG: {State.HELD: _AFTER_WORD},
    Command.RECALL: _to(State.HELD, *_AFTER_WORD),
    Command.REVEAL: _to(State.REVEALED, State.CLOSED),
    Command.BOARD: _to(State.BOARD, State.REVEALED),
    Command.SKIP: _to(State.SKIPPED, *(state for state in _OPEN if state is not State.PACED)),
    Command.RERUN: _to(State.QUESTION, State.CLOSED, State.REVEALED, State.SKIPPED),
    Command.VOID: _stay(*_NOT_FINISHED),
    Command.RESTORE: _stay(*_NOT_FINISHED),
    Command.LOCK: _stay(*_NOT_FINISHED),
    Command.UNLOCK: _stay(*_NOT_FINISHED),
    Command.EXTRA: _stay(*_BETWEEN),
    Command.RESCUE: _stay(State.CLOSED, *_BETWEEN),
    Command.FINISH: _to(State.FINISHED, *_BETWEEN),
    Command.RETURN: _to(State.BOARD, State.FINISHED),
}
CLOCK: Arrows = {  # where time alone leads
    State.ARRIVING: frozenset({State.ANSWERING, State.BELL}),
    State.ANSWERING: frozenset({State.CLOSED}),
    State.PACED: frozenset({State.CLOSED}),
    State.BELL: frozenset({State.HELD, State.CLOSED, State.BELL}),
    State.HELD: _AFTER_WORD,
}


def check(arrows: Mapping[Command, Arrows], clock: Arrows) -> None:
    """Raise ValueError where a command has no arrow, or a state cannot be reached, or not be left for the end."""
    onward: dict[State, set[State]] = {state: set(clock.get(state, ())) for state in State}
    for command in Command:
        if not arrows.get(command):
            raise ValueError(f"{command} leads nowhere")
        for source, targets in arrows[command].items():
            onward[source] |= targets
    if onward[State.FINISHED] - {State.BOARD}:  # where a finish pressed too early is taken back
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
