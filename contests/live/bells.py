"""Ringing the bell, and answering with it in hand."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from contests.live import refusals, turns
from contests.live.bell import GATHER, Outcome
from contests.live.choices import checked_choices
from contests.live.entitled import entitled, must_play
from contests.live.keeping import keep
from contests.live.known import Round
from contests.live.receiving import NoRing, elapsed_ms, has_word, opening_of, reason_against_ring
from contests.live.rounds import settled
from contests.live.states import State
from contests.models import LiveAnswer, LiveBuzz, LivePlayer, LiveRound, LiveStep
from questionbank.kinds import choice_share
from questionbank.models import Choice
from realtime import bell

REFUSALS: dict[NoRing, type[refusals.LiveRefused]] = {
    NoRing.STALE: refusals.Stale,
    NoRing.NOT_OPEN: refusals.NotAnswering,
    NoRing.PAUSED: refusals.Paused,
    NoRing.TOO_LATE: refusals.TooLate,
    NoRing.TOO_EARLY: refusals.TooEarly,
    NoRing.SHUT_OUT: refusals.ShutOut,
    NoRing.HELD: refusals.BellHeld,
    NoRing.HAD_TURN: refusals.HadTurn,
}


def ring_bell(*, player: LivePlayer, position: int, run: int, received_at: datetime) -> LiveBuzz:
    """Keep the player's ring; who rang first is given the bell a moment later. The same ring twice is one.

    received_at: when the server got it, before any waiting. Raises NotAPlayer, NotCaptain, NotLevel, Out, Stale,
    NotAnswering, Paused, TooLate, TooEarly, ShutOut, BellHeld or HadTurn.
    """
    kept, reason = _rung(player, position, run, received_at)
    if reason is not None:
        raise REFUSALS[reason]
    if kept is None:
        raise refusals.NotAnswering
    return kept


@transaction.atomic
def _rung(player: LivePlayer, position: int, run: int, received_at: datetime) -> tuple[LiveBuzz | None, NoRing | None]:
    """Keep the ring, or the false start, and say why it does not line up: what is refused may be kept all the same."""
    # The row is held so that rings stand in a line, and the bell is given when all that came in time are in it.
    live, now = _held(player, received_at)
    step = LiveStep.objects.filter(round=live, position=position).first()
    if step is None:
        raise refusals.Stale
    entitled(live, step).check(player.pk)
    known = LiveBuzz.objects.filter(step=step, run=run, player=player, opening=opening_of(now, received_at)).first()
    if known is not None and known.opening:
        return known, None
    reason = reason_against_ring(now, player=player.pk, position=position, run=run, received_at=received_at)
    false_start = reason is NoRing.SHUT_OUT and opening_of(now, received_at) == 0
    if reason is not None and not false_start:
        return None, reason
    kept = known or LiveBuzz.objects.create(
        step=step, run=run, player=player, received_at=received_at, opening=opening_of(now, received_at)
    )
    if reason is None and now.state is State.BELL and now.bell.decides_at is None:
        LiveRound.objects.filter(pk=live.pk).update(decides_at=received_at + GATHER)
        bell.ring(*(f"live-{audience}:{live.pk}" for audience in ("host", "phone", "projector")))
    return kept, reason


@transaction.atomic
def answer_at_bell(
    *, player: LivePlayer, position: int, run: int, chosen: Sequence[int], received_at: datetime
) -> list[int]:
    """Keep and judge at once what the holder of the bell answers; wrong, the bell goes on by the rules of the round.
    Returns the choices that stand.

    Raises NotAPlayer, NotHolder, UnknownChoice or TooMany.
    """
    live, now = _held(player, received_at)
    step = LiveStep.objects.select_related("version").filter(round=live, position=position).first()
    if step is None:
        raise refusals.Stale
    given = LiveAnswer.objects.filter(step=step, run=run, player=player).first()
    if given is not None and given.chosen == sorted(set(chosen)) and now.bell.has_had_turn(player.pk):
        return list(given.chosen)  # sent again: its acknowledgement was lost
    if not has_word(now, player=player.pk, position=position, run=run, received_at=received_at):
        raise refusals.NotHolder
    wanted = checked_choices(step, chosen)
    LiveAnswer.objects.update_or_create(
        step=step, run=run, player=player,
        defaults={"chosen": wanted, "received_at": received_at, "elapsed_ms": elapsed_ms(now, received_at)},
    )  # fmt: skip
    right = set(Choice.objects.filter(version=step.version_id, is_correct=True).values_list("pk", flat=True))
    outcome = Outcome.RIGHT if choice_share(wanted, right) >= 1 else Outcome.WRONG
    if not keep(live.pk, now, turns.judged(now, outcome, received_at), received_at, move="answer"):
        raise refusals.Stale
    return wanted


def _held(player: LivePlayer, received_at: datetime) -> tuple[LiveRound, Round]:
    """Return the round, its row held until the transaction ends, as the clock has moved it."""
    live = LiveRound.objects.select_for_update().get(pk=player.round_id)
    must_play(live, player.pk)
    return settled(live.pk, received_at)
