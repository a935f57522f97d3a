"""Whose network is at fault: when many phones go within seconds of one another it is not theirs."""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

LATELY = timedelta(seconds=30)
MANY, PART = 3, 4  # so many at least, and one in so many of those who were there


class Place(StrEnum):
    """Where a player's phone is, and how far it is with the question."""

    AWAY = "away"  # was here, and is not now
    NEVER = "never"  # joined, but its page has never connected
    NO_QUESTION = "no_question"  # connected, and does not show the question yet
    WAITING = "waiting"  # shows it, and has not answered
    ANSWERED = "answered"
    HERE = "here"  # connected, while no question is open


class Fault(StrEnum):
    NOBODY = "nobody"
    PHONES = "phones"  # here and there one: its own network, or it sleeps
    HALL = "hall"  # many at once: the hall's network, or the server's


def place(*, connected: bool, seen: bool, asked: bool, reached: bool, answered: bool) -> Place:
    """Return where one player is. seen: whether they ever connected. asked: whether a question is open."""
    if not connected:
        return Place.AWAY if seen else Place.NEVER
    if not asked:
        return Place.HERE
    if answered:
        return Place.ANSWERED
    return Place.WAITING if reached else Place.NO_QUESTION


def fault(*, connected: int, away_since: Collection[datetime], now: datetime) -> Fault:
    """Return whose network is at fault. away_since: of each player who was here and is not, since when."""
    lately = sum(now - since <= LATELY for since in away_since)
    if lately >= MANY and lately * PART >= connected + lately:
        return Fault.HALL
    return Fault.PHONES if away_since else Fault.NOBODY
