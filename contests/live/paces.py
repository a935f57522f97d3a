"""Going on at one's own pace: questions served one at a time, answered or left, all within the window of the round."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from contests.live import refusals
from contests.live.answers import REFUSALS
from contests.live.choices import checked_choices
from contests.live.entitled import entitled
from contests.live.keeping import as_machine
from contests.live.known import Round
from contests.live.pacing import next_of, order_of, pace_ms, reason_against_pace, serves
from contests.live.points import mark
from contests.live.rounds import settled
from contests.live.states import Manner, State
from contests.models import LiveAnswer, LivePlayer, LiveRound, LiveServing, LiveStep


@dataclass(frozen=True, slots=True)
class Served:
    """The question that a player has before them, since when; None where none is left. place: of how many, from 1."""

    step: LiveStep | None
    served_at: datetime | None
    place: int
    of: int


def serve(*, player: LivePlayer, received_at: datetime) -> Served:
    """Give the player the question they are at, now or since before. Raises NotAPlayer, NotAnswering or Paused, or what
    `Entitled.check` does.
    """
    live, now = _window(player, received_at)
    if now.state is State.PAUSED:
        raise refusals.Paused
    if not serves(now, received_at):
        raise refusals.NotAnswering
    return _served(live, player, received_at)


def answer_paced(*, player: LivePlayer, position: int, chosen: Sequence[int], received_at: datetime) -> None:
    """Keep the answer to the question that the player was served, or that they left it: nothing chosen. It stands.

    The same one again is taken for the first. Raises NotAPlayer, Stale, NotAnswering, Paused, TooLate, FirstStands,
    UnknownChoice or TooMany, or what `Entitled.check` does.
    """
    live, now = _window(player, received_at)
    reason = reason_against_pace(now, received_at)
    if reason is not None:
        raise REFUSALS[reason]
    serving = (
        LiveServing.objects.select_related("step__version")
        .filter(step__round=live, step__position=position, player=player)
        .first()
    )
    if serving is None or received_at < serving.served_at:
        raise refusals.Stale
    wanted = checked_choices(serving.step, chosen) if chosen else []
    with transaction.atomic():
        # The row is held so that closing waits for answers on their way in, and later ones see it closed.
        now = as_machine(LiveRound.objects.select_for_update().get(pk=live.pk))
        reason = reason_against_pace(now, received_at)
        if reason is not None:
            raise REFUSALS[reason]
        _keep(serving, wanted, received_at, pace_ms(now, serving.served_at, received_at))
        if now.state is State.CLOSED and wanted:  # it was in time, and waited while the window was being closed
            mark(live.pk, positions={position}, players={player.pk})


def _keep(serving: LiveServing, wanted: list[int], received_at: datetime, took: int) -> None:
    step, player = serving.step, serving.player_id
    known = LiveAnswer.objects.filter(step=step, run=step.run, player=player).first()
    if known is not None and known.chosen != wanted:
        raise refusals.FirstStands
    if known is None and not wanted:
        LiveServing.objects.filter(pk=serving.pk, passed_at=None).update(passed_at=received_at)
    elif known is None and LiveServing.objects.filter(pk=serving.pk, passed_at=None).exists():
        LiveAnswer.objects.create(
            step=step, run=step.run, player_id=player, chosen=wanted, received_at=received_at, elapsed_ms=took
        )
    elif known is None:
        raise refusals.FirstStands


def _window(player: LivePlayer, received_at: datetime) -> tuple[LiveRound, Round]:
    live, known = settled(player.round_id, received_at)
    if not live.players.playing().filter(pk=player.pk).exists():
        raise refusals.NotAPlayer
    step = live.steps.filter(manner=Manner.PACED.value).first()
    if step is None:
        raise refusals.NotAnswering
    entitled(live, step).check(player.pk)
    return live, known


def _served(live: LiveRound, player: LivePlayer, now: datetime) -> Served:
    steps = {step.position: step for step in live.steps.select_related("version").filter(manner=Manner.PACED.value)}
    order = order_of(live.seed, player.pk, sorted(steps))
    done = set(
        LiveServing.objects.filter(step__round=live, player=player, passed_at__isnull=False).values_list(
            "step__position", flat=True
        )
    )
    done |= set(LiveAnswer.objects.filter(step__round=live, player=player).values_list("step__position", flat=True))
    position = next_of(order, done & set(order))
    if position is None:
        return Served(None, None, len(order), len(order))
    serving = _first_served(steps[position], player, now)
    return Served(steps[position], serving.served_at, order.index(position) + 1, len(order))


def _first_served(step: LiveStep, player: LivePlayer, now: datetime) -> LiveServing:
    """Return when the player was given the question first; two phones that ask at once are given it once."""
    known = LiveServing.objects.filter(step=step, player=player).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return LiveServing.objects.create(step=step, player=player, served_at=now)
    except IntegrityError:
        return LiveServing.objects.get(step=step, player=player)
