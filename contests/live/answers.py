"""Joining a live round and answering in it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from contests.live import machine, refusals
from contests.live.rounds import as_machine
from contests.models import Entrant, LiveAnswer, LivePlayer, LiveRound, LiveStep
from questionbank.models import Kind
from realtime import bell

NO_PLACE = Q(aside_at__isnull=False) | Q(disqualified_at__isnull=False)


@transaction.atomic
def join(*, live: LiveRound, entrant: Entrant, now: datetime) -> LivePlayer:
    """Return `entrant` as a player of the round, now or since before: one person through any number of phones.

    Raises RoundOver, HasNoPlace (barred by the rules, left or disqualified) or NotAPlayer (removed by the host, or an
    entrant of another contest).
    """
    if live.state == LiveRound.State.FINISHED and not live.players.filter(entrant=entrant).exists():
        raise refusals.RoundOver
    if entrant.contest_id != live.contest_id:
        raise refusals.NotAPlayer
    if Entrant.objects.filter(NO_PLACE, pk=entrant.pk).exists():
        raise refusals.HasNoPlace
    player, new = LivePlayer.objects.get_or_create(round=live, entrant=entrant, defaults={"joined_at": now})
    if player.removed_at is not None:
        raise refusals.NotAPlayer
    if new:
        bell.ring(f"live-counts:{live.pk}")
    return player


@transaction.atomic
def answer(*, player: LivePlayer, position: int, run: int, chosen: Sequence[int], received_at: datetime) -> LiveAnswer:
    """Keep the player's answer; it may change until the close, and the last one stands. Acknowledge after the commit.

    received_at: when the server got it, before any waiting.
    Raises NotAPlayer, Stale (another question, or played again), NotAnswering, TooLate, UnknownChoice or TooMany.
    """
    if player.removed_at is not None:
        raise refusals.NotAPlayer
    # The row is held so that closing waits for answers on their way in, and later ones see it closed.
    live = LiveRound.objects.select_for_update().get(pk=player.round_id)
    now = as_machine(live)
    if (position, run) != (live.position, live.run):
        raise refusals.Stale
    if now.state is not machine.State.ANSWERING:
        raise refusals.TooLate if now.state is machine.State.CLOSED else refusals.NotAnswering
    if not now.accepts(received_at):
        raise refusals.TooLate
    step = LiveStep.objects.select_related("version").get(round=live, position=position)
    wanted = _checked(step, chosen)
    opened_at = live.opened_at or received_at
    kept, new = LiveAnswer.objects.update_or_create(
        step=step,
        run=run,
        player=player,
        defaults={
            "chosen": wanted,
            "received_at": received_at,
            "elapsed_ms": max(0, (received_at - opened_at) // timedelta(milliseconds=1)),
        },
    )
    if new:
        bell.ring(f"live-counts:{live.pk}")
    return kept


def _checked(step: LiveStep, chosen: Sequence[int]) -> list[int]:
    wanted = sorted(set(chosen))
    if not wanted or not set(wanted) <= set(step.choice_order):
        raise refusals.UnknownChoice
    if len(wanted) > 1 and step.version.kind != Kind.MULTIPLE:
        raise refusals.TooMany
    return wanted
