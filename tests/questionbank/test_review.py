"""Review: nobody lets in what they wrote, no step is taken twice, every step is kept."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from people.models import User
from questionbank.models import Question, ReviewEvent
from questionbank.review import (
    CommentNeeded,
    OwnWork,
    WrongState,
    approve,
    may_decide,
    retire,
    return_to_author,
    send_to_review,
)
from questionbank.writing import revise
from realtime.clock import now
from regulations.models import Document
from tests.questionbank.builders import let_in, wording, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("decree")]


@pytest.fixture
def sent(tam: User) -> Question:
    return send_to_review(question=write(tam), by=tam, now=now())


def test_approval_by_another_trainer_makes_a_question_drawable(sent: Question, thao: User) -> None:
    approve(question=sent, by=thao, now=now(), comment=" Rõ ràng ")
    assert list(Question.objects.drawable_on(now().date())) == [sent]
    steps = ReviewEvent.objects.order_by("pk").values_list("from_state", "to_state", "actor__username", "comment")
    assert list(steps) == [("draft", "in_review", "tam", ""), ("in_review", "approved", "thao", "Rõ ràng")]


def test_author_cannot_approve_or_return_their_own(sent: Question, tam: User) -> None:
    with pytest.raises(OwnWork):
        approve(question=sent, by=tam, now=now())
    with pytest.raises(OwnWork):
        return_to_author(question=sent, by=tam, now=now(), comment="Sửa")
    assert Question.objects.get().state == "in_review"


def test_whoever_wrote_an_earlier_version_cannot_approve_a_later_one(tam: User, thao: User, charlie: User) -> None:
    question = write(tam)
    revise(question=question, wording=wording(stem="Của Thảo?"), by=thao, now=now())
    revise(question=question, wording=wording(stem="Của Tâm?"), by=tam, now=now())
    assert [may_decide(question, who) for who in (tam, thao, charlie)] == [False, False, True]


def test_return_needs_words(sent: Question, thao: User) -> None:
    with pytest.raises(CommentNeeded):
        return_to_author(question=sent, by=thao, now=now(), comment="  ")
    returned = return_to_author(question=sent, by=thao, now=now(), comment="Thiếu căn cứ")
    assert (returned.state, returned.events.last().comment) == ("returned", "Thiếu căn cứ")  # type: ignore[union-attr]


Step = Callable[[Question, User], Question]
STEPS: dict[str, Step] = {
    "send": lambda q, by: send_to_review(question=q, by=by, now=now()),
    "approve": lambda q, by: approve(question=q, by=by, now=now()),
    "return": lambda q, by: return_to_author(question=q, by=by, now=now(), comment="Sửa"),
    "retire": lambda q, by: retire(question=q, by=by, now=now()),
}
ALLOWED = {
    "draft": {"send", "retire"},
    "returned": {"send", "retire"},
    "in_review": {"approve", "return", "retire"},
    "approved": {"retire"},
    "retired": set(),
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", ALLOWED)
def test_only_the_arrows_are_taken(state: str, step: str, tam: User, thao: User) -> None:
    question = write(tam)
    version = question.latest_version if state == "approved" else None
    Question.objects.filter(pk=question.pk).update(state=state, approved_version=version)
    question.refresh_from_db()
    taken = True
    try:
        STEPS[step](question, thao)
    except WrongState:
        taken = False
    assert taken == (step in ALLOWED[state])
    assert ReviewEvent.objects.count() == int(taken)


def test_two_who_decide_at_once_leave_one_decision(sent: Question, thao: User, charlie: User) -> None:
    first, second = (Question.objects.get(pk=sent.pk) for _ in range(2))
    approve(question=first, by=thao, now=now())
    with pytest.raises(WrongState):
        return_to_author(question=second, by=charlie, now=now(), comment="Sửa")
    assert (Question.objects.get().state, ReviewEvent.objects.count()) == ("approved", 2)


def test_approval_of_words_that_changed_since_they_were_read_is_refused(sent: Question, tam: User, thao: User) -> None:
    revise(question=sent, wording=wording(stem="Khác hẳn?"), by=tam, now=now())
    again = send_to_review(question=sent, by=tam, now=now())
    with pytest.raises(WrongState):
        approve(question=again, by=thao, now=now(), seen=1)
    assert approve(question=again, by=thao, now=now(), seen=2).state == "approved"


def test_approval_takes_the_flag_off(sent: Question, thao: User) -> None:
    Question.objects.update(flag="Có người báo sai")
    sent.refresh_from_db()
    assert approve(question=sent, by=thao, now=now()).flag == ""


def test_retired_question_is_drawn_no_more(tam: User, thao: User) -> None:
    retire(question=let_in(write(tam), by=tam, through=thao), by=thao, now=now(), comment="Trùng")
    assert not Question.objects.drawable_on(now().date()).exists()


def test_question_on_a_decree_is_drawable_up_to_its_last_day(tam: User, thao: User, decree: Document) -> None:
    let_in(write(tam), by=tam, through=thao)
    last = date(2026, 12, 31)
    Document.objects.update(expired_on=last + timedelta(days=1))
    assert [
        (Question.objects.drawable_on(day).count(), Question.objects.out_of_force_on(day).count())
        for day in (date(2018, 6, 20), date(2018, 6, 21), last, last + timedelta(days=1))
    ] == [(0, 1), (1, 0), (1, 0), (0, 1)]
