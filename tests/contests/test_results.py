from datetime import datetime, timedelta
from typing import Any

import pytest

from contests.drafts.opening import close_contest
from contests.models import Contest, Paper
from contests.papers.sitting import start_paper, submit
from contests.results import explanations_due, explanations_shown, review
from people.models import Unit, User
from tests.conftest import NOON
from tests.contests.builders import ARTICLE_CANARY, EXPLANATION_CANARY, enter, make_contest, make_papers, sit

END = NOON + timedelta(hours=2, seconds=2)
MS = timedelta(milliseconds=1)


@pytest.fixture
def held(bank: None, alice: User, province: Unit) -> Any:
    def hold(**rules: Any) -> Contest:
        return make_contest(alice, province, NOON, papers=make_papers(**rules))

    return hold


def shown_from(paper: Paper, *moments: datetime) -> list[bool]:
    return [explanations_shown(paper, at) for at in moments]


def test_after_close_means_once_no_answer_can_arrive(held: Any, bob: User) -> None:
    paper = sit(held(), bob, right=1, start=NOON)
    assert shown_from(paper, NOON, END - MS, END) == [False, False, True]
    assert explanations_due(paper, NOON) == END


def test_a_contest_closed_early_shows_them_then(held: Any, bob: User) -> None:
    paper = sit(held(), bob, right=1, start=NOON)
    paper.contest = close_contest(contest=paper.contest, now=NOON + timedelta(hours=1))
    assert shown_from(paper, NOON + timedelta(hours=1) - MS, NOON + timedelta(hours=1)) == [False, True]


def test_after_submit_means_at_once_when_no_attempt_is_left(held: Any, bob: User) -> None:
    paper = sit(held(explanations="after_submit"), bob, right=1, start=NOON, seconds=60)
    assert shown_from(paper, NOON + timedelta(seconds=60)) == [True]


def test_after_submit_waits_while_an_attempt_is_left(held: Any, bob: User) -> None:
    contest = held(explanations="after_submit", attempts=2)
    first = sit(contest, bob, right=1, start=NOON)
    assert (shown_from(first, NOON + timedelta(hours=1), END), explanations_due(first, NOON)) == ([False, True], None)
    sit(contest, bob, right=1, start=NOON, seconds=120)
    assert shown_from(first, NOON + timedelta(seconds=119), NOON + timedelta(seconds=120)) == [False, True]


def test_an_open_paper_shows_nothing_whatever_the_time(held: Any, bob: User) -> None:
    paper = start_paper(entrant=enter(held(explanations="after_submit"), bob, NOON), now=NOON)
    assert shown_from(paper, NOON, END) == [False, False]


def test_review_tells_key_answer_and_proof_in_the_order_of_the_paper(held: Any, bob: User) -> None:
    paper = sit(held(), bob, right=2, start=NOON)
    reviewed = review(paper)
    assert [(r.position, r.earned, r.answered) for r in reviewed] == [
        (1, True, True),
        (2, True, True),
        (3, False, True),
    ]
    for question, told in zip(paper.questions.order_by("position"), reviewed, strict=True):
        texts = {c.pk: c.text for c in question.version.choices.all()}
        assert [c.text for c in told.choices] == [texts[pk] for pk in question.choice_order]
        assert [c.letter for c in told.choices] == list("ABCD")
        assert EXPLANATION_CANARY in told.explanation
        (proof,) = told.proofs
        assert (proof.quote, proof.text) == ("Công khai.", f"2. Công khai. {ARTICLE_CANARY}\n")


def test_review_of_an_empty_paper(held: Any, bob: User) -> None:
    paper = submit(paper=start_paper(entrant=enter(held(), bob, NOON), now=NOON), now=NOON)
    assert [(r.earned, r.answered) for r in review(paper)] == [(False, False)] * 3


@pytest.mark.parametrize("questions", [1, 3])
def test_review_takes_six_queries(held: Any, bob: User, questions: int, django_assert_num_queries: Any) -> None:
    paper = sit(held(blueprint={"a": questions}), bob, right=1, start=NOON)
    with django_assert_num_queries(6):
        review(paper)
