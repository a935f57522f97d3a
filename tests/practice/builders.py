"""Small makers for practice under test."""

from datetime import datetime, timedelta

from people.models import User
from practice.models import Turn
from practice.reserved import free, holds_at, may_practise
from practice.turns import Scope, answer, next_turn
from questionbank.bodies import body_of
from questionbank.models import Question
from tests.conftest import NOON

ANY = Scope()


def offered(now: datetime = NOON) -> set[str]:
    """The codes of all questions that practice would put at `now`."""
    holds = holds_at(now)
    found = may_practise(now, holds).select_related("approved_version")
    return {one.code for one in free(list(found), now, holds)}


def put(user: User, now: datetime = NOON, scope: Scope = ANY) -> Turn:
    turn = next_turn(user=user, scope=scope, now=now)
    assert turn is not None
    return turn


def places(turn: Turn, *, right: bool) -> list[int]:
    """A response to a question with one right choice, in places of the turn."""
    body = body_of(turn.version)
    return [next(place for place, at in enumerate(turn.order) if (at in body.right) == right)]


def practise(user: User, now: datetime = NOON, *, right: bool = True, scope: Scope = ANY) -> Turn:
    turn = put(user, now, scope)
    return answer(turn=turn, given=places(turn, right=right), now=now)


def practise_all(user: User, now: datetime = NOON, *, right: bool = True) -> list[Turn]:
    """Answer whatever is put, a minute apart, until nothing is left that was not answered just now."""
    turns: list[Turn] = []
    while (turn := next_turn(user=user, scope=ANY, now=now + timedelta(minutes=len(turns)))) is not None:
        if turn.question_id in {one.question_id for one in turns}:
            turn.delete()
            break
        at = now + timedelta(minutes=len(turns))
        turns.append(answer(turn=turn, given=places(turn, right=right), now=at))
    return turns


def code(topic: str) -> set[str]:
    return set(Question.objects.filter(topic__code=topic).values_list("code", flat=True))
