"""Answering in a live round."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from contests.live import bells, refusals
from contests.live.choices import checked_choices
from contests.live.entitled import entitled
from contests.live.points import mark
from contests.live.receiving import Reason, elapsed_ms, reason_against
from contests.live.rounds import as_machine, settle
from contests.live.rules import LiveRules
from contests.live.states import Manner, State
from contests.models import LiveAnswer, LivePlayer, LiveRound, LiveStep
from realtime import bell

REFUSALS: dict[Reason, type[refusals.LiveRefused]] = {
    Reason.STALE: refusals.Stale,
    Reason.NOT_OPEN: refusals.NotAnswering,
    Reason.PAUSED: refusals.Paused,
    Reason.TOO_LATE: refusals.TooLate,
}


@transaction.atomic
def answer(*, player: LivePlayer, position: int, run: int, chosen: Sequence[int], received_at: datetime) -> LiveAnswer:
    """Keep the player's answer. By the round's rules it may change until the close and the last one stands, or the
    first one does. Acknowledge after the commit.

    received_at: when the server got it, before any waiting. Raises NotAPlayer, Stale (another question, or played
    again), NotAnswering, Paused, TooLate, FirstStands, UnknownChoice or TooMany; NotCaptain, NotLevel or Out by the
    rules of the round; NotHolder where the question has a bell.
    """
    # The row is held so that closing waits for answers on their way in, and later ones see it closed.
    live = LiveRound.objects.select_for_update().get(pk=player.round_id)
    if not live.players.playing().filter(pk=player.pk).exists():
        raise refusals.NotAPlayer
    if live.state == LiveRound.State.ARRIVING and live.starts_by is not None and received_at >= live.starts_by:
        settle(live_id=live.pk, now=received_at)  # nobody has looked since its clock started
        live.refresh_from_db()
    now = as_machine(live)
    if now.manner is Manner.BELL and position == now.position:
        return bells.answer_at_bell(player=player, position=position, run=run, chosen=chosen, received_at=received_at)
    reason = reason_against(now, position=position, run=run, received_at=received_at)
    if reason is not None:
        raise REFUSALS[reason]
    step = LiveStep.objects.select_related("version").get(round=live, position=position)
    entitled(live, step).check(player.pk)
    kept, new = _kept(live, step, run, player, checked_choices(step, chosen), received_at, elapsed_ms(now, received_at))
    if now.state is State.CLOSED:  # it was in time, and waited while the question was being closed
        mark(live.pk, positions={position}, player=player.pk)
    if new:
        bell.ring(f"live-counts:{live.pk}")
    return kept


def _kept(
    live: LiveRound, step: LiveStep, run: int, player: LivePlayer, chosen: list[int], received_at: datetime, took: int
) -> tuple[LiveAnswer, bool]:
    """Return the one row of this player for this run, and whether it is new."""
    said = {"chosen": chosen, "received_at": received_at, "elapsed_ms": took}
    row, new = LiveAnswer.objects.get_or_create(step=step, run=run, player=player, defaults=said)
    if new or row.chosen == chosen:  # the same answer sent again keeps the time of the first
        return row, new
    if not LiveRules.from_json(live.rules).change:
        raise refusals.FirstStands
    if received_at < row.received_at:  # overtaken on its way by a later one
        return row, new
    LiveAnswer.objects.filter(pk=row.pk).update(**said)
    row.refresh_from_db()
    return row, new
