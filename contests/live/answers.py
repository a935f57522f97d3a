"""Answering in a live round: the answers of the last few milliseconds are kept together, in one transaction."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from contests.live import bells, refusals
from contests.live.choices import checked_choices
from contests.live.entitled import Entitled, entitled
from contests.live.keeping import as_machine
from contests.live.known import Round
from contests.live.points import mark
from contests.live.receiving import Reason, elapsed_ms, reason_against
from contests.live.rounds import settled
from contests.live.rules import LiveRules
from contests.live.states import Manner, State
from contests.models import LiveAnswer, LivePlayer, LiveRound, LiveStep

REFUSALS: dict[Reason, type[refusals.LiveRefused]] = {
    Reason.STALE: refusals.Stale,
    Reason.NOT_OPEN: refusals.NotAnswering,
    Reason.PAUSED: refusals.Paused,
    Reason.TOO_LATE: refusals.TooLate,
}
BATCH = 500  # rows of one statement


@dataclass(frozen=True, slots=True)
class Given:
    """What came from a player's phone. received_at: when the server got it, before any waiting."""

    player: int
    position: int
    run: int
    chosen: tuple[int, ...]
    received_at: datetime


def answer(*, player: LivePlayer, position: int, run: int, chosen: Sequence[int], received_at: datetime) -> list[int]:
    """Keep the player's answer and return what stands. By the round's rules it may change until the close and the last
    one stands, or the first one does. Acknowledge after the commit.

    received_at: when the server got it, before any waiting. Raises NotAPlayer, Stale (another question, or played
    again), NotAnswering, Paused, TooLate, FirstStands, UnknownChoice or TooMany; NotCaptain, NotLevel or Out by the
    rules of the round; NotHolder where the question has a bell.
    """
    (kept,) = answer_all(live_id=player.round_id, given=[Given(player.pk, position, run, tuple(chosen), received_at)])
    if isinstance(kept, refusals.LiveRefused):
        raise kept
    return kept


@transaction.atomic
def answer_all(*, live_id: int, given: Sequence[Given]) -> list[list[int] | refusals.LiveRefused]:
    """Keep what came from players of one round, in the order in which it came; each as `answer` would alone.

    Returns for each the choices that stand now, or why it was refused.
    """
    # The row is held so that closing waits for answers on their way in, and later ones see it closed.
    live = LiveRound.objects.select_for_update().get(pk=live_id)
    latest = max(one.received_at for one in given)
    if live.state == LiveRound.State.ARRIVING and live.starts_by is not None and latest >= live.starts_by:
        live, _known = settled(live.pk, latest)  # nobody has looked since its clock started
    if as_machine(live).manner is Manner.BELL:
        return [_at_bell(live, one) for one in given]
    sheet = _Sheet(live, {one.player for one in given})
    told = [sheet.take(one) for one in given]
    sheet.write()
    return told


def _at_bell(live: LiveRound, one: Given) -> list[int] | refusals.LiveRefused:
    """Have one answer judged at once: each may move the round."""
    player = live.players.filter(pk=one.player).first()
    try:
        if player is None:
            raise refusals.NotAPlayer
        told = {"position": one.position, "run": one.run, "chosen": one.chosen, "received_at": one.received_at}
        return bells.answer_at_bell(player=player, **told)
    except refusals.LiveRefused as refused:
        return refused


class _Sheet:
    """The answers to the current question by those who answer now; read, changed and written once."""

    def __init__(self, live: LiveRound, players: Collection[int]) -> None:
        self._live, self._known = live, as_machine(live)
        self._change = LiveRules.from_json(live.rules).change
        self._playing = set(live.players.playing().filter(pk__in=players).values_list("pk", flat=True))
        self._step = LiveStep.objects.select_related("version").filter(round=live, position=live.position).first()
        self._entitled = entitled(live, self._step) if self._step else Entitled()
        rows = LiveAnswer.objects.filter(step=self._step, run=live.run, player__in=players) if self._step else ()
        self._rows = {row.player_id: row for row in rows}
        self._new: dict[int, LiveAnswer] = {}
        self._changed: dict[int, LiveAnswer] = {}

    def take(self, one: Given) -> list[int] | refusals.LiveRefused:
        try:
            return list(self._kept(one).chosen)
        except refusals.LiveRefused as refused:
            return refused

    def _kept(self, one: Given) -> LiveAnswer:
        if one.player not in self._playing:
            raise refusals.NotAPlayer
        known: Round = self._known
        reason = reason_against(known, position=one.position, run=one.run, received_at=one.received_at)
        if reason is not None or self._step is None:
            raise REFUSALS[reason or Reason.NOT_OPEN]
        self._entitled.check(one.player)
        chosen = checked_choices(self._step, one.chosen)
        row, took = self._rows.get(one.player), elapsed_ms(known, one.received_at)
        if row is None:
            row = self._rows[one.player] = self._new[one.player] = LiveAnswer(
                step=self._step, run=one.run, player_id=one.player,
                chosen=chosen, received_at=one.received_at, elapsed_ms=took,
            )  # fmt: skip
        elif row.chosen != chosen:  # the same answer sent again keeps the time of the first
            if not self._change:
                raise refusals.FirstStands
            if one.received_at >= row.received_at:  # else overtaken on its way by a later one
                row.chosen, row.received_at, row.elapsed_ms = chosen, one.received_at, took
                if one.player not in self._new:
                    self._changed[one.player] = row
        return row

    def write(self) -> None:
        LiveAnswer.objects.bulk_create(self._new.values(), BATCH)
        for row in self._changed.values():
            row.save(update_fields=["chosen", "received_at", "elapsed_ms"])
        touched = self._new.keys() | self._changed.keys()
        if touched and self._known.state is State.CLOSED:  # they were in time, and waited while it was being closed
            mark(self._live.pk, positions={self._live.position}, players=touched)
