"""Whether an answer or a ring counts: round × what it is about × when the server got it → yes, or why not."""

from datetime import datetime, timedelta
from enum import StrEnum

from contests.live.bell import FalseStart, Passes
from contests.live.known import GRACE, Round
from contests.live.states import Manner, State


class Reason(StrEnum):
    STALE = "stale"  # another question, or the question is played again
    NOT_OPEN = "not_open"
    PAUSED = "paused"
    TOO_LATE = "too_late"


def reason_against(live: Round, *, position: int, run: int, received_at: datetime) -> Reason | None:
    """Return why an answer that reached the server at `received_at` does not count, or None where it does.

    One that was in time and waited while the question was being closed or paused still counts, up to the reveal.
    """
    if (position, run) != (live.position, live.run):
        return Reason.STALE
    if live.opened_at is None or live.closes_at is None or received_at < live.opened_at:
        return Reason.NOT_OPEN
    if any(since < received_at and (until is None or received_at < until) for since, until in live.pauses):
        return Reason.PAUSED if live.state in (State.ANSWERING, State.PAUSED) else Reason.TOO_LATE
    match live.state:
        case State.ANSWERING | State.PAUSED:
            return None if received_at <= live.closes_at + GRACE else Reason.TOO_LATE
        case State.CLOSED:
            return None if received_at <= live.closes_at else Reason.TOO_LATE
    return Reason.NOT_OPEN


def elapsed_ms(live: Round, received_at: datetime) -> int:
    """Return how long an answer took, from the opening to its receipt, without pauses, in milliseconds."""
    if live.opened_at is None:
        return 0
    paused = (min(received_at, until or received_at) - since for since, until in live.pauses if since < received_at)
    return max(0, (received_at - live.opened_at - sum(paused, timedelta(0))) // timedelta(milliseconds=1))


class NoRing(StrEnum):
    """Why a ring does not count."""

    STALE = "stale"
    NOT_OPEN = "not_open"
    PAUSED = "paused"
    TOO_LATE = "too_late"
    TOO_EARLY = "too_early"  # before the clock starts, where that is no fault
    SHUT_OUT = "shut_out"  # a false start
    HELD = "held"  # somebody has the word, and nobody lines up
    HAD_TURN = "had_turn"


def opening_of(live: Round, received_at: datetime) -> int:
    """Return for which opening of the bell a ring that the server got at `received_at` is kept; 0: a false start."""
    early = live.opened_at is None or received_at < live.opened_at
    return 0 if early else live.bell.opening


def reason_against_ring(live: Round, *, player: int, position: int, run: int, received_at: datetime) -> NoRing | None:
    """Return why a ring of `player` does not line up, or None where it does.

    A false start that the rules punish is kept all the same, as `opening_of` says, and is SHUT_OUT.
    """
    rule, bell = live.pace.bell, live.bell
    if (position, run) != (live.position, live.run):
        return NoRing.STALE
    if live.manner is not Manner.BELL:
        return NoRing.NOT_OPEN
    if opening_of(live, received_at) == 0:
        if not live.state.is_open:
            return NoRing.NOT_OPEN
        return NoRing.TOO_EARLY if rule.false_start == FalseStart.NOTHING else NoRing.SHUT_OUT
    if live.opened_at is None or live.closes_at is None:
        return NoRing.NOT_OPEN
    if bell.has_had_turn(player):
        return NoRing.HAD_TURN
    if bell.started_falsely(player):
        waits = rule.false_start == FalseStart.WAIT
        if not waits or received_at < live.opened_at + timedelta(seconds=rule.wait):
            return NoRing.SHUT_OUT
    if any(since < received_at and (until is None or received_at < until) for since, until in live.pauses):
        return NoRing.PAUSED
    match live.state:
        case State.BELL:
            return None if received_at <= live.closes_at + GRACE else NoRing.TOO_LATE
        case State.HELD | State.PAUSED:
            in_time = bell.since is None or received_at < bell.since
            return None if in_time or rule.passes == Passes.NEXT else NoRing.HELD
    return NoRing.TOO_LATE


def has_word(live: Round, *, player: int, position: int, run: int, received_at: datetime) -> bool:
    """Say whether an answer that the server got at `received_at` is one of who holds the bell, in their time."""
    if (position, run) != (live.position, live.run) or live.state is not State.HELD or live.bell.holder != player:
        return False
    since, until = live.bell.since, live.bell.until
    return since is not None and until is not None and since <= received_at <= until + GRACE
