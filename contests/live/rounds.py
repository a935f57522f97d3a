"""Live rounds as they are kept: created, moved by commands and by the clock, and marked when a question closes."""

import secrets
from datetime import datetime
from random import Random

from django.db import IntegrityError, transaction
from django.utils import timezone

from contests.drawing import pool_on
from contests.live import machine, refusals
from contests.live.scoring import Scoring, points
from contests.models import Contest, LiveAnswer, LiveRound, LiveStep
from contests.return_codes import CODE_LETTERS
from people.models import User
from questionbank.blueprint import Item
from questionbank.kinds import CHOOSING, choice_share
from questionbank.models import Choice
from realtime import bell

CODE_LENGTH = 6


@transaction.atomic
def create_round(
    *,
    contest: Contest,
    title: str,
    questions: int,
    seconds: int,
    by: User,
    now: datetime,
    scoring: Scoring | None = None,
) -> LiveRound:
    """Draw `questions` in force today, spread over the topics, into a new round in its lobby. Raises NoQuestions."""
    drawn = _draw(questions, now)
    live = _with_free_code(
        LiveRound(
            contest=contest,
            title=title.strip() or contest.title,
            scoring=(scoring or Scoring()).to_json(),
            created_by=by,
            created_at=now,
        )
    )
    LiveStep.objects.bulk_create(
        LiveStep(round=live, position=place, version_id=item.version_id, choice_order=order, seconds=seconds)
        for place, (item, order) in enumerate(drawn, start=1)
    )
    return live


def _draw(wanted: int, now: datetime) -> list[tuple[Item, list[int]]]:
    """Take questions topic by topic in turn, choices in an order of their own."""
    chance = Random(secrets.token_hex(16))  # noqa: S311  # seeded with what nobody can guess
    pool = pool_on(timezone.localdate(now), kinds=CHOOSING)  # what a hall answers with one tap
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


def _with_free_code(live: LiveRound) -> LiveRound:
    while True:
        live.join_code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
        try:
            with transaction.atomic():
                live.save(force_insert=True)
        except IntegrityError:  # somebody holds this code
            continue
        return live


def command(*, live: LiveRound, name: str, expected: int, now: datetime) -> LiveRound:
    """Carry out a host's command once and wake every screen after the commit.

    Raises refusals.Stale when the round is not at version `expected`, WrongState when the command leads nowhere.
    """
    settle(live_id=live.pk, now=now)
    fresh = LiveRound.objects.get(pk=live.pk)
    before = as_machine(fresh)
    try:
        after = machine.apply(before, machine.Command(name), expected=expected, now=now)
    except machine.StaleVersion as stale:
        raise refusals.Stale from stale
    except (machine.WrongState, ValueError) as wrong:
        raise refusals.WrongState from wrong
    if not _keep(fresh.pk, before, after, now):
        raise refusals.Stale
    fresh.refresh_from_db()
    return fresh


def settle(*, live_id: int, now: datetime) -> None:
    """Close a question whose time is over. Whoever looks at the round calls it; it happens once."""
    before = as_machine(LiveRound.objects.get(pk=live_id))
    after = machine.settle(before, now)
    if after is not before:
        _keep(live_id, before, after, now)


def as_machine(live: LiveRound) -> machine.Round:
    """Return the round as the state machine knows it."""
    seconds = tuple(live.steps.order_by("position").values_list("seconds", flat=True))
    return machine.Round(
        machine.State(live.state), live.version, live.position, live.run, seconds, live.opened_at, live.closes_at
    )


@transaction.atomic
def _keep(live_id: int, before: machine.Round, after: machine.Round, now: datetime) -> bool:
    """Write `after` if the round is still `before`; say whether it was. Marks the question that has closed."""
    changes = {
        "state": after.state.value,
        "version": after.version,
        "position": after.position,
        "run": after.run,
        "opened_at": after.opened_at,
        "closes_at": after.closes_at,
    }
    if before.state is machine.State.LOBBY:
        changes["started_at"] = now
    if after.state is machine.State.FINISHED:
        changes["finished_at"] = now
    if LiveRound.objects.filter(pk=live_id, version=before.version).update(**changes) != 1:
        return False
    if after.state is machine.State.CLOSED:
        _mark(live_id, after)
    if after.run > before.run:
        _annul(live_id, after)
    ring(live_id)
    return True


def _mark(live_id: int, closed: machine.Round) -> None:
    """Write fraction and points of every answer to the question that has just closed."""
    step = LiveStep.objects.select_related("round", "version").get(round_id=live_id, position=closed.position)
    scoring = Scoring.from_json(step.round.scoring)
    key = set(Choice.objects.filter(version=step.version_id, is_correct=True).values_list("pk", flat=True))
    answers = list(LiveAnswer.objects.select_for_update().filter(step=step, run=closed.run))
    for answer in answers:
        answer.fraction = choice_share(answer.chosen, key)
        answer.points = points(scoring, answer.fraction, answer.elapsed_ms, step.seconds)
    LiveAnswer.objects.bulk_update(answers, ["fraction", "points"], batch_size=500)


def _annul(live_id: int, again: machine.Round) -> None:
    """Let the answers of earlier runs of this question count no more; what was chosen and when stays on record."""
    earlier = LiveAnswer.objects.filter(step__round=live_id, step__position=again.position, run__lt=again.run)
    earlier.update(fraction=None, points=None)


def ring(live_id: int) -> None:
    """Wake every screen of the round after the commit."""
    for audience in ("phone", "projector", "host", "counts"):
        bell.ring(f"live-{audience}:{live_id}")
