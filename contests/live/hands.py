"""Playing a card: staking the star of hope on a question, or having 50:50 take wrong choices away.

Neither holds the row of the round: what is on the screens is announced after its commit, so that whoever reads the
round as it was has not seen more, and a card of one kind is one row per question.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from contests.live import refusals
from contests.live.cards import LEFT, halved
from contests.live.entitled import entitled, must_play
from contests.live.keeping import as_machine
from contests.live.receiving import reason_against
from contests.live.rules import LiveRules
from contests.live.states import Fate, Manner, State
from contests.models import LiveCard, LivePlayer, LiveRound, LiveStep
from questionbank.models import Choice, Kind


def play_star(*, player: LivePlayer, position: int, run: int, received_at: datetime) -> LiveCard:
    """Stake the question: its gain is doubled, or lost. Only before its first choice is shown, and not taken back.

    Raises NotAPlayer, Stale, ChoicesShown, NoCard or CardNotHere, or what `Entitled.check` does.
    """
    live, step = _current(player, position, run)
    if (kept := _played(player, step, run, LiveCard.Kind.STAR)) is not None:
        return kept
    if live.state != LiveRound.State.QUESTION or live.shown:
        raise refusals.ChoicesShown
    return _play(live, player, step, LiveCard.Kind.STAR, received_at, [])


def play_half(*, player: LivePlayer, position: int, run: int, received_at: datetime) -> LiveCard:
    """Take away, for this player alone, all wrong choices but one; only while the question takes answers. Everybody who
    plays it keeps the same two: neighbours who compare their phones learn nothing more.

    Raises NotAPlayer, Stale, NotAnswering, NoCard or CardNotHere, or what `Entitled.check` does.
    """
    live, step = _current(player, position, run)
    if (kept := _played(player, step, run, LiveCard.Kind.HALF)) is not None:
        return kept
    known = as_machine(live)
    open_now = known.state is State.ANSWERING
    if not open_now or reason_against(known, position=position, run=run, received_at=received_at) is not None:
        raise refusals.NotAnswering
    if step.version.kind != Kind.SINGLE or len(step.choice_order) <= LEFT:
        raise refusals.CardNotHere
    right = Choice.objects.get(version=step.version_id, is_correct=True).pk
    removed = halved(step.choice_order, right, seed=f"{live.seed}/{step.pk}")
    return _play(live, player, step, LiveCard.Kind.HALF, received_at, removed)


def left_of(live: LiveRound, player: int) -> dict[str, int]:
    """Return how many cards of each kind a player has left; one on a question that does not count comes back."""
    rule = LiveRules.from_json(live.rules).cards
    used = LiveCard.objects.filter(step__round=live, run=F("step__run"), step__fate=Fate.COUNTS.value, player=player)
    kinds = list(used.values_list("kind", flat=True))
    return {kind: max(rule.allowed(kind) - kinds.count(kind), 0) for kind in LiveCard.Kind.values}


def _current(player: LivePlayer, position: int, run: int) -> tuple[LiveRound, LiveStep]:
    live = LiveRound.objects.get(pk=player.round_id)
    must_play(live, player.pk)
    step = live.steps.select_related("version").filter(position=position).first()
    if step is None or (position, run) != (live.position, live.run):
        raise refusals.Stale
    if step.manner != Manner.ALL:
        raise refusals.CardNotHere
    entitled(live, step).check(player.pk)
    return live, step


def _played(player: LivePlayer, step: LiveStep, run: int, kind: str) -> LiveCard | None:
    return LiveCard.objects.filter(step=step, run=run, player=player, kind=kind).first()


def _play(
    live: LiveRound, player: LivePlayer, step: LiveStep, kind: str, received_at: datetime, removed: list[int]
) -> LiveCard:
    if not left_of(live, player.pk)[kind]:
        if (kept := _played(player, step, live.run, kind)) is not None:  # another phone of this player was faster
            return kept
        raise refusals.NoCard
    card = LiveCard(step=step, run=live.run, player=player, kind=kind, played_at=received_at, removed=removed)
    try:
        with transaction.atomic():
            card.save(force_insert=True)
    except IntegrityError:  # the same
        return LiveCard.objects.get(step=step, run=live.run, player=player, kind=kind)
    return card
