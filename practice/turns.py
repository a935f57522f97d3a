"""Practising: the next question is put, answered, and what the person felt is counted upon it."""

import secrets
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from random import Random
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from contests.models import Paper
from contests.rules import GRACE
from people.models import User
from practice.models import Card, Turn
from practice.ordering import Known, New, ahead_order, due_order, new_order
from practice.refusals import NotAnswered, NotReadable, SittingAPaper, Withdrawn
from practice.reserved import Holds, free, holds_at, is_free, may_practise
from practice.scheduling import Feel, Memory, is_right, reviewed
from practice.streaks import day_of, end_of_day
from practice.weak import weak_topics_of
from questionbank.bodies import body_of
from questionbank.kinds import Body, NotAResponse, fraction, read, settled, shuffled
from questionbank.models import Citation, Kind, Question, QuestionQuerySet, Topic
from regulations.models import Document

AT_ONCE = 20  # candidates that are asked together whether they may be put


@dataclass(frozen=True)
class Scope:
    """What a person has chosen to practise; neither: whatever is due and what they are weak in."""

    topic: Topic | None = None
    document: Document | None = None

    def narrow(self, questions: QuestionQuerySet) -> QuestionQuerySet:
        """Return those of `questions` of the topic and everything under it, and of the regulation."""
        if self.topic is not None:
            below = [one.pk for one in self.topic.descendants(include_self=True)]
            questions = questions.filter(topic__in=below)
        if self.document is not None:
            cited = Citation.objects.filter(provision__document=self.document)
            questions = questions.filter(approved_version__in=cited.values("version"))
        return questions


def scope_of(turn: Turn) -> Scope:
    return Scope(turn.topic, turn.document)


def next_turn(*, user: User, scope: Scope, now: datetime, guests: Collection[int] = ()) -> Turn | None:
    """Return the question to put now: the one that is open, or another; None where nothing is left for today.

    guests: the entrants that this browser registered. Raises SittingAPaper.
    """
    refuse_sitters(user, guests, now)
    holds = holds_at(now)
    open_turns = Turn.objects.filter(user=user, answered_at=None, topic=scope.topic, document=scope.document)
    current = open_turns.select_related("question__approved_version").order_by("-asked_at", "-pk").first()
    if current is not None:
        if stands(current, now, holds):
            return current
        current.delete()
    chosen = next(_candidates(user, scope, now, holds), None)
    return None if chosen is None else _put(user, chosen, scope, now)


def stands(turn: Turn, now: datetime, holds: Holds) -> bool:
    """Say whether an open turn can still be answered: its question is free and worded as it was."""
    question = turn.question
    return question.approved_version_id == turn.version_id and is_free(question, now, holds)


def refuse_sitters(user: User, guests: Collection[int], now: datetime) -> None:
    """Let nobody practise while a paper of theirs can be answered. Raises SittingAPaper."""
    own = Q(entrant__user=user) | Q(entrant__in=list(guests))
    if Paper.objects.filter(own, submitted_at=None, deadline_at__gt=now - GRACE).exists():
        raise SittingAPaper


def _candidates(user: User, scope: Scope, now: datetime, holds: Holds) -> Iterator[Question]:
    """Yield what may be put, in the order in which to put it."""
    topics = dict(scope.narrow(may_practise(now, holds)).values_list("pk", "topic_id"))
    cards = {card.question_id: card for card in Card.objects.filter(user=user) if card.question_id in topics}
    known = [Known(pk, topics[pk], card.memory) for pk, card in cards.items()]
    due = due_order(known, now=now, day_ends=end_of_day(now))
    yield from _free_of([one.question for one in due], now, holds)
    fresh = [New(pk, topic) for pk, topic in topics.items() if pk not in cards]
    if fresh:
        weak = weak_topics_of(user, now=now)
        chance = Random(secrets.token_hex(16))  # noqa: S311  # which of a topic's new questions comes first
        ordered = new_order(fresh, weak, given_today=_new_today(user, now), chance=chance)
        yield from _free_of([one.question for one in ordered], now, holds)
    yield from _free_of([one.question for one in ahead_order(known, now=now)], now, holds)


def _free_of(keys: Sequence[int], now: datetime, holds: Holds) -> Iterator[Question]:
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        held = Question.objects.select_related("approved_version").in_bulk(some)
        yield from free([held[key] for key in some if key in held], now, holds)


def _new_today(user: User, now: datetime) -> Counter[int]:
    answered = Turn.objects.filter(user=user, day=day_of(now), is_new=True)
    return Counter(answered.values_list("question__topic_id", flat=True))


def _put(user: User, question: Question, scope: Scope, now: datetime) -> Turn:
    version = question.approved_version
    if version is None:  # only approved questions are candidates
        raise Withdrawn
    card = Card.objects.filter(user=user, question=question).first()
    body = body_of(version)
    as_written = replace(body, keep_order=body.keep_order or version.kind == Kind.TRUE_FALSE)
    turn = Turn(
        user=user,
        question=question,
        version=version,
        order=shuffled(as_written, Random(secrets.token_hex(16))),  # noqa: S311
        topic=scope.topic,
        document=scope.document,
        asked_at=now,
        is_new=card is None,
        reworded=card is not None and card.version_id != version.pk,
    )
    try:
        with transaction.atomic():
            turn.save(force_insert=True)
    except IntegrityError:  # put already: by a second tap, or among another choice of topics
        open_turns = Turn.objects.filter(user=user, question=question, answered_at=None)
        open_turns.update(topic=scope.topic, document=scope.document)
        return open_turns.select_related("question__approved_version").first() or turn
    return turn


def answer(*, turn: Turn, given: object, now: datetime, guests: Collection[int] = ()) -> Turn:
    """Mark an answer, in places of the turn's order, and say when the question comes back.

    An answered turn is returned as it is, so that a second sending changes nothing.
    Raises NotAnswered, NotReadable, SittingAPaper or Withdrawn.
    """
    refuse_sitters(turn.user, guests, now)
    if turn.answered_at is not None:
        return turn
    if not stands(turn, now, holds_at(now)):
        raise Withdrawn
    body = body_of(turn.version)
    kept = _read(body, given, turn.order)
    return _keep(turn, kept, fraction(body, kept) or 0.0, now)


def _read(body: Body, given: object, order: Sequence[int]) -> list[Any]:
    try:
        response = read(body, given)
    except NotAResponse:
        raise NotReadable from None
    if not response:
        raise NotAnswered
    return settled(body, response, order)


@transaction.atomic
def _keep(turn: Turn, kept: list[Any], earned: float, now: datetime) -> Turn:
    card = Card.objects.select_for_update().filter(user=turn.user_id, question=turn.question_id).first()
    before = card.memory if card else None
    told = {"answered_at": now, "day": day_of(now), "given": kept, "fraction": earned, "before": _to_json(before)}
    if _is_first(turn, told):  # else the same answer came twice, and the other was quicker
        _remember(turn, reviewed(before, fraction=earned, now=now))
    turn.refresh_from_db()
    return turn


def _is_first(turn: Turn, told: dict[str, Any]) -> bool:
    """Write an answer to a turn that has none, and say whether it had none."""
    return bool(Turn.objects.filter(pk=turn.pk, answered_at=None).update(**told))


@transaction.atomic
def tell_feel(*, turn: Turn, feel: Feel) -> None:
    """Count a right answer as hard, good or easy; of a wrong one, or after a later answer, it changes nothing."""
    told = Turn.objects.select_for_update().get(pk=turn.pk)
    if told.answered_at is None or not is_right(told.fraction or 0.0) or told.feel == feel:
        return
    card = Card.objects.select_for_update().filter(user=told.user_id, question=told.question_id).first()
    if card is None or card.last_at != told.answered_at:
        return
    Turn.objects.filter(pk=told.pk).update(feel=feel)
    before = _from_json(told.before)
    _remember(told, reviewed(before, fraction=told.fraction or 0.0, feel=feel, now=told.answered_at))


def _remember(turn: Turn, memory: Memory) -> None:
    held = {"version_id": turn.version_id, **asdict(memory)}
    Card.objects.update_or_create(user_id=turn.user_id, question_id=turn.question_id, defaults=held)


def _to_json(memory: Memory | None) -> dict[str, Any] | None:
    if memory is None:
        return None
    return {**asdict(memory), "due_at": memory.due_at.isoformat(), "last_at": memory.last_at.isoformat()}


def _from_json(held: dict[str, Any] | None) -> Memory | None:
    if held is None:
        return None
    moments = {name: datetime.fromisoformat(held[name]) for name in ("due_at", "last_at")}
    return Memory(**{**held, **moments})
