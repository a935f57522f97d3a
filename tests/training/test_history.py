"""The history of a question: where it was asked, how it was answered, whom its wrong choices drew."""

from datetime import timedelta

import numpy as np
import pytest
from django.test import Client

from contests.models import PaperQuestion
from people.models import Unit, User
from questionbank.models import Question
from tests.conftest import NOON
from tests.contests.builders import make_bank, make_contest, make_papers, make_user, sit
from training.history import history_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(tam: User, alice: User, province: Unit, commune: Unit) -> Question:
    """Every question of topic a is on everybody's paper; person n has n of 4 right."""
    make_bank(tam, topics="a")
    contest = make_contest(alice, province, NOON, papers=make_papers(blueprint={"a": 4}))
    for right in range(5):
        sit(contest, make_user(f"u{right}", commune), right=right, start=NOON + timedelta(seconds=right))
    return Question.objects.order_by("pk")[0]


def test_counts_shares_and_discrimination(asked: Question) -> None:
    history = history_of(asked)
    assert history.answers == 5
    assert history.uses[0].answers == 5
    assert history.facility == history.uses[0].share
    assert history.low < history.facility < history.high
    own = np.array(
        list(
            PaperQuestion.objects.filter(version__question=asked)
            .order_by("paper__score")
            .values_list("answer__fraction", flat=True)
        ),
        dtype=float,
    )
    rest = (np.arange(5) - own) / 3
    assert history.discrimination == pytest.approx(np.corrcoef(own, rest)[0, 1])
    right = next(choice for choice in history.choices if choice.right)
    assert right.share == pytest.approx(history.facility)
    assert right.rest == pytest.approx(rest[own == 1].mean())


def test_sum_over_the_questions_is_that_of_the_papers(asked: Question) -> None:
    every = [history_of(question) for question in Question.objects.all()]
    assert sum(h.facility * h.answers for h in every) == pytest.approx(0 + 1 + 2 + 3 + 4)


def test_question_never_asked_says_so(tam: User, alice: User) -> None:
    make_bank(tam, per_topic=1, topics="c")
    history = history_of(Question.objects.get())
    assert (history.uses, history.answers, history.discrimination) == ((), 0, None)
    trainer = Client()
    trainer.force_login(tam)
    assert trainer.get(f"/nhu-cau/cau-hoi/{Question.objects.get().pk}/").status_code == 200
