"""Spreadsheet files: real dirty ones read whole, dishonest ones refused before they cost anything."""

import io
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from questionbank.formats import files
from questionbank.formats.files import FileTooLarge, NotASpreadsheet, read_sheets, write_workbook
from questionbank.formats.sheet import parse
from tests.conftest import QUESTION_BANKS

needs_real = pytest.mark.needs_question_banks


def workbook(*cells: tuple[int, int, object]) -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    page = book.add_worksheet()
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for row, column, cell in cells:
        if isinstance(cell, date):
            page.write_datetime(row, column, cell, day)
        else:
            page.write(row, column, cell)
    book.close()
    return target.getvalue()


def repacked(raw: bytes, part: str, text: str) -> bytes:
    """`raw` with one part of the archive replaced."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, text if name == part else old.read(name))
    return target.getvalue()


@needs_real
@pytest.mark.parametrize(
    ("name", "rows", "faults", "pinned"),
    [
        (
            "tong-hop-trac-nghiem.xlsx",
            1225,
            {"question_repeated": 37, "stem_repeated": 62, "became_a_date": 14, "choices_alike": 4, "empty": 1},
            259,
        ),
        (
            "ktc-thue-data-on-sheet2.xlsx",
            490,
            {"question_repeated": 17, "stem_repeated": 28, "became_a_date": 14, "empty": 1},
            113,
        ),
        ("passage-groups-of-5.xlsx", 23, {"stem_repeated": 4}, 0),
    ],
)
def test_real_file_is_read_whole(name: str, rows: int, faults: dict[str, int], pinned: int) -> None:
    sheet = parse(read_sheets((QUESTION_BANKS / name).read_bytes()), topics="i", default_topic="i")
    assert len(sheet.records) == rows
    assert Counter(f.code for f in sheet.faults) == faults
    assert sum(r.keep_order for r in sheet.records) == pinned


@needs_real
def test_real_file_without_topics_faults_each_row_for_it() -> None:
    sheet = parse(read_sheets((QUESTION_BANKS / "tong-hop-trac-nghiem.xlsx").read_bytes()), topics="i")
    assert sum(f.column == "Chuyên đề" for f in sheet.faults) == 1225


def test_date_and_numbers_come_back_as_cells() -> None:
    raw = workbook((0, 0, date(2021, 1, 3)), (0, 1, 5), (0, 2, "5"), (1, 0, True))
    assert read_sheets(raw) == [[[date(2021, 1, 3), 5.0, "5"], [True, "", ""]]]


def test_text_that_looks_like_a_formula_or_a_number_stays_text() -> None:
    cells = ["=1+1", "007", "https://example.vn", "1/3", "50%", "-"]
    assert read_sheets(write_workbook(["Câu hỏi"], [cells])) == [[["Câu hỏi", *[""] * 5], cells]]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"  \n",
        b"PK\x03\x04",
        b"PK\x03\x04" + b"x" * 500,
        b"\xd0\xcf\x11\xe0" * 9,
        b"a\x00b",
        "Câu hỏi".encode("utf-16"),
    ],
)
def test_what_is_no_spreadsheet_says_so(raw: bytes) -> None:
    with pytest.raises(NotASpreadsheet):
        read_sheets(raw)


def test_archive_that_is_no_workbook_says_so() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    with pytest.raises(NotASpreadsheet):
        read_sheets(target.getvalue())


def test_file_over_the_limit_is_refused() -> None:
    with pytest.raises(FileTooLarge):
        read_sheets(b"a" * (files.LARGEST_FILE + 1))


def test_more_rows_than_the_limit_are_refused() -> None:
    with pytest.raises(FileTooLarge):
        read_sheets(b"a,b\n" * (files.MOST_ROWS + 100))
    with pytest.raises(FileTooLarge):
        read_sheets(workbook(*((n, 0, "a") for n in range(files.MOST_ROWS + 100))))


def test_a_longer_list_is_read_where_its_kind_may_be_longer() -> None:
    rows = files.MOST_ROWS + 100
    assert len(read_sheets(b"a,b\n" * rows, most=rows)[0]) == rows
    assert len(read_sheets(workbook(*((n, 0, "a") for n in range(rows))), most=rows)[0]) == rows


def test_archive_that_says_it_unpacks_to_too_much_is_refused() -> None:
    raw = repacked(workbook((0, 0, "a")), "xl/worksheets/sheet1.xml", " " * (files.LARGEST_UNPACKED + 1))
    with pytest.raises(FileTooLarge):
        read_sheets(raw)


@pytest.mark.parametrize("last", ["XFD1048576", "XFD4000"])
def test_few_cells_that_span_a_huge_table_are_refused(last: str) -> None:
    raw = workbook((0, 0, "a"))
    page = zipfile.ZipFile(io.BytesIO(raw)).read("xl/worksheets/sheet1.xml").decode()
    row = last.removeprefix("XFD")
    far = page.replace("</sheetData>", f'<row r="{row}"><c r="{last}"><v>1</v></c></row></sheetData>')
    with pytest.raises(FileTooLarge):
        read_sheets(repacked(raw, "xl/worksheets/sheet1.xml", far))


def test_external_entity_is_not_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("BIMAT-31")
    page = (
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]><worksheet '
        'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        '<c r="A1" t="inlineStr"><is><t>&e;</t></is></c></row></sheetData></worksheet>'
    )
    try:
        read = str(read_sheets(repacked(workbook((0, 0, "a")), "xl/worksheets/sheet1.xml", page)))
    except NotASpreadsheet:
        read = ""
    assert "BIMAT-31" not in read


@pytest.mark.parametrize("text", ["Câu hỏi,A\nx,y\n", "\ufeffCâu hỏi,A\nx,y\n", "Câu hỏi;A\r\nx;y\r\n"])
def test_comma_separated_text_is_read_with_or_without_a_mark(text: str) -> None:
    assert read_sheets(text.encode()) == [[["Câu hỏi", "A"], ["x", "y"]]]


def test_line_break_within_quotes_belongs_to_the_cell() -> None:
    assert read_sheets(b'a,b\n"x\ny",z\n') == [[["a", "b"], ["x\ny", "z"]]]


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_mutated_workbook_ends_in_cells_or_a_named_refusal(data: st.DataObject) -> None:
    raw = bytearray(workbook((0, 0, "Câu hỏi"), (1, 0, "x"), (2, 3, 7)))
    for _ in range(data.draw(st.integers(1, 20))):
        raw[data.draw(st.integers(4, len(raw) - 1))] = data.draw(st.integers(0, 255))
    try:
        sheets = read_sheets(bytes(raw[: data.draw(st.integers(100, len(raw)))]))
    except (NotASpreadsheet, FileTooLarge):
        return
    assert all(isinstance(rows, list) for rows in sheets)
