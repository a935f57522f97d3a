"""The list finds, counts and costs the same for one question and many; the page of a question."""

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from people.models import User
from questionbank.models import Question
from questionbank.review import retire, send_to_review
from questionbank.writing import revise
from realtime.clock import now
from regulations.models import Document
from tests.questionbank.builders import QUOTE, let_in, wording, write
from tests.questionbank.pages.sent import STEM_CANARY, address, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("decree")]


@pytest.fixture
def bank(decree: Document, tam: User, thao: User) -> None:
    write(tam, code="M-1", stem="Thời hạn giải quyết hồ sơ?")
    let_in(write(tam, code="M-2", about="đ", stem="Ai đào tạo công chức?"), by=tam, through=thao)
    Question.objects.filter(code="M-1").update(flag="Thí sinh báo sai")
    retire(question=write(tam, code="M-3", stem="Hồ sơ cũ?"), by=tam, now=now())


def codes(response: HttpResponse) -> list[str]:
    return [q.code for q in response.context["page"]]  # type: ignore[attr-defined]


@pytest.mark.usefixtures("bank")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["M-1", "M-2"]),
        ({"q": "ho so"}, ["M-1"]),
        ({"q": "HỒ SƠ  thời"}, ["M-1"]),
        ({"q": "dao tao"}, ["M-2"]),
        ({"q": "m-2"}, ["M-2"]),
        ({"q": "không có"}, []),
        ({"topic": "đ"}, ["M-2"]),
        ({"state": "draft"}, ["M-1"]),
        ({"state": "retired"}, ["M-3"]),
        ({"state": "lạ", "page": "lạ"}, ["M-1", "M-2"]),
        ({"flag": "flagged"}, ["M-1"]),
        ({"flag": "lapsed"}, []),
        ({"kind": "multiple"}, []),
        ({"kind": "single", "difficulty": "2"}, ["M-1", "M-2"]),
        ({"difficulty": "3"}, []),
        ({"author": "tam"}, ["M-1", "M-2"]),
        ({"author": "thao"}, []),
        ({"address": "Điều 2"}, ["M-1", "M-2"]),
        ({"address": "khoản 1 Điều 2"}, ["M-1", "M-2"]),
        ({"address": "Điều 1"}, []),
        ({"document": "999999"}, []),
        ({"usage": "never"}, ["M-1", "M-2"]),
        ({"usage": "used"}, []),
        ({"older_than": "30"}, []),
        ({"kind": "lạ", "difficulty": "9", "document": "x", "usage": "x", "older_than": "7"}, ["M-1", "M-2"]),
    ],
)
def test_list_finds(query: dict[str, str], found: list[str], trainer: Client) -> None:
    assert codes(trainer.get("/cau-hoi/", query)) == found


@pytest.mark.usefixtures("bank")
def test_list_counts_by_topic_what_is_held_and_what_can_be_drawn(trainer: Client) -> None:
    counts = {t.topic.code: (t.held, t.drawable) for t in trainer.get("/cau-hoi/so-lieu/").context["topics"]}
    assert {code: pair for code, pair in counts.items() if pair != (0, 0)} == {"g": (1, 0), "đ": (1, 1)}
    assert len(counts) == 9


@pytest.mark.usefixtures("bank")
def test_question_whose_regulation_lost_force_is_marked_and_found(trainer: Client) -> None:
    Document.objects.update(expired_on=now().date())
    response = trainer.get("/cau-hoi/", {"flag": "lapsed"})
    assert codes(response) == ["M-1", "M-2"]
    assert words(response).count("tag--bad") == 2
    assert trainer.get("/cau-hoi/so-lieu/").context["drawable"] == 0


def test_list_costs_the_same_for_one_question_and_many(
    trainer: Client, tam: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    write(tam)
    trainer.get("/cau-hoi/")
    with django_assert_num_queries(11) as cost:
        trainer.get("/cau-hoi/")
    for number in range(10):
        write(tam, stem=f"Câu {number}?")
    with django_assert_num_queries(len(cost)):
        trainer.get("/cau-hoi/")


@pytest.mark.parametrize("page", ["/cau-hoi/cho-duyet/", "/cau-hoi/xuat.xlsx", "/api/questions/"])
def test_page_costs_the_same_for_one_question_and_many(
    page: str, trainer: Client, tam: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    send_to_review(question=write(tam), by=tam, now=now())
    with django_assert_max_num_queries(14) as few:
        trainer.get(page)
    for number in range(6):
        send_to_review(question=write(tam, stem=f"Câu {number}?"), by=tam, now=now())
    with django_assert_max_num_queries(len(few)):
        trainer.get(page)


def test_detail_shows_every_version_the_clause_and_the_review(question: Question, trainer: Client, tam: User) -> None:
    revise(question=question, wording=wording(stem="Bản mới?"), by=tam, now=now())
    send_to_review(question=question, by=tam, now=now())
    seen = words(trainer.get(address("detail", question)))
    assert all(text in seen for text in ("Bản mới?", STEM_CANARY, f"<mark>{QUOTE}</mark>", "Đúng hạn"))
