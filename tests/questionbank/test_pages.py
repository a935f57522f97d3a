"""The pages of the bank: only trainers get a byte of a question, and no step loses what was typed."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from people.models import User
from questionbank.bodies import body_of
from questionbank.formats.files import read_sheets
from questionbank.formats.sheet import header_row
from questionbank.importing import read_file
from questionbank.models import ImportBatch, Question
from questionbank.review import retire, send_to_review
from questionbank.writing import revise
from realtime.clock import now
from regulations.citing import find_provision
from regulations.models import Document, Provision
from tests.questionbank.builders import NUMBER, QUOTE, let_in, topic, wording, write
from tests.questionbank.test_importing import sheet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("decree")]

STEM_CANARY, KEY_CANARY, WHY_CANARY = "CAUHOI-5a1", "DAPAN-77e", "GIAITHICH-c03"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def trainer(tam: User) -> Client:
    return signed_in(tam)


@pytest.fixture
def question(tam: User) -> Question:
    return write(
        tam,
        stem=f"Lấy gì làm thước đo? {STEM_CANARY}",
        choices=("Số hồ sơ", f"Sự hài lòng {KEY_CANARY}"),
        explanation=f"Khoản 1 Điều 2 {WHY_CANARY}",
    )


def words(response: HttpResponse) -> str:
    return response.content.decode()


def clause(address: str = "khoản 1 Điều 2") -> Provision:
    return find_provision(NUMBER, address)


def typed(**changed: Any) -> dict[str, Any]:
    return {
        "topic": topic().pk, "kind": "single", "difficulty": "2", "stem": "Lấy gì làm thước đo?",
        "choice_0": "Sự hài lòng", "choice_1": "Số hồ sơ", "right": ["0"], "explanation": "",
        "provision": [clause().pk], "quote": [QUOTE], "do": "save",
    } | changed  # fmt: skip


# -- who may ---------------------------------------------------------------

PAGES = ["list", "new", "review", "import", "template", "export", "api-questions"]
OF_ONE = ["detail", "preview", "edit"]
STEPS = ["send", "decide", "retire"]


def address(name: str, question: Question) -> str:
    if name.startswith("api-"):
        return reverse(name)
    return reverse(f"questionbank:{name}", args=[question.pk] if name in OF_ONE + STEPS else [])


@pytest.mark.parametrize("name", PAGES + OF_ONE)
def test_participants_and_organisers_get_no_byte_of_a_question(
    name: str, question: Question, bob: User, alice: User
) -> None:
    for stranger in (bob, alice):
        response = signed_in(stranger).get(address(name, question))
        assert response.status_code == 403
        assert not re.search(f"{STEM_CANARY}|{KEY_CANARY}|{WHY_CANARY}", words(response))


@pytest.mark.parametrize("name", PAGES + OF_ONE)
def test_nobody_is_asked_to_sign_in(name: str, question: Question) -> None:
    response = Client().get(address(name, question))
    assert response.status_code == (401 if name.startswith("api-") else 302)
    assert STEM_CANARY not in words(response)


@pytest.mark.parametrize("name", STEPS)
def test_step_by_a_participant_changes_nothing(name: str, question: Question, bob: User) -> None:
    assert signed_in(bob).post(address(name, question), {"decision": "approve"}).status_code == 403
    assert Question.objects.get().state == "draft"


@pytest.mark.parametrize("name", PAGES + OF_ONE)
def test_trainer_of_any_unit_opens_every_page_of_the_shared_bank(name: str, question: Question, charlie: User) -> None:
    assert signed_in(charlie).get(address(name, question)).status_code == 200


def test_canaries_stand_where_trainers_look(question: Question, trainer: Client) -> None:
    """The twin of the tests above: what they look for is really sent to those who may see it."""
    seen = words(trainer.get(address("detail", question)))
    assert all(canary in seen for canary in (STEM_CANARY, KEY_CANARY, WHY_CANARY))


def test_preview_shows_choices_and_no_key(question: Question, trainer: Client) -> None:
    seen = words(trainer.get(address("preview", question)))
    assert STEM_CANARY in seen
    assert WHY_CANARY not in seen
    assert "choice--right" not in seen


def test_file_that_was_read_is_its_owners_alone(trainer: Client, tam: User, thao: User) -> None:
    batch = read_file(raw=sheet({}), file_name="x.csv", by=tam, now=now())
    page = reverse("questionbank:batch", args=[batch.pk])
    assert (trainer.get(page).status_code, signed_in(thao).get(page).status_code) == (200, 403)


# -- finding ---------------------------------------------------------------


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
        ({"q": "a\x00b"}, []),
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


# -- writing ---------------------------------------------------------------


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
        {"do": "cite:\x00"},
        {"do": "find", "words": "\x00"},
        {"do": "lạ", "document": "x", "opened": "-1"},
    ],
)
def test_nonsense_opens_nothing_and_loses_nothing(sent: dict[str, str], trainer: Client, decree: Document) -> None:
    response = trainer.post("/cau-hoi/moi/", typed(stem="Nửa câu", document=str(decree.pk)) | sent)
    assert (response.status_code, response.context["form"]["stem"].value()) == (200, "Nửa câu")
    assert [quote for _p, quote, _t in response.context["cited"]] == [QUOTE]


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


# -- files ---------------------------------------------------------------


def brought(client: Client, raw: bytes, name: str = "cau-hoi.csv", **more: str) -> HttpResponse:
    return client.post("/cau-hoi/nhap/", {"file": SimpleUploadedFile(name, raw), **more})  # type: ignore[return-value]


def named(response: HttpResponse) -> list[tuple[int, str, str]]:
    """Row, column and code of every fault that the page tells."""
    rows = response.context["rows"]  # type: ignore[attr-defined]
    return [(row, fault.column, fault.code) for row, _stem, faults in rows for fault, _sentence in faults]


def test_column_that_is_empty_in_every_row_is_told_once(trainer: Client) -> None:
    page = brought(trainer, sheet({"Văn bản": "", "Đáp án": "E"}, {"Văn bản": "", "Mã": "G-2", "Câu hỏi": "Hai?"}))
    shown = trainer.get(page["Location"])
    assert (shown.context["empty_columns"], named(shown)) == (["Văn bản"], [(2, "Đáp án", "key_unknown")])
    assert shown.context["bad"] == 2


def test_file_is_read_then_accepted_then_in_the_bank(trainer: Client) -> None:
    page = brought(trainer, sheet({}, {"Mã": "G-2", "Câu hỏi": "Hai?"}))["Location"]
    assert (trainer.get(page).context["good"], Question.objects.count()) == (2, 0)
    trainer.post(page, {"accept": "all"})
    assert list(Question.objects.values_list("code", "state")) == [("G-1", "draft"), ("G-2", "draft")]
    trainer.post(page, {"accept": "all"})
    assert Question.objects.count() == 2


def test_faults_are_named_and_only_good_rows_are_taken_when_asked(trainer: Client) -> None:
    page = brought(trainer, sheet({}, {"Mã": "G-2", "Câu hỏi": "Hai?", "Đáp án": "E"}))["Location"]
    shown = trainer.get(page)
    assert named(shown) == [(3, "Đáp án", "key_unknown")]
    trainer.post(page, {"accept": "all"})
    assert not Question.objects.exists()
    trainer.post(page, {"accept": "good"})
    assert Question.objects.get().code == "G-1"


def test_faults_can_be_looked_at_by_kind(trainer: Client) -> None:
    page = brought(trainer, sheet({"Đáp án": "E"}, {"Mã": "G-2", "Câu hỏi": ""}))["Location"]
    shown = trainer.get(page, {"code": "empty"})
    assert named(shown) == [(3, "Câu hỏi", "empty")]


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (b"", "trong.csv"),
        ("Họ tên,Điểm\nAn,9".encode(), "diem.csv"),
        (b"PK\x03\x04???", "hong.xlsx"),
        (b"%PDF-1.7\xff", "a.pdf"),
    ],
)
def test_wrong_file_is_refused_in_words_and_nothing_is_kept(raw: bytes, name: str, trainer: Client) -> None:
    response = brought(trainer, raw, name)
    assert response.status_code == 400
    assert response.context["form"].errors["file"]  # type: ignore[attr-defined]
    assert not ImportBatch.objects.exists()


def test_missing_columns_are_named(trainer: Client) -> None:
    response = brought(trainer, "Câu hỏi,A\nx,y".encode())
    assert "B, Đáp án" in words(response)


def test_no_file_is_said_so(trainer: Client) -> None:
    assert trainer.post("/cau-hoi/nhap/", {}).status_code == 400


def test_topic_chosen_on_the_page_fills_rows_that_name_none(trainer: Client) -> None:
    page = brought(trainer, sheet({"Chuyên đề": ""}), topic="h")["Location"]
    trainer.post(page, {"accept": "all"})
    assert Question.objects.get().topic.code == "h"


def test_known_codes_become_new_versions_only_on_the_persons_word(question: Question, trainer: Client) -> None:
    Question.objects.update(code="G-1")
    page = brought(trainer, sheet({}))["Location"]
    shown = trainer.get(page)
    assert (shown.context["good"], shown.context["known"]) == (0, 1)
    trainer.post(page, {"accept": "good"})
    assert question.versions.count() == 1
    trainer.post(page, {"accept": "good", "revise_known": "1"})
    assert question.versions.count() == 2


def test_change_in_the_bank_since_the_file_was_read_is_shown(trainer: Client, thao: User) -> None:
    page = brought(trainer, sheet({}))["Location"]
    write(thao, code="G-1", stem="Câu khác?")
    trainer.post(page, {"accept": "all"})
    assert named(trainer.get(page)) == [(2, "Mã", "code_in_bank")]
    assert Question.objects.count() == 1


def test_template_and_export_are_workbooks_with_the_same_columns(question: Question, trainer: Client) -> None:
    empty = trainer.get("/cau-hoi/nhap/mau.xlsx")
    full = trainer.get("/cau-hoi/xuat.xlsx", {"q": "thuoc do"})
    assert read_sheets(empty.content)[0][0] == read_sheets(full.content)[0][0] == header_row()
    assert [len(read_sheets(r.content)[0]) for r in (empty, full)] == [1, 2]
    assert full["Content-Disposition"] == 'attachment; filename="cau-hoi.xlsx"'


# -- for other systems ------------------------------------------------------


def test_api_gives_questions_with_key_and_citation(question: Question, trainer: Client) -> None:
    given = trainer.get("/api/questions/", {"topic": "g", "state": "draft"}).json()["results"][0]
    assert (given["code"], given["topic"], given["state"]) == (question.code, "g", "draft")
    assert [choice["is_correct"] for choice in given["wording"]["choices"]] == [False, True]
    assert given["wording"]["citations"][0]["address"] == "khoản 1 Điều 2"


@pytest.mark.parametrize(
    ("query", "count"), [({"topic": "a"}, 0), ({"topic": "g\x00x"}, 0), ({"state": "approved"}, 0), ({}, 1)]
)
def test_api_filters(query: dict[str, str], count: int, question: Question, trainer: Client) -> None:
    assert trainer.get("/api/questions/", query).json()["count"] == count


def test_api_refuses_a_state_it_does_not_know(trainer: Client) -> None:
    assert trainer.get("/api/questions/", {"state": "lạ"}).status_code == 400


def test_api_lists_the_nine_topics_in_their_order(trainer: Client) -> None:
    assert [t["code"] for t in trainer.get("/api/topics/").json()] == list("abcdđeghi")
