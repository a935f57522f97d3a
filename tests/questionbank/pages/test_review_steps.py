"""A question on its way through the review."""

import pytest
from django.test import Client
from django.urls import reverse

from people.models import User
from questionbank.models import Question
from questionbank.review import send_to_review
from questionbank.writing import revise
from realtime.clock import now
from tests.questionbank.builders import topic, wording
from tests.questionbank.pages.sent import KEY_CANARY, OF_ONE, STEPS, address, signed_in, typed, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("decree")]


@pytest.mark.parametrize("name", OF_ONE)
def test_question_that_is_not_there_is_not_found(name: str, trainer: Client) -> None:
    for key in (0, 10**30):
        assert trainer.get(reverse(f"questionbank:{name}", args=[key])).status_code == 404


def test_edit_shows_the_latest_wording_and_keeps_a_new_version(question: Question, trainer: Client) -> None:
    page = address("edit", question)
    form = trainer.get(page).context["form"]
    assert (form["choice_1"].value(), form["right"].value()) == (f"Sự hài lòng {KEY_CANARY}", ["1"])
    trainer.post(page, typed(seen="1", topic=topic("a").pk))
    question.refresh_from_db()
    assert (question.versions.count(), question.topic.code) == (2, "a")


def test_edit_over_somebody_elses_edit_comes_back_with_its_words(
    question: Question, trainer: Client, thao: User
) -> None:
    revise(question=question, wording=wording(stem="Của Thảo?"), by=thao, now=now())
    response = trainer.post(address("edit", question), typed(seen="1", stem="Của Tâm?"))
    assert (response.status_code, question.versions.count()) == (400, 2)
    assert "Của Tâm?" in words(response)


# -- review ---------------------------------------------------------------


def test_question_goes_from_its_author_to_another_trainer(question: Question, trainer: Client, thao: User) -> None:
    trainer.post(address("send", question))
    trainer.post(address("decide", question), {"decision": "approve", "seen": "1"})
    assert Question.objects.get().state == "in_review"
    signed_in(thao).post(address("decide", question), {"decision": "approve", "seen": "1"})
    assert Question.objects.get().state == "approved"


def test_return_without_words_is_refused_and_with_words_done(question: Question, tam: User, thao: User) -> None:
    send_to_review(question=question, by=tam, now=now())
    reviewer = signed_in(thao)
    reviewer.post(address("decide", question), {"decision": "return", "comment": " "})
    assert Question.objects.get().state == "in_review"
    reviewer.post(address("decide", question), {"decision": "return", "comment": "Thiếu căn cứ"})
    assert "Thiếu căn cứ" in words(reviewer.get(address("detail", question)))


def test_queue_tells_the_author_why_they_cannot_decide(question: Question, trainer: Client, thao: User) -> None:
    trainer.post(address("send", question))
    assert [may for _q, may in trainer.get("/cau-hoi/cho-duyet/").context["rows"]] == [False]
    assert [may for _q, may in signed_in(thao).get("/cau-hoi/cho-duyet/").context["rows"]] == [True]
    seen = words(trainer.get(address("detail", question)))
    assert [f'value="{step}"' in seen for step in ("comment", "approve", "return")] == [True, False, False]


def test_retiring_keeps_the_reason(question: Question, trainer: Client) -> None:
    trainer.post(address("retire", question), {"comment": "Trùng câu khác"})
    question.refresh_from_db()
    assert (question.state, question.events.get().comment) == ("retired", "Trùng câu khác")


@pytest.mark.parametrize("name", STEPS)
def test_step_is_never_taken_by_a_link(name: str, question: Question, trainer: Client) -> None:
    assert trainer.get(address(name, question)).status_code == 405
