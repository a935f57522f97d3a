"""Live rounds made of questions in force: a new one in its lobby, and one more question for those who are level."""

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime
from random import Random

from django.db import IntegrityError, transaction
from django.utils import timezone

from contests.entering.return_codes import CODE_LETTERS
from contests.live import refusals
from contests.live.rules import LiveRules
from contests.models import Contest, LiveRound, LiveStep
from contests.papers.drawing import pool_on
from contests.units.standings import sides_of
from people.models import User
from questionbank.blueprint import Item
from questionbank.kinds import CHOOSING

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
    rules: LiveRules | None = None,
) -> LiveRound:
    """Draw `questions` in force today, spread over the topics, into a new round in its lobby.

    Raises NoQuestions, or NoRoster where units are to be ranked by rosters that the contest does not keep.
    """
    rules = rules or LiveRules()
    if rules.teams == "roster" and not sides_of(contest).rosters:
        raise refusals.NoRoster
    drawn = draw(questions, now)
    live = with_free_code(
        LiveRound(
            contest=contest,
            title=title.strip() or contest.title,
            rules=rules.to_json(),
            created_by=by,
            created_at=now,
        )
    )
    LiveStep.objects.bulk_create(
        step_of(live, place, item, order, seconds, rules.manner.value)
        for place, (item, order) in enumerate(drawn, start=1)
    )
    return live


def add_extra(*, live: LiveRound, only: Sequence[int], now: datetime) -> LiveStep:
    """Add one more question, with the bell, for the players `only`: one that the round has not asked.

    Call it within the transaction of the command. Raises NoQuestions.
    """
    last = live.steps.order_by("-position")[0]
    asked = frozenset(live.steps.values_list("version_id", flat=True))
    ((item, order),) = draw(1, now, without=asked)
    extra = step_of(live, last.position + 1, item, order, last.seconds, LiveStep.Manner.BELL)
    extra.only = sorted(only)
    extra.save(force_insert=True)
    return extra


def step_of(live: LiveRound, place: int, item: Item, order: list[int], seconds: int, manner: str) -> LiveStep:
    """Return the step, not yet saved, that asks the question in this place."""
    return LiveStep(
        round=live, position=place, version_id=item.version_id, choice_order=order, seconds=seconds, manner=manner
    )


def draw(wanted: int, now: datetime, without: Collection[int] = ()) -> list[tuple[Item, list[int]]]:
    """Take questions topic by topic in turn, none `without`'s (keys of wordings), choices in an order of their own.

    Raises NoQuestions.
    """
    chance = Random(secrets.token_hex(16))  # noqa: S311  # seeded with what nobody can guess
    in_force = pool_on(timezone.localdate(now), kinds=CHOOSING)  # what a hall answers with one tap
    pool = [item for item in in_force if item.version_id not in without]
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
