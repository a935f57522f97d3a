"""Rounds in which everybody goes on at their own pace: whose turn is which question, and how long an answer took.

All have one window by the server's clock; a player's questions come in an order of their own that the round's seed
gives, one at a time, and the time of an answer runs from when that question was served. It knows no database.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from random import Random

from contests.live.known import GRACE, Round
from contests.live.receiving import Reason
from contests.live.states import Manner, State


def order_of(seed: str, player: int, positions: Sequence[int]) -> list[int]:
    """Return the questions in the order of this player, the same whenever it is asked for."""
    return Random(f"{seed}/{player}").sample(positions, len(positions))  # noqa: S311  # the seed is the round's secret


def next_of(order: Sequence[int], done: Collection[int]) -> int | None:
    """Return the first question in `order` that is not done; None when all are."""
    return next((position for position in order if position not in done), None)


def reason_against_pace(live: Round, received_at: datetime) -> Reason | None:
    """Return why the window takes no answer that the server got at `received_at`, or None where it does.

    One that was in time and waited while the window was being closed or paused still counts, up to the reveal.
    """
    if live.manner is not Manner.PACED or live.opened_at is None or live.closes_at is None:
        return Reason.NOT_OPEN
    if received_at < live.opened_at or live.state not in (State.PACED, State.PAUSED, State.CLOSED):
        return Reason.NOT_OPEN
    if any(since < received_at and (until is None or received_at < until) for since, until in live.pauses):
        return Reason.TOO_LATE if live.state is State.CLOSED else Reason.PAUSED
    last = live.closes_at if live.state is State.CLOSED else live.closes_at + GRACE
    return None if received_at <= last else Reason.TOO_LATE


def serves(live: Round, now: datetime) -> bool:
    """Say whether a question may be served at `now`: the window is open, and its time is not over."""
    return live.state is State.PACED and live.closes_at is not None and now <= live.closes_at


def pace_ms(live: Round, served_at: datetime, received_at: datetime) -> int:
    """Return how long an answer took since its question was served, without pauses, in milliseconds."""
    paused = timedelta(0)
    for since, until in live.pauses:
        begins, ends = max(since, served_at), min(received_at, until or received_at)
        paused += max(ends - begins, timedelta(0))
    return max(0, (received_at - served_at - paused) // timedelta(milliseconds=1))
