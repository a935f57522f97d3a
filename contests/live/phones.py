"""Who is in the hall: joined, connected, has the question, has answered; each counted by person, not by phone."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

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


def phones_of(live: LiveRound, now: datetime, only: Entitled | None = None) -> Phones:
    """Return how many are where with the current question, of all who play or of those `only` who may answer it."""
    playing = live.players.playing()
    if only is not None:
        playing = playing.filter(pk__in=[pk for pk in playing.values_list("pk", flat=True) if only.allows(pk)])
    rows = live.attendance.filter(said_at__gt=now - SILENT).values_list("players", flat=True)
    connected = {player for players in rows for player in players} - gone(live.pk)
    if only is not None:
        connected = {player for player in connected if only.allows(player)}
    current = {"step__round": live, "step__position": live.position, "run": live.run, "player__in": playing}
    answered = set(LiveAnswer.objects.filter(**current).values_list("player_id", flat=True))
    reached = set(LiveReach.objects.filter(**current).values_list("player_id", flat=True)) | answered
    return Phones(
        joined=playing.count(),
        connected=len(connected),
        reached=len(reached & connected),
        answered=len(answered),
        waiting=len(connected - answered),
    )


def say_connected(*, live_id: int, process: UUID, players: Collection[int], now: datetime) -> None:
    """Keep who holds a socket of `process` open; one statement."""
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
