"""Each file is opened by another program and compared with the report that it tells of."""

import io
import zipfile

import docx
import pypdf
import pytest
from docx.shared import Pt
from python_calamine import CalamineWorkbook

from contests.models import Contest
from official.figures import percent, whole
from questionbank.models import Choice, QuestionVersion
from tests.contests.builders import EXPLANATION_CANARY
from tests.training.papers.conftest import LATER, RULE, made
from training.findings import Report, State
from training.models import Analysis
from training.papers import mastery_part
from training.papers.said import FOR_LEARNING, NOBODY_NAMED, SMALL, STATES, interval
from training.reports import kept_report


@pytest.fixture
def report(sat: Contest, kept: Analysis) -> Report:
    found = kept_report(sat, now=LATER, rule=RULE)
    assert found
    return found


def word_of(raw: bytes) -> tuple[str, list[list[list[str]]]]:
    document = docx.Document(io.BytesIO(raw))
    tables = [[[cell.text.strip() for cell in row.cells] for row in table.rows] for table in document.tables]
    return "\n".join(p.text for p in document.paragraphs), tables


def pdf_of(raw: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(raw)).pages
    return " ".join("\n".join(page.extract_text() for page in pages).replace("\xa0", " ").split())


def sheets_of(raw: bytes) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_word_has_the_form_of_the_decree(kept: Analysis) -> None:
    document = docx.Document(io.BytesIO(made(kept, "docx")))
    section = document.sections[0]
    measured = (section.page_width, section.page_height, section.top_margin, section.left_margin, section.right_margin)
    assert [round(each.mm) for each in measured if each is not None] == [210, 297, 20, 30, 15]
    assert document.styles["Normal"].font.name == "Times New Roman"
    assert {run.font.name for p in document.paragraphs for run in p.runs if run.text} == {"Times New Roman"}
    head = [cell.text for row in document.tables[0].rows for cell in row.cells]
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in head[1]
    assert "Độc lập - Tự do - Hạnh phúc" in head[1]
    assert head[2].startswith("Số:")
    assert "tháng 11 năm 2026" in head[3]
    body = next(p for p in document.paragraphs if p.text.startswith("Báo cáo tổng hợp"))
    assert body.runs[0].font.size == Pt(13)
    closing = document.tables[-1].rows[0].cells
    assert closing[0].text.startswith("Nơi nhận:")
    assert len(document.inline_shapes) == 2


def test_charts_in_word_say_in_words_what_they_show(kept: Analysis, report: Report) -> None:
    with zipfile.ZipFile(io.BytesIO(made(kept, "docx"))) as package:
        body = package.read("word/document.xml").decode()
    for row in report.topics:
        assert f"{row.code}) {row.name}: {interval(row.total.estimate)}" in body


def test_word_says_what_the_report_says(kept: Analysis, report: Report) -> None:
    words, tables = word_of(made(kept, "docx"))
    topics = next(t for t in tables if t[0][0] == "Chuyên đề")
    for row, told in zip(report.topics, topics[1:], strict=True):
        total = row.total
        assert told == [
            f"{row.code}) {row.name}", whole(row.questions), whole(total.answers), whole(row.unanswered),
            interval(total.estimate), percent(total.below or 0), STATES[total.state],
        ]  # fmt: skip
    needs = next(t for t in tables if t[0][0] == "Đơn vị" and t[0][-1].startswith("Xác suất"))
    assert {row[0] for row in needs[1:]} == {"UBND xã Đất Mũi"}
    assert "Có 16 người vào thi, 16 người hoàn thành bài thi (100,0 %)" in words
    for sentence in (FOR_LEARNING, NOBODY_NAMED, "không phải là đơn vị yếu: UBND xã Vắng Mặt."):
        assert sentence in words


def test_a_long_table_of_needs_holds_the_weightiest_and_says_so(
    kept: Analysis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mastery_part, "MOST_NEEDS", 1)
    words, tables = word_of(made(kept, "docx"))
    needs = next(t for t in tables if t[0][0] == "Đơn vị" and t[0][-1].startswith("Xác suất"))
    assert len(needs) == 2
    assert "Bảng nêu 1 cặp" in words


def test_pdf_says_the_same_as_word(kept: Analysis, report: Report) -> None:
    words, _tables = word_of(made(kept, "docx"))
    told = pdf_of(made(kept, "pdf"))
    for line in filter(None, (" ".join(line.split()) for line in words.split("\n"))):
        assert line in told
    for row in report.topics:
        assert interval(row.total.estimate) in told


def test_pdf_numbers_its_pages_from_the_second(kept: Analysis) -> None:
    pages = pypdf.PdfReader(io.BytesIO(made(kept, "pdf"))).pages
    first, second = pages[0].extract_text(), pages[1].extract_text()
    assert "2" in second.split("\n")
    assert "1" not in first.split("\n")


def test_the_workbook_holds_every_cell(kept: Analysis, report: Report) -> None:
    rows = sheets_of(made(kept, "xlsx"))["Đơn vị × chuyên đề"][1:]
    assert len(rows) == len(report.topics) * (len(report.groups) + 1)
    for at, group in enumerate(report.groups):
        for topic in report.topics:
            cell = topic.cells[at]
            told = next(r for r in rows if r[0] == (SMALL if group.merged else group.label) and r[2] == topic.code)
            assert told[11] == STATES[cell.state]
            if cell.estimate:
                assert told[6] == pytest.approx(cell.estimate.value)


@pytest.mark.usefixtures("report")
def test_fewer_than_five_are_shown_nowhere(kept: Analysis) -> None:
    book = sheets_of(made(kept, "xlsx"))
    hidden = [r for r in book["Đơn vị × chuyên đề"][1:] if r[11] == STATES[State.HIDDEN]]
    assert hidden
    assert all(r[4:11] == ["dưới 5", "", "", "", "", "", ""] for r in hidden)
    small = [r for r in book["Nhóm chức danh"][1:] if r[0] == "Các nhóm dưới 5 người"]
    assert small
    assert all(r[3:7] == ["dưới 5", "", "", ""] for r in small)


def test_groups_of_positions_are_measured(kept: Analysis) -> None:
    rows = sheets_of(made(kept, "xlsx"))["Nhóm chức danh"][1:]
    shares = {r[0]: r[4] for r in rows if r[4] != ""}
    assert shares["Công chức, viên chức bộ phận một cửa"] < 0.5 < shares["Lãnh đạo, quản lý"]


def test_the_workbook_names_method_and_parameters(kept: Analysis) -> None:
    method = {str(r[0]): r[1] for r in sheets_of(made(kept, "xlsx"))["Phương pháp"][1:]}
    assert (method["Mục tiêu (tỷ lệ đúng)"], method["Xác suất cần có để kết luận"]) == (0.8, 0.8)
    assert method["Bản phân tích số"] == kept.pk
    assert len(str(method["Mã băm SHA-256 của thể lệ"])) == 64
    assert method["Chốt số liệu lúc"] == "13:00 ngày 02/11/2026"


def test_what_looks_like_a_formula_stays_a_word(kept: Analysis) -> None:
    QuestionVersion.objects.update(stem='=HYPERLINK("http://x")')
    Choice.objects.update(text="+1-1")
    raw = made(kept, "xlsx")
    assert '=HYPERLINK("http://x")' in {r[1] for r in sheets_of(raw)["Câu hỏi"][1:]}
    assert {r[2] for r in sheets_of(raw)["Phương án"][1:]} == {"+1-1"}
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        pages = [package.read(name).decode() for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not any("<f>" in page or "<hyperlink" in page for page in pages)


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_no_person_and_no_explanation_is_in_a_file(kept: Analysis, kind: str) -> None:
    with zipfile.ZipFile(io.BytesIO(made(kept, kind))) as package:
        everything = b"".join(package.read(name) for name in package.namelist()).decode(errors="replace")
    assert "CM-SNV-0" not in everything
    assert EXPLANATION_CANARY not in everything


def test_words_of_a_question_cannot_break_the_pdf(kept: Analysis) -> None:
    QuestionVersion.objects.update(stem="Số x < 5 & y > 3 <b>là</b> gì?")
    assert "Số x < 5 & y > 3 <b>là</b> gì?" in pdf_of(made(kept, "pdf"))
