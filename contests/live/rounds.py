"""Live rounds as they are kept: created, moved by commands, by phones and by the clock, each step committed first."""

import secrets
from collections.abc import Collection
from datetime import datetime
from random import Random

from django.db import IntegrityError, transaction
from django.utils import timezone

from contests.drawing import pool_on
from contests.live import machine, refusals
from contests.live.phones import phones_of
from contests.live.points import mark
from contests.live.rules import LiveRules
from contests.live.states import Command, Fate, State
from contests.models import Contest, LiveRound, LiveStep
from contests.return_codes import CODE_LETTERS
from people.models import User
from questionbank.blueprint import Item
from questionbank.kinds import CHOOSING
from realtime import bell

CODE_LENGTH = 6
KEPT_AS_THEY_ARE = ("version", "position", "run", "shown", "locked", "starts_by", "opened_at", "closes_at")
REFUSALS: dict[type[machine.Refused], type[refusals.LiveRefused]] = {
    machine.StaleVersion: refusals.Stale,
    machine.WrongState: refusals.WrongState,
    machine.NoFurtherQuestion: refusals.NoFurtherQuestion,
    machine.NotPlayed: refusals.NotPlayed,
    machine.AsBefore: refusals.AsBefore,
}


@transaction.atomic
def create_round(
    *,
    contest: Contest,
    title: str,
    questions: int,
    seconds: int,
    by: User,
    now: datetime,
    rules: LiveRules | None = None,
) -> LiveRound:
    """Draw `questions` in force today, spread over the topics, into a new round in its lobby. Raises NoQuestions."""
    drawn = draw(questions, now)
    live = with_free_code(
        LiveRound(
            contest=contest,
            title=title.strip() or contest.title,
            rules=(rules or LiveRules()).to_json(),
            created_by=by,
            created_at=now,
        )
    )
    LiveStep.objects.bulk_create(
        LiveStep(round=live, position=place, version_id=item.version_id, choice_order=order, seconds=seconds)
        for place, (item, order) in enumerate(drawn, start=1)
    )
    return live


def draw(wanted: int, now: datetime, *, without: Collection[int] = ()) -> list[tuple[Item, list[int]]]:
    """Take questions topic by topic in turn, none `without`'s (keys of wordings), choices in an order of their own.

    Raises NoQuestions.
    """
    chance = Random(secrets.token_hex(16))  # noqa: S311  # seeded with what nobody can guess
    pool = pool_on(timezone.localdate(now), kinds=CHOOSING)  # what a hall answers with one tap
    pool = [item for item in pool if item.version_id not in without]
    if len(pool) < wanted:
        raise refusals.NoQuestions(wanted=wanted, have=len(pool))
    by_topic: dict[str, list[Item]] = {}
    for item in chance.sample(pool, len(pool)):
        by_topic.setdefault(item.topic, []).append(item)
    drawn: list[Item] = []
    while len(drawn) < wanted:
        for topic in [t for t, left in by_topic.items() if left]:
            drawn.append(by_topic[topic].pop())
    return [(item, _order(item, chance)) for item in drawn[:wanted]]


def _order(item: Item, chance: Random) -> list[int]:
    return list(item.shown) if item.keep_order else chance.sample(item.shown, len(item.shown))


def with_free_code(live: LiveRound) -> LiveRound:
    """Save a new round under a join code of its own."""
    while True:
        live.join_code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
        try:
            with transaction.atomic():
                live.save(force_insert=True)
        except IntegrityError:  # somebody holds this code
            continue
        return live


def command(*, live: LiveRound, name: str, expected: int, now: datetime, position: int | None = None) -> LiveRound:
    """Carry out a host's command once and wake every screen after the commit.

    position: of the question to void or restore; the current one where none is given. Raises Stale when the round is
    not at version `expected`; WrongState, NoFurtherQuestion, NotPlayed or AsBefore when nothing would come of it.
    """
    fresh, before = settled(live.pk, now)
    try:
        after = machine.apply(before, Command(name), expected=expected, now=now, position=position)
    except machine.Refused as refused:
        raise REFUSALS[type(refused)] from refused
    except ValueError as unknown:
        raise refusals.WrongState from unknown
    if not _keep(fresh.pk, before, after, now):
        raise refusals.Stale
    fresh.refresh_from_db()
    return fresh


def settled(live_id: int, now: datetime) -> tuple[LiveRound, machine.Round]:
    """Return the round, moved as the clock says. Whoever looks at the round calls it; each step happens once."""
    live = LiveRound.objects.get(pk=live_id)
    before = as_machine(live)
    after = machine.settle(before, now)
    if after is before:
        return live, before
    _keep(live_id, before, after, now)
    live = LiveRound.objects.get(pk=live_id)
    return live, as_machine(live)


def settle(*, live_id: int, now: datetime) -> None:
    """Move the round as the clock says."""
    settled(live_id, now)


def notice(*, live_id: int, now: datetime) -> None:
    """Move the round as the phones say: enough of them have the question, or everybody connected has answered."""
    live, before = settled(live_id, now)
    if before.state is State.ARRIVING or (before.state is State.ANSWERING and before.pace.early):
        told = phones_of(live, now)
        after = machine.notice(
            before, joined=told.joined, connected=told.connected, reached=told.reached, waiting=told.waiting, now=now
        )
        if after is not before:
            _keep(live_id, before, after, now)


def as_machine(live: LiveRound) -> machine.Round:
    """Return the round as the state machine knows it."""
    steps = tuple(
        machine.Step(seconds, len(choices), Fate(fate))
        for seconds, choices, fate in live.steps.order_by("position").values_list("seconds", "choice_order", "fate")
    )
    return machine.Round(
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
    )


@transaction.atomic
def _keep(live_id: int, before: machine.Round, after: machine.Round, now: datetime) -> bool:
    """Write `after` if the round is still `before`; say whether it was. Marks again what counts differently now."""
    changes = {name: getattr(after, name) for name in KEPT_AS_THEY_ARE}
    changes["state"] = after.state.value
    changes["pauses"] = [[since.isoformat(), until and until.isoformat()] for since, until in after.pauses]
    if before.state is State.LOBBY and after.state is not State.LOBBY:
        changes["started_at"] = now
    if after.state is State.FINISHED:
        changes["finished_at"] = now
    if _tells_players(before, after):
        changes["told"] = after.version
    if LiveRound.objects.filter(pk=live_id, version=before.version).update(**changes) != 1:
        return False
    _keep_steps(live_id, before, after)
    if changed := _counts_differently(before, after):
        mark(live_id, positions=changed)
    ring(live_id)
    return True


def _counts_differently(before: machine.Round, after: machine.Round) -> set[int]:
    """Return the positions of the questions whose answers count differently now."""
    both = zip(before.steps, after.steps, strict=True)
    changed = {place for place, (old, new) in enumerate(both, start=1) if new.fate is not old.fate}
    closed = after.state is State.CLOSED and before.state is not State.CLOSED
    again = after.position == before.position and after.run > before.run
    return changed | ({after.position} if closed or again else set())


def _tells_players(before: machine.Round, after: machine.Round) -> bool:
    """Say whether players now read something else of themselves: their result is shown, or taken back."""
    again = after.position == before.position and after.run != before.run
    fates = any(new.fate is not old.fate for old, new in zip(before.steps, after.steps, strict=True))
    return (after.state.shows_key and after.state is not before.state) or again or fates


def _keep_steps(live_id: int, before: machine.Round, after: machine.Round) -> None:
    for place, (old, new) in enumerate(zip(before.steps, after.steps, strict=True), start=1):
        if new.fate is not old.fate:
            LiveStep.objects.filter(round=live_id, position=place).update(fate=new.fate.value)
    if (after.position, after.run) != (before.position, before.run):
        LiveStep.objects.filter(round=live_id, position=after.position).update(run=after.run)


def ring(live_id: int) -> None:
    """Wake every screen of the round after the commit."""
    bell.ring(*(f"live-{audience}:{live_id}" for audience in ("host", "phone", "projector", "counts")))
