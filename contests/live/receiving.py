"""Whether an answer counts: round × what it says it answers × when the server got it → yes, or the reason why not."""

from datetime import datetime, timedelta
from enum import StrEnum

from contests.live.machine import GRACE, Round
from contests.live.states import State


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
