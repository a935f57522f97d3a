"""A question with the bell: round × time or verdict → new round. Who rang first has the word; then it goes on.

While somebody holds the bell the question's own clock stands, so that a turn takes nobody else's time.
"""

from dataclasses import replace
from datetime import datetime

from contests.live.bell import GATHER, LEAST, Bell, Outcome, Passes
from contests.live.known import GRACE, Round
from contests.live.states import State


def settled(live: Round, now: datetime) -> Round:
    """Return `live` as the clock alone has moved its bell by `now`: given, passed on by silence, or closed."""
    bell = live.bell
    if live.state is State.BELL and bell.decides_at is not None:
        return _given(live, bell.decides_at) if now >= bell.decides_at else live
    if live.state is State.BELL and live.closes_at is not None and now > live.closes_at + GRACE:
        return replace(live.moved(State.CLOSED), closes_at=live.closes_at + GRACE)
    end = silent_from(bell)
    if live.state is State.HELD and end is not None and now > end:
        return judged(live, Outcome.SILENT, end)
    return live


def silent_from(bell: Bell) -> datetime | None:
    """Return when the holder of the bell is taken to be silent: what they said in time has been judged by then."""
    return bell.until and bell.until + GRACE + GATHER


def judged(live: Round, outcome: Outcome, at: datetime) -> Round:
    """Return the round after the turn of who holds the bell: closed, held by the next, or open again, by rule."""
    passes, before = live.pace.bell.passes, live.bell
    if live.closes_at is None or before.since is None:
        return live
    stood = at - before.since
    moved = replace(live, bell=before.ruled(outcome, at), closes_at=live.closes_at + stood)
    if outcome is Outcome.RIGHT or passes == Passes.END:
        return replace(moved.moved(State.CLOSED), closes_at=at, left=live.closes_at - before.since)
    if passes == Passes.NEXT and moved.bell.waiting:
        return _given(moved, at)
    ends = max(live.closes_at + stood, at + LEAST)
    return replace(moved.moved(State.BELL), bell=moved.bell.opened(), closes_at=ends)


def can_recall(live: Round) -> bool:
    """Say whether there is a verdict to take back on the current question."""
    return live.bell.last_ruled is not None


def recalled(live: Round, now: datetime) -> Round:
    """Return the round with the last verdict taken back: its player holds the bell again, with their full time."""
    last = live.bell.last_ruled
    if last is None or live.closes_at is None:
        return live
    closes_at = live.closes_at
    if live.state is State.CLOSED:
        closes_at = now + live.left if live.left is not None else now
    elif live.bell.since is not None:  # who was given it since: their turn took nobody's time either
        closes_at += now - live.bell.since
    bell = live.bell.recalled(last, live.pace.bell, now)
    return replace(live.moved(State.HELD), bell=bell, closes_at=closes_at, left=None)


def reopens(live: Round) -> bool:
    """Say whether a bell that a press closed may ring again: no verdict has ended the question."""
    last = live.bell.last_ruled
    ended = last is not None and (last.outcome is Outcome.RIGHT or live.pace.bell.passes == Passes.END)
    return not ended


def reopened(live: Round, now: datetime) -> Round:
    """Return the bell as it stood when a press closed it: who waited in line is given it at once."""
    bell = replace(live.bell.released(), decides_at=now if live.bell.waiting else None)
    return replace(live, bell=bell)


def _given(live: Round, at: datetime) -> Round:
    waiting = live.bell.waiting
    if not waiting:  # whoever rang plays no more
        return replace(live.moved(State.BELL), bell=replace(live.bell, decides_at=None))
    return replace(live.moved(State.HELD), bell=live.bell.given(waiting[0].player, live.pace.bell, at))
