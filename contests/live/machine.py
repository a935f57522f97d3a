"""The state machine of a live round: round × command × now → new round. It knows no database and no clock.

Every command carries the version that the host saw, so that two presses, or two devices,
move the round on once. Where each command leads stands in `states.ARROWS`.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from contests.live import turns
from contests.live.bell import Bell, Outcome
from contests.live.known import GRACE, Round
from contests.live.states import ARROWS, Command, Fate, Manner, State

EXTENSION = timedelta(seconds=15)
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


class NothingLeft(Refused):
    """The time of the question was over when it closed: there is none to give back."""


def settle(live: Round, now: datetime) -> Round:
    """Return `live` as the clock alone has moved it: waiting for phones has an end, and so has answering."""
    while (after := _by_clock(live, now)) is not live:
        live = after
    return live


def _by_clock(live: Round, now: datetime) -> Round:
    if live.state is State.ARRIVING and live.starts_by is not None and now >= live.starts_by:
        return _begun(live.moved(live.runs_in), live.starts_by)
    timed = live.state in (State.ANSWERING, State.PACED)
    if timed and live.closes_at is not None and now > live.closes_at + GRACE:
        return replace(live.moved(State.CLOSED), closes_at=live.closes_at + GRACE)
    return turns.settled(live, now)


def due_at(live: Round) -> datetime | None:
    """Return when the clock alone will move the round next; None where it will not."""
    match live.state:
        case State.ARRIVING:
            return live.starts_by
        case State.BELL if live.bell.decides_at is not None:
            return live.bell.decides_at
        case State.ANSWERING | State.BELL | State.PACED:
            return live.closes_at and live.closes_at + GRACE
        case State.HELD:
            return turns.silent_from(live.bell)
    return None


def notice(live: Round, *, joined: int, connected: int, reached: int, waiting: int, now: datetime) -> Round:
    """Return `live` as the phones have moved it.

    Of the `connected` players, `reached` have the question and `waiting` have not answered it; `joined` in all.
    """
    if live.state is State.ARRIVING and connected and reached * 100 >= live.pace.share * connected:
        return _begun(live.moved(live.runs_in), now)
    enough = connected > 0 and connected * HALF >= joined
    if live.state is State.ANSWERING and live.pace.early and enough and not waiting:
        return _closed(live.moved(State.CLOSED), now)
    return live


def apply(live: Round, command: Command, *, expected: int, now: datetime, position: int | None = None) -> Round:
    """Return the round after `command`. `expected`: the version that the host saw.

    position: of the question to void or restore; the current one where none is given. The caller settles the
    round by the clock first. Raises StaleVersion, WrongState, NoFurtherQuestion, NotPlayed, AsBefore or NothingLeft.
    """
    if expected != live.version:
        raise StaleVersion(live.version)
    if live.state not in ARROWS[command] or not _has_sense(live, command):
        raise WrongState(live.state)
    moved = live.moved(_target(live, command))
    match command:
        case Command.OPEN:
            return _opened(moved)
        case Command.GO:
            return _gone(moved, now)
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
            return _extended(moved, live.stands_at or now)
        case Command.CLOSE:
            return _closed(moved, live.stands_at or now)
        case Command.REOPEN:
            return _reopened(moved, now)
        case Command.RIGHT:
            return turns.judged(live, Outcome.RIGHT, now)
        case Command.WRONG:
            return turns.judged(live, Outcome.WRONG, now)
        case Command.RECALL:
            return turns.recalled(live, now)
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
        case Command.RESCUE:
            return _rescued(moved)
    return moved


def _target(live: Round, command: Command) -> State:
    """Return where `command` leads from here; where there are several ends, how it is answered says."""
    targets = ARROWS[command][live.state]
    if len(targets) == 1:
        return next(iter(targets))
    if command is Command.START and live.pace.share:
        return State.ARRIVING
    if command is Command.RESUME and live.bell.holder is not None:
        return State.HELD
    return live.runs_in


def _has_sense(live: Round, command: Command) -> bool:
    """Say whether `command` is one for how this question, or the first one, is answered."""
    paced = live.manner is Manner.PACED
    match command:
        case Command.GO:
            return paced
        case Command.OPEN:
            return not (paced and live.state is State.LOBBY)
        case Command.START | Command.BEGIN | Command.SKIP | Command.RERUN:
            return not paced
        case Command.RECALL:
            return turns.can_recall(live)
        case Command.REOPEN:
            return turns.reopens(live)
    return True


def next_command(live: Round) -> Command | None:
    """Return what the host's one button does now; None when the round is over."""
    onward = Command.FINISH if live.is_last else Command.OPEN
    if live.state is State.QUESTION and live.pace.one_by_one and live.step and live.shown < live.step.choices:
        return Command.CHOICE
    usual = {
        State.LOBBY: Command.GO if live.manner is Manner.PACED else Command.OPEN,
        State.QUESTION: Command.START,
        State.ARRIVING: Command.BEGIN,
        State.ANSWERING: Command.CLOSE,
        State.BELL: Command.CLOSE,
        State.PACED: Command.CLOSE,
        State.PAUSED: Command.RESUME,
        State.CLOSED: Command.REVEAL,
        State.REVEALED: Command.BOARD,
        State.BOARD: onward,
        State.SKIPPED: onward,
    }
    return usual.get(live.state)


def possible(live: Round) -> frozenset[Command]:
    """Return the commands that have an arrow from here and change something."""
    found = {command for command, arrows in ARROWS.items() if live.state in arrows and _has_sense(live, command)}
    found.discard(Command.LOCK if live.locked else Command.UNLOCK)
    if live.is_last:
        found.discard(Command.OPEN)
    if live.step is None or live.shown >= live.step.choices:
        found.discard(Command.CHOICE)
    if live.left is None:
        found.discard(Command.REOPEN)
    if len(live.rescues) >= live.pace.rescues or live.position in live.rescues:
        found.discard(Command.RESCUE)
    for command, fate in ((Command.VOID, Fate.COUNTS), (Command.RESTORE, Fate.VOIDED)):
        if live.step is None or not live.has_closed(live.position) or live.step.fate is not fate:
            found.discard(command)
    return frozenset(found)


def _cleared(live: Round) -> Round:
    """Take the clock and the bell away."""
    return replace(live, shown=0, starts_by=None, opened_at=None, closes_at=None, pauses=(), left=None, bell=Bell())


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
    bell = live.bell.opened() if live.manner is Manner.BELL else live.bell
    return replace(live, starts_by=None, opened_at=at, closes_at=at + timedelta(seconds=seconds), bell=bell)


def _gone(live: Round, now: datetime) -> Round:
    own_pace = sum(step.manner is Manner.PACED for step in live.steps)
    ends = now + timedelta(minutes=live.pace.minutes)
    return replace(_cleared(live), position=own_pace, run=1, opened_at=now, closes_at=ends)


def _closed(live: Round, at: datetime) -> Round:
    """Close at `at`, before the end of its time."""
    left = live.closes_at - at if live.closes_at else None
    bell = replace(live.bell.released(), decides_at=None)
    return replace(live, closes_at=at, left=left if left and left > timedelta(0) else None, bell=bell)


def _reopened(live: Round, now: datetime) -> Round:
    """Give everybody the time that was left; what passed meanwhile is nobody's."""
    if live.left is None or live.closes_at is None:
        raise NothingLeft
    stood = live.pauses and live.pauses[-1][1] is None  # it was closed in a pause
    pauses = (*live.pauses[:-1], (live.pauses[-1][0], now)) if stood else (*live.pauses, (live.closes_at, now))
    again = replace(live, closes_at=now + live.left, left=None, pauses=pauses)
    return turns.reopened(again, now)


def _resumed(live: Round, paused_at: datetime | None, now: datetime) -> Round:
    if paused_at is None or live.closes_at is None:
        raise WrongState(live.state)
    away = max(now - paused_at, timedelta(0))
    pauses = (*live.pauses[:-1], (paused_at, paused_at + away))
    return replace(live, closes_at=live.closes_at + away, pauses=pauses, bell=live.bell.moved_on(away))


def _extended(live: Round, now: datetime) -> Round:
    if live.closes_at is None:
        raise WrongState(live.state)
    return replace(live, closes_at=max(live.closes_at, now) + EXTENSION)


def _judged(live: Round, position: int | None, before: Fate, after: Fate) -> Round:
    place = live.position if position is None else position
    if not live.has_closed(place) or live.steps[place - 1].fate is not before:
        raise NotPlayed
    return live.with_fate(place, after)


def _rescued(live: Round) -> Round:
    if len(live.rescues) >= live.pace.rescues or live.position in live.rescues:
        raise AsBefore
    return replace(live, rescues=(*live.rescues, live.position))


def _locked(live: Round, locked: bool) -> Round:
    if live.locked is locked:
        raise AsBefore
    return replace(live, locked=locked)
