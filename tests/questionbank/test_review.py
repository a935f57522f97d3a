"""Review: nobody lets in what they wrote, no step is taken twice, every step is kept."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from people.models import User
from questionbank.models import Question, ReviewEvent
from questionbank.review import (
    CommentNeeded,
    NotVetted,
    OwnWork,
    SamePerson,
    Unproved,
    WrongState,
    approve,
    comment_on,
    may_approve,
    may_decide,
    retire,
    return_to_author,
    send_to_review,
    vet,
)
from questionbank.writing import revise
from realtime.clock import now
from regulations.citing import find_provision
from regulations.models import Document, Provision
from tests.questionbank.builders import NUMBER, let_in, wording, write

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
    "vet": lambda q, by: vet(question=q, by=by, now=now()),
    "retire": lambda q, by: retire(question=q, by=by, now=now()),
}
ALLOWED = {
    "draft": {"send", "retire"},
    "returned": {"send", "retire"},
    "in_review": {"vet", "approve", "return", "retire"},
    "vetted": {"approve", "return", "retire"},
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


# -- three people ----------------------------------------------------------


@pytest.fixture
def three(settings: Any) -> None:
    settings.REVIEW_PEOPLE = 3


@pytest.mark.usefixtures("three")
def test_writer_vetter_and_approver_are_three_people(sent: Question, tam: User, thao: User, charlie: User) -> None:
    with pytest.raises(NotVetted):
        approve(question=sent, by=thao, now=now())
    vetted = vet(question=sent, by=thao, now=now(), comment="Đúng luật")
    with pytest.raises(SamePerson):
        approve(question=vetted, by=thao, now=now())
    with pytest.raises(OwnWork):
        approve(question=vetted, by=tam, now=now())
    assert not Question.objects.drawable_on(now().date()).exists()
    approve(question=vetted, by=charlie, now=now())
    assert list(Question.objects.drawable_on(now().date())) == [sent]


@pytest.mark.usefixtures("three")
def test_new_version_must_be_vetted_anew(sent: Question, tam: User, thao: User, charlie: User) -> None:
    vet(question=sent, by=thao, now=now())
    revise(question=sent, wording=wording(stem="Bản hai?"), by=tam, now=now())
    send_to_review(question=sent, by=tam, now=now())
    with pytest.raises(NotVetted):
        approve(question=sent, by=charlie, now=now())
    assert [may_approve(sent, who) for who in (tam, thao, charlie)] == [False, False, False]
    vet(question=sent, by=charlie, now=now())  # who vetted the first version may approve the second
    assert [may_approve(sent, who) for who in (tam, thao, charlie)] == [False, True, False]


@pytest.mark.parametrize(
    "changed",
    [{"cited": ()}, {"cited": "no quote"}, {"explanation": " "}],
    ids=["no citation", "no quotation", "no explanation"],
)
def test_what_proves_nothing_is_not_sent(changed: dict[str, object], tam: User) -> None:
    if changed.get("cited") == "no quote":
        changed = {"cited": ((find_provision(NUMBER, "khoản 1 Điều 2"), ""),)}
    with pytest.raises(Unproved):
        send_to_review(question=write(tam, **changed), by=tam, now=now())
    assert Question.objects.get().state == "draft"


def test_quotation_that_no_longer_stands_in_the_clause_is_not_approved(sent: Question, thao: User) -> None:
    Provision.objects.filter(address="khoản 1 Điều 2").update(text="1. Lời khác hẳn.")
    with pytest.raises(Unproved, match="khoản 1 Điều 2"):
        approve(question=sent, by=thao, now=now())
    assert Question.objects.get().state == "in_review"


def test_comment_is_kept_and_moves_nothing(sent: Question, tam: User) -> None:
    comment_on(question=sent, by=tam, now=now(), comment="Xem lại phương án B ")
    with pytest.raises(CommentNeeded):
        comment_on(question=sent, by=tam, now=now(), comment=" ")
    last = sent.events.order_by("pk").last()
    assert last is not None
    assert (last.from_state, last.to_state, last.comment) == ("in_review", "in_review", "Xem lại phương án B")
    assert Question.objects.get().state == "in_review"
