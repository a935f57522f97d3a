"""The demonstration's practice: what is published for all to learn, and a participant's last three days."""

from datetime import datetime, timedelta

from contests.models import Contest
from demo.accounts import TRIAL
from demo.contests import OPEN_TITLE
from demo.playing import accounts, chance_of
from people.models import User
from practice.models import OpenContest, Turn
from practice.opening import open_contest_for_practice, open_questions
from practice.turns import Scope, answer, next_turn
from questionbank.bodies import body_of
from questionbank.kinds import CHOOSING
from questionbank.models import Question

DAYS, A_DAY = 3, 8


def load_practice(now: datetime) -> int:
    """Open the bank and the running contest for practice, and let two people practise. Returns how many answers are
    new.
    """
    contest = Contest.objects.get(title=OPEN_TITLE)
    if OpenContest.objects.filter(contest=contest).exists():
        return 0
    trainer, organiser = accounts("canbo1", "bantochuc")
    open_questions(questions=list(Question.objects.approved()), by=trainer, now=now)
    open_contest_for_practice(contest=contest, by=organiser, now=now)
    return sum(_practise(user, now) for user in accounts("thisinh", TRIAL[0].username))


def _practise(user: User, now: datetime) -> int:
    chance = chance_of(f"practice of {user.username}")
    given = 0
    for day in range(DAYS, 0, -1):
        for minute in range(A_DAY):
            at = now - timedelta(days=day) + timedelta(minutes=minute)
            turn = next_turn(user=user, scope=Scope(), now=at)
            if turn is not None and turn.version.kind in CHOOSING:
                right = chance.random() < 0.7
                answer(turn=turn, given=_places(turn, right=right), now=at)
                given += 1
    return given


def _places(turn: Turn, *, right: bool) -> list[int]:
    body = body_of(turn.version)
    if right:
        return [place for place, at in enumerate(turn.order) if at in body.right]
    return [next(place for place, at in enumerate(turn.order) if at not in body.right)]
