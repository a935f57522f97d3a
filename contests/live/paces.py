"""Going on at one's own pace: questions served one at a time, answered or left, all within the window of the round.

What the phones ask for within a few milliseconds is done together, in one transaction.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from contests.live import refusals
from contests.live.answers import BATCH, REFUSALS
from contests.live.choices import checked_choices
from contests.live.entitled import Entitled, entitled
from contests.live.known import Round
from contests.live.pacing import next_of, order_of, pace_ms, reason_against_pace, serves
from contests.live.points import mark
from contests.live.rounds import settled
from contests.live.states import Manner, State
from contests.models import LiveAnswer, LiveRound, LiveServing, LiveStep

Key = tuple[int, int]  # player, position


@dataclass(frozen=True, slots=True)
class Served:
    """The question that a player has before them, since when; None where none is left. place: of how many, from 1."""

    step: LiveStep | None
    served_at: datetime | None
    place: int
    of: int


@dataclass(frozen=True, slots=True)
class Turn:
    """What came from a player's phone. received_at: when the server got it, before any waiting.

    answered: the question they are done with, and what they chose, nothing where they leave it; None where they only
    ask for the question they are at.
    """

    player: int
    received_at: datetime
    answered: tuple[int, tuple[int, ...]] | None = None


@transaction.atomic
def go_on_all(*, live_id: int, turns: Sequence[Turn]) -> list[Served | refusals.LiveRefused | None]:
    """Do what came from players of one round, in the order in which it came: keep the answer to the question that a
    player was served, or that they left it, which stands; then give them the question they are at, now or since before.
    The same answer again is taken for the first.

    Returns for each what is served; None where an answer was kept and nothing may be served just now; or why it was
    refused: NotAPlayer, NotAnswering, Paused or what `Entitled.check` raises, and of an answer Stale, TooLate,
    FirstStands, UnknownChoice or TooMany.
    """
    if not turns:
        return []
    # The row is held so that closing waits for answers on their way in, later ones see it closed, and two phones of
    # one player are served one question.
    LiveRound.objects.select_for_update().get(pk=live_id)
    live, known = settled(live_id, max(turn.received_at for turn in turns))
    desk = _Desk(live, known, {turn.player for turn in turns})
    told = [desk.take(turn) for turn in turns]
    desk.write()
    return told


class _Desk:
    """What the players who go on now have been served and have answered; read, changed and written once."""

    def __init__(self, live: LiveRound, known: Round, players: Collection[int]) -> None:
        self._live, self._known = live, known
        self._playing = set(live.players.playing().filter(pk__in=players).values_list("pk", flat=True))
        steps = live.steps.select_related("version").filter(manner=Manner.PACED.value)
        self._steps = {step.position: step for step in steps}
        self._entitled = entitled(live, next(iter(self._steps.values()))) if self._steps else Entitled()
        wanted = {"step__in": self._steps.values(), "player__in": players}
        known_steps = {step.pk: step for step in self._steps.values()}
        self._servings: dict[Key, LiveServing] = {}
        for serving in LiveServing.objects.filter(**wanted):
            serving.step = known_steps[serving.step_id]
            self._servings[serving.player_id, serving.step.position] = serving
        self._answers: dict[Key, LiveAnswer] = {}
        for given in LiveAnswer.objects.filter(**wanted):
            given.step = known_steps[given.step_id]
            self._answers[given.player_id, given.step.position] = given
        self._served: list[LiveServing] = []
        self._passed: list[LiveServing] = []
        self._answered: list[LiveAnswer] = []

    def take(self, turn: Turn) -> Served | refusals.LiveRefused | None:
        try:
            self._check(turn.player)
            if turn.answered is None:
                return self._serve(turn.player, turn.received_at)
            self._keep(turn.player, *turn.answered, turn.received_at)
        except refusals.LiveRefused as refused:
            return refused
        try:
            return self._serve(turn.player, turn.received_at)
        except refusals.LiveRefused:  # it was kept; that nothing follows just now is told by the state of the round
            return None

    def _check(self, player: int) -> None:
        if player not in self._playing:
            raise refusals.NotAPlayer
        if not self._steps:
            raise refusals.NotAnswering
        self._entitled.check(player)

    def _serve(self, player: int, now: datetime) -> Served:
        if self._known.state is State.PAUSED:
            raise refusals.Paused
        if not serves(self._known, now):
            raise refusals.NotAnswering
        order = order_of(self._live.seed, player, sorted(self._steps))
        position = next_of(order, [at for at in order if self._is_done((player, at))])
        if position is None:
            return Served(None, None, len(order), len(order))
        step, key = self._steps[position], (player, position)
        if key not in self._servings:
            self._servings[key] = LiveServing(step=step, player_id=player, served_at=now)
            self._served.append(self._servings[key])
        return Served(step, self._servings[key].served_at, order.index(position) + 1, len(order))

    def _is_done(self, key: Key) -> bool:
        return key in self._answers or (key in self._servings and self._servings[key].passed_at is not None)

    def _keep(self, player: int, position: int, chosen: Sequence[int], received_at: datetime) -> None:
        if (reason := reason_against_pace(self._known, received_at)) is not None:
            raise REFUSALS[reason]
        serving = self._servings.get((player, position))
        if serving is None or received_at < serving.served_at:
            raise refusals.Stale
        wanted = checked_choices(serving.step, chosen) if chosen else []
        given = self._answers.get((player, position))
        if given is not None:
            if given.chosen != wanted:
                raise refusals.FirstStands
        elif serving.passed_at is not None:
            if wanted:
                raise refusals.FirstStands
        elif wanted:
            took = pace_ms(self._known, serving.served_at, received_at)
            given = LiveAnswer(
                step=serving.step, run=serving.step.run, player_id=player,
                chosen=wanted, received_at=received_at, elapsed_ms=took,
            )  # fmt: skip
            self._answers[player, position] = given
            self._answered.append(given)
        else:
            serving.passed_at = received_at
            self._passed.append(serving)

    def write(self) -> None:
        LiveServing.objects.bulk_create(self._served, BATCH)
        LiveServing.objects.bulk_update([one for one in self._passed if one not in self._served], ["passed_at"], BATCH)
        LiveAnswer.objects.bulk_create(self._answered, BATCH)
        if self._answered and self._known.state is State.CLOSED:  # in time, and waited while the window was closed
            positions = {given.step.position for given in self._answered}
            mark(self._live.pk, positions=positions, players={given.player_id for given in self._answered})
