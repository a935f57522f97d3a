"""Questions and topics for other systems."""

import pytest
from django.test import Client

from questionbank.models import Question

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("decree")]


def test_api_gives_questions_with_key_and_citation(question: Question, trainer: Client) -> None:
    given = trainer.get("/api/questions/", {"topic": "g", "state": "draft"}).json()["results"][0]
    assert (given["code"], given["topic"], given["state"]) == (question.code, "g", "draft")
    assert [choice["is_correct"] for choice in given["wording"]["choices"]] == [False, True]
    assert given["wording"]["citations"][0]["address"] == "khoản 1 Điều 2"


@pytest.mark.parametrize(
    ("query", "count"), [({"topic": "a"}, 0), ({"topic": "gx"}, 0), ({"state": "approved"}, 0), ({}, 1)]
)
def test_api_filters(query: dict[str, str], count: int, question: Question, trainer: Client) -> None:
    assert trainer.get("/api/questions/", query).json()["count"] == count


def test_api_refuses_a_state_it_does_not_know(trainer: Client) -> None:
    assert trainer.get("/api/questions/", {"state": "lạ"}).status_code == 400


def test_api_lists_the_nine_topics_in_their_order(trainer: Client) -> None:
    assert [t["code"] for t in trainer.get("/api/topics/").json()] == list("abcdđeghi")
