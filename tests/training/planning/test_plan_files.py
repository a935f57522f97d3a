"""A plan in Word and Excel: what stands in it, and that a draft says so."""

import io
from dataclasses import replace

import docx
import pytest
from python_calamine import CalamineWorkbook

from tests.training.planning.conftest import LATER
from training.planning.approving import sheet_of
from training.planning.models import Plan
from training.planning.plan_excel import write_workbook
from training.planning.plan_word import when, write_plan
from training.planning.sheet import LeftLine, Sheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet(plan: Plan) -> Sheet:
    left = LeftLine("c) Khác", "", 7, 0.12, "days")
    made = sheet_of(plan)
    first = replace(made.classes[0], place="Hội trường A", teacher="=HYPERLINK()", cost=5_000_000)
    return replace(made, classes=(first, *made.classes[1:]), left_out=(left,))


def words(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_word_says_what_is_taught_to_whom_and_what_did_not_fit(sheet: Sheet, plan: Plan) -> None:
    said = words(write_plan(sheet, contest=plan.contest, day=LATER.date()))
    for expected in (
        "KẾ HOẠCH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "UBND xã Đất Mũi (12)", "khoản 2 Điều 5", "Hội trường A",
        "5.000.000 đồng", "Các đơn vị ít người", "hết số ngày dự kiến", "không dùng để đánh giá",
    ):  # fmt: skip
        assert expected in said
    assert "Lý Thị Học" not in said


def test_a_version_that_is_not_approved_is_marked_as_a_draft(sheet: Sheet, plan: Plan) -> None:
    draft = words(write_plan(sheet, contest=plan.contest, day=LATER.date()))
    final = words(write_plan(replace(sheet, approved_at=LATER), contest=plan.contest, day=LATER.date()))
    assert "DỰ THẢO" in draft
    assert "DỰ THẢO" not in final


def test_excel_holds_numbers_as_numbers_and_words_as_words(sheet: Sheet) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(write_workbook(sheet)))
    assert book.sheet_names == ["Lớp", "Người học", "Chưa xếp được"]
    header, row, *_ = book.get_sheet_by_name("Lớp").to_python()
    told = dict(zip(header, row, strict=True))
    assert (told["Số người"], told["Số giờ"], told["Kinh phí dự kiến (đồng)"]) == (12, 8, 5_000_000)
    assert told["Giảng viên"] == "=HYPERLINK()"
    assert book.get_sheet_by_name("Chưa xếp được").to_python()[1][2:] == [7, 12, "hết số ngày dự kiến"]


def test_days_of_a_class_are_written_as_offices_do(sheet: Sheet) -> None:
    day = LATER.date()
    assert when(sheet.classes[0]) == "Chưa định"
    assert when(replace(sheet.classes[0], starts_on=day, ends_on=day)) == "02/11/2026"
    assert when(replace(sheet.classes[0], starts_on=day, ends_on=day.replace(day=4))) == "02/11 – 04/11/2026"
