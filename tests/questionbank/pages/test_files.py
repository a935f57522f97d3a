"""A file is read, looked at and accepted; the bank leaves as a file."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from people.models import User
from questionbank.formats.files import read_sheets
from questionbank.formats.sheet import header_row
from questionbank.models import ImportBatch, Question
from tests.questionbank.builders import write
from tests.questionbank.pages.sent import words
from tests.questionbank.test_importing import sheet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("decree")]


def brought(client: Client, raw: bytes, name: str = "cau-hoi.csv", **more: str) -> HttpResponse:
    return client.post("/cau-hoi/nhap/", {"file": SimpleUploadedFile(name, raw), **more})  # type: ignore[return-value]


def named(response: HttpResponse) -> list[tuple[int, str, str]]:
    """Row, column and code of every fault that the page tells."""
    rows = response.context["rows"]  # type: ignore[attr-defined]
    return [(row, fault.column, fault.code) for row, _stem, faults in rows for fault, _sentence, _twin in faults]


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
