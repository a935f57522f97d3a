"""Who is in the hall, by name: what the host reads when a phone does not answer."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from contests.live.absences import Fault, Place, fault, place
from contests.live.phones import Whereabouts, whereabouts
from contests.live.states import State
from contests.models import LivePlayer, LiveRound

LISTED = 100  # names at most, those who need looking after first
ORDER = list(Place)


@dataclass(frozen=True, slots=True)
class Line:
    """seen_at: since when away. drops: how often their last connection has gone."""

    player: int
    name: str
    unit: str
    place: Place
    seen_at: datetime | None
    drops: int


@dataclass(frozen=True, slots=True)
class Hall:
    lines: list[Line]
    people: int
    fault: Fault
    away: int
    back: int  # people here who have been away before


def hall(live: LiveRound, now: datetime) -> Hall:
    """Return everybody who plays, those who are away first, then those who are behind with the question."""
    found = whereabouts(live, now)
    asked = State(live.state).is_open
    players = live.players.playing().named()
    lines = [_line(player, found, asked=asked) for player in players]
    lines.sort(key=lambda line: (ORDER.index(line.place), line.name))
    away = [line.seen_at for line in lines if line.place is Place.AWAY and line.seen_at]
    places = Counter(line.place for line in lines)
    return Hall(
        lines=lines[:LISTED],
        people=len(lines),
        fault=fault(connected=len(found.connected), away_since=away, now=now),
        away=places[Place.AWAY],
        back=sum(line.drops > 0 and line.place is not Place.AWAY for line in lines),
    )


def _line(player: LivePlayer, found: Whereabouts, *, asked: bool) -> Line:
    where = place(
        connected=player.pk in found.connected,
        seen=player.seen_at is not None,
        asked=asked,
        reached=player.pk in found.reached,
        answered=player.pk in found.answered,
    )
    return Line(player.pk, player.shown_name, player.unit_name, where, player.seen_at, player.drops)
