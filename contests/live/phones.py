"""Who is in the hall: joined, connected, has the question, has answered; each counted by person, not by phone."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from contests.live.entitled import Entitled
from contests.live.states import State
from contests.models import LiveAnswer, LiveAttendance, LivePlayer, LiveReach, LiveRound, LiveStep
from realtime import bell

SILENT = timedelta(seconds=15)  # after which a process that says nothing is taken for dead


@dataclass(frozen=True, slots=True)
class Phones:
    """People, of whom each counts once. waiting: connected, and not among the answered."""

    joined: int
    connected: int
    reached: int
    answered: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Keys of players. reached: have the current question, or had it before their phone went; answered: it."""

    connected: frozenset[int]
    reached: frozenset[int]
    answered: frozenset[int]


def whereabouts(live: LiveRound, now: datetime) -> Whereabouts:
    """Return who is where with the current question."""
    rows = live.attendance.filter(said_at__gt=now - SILENT).values_list("players", flat=True)
    connected = frozenset(player for players in rows for player in players) - gone(live.pk)
    current = {"step__round": live, "step__position": live.position, "run": live.run}
    current |= {"player__in": live.players.playing()}
    answered = frozenset(LiveAnswer.objects.filter(**current).values_list("player_id", flat=True))
    reached = frozenset(LiveReach.objects.filter(**current).values_list("player_id", flat=True)) | answered
    return Whereabouts(connected, reached, answered)


def phones_of(live: LiveRound, now: datetime, only: Entitled | None = None) -> Phones:
    """Return how many are where with the current question, of all who play or of those `only` who may answer it."""
    found, playing = whereabouts(live, now), live.players.playing()
    connected, answered = found.connected, found.answered
    if only is not None:
        connected = frozenset(filter(only.allows, connected))
        answered = frozenset(filter(only.allows, answered))
    joined = playing.count() if only is None else sum(map(only.allows, playing.values_list("pk", flat=True)))
    return Phones(
        joined=joined,
        connected=len(connected),
        reached=len(found.reached & connected),
        answered=len(answered),
        waiting=len(connected - answered),
    )


@transaction.atomic
def say_connected(*, live_id: int, process: UUID, players: Collection[int], now: datetime) -> None:
    """Keep who holds a socket of `process` open, and of each who came or went since it last said so, when."""
    said = LiveAttendance.objects.filter(round_id=live_id, process=process).values_list("players", flat=True)
    before, after = set(said.first() or ()), set(players)
    if came := after - before:
        LivePlayer.objects.filter(pk__in=came).update(seen_at=now)
    if went := before - after:
        LivePlayer.objects.filter(pk__in=went).update(seen_at=now, drops=F("drops") + 1)
    LiveAttendance.objects.bulk_create(
        [LiveAttendance(round_id=live_id, process=process, players=sorted(players), said_at=now)],
        update_conflicts=True, unique_fields=["round", "process"], update_fields=["players", "said_at"],
    )  # fmt: skip


@transaction.atomic
def say_reached(*, live_id: int, players: Iterable[tuple[int, int, int]], now: datetime) -> None:
    """Keep whose phones say that they show a question with all its choices: (player, position, run) each.

    Other questions' are let go, and what is said before all choices have left the server.
    """
    live = LiveRound.objects.get(pk=live_id)
    step = LiveStep.objects.filter(round=live, position=live.position).first()
    if step is None or not State(live.state).shows_choices:
        return
    current = {player for player, position, run in players if (position, run) == (live.position, live.run)}
    there = live.players.playing().filter(pk__in=current).values_list("pk", flat=True)
    LiveReach.objects.bulk_create(
        (LiveReach(step=step, run=live.run, player_id=player, received_at=now) for player in sorted(there)),
        ignore_conflicts=True,
    )


def gone(live_id: int) -> frozenset[int]:
    """Return who was a player of the round and is none any more."""
    players = LivePlayer.objects.filter(round=live_id)
    return frozenset(players.exclude(pk__in=players.playing()).values_list("pk", flat=True))


def ring_counts(live_id: int) -> None:
    bell.ring(f"live-counts:{live_id}")
