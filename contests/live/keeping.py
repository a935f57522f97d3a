"""A live round between its rows and the state machine: read whole, written by one compare-and-set, then told."""

from datetime import datetime

from django.db import transaction

from contests.live.bell import Bell, Outcome, Ring
from contests.live.known import Round, Step
from contests.live.points import mark
from contests.live.receiving import elapsed_ms
from contests.live.rules import LiveRules
from contests.live.states import Fate, Manner, State
from contests.models import LiveAnswer, LiveBuzz, LiveMove, LiveRound, LiveStep
from people.models import User
from realtime import bell

KEPT_AS_THEY_ARE = ("version", "position", "run", "shown", "locked", "starts_by", "opened_at", "closes_at", "left")


def as_machine(live: LiveRound) -> Round:
    """Return the round as the state machine knows it."""
    rows = live.steps.order_by("position").values_list("seconds", "choice_order", "fate", "manner")
    steps = tuple(Step(seconds, len(choices), Fate(fate), Manner(manner)) for seconds, choices, fate, manner in rows)
    return Round(
        State(live.state),
        live.version,
        live.position,
        live.run,
        steps,
        LiveRules.from_json(live.rules).pace,
        live.shown,
        live.starts_by,
        live.opened_at,
        live.closes_at,
        tuple((datetime.fromisoformat(since), until and datetime.fromisoformat(until)) for since, until in live.pauses),
        live.locked,
        live.left,
        _bell(live) if steps and steps[max(live.position, 1) - 1].manner is Manner.BELL else Bell(),
        tuple(live.rescues),
    )


def _bell(live: LiveRound) -> Bell:
    """Return the bell of the current question, with the rings of those who still play."""
    rows = LiveBuzz.objects.filter(
        step__round=live, step__position=live.position, run=live.run, player__in=live.players.playing()
    ).values_list("player_id", "received_at", "opening", "outcome", "ruled_at", "pk")
    rings = tuple(
        Ring(player, at, opening, Outcome(outcome) if outcome else None, ruled_at, key)
        for player, at, opening, outcome, ruled_at, key in rows
    )
    return Bell(live.opening, rings, live.decides_at, live.holder_id, live.held_at, live.held_until)


@transaction.atomic
def keep(
    live_id: int,
    before: Round,
    after: Round,
    now: datetime,
    *,
    move: str,
    by: User | None = None,
    about: int | None = None,
) -> bool:
    """Write `after` if the round is still `before`; say whether it was. Marks again what counts differently now.

    move: the command, or "clock" or "phones", for the record, with who pressed it; about: the question it named.
    """
    changes = {name: getattr(after, name) for name in KEPT_AS_THEY_ARE}
    changes["state"] = after.state.value
    changes["pauses"] = [[since.isoformat(), until and until.isoformat()] for since, until in after.pauses]
    changes["rescues"] = list(after.rescues)
    changes |= {"opening": after.bell.opening, "decides_at": after.bell.decides_at, "holder_id": after.bell.holder}
    changes |= {"held_at": after.bell.since, "held_until": after.bell.until}
    if before.state is State.LOBBY and after.state is not State.LOBBY:
        changes["started_at"] = now
    if State.FINISHED in (before.state, after.state):
        changes["finished_at"] = now if after.state is State.FINISHED else None
    if _tells_players(before, after):
        changes["told"] = after.version
    if LiveRound.objects.filter(pk=live_id, version=before.version).update(**changes) != 1:
        return False
    LiveMove.objects.create(
        round_id=live_id, version=after.version, move=move, by=by, at=now, before=before.state.value,
        after=after.state.value, position=about or after.position, run=after.run,
    )  # fmt: skip
    _keep_steps(live_id, before, after)
    _keep_verdicts(live_id, before, after)
    if (changed := _counts_differently(before, after)) or before.rescues != after.rescues:
        mark(live_id, positions=changed)
    ring(live_id)
    return True


def _tells_players(before: Round, after: Round) -> bool:
    """Say whether players now read something else of themselves: their result is shown, or taken back; where the bell,
    captains, cards or a knockout say more, what each may do at another question.
    """
    again = after.position == before.position and after.run != before.run
    fates = any(new.fate is not old.fate for old, new in zip(before.steps, after.steps, strict=False))
    further = after.pace.personal and (after.position != before.position or after.rescues != before.rescues)
    shown = after.state.shows_key and after.state is not before.state
    return shown or again or fates or further or after.manner is Manner.BELL


def _keep_steps(live_id: int, before: Round, after: Round) -> None:
    for place, (old, new) in enumerate(zip(before.steps, after.steps, strict=False), start=1):
        if new.fate is not old.fate:
            LiveStep.objects.filter(round=live_id, position=place).update(fate=new.fate.value)
    if (after.position, after.run) != (before.position, before.run):
        LiveStep.objects.filter(round=live_id, position=after.position).update(run=after.run)


def _keep_verdicts(live_id: int, before: Round, after: Round) -> None:
    """Write what became of each ring, and the answer that stands for a spoken one or for silence."""
    if (before.position, before.run) != (after.position, after.run):
        return
    known = {told.key: told for told in before.bell.rings}
    for told in after.bell.rings:
        if told == known.get(told.key):
            continue
        outcome = told.outcome.value if told.outcome else ""
        LiveBuzz.objects.filter(pk=told.key).update(outcome=outcome, ruled_at=told.ruled_at, opening=told.opening)
        if told.outcome:
            _keep_word(live_id, after, told)


def _keep_word(live_id: int, live: Round, told: Ring) -> None:
    if live.opened_at is None:
        return
    step = LiveStep.objects.get(round=live_id, position=live.position)
    said = {"chosen": [], "received_at": told.ruled_at or told.at, "elapsed_ms": elapsed_ms(live, told.at)}
    LiveAnswer.objects.get_or_create(step=step, run=live.run, player_id=told.player, defaults=said)


def _counts_differently(before: Round, after: Round) -> set[int]:
    """Return the positions of the questions whose answers count now and did not, or the other way round."""
    return {place for place, _run in _counted(before) ^ _counted(after)}


def _counted(live: Round) -> set[tuple[int, int]]:
    """Return position and run of each question whose answers earn points; of an earlier one the run says nothing."""
    return {
        (place, live.run if place == live.position else 0)
        for place, step in enumerate(live.steps, start=1)
        if step.fate is Fate.COUNTS and live.has_closed(place)
    }


def ring(live_id: int) -> None:
    """Wake every screen of the round after the commit."""
    bell.ring(*(f"live-{audience}:{live_id}" for audience in ("phone", "projector", "host", "counts")))
