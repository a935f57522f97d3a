"""Writing and editing: no step loses what was typed."""

from typing import Any

import pytest
from django.test import Client

from people.models import User
from questionbank.bodies import body_of
from questionbank.models import Question
from regulations.models import Document
from tests.questionbank.builders import QUOTE
from tests.questionbank.pages.sent import address, clause, typed, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("decree")]


def test_question_is_written_and_kept_as_a_draft(trainer: Client, tam: User) -> None:
    response = trainer.post("/cau-hoi/moi/", typed())
    question = Question.objects.get()
    assert response["Location"] == f"/cau-hoi/{question.pk}/"
    version = question.latest_version
    assert version is not None
    assert (question.state, question.author, version.stem) == ("draft", tam, "Lấy gì làm thước đo?")
    assert [(c.text, c.is_correct) for c in version.choices.order_by("position")] == [
        ("Sự hài lòng", True), ("Số hồ sơ", False),
    ]  # fmt: skip


def test_question_may_be_sent_to_review_at_once(trainer: Client) -> None:
    trainer.post("/cau-hoi/moi/", typed(do="send", explanation="Vì luật nói vậy"))
    assert Question.objects.get().state == "in_review"


def test_page_of_a_clause_leads_to_a_form_that_cites_it_with_its_words(trainer: Client) -> None:
    response = trainer.get("/cau-hoi/moi/", {"provision": clause().pk})
    assert [(p.address, quote) for p, quote, _text in response.context["cited"]] == [("khoản 1 Điều 2", f"{QUOTE}:")]


@pytest.mark.parametrize("key", ["", "0", "x", "9" * 40, "-1"])
def test_clause_that_is_not_there_cites_nothing(key: str, trainer: Client) -> None:
    assert trainer.get("/cau-hoi/moi/", {"provision": key}).context["cited"] == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"stem": ""}, "stem"),
        ({"choice_1": ""}, "choice_0"),
        ({"choice_1": "sự hài lòng"}, "choice_0"),
        ({"right": []}, "right"),
        ({"right": ["0", "1"]}, "right"),
        ({"right": ["3"]}, "right"),
        ({"topic": ""}, "topic"),
        ({"kind": "essay"}, "rubric"),
        ({"kind": "dance"}, "kind"),
    ],
)
def test_wrong_form_comes_back_with_its_words_and_the_place_marked(
    changed: dict[str, Any], said: str, trainer: Client
) -> None:
    response = trainer.post("/cau-hoi/moi/", typed(**changed, explanation="Vì luật nói vậy"))
    assert (response.status_code, Question.objects.count()) == (400, 0)
    assert list(response.context["form"].errors) == [said]
    assert "Vì luật nói vậy" in words(response)
    assert [quote for _p, quote, _t in response.context["cited"]] == [QUOTE]


PARTS = """Câu 1. Hỏi một?
A. Sở Nội vụ
B. Sở Tài chính
Đáp án: B

Câu 2. Ai ký?
Loại: Trả lời ngắn
Đáp án: Chủ tịch | CT"""


def test_situation_is_written_and_edited_as_text(trainer: Client) -> None:
    trainer.post("/cau-hoi/moi/", typed(kind="situation", stem="Ông A nộp hồ sơ.", parts=PARTS))
    question = Question.objects.get()
    assert question.latest_version is not None
    parts = body_of(question.latest_version).parts
    assert [(part.kind, part.stem) for part in parts] == [("single", "Hỏi một?"), ("short", "Ai ký?")]
    shown = trainer.get(address("edit", question)).context["form"]["parts"].value()
    assert shown == PARTS
    trainer.post(address("edit", question), typed(kind="situation", stem="Ông A nộp.", parts=shown, seen="1"))
    question.refresh_from_db()
    assert body_of(question.latest_version).parts == parts


def test_wrong_part_is_named_with_its_line_and_nothing_is_lost(trainer: Client) -> None:
    wrong = PARTS.replace("Đáp án: B", "Đáp án: D")
    response = trainer.post("/cau-hoi/moi/", typed(kind="situation", parts=wrong))
    assert (response.status_code, Question.objects.count()) == (400, 0)
    assert list(response.context["form"].errors) == ["parts"]
    assert "Đáp án: D" in words(response)


@pytest.mark.parametrize("changed", [{"provision": [], "quote": [], "do": "send"}, {"quote": ["Không có ở đó"]}])
def test_citation_that_proves_nothing_comes_back_with_the_words(changed: dict[str, Any], trainer: Client) -> None:
    response = trainer.post("/cau-hoi/moi/", typed(**changed))
    assert (response.status_code, Question.objects.count()) == (400, 0)
    assert response.context["cited_error"]
    assert "Lấy gì làm thước đo?" in words(response)


def test_picking_opens_a_regulation_then_an_article_then_cites_a_point_and_loses_no_word(
    trainer: Client, decree: Document
) -> None:
    form = typed(provision=[], quote=[], stem="Nửa câu", right=["1"]) | {"document": str(decree.pk)}
    opened = trainer.post("/cau-hoi/moi/", form | {"do": "choose"})
    assert "Phạm vi điều chỉnh" in words(opened)
    article = clause("Điều 2")
    inside = trainer.post("/cau-hoi/moi/", form | {"do": f"open:{article.pk}"})
    assert "b) Công khai" in words(inside)
    point = clause("điểm b khoản 1 Điều 2")
    cited = trainer.post("/cau-hoi/moi/", form | {"do": f"cite:{point.pk}", "opened": article.pk})
    assert [(p, quote) for p, quote, _t in cited.context["cited"]] == [(point, "Công khai.")]
    assert (cited.context["form"]["stem"].value(), cited.context["form"]["right"].value()) == ("Nửa câu", ["1"])
    assert (cited.status_code, Question.objects.count()) == (200, 0)


def test_picked_clause_can_be_left_out_again(trainer: Client) -> None:
    response = trainer.post("/cau-hoi/moi/", typed(do=f"uncite:{clause().pk}"))
    assert response.context["cited"] == []


def test_clause_is_cited_once_however_often_it_is_picked(trainer: Client) -> None:
    response = trainer.post("/cau-hoi/moi/", typed(do=f"cite:{clause().pk}"))
    assert [quote for _p, quote, _t in response.context["cited"]] == [QUOTE]


def test_words_are_found_in_the_regulation_that_is_open(trainer: Client, decree: Document) -> None:
    response = trainer.post("/cau-hoi/moi/", typed(do="find", words="minh bach", document=str(decree.pk)))
    assert [hit.provision.address for hit in response.context["picker"].hits] == ["khoản 2 Điều 2"]


@pytest.mark.parametrize(
    "sent",
    [
        {"do": f"open:{'9' * 40}"},
        {"do": "choose", "document": "9" * 40},
        {"do": "lạ", "document": "x", "opened": "-1"},
    ],
)
def test_nonsense_opens_nothing_and_loses_nothing(sent: dict[str, str], trainer: Client, decree: Document) -> None:
    response = trainer.post("/cau-hoi/moi/", typed(stem="Nửa câu", document=str(decree.pk)) | sent)
    assert (response.status_code, response.context["form"]["stem"].value()) == (200, "Nửa câu")
    assert [quote for _p, quote, _t in response.context["cited"]] == [QUOTE]
