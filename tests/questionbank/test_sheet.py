"""Rows of a spreadsheet → records: every way to name a column, every fault with its row and column."""

from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.askable import fault
from questionbank.formats.columns import COLUMNS, Cell
from questionbank.formats.record import Record, Sheet
from questionbank.formats.row import body_of
from questionbank.formats.sheet import ColumnsMissing, header_row, parse, to_rows
from tests.questionbank.records import TOPICS, normal, records, without_rows

HEADER: list[Cell] = ["Mã", "Chuyên đề", "Loại", "Mức độ", "Câu hỏi", "A", "B", "C", "D", "Đáp án"]


def row(**changed: Cell) -> list[Cell]:
    given: dict[str, Cell] = {
        "Mã": "", "Chuyên đề": "c", "Loại": "", "Mức độ": "", "Câu hỏi": "Ai quyết định?",
        "A": "Bộ", "B": "Tỉnh", "C": "Xã", "D": "", "Đáp án": "A",
    }  # fmt: skip
    given |= {name.replace("_", " "): cell for name, cell in changed.items()}
    return [given[str(name)] for name in HEADER]


def read(*rows: list[Cell], header: list[Cell] = HEADER, **options: Any) -> Sheet:
    return parse([[header, *rows]], topics=TOPICS, **options)


def faults(sheet: Sheet) -> list[tuple[int, str, str, str]]:
    return [(f.row, f.column, f.code, f.value) for f in sheet.faults if not f.note]


def notes(sheet: Sheet) -> list[tuple[int, str, str, str]]:
    return [(f.row, f.column, f.code, f.value) for f in sheet.faults if f.note]


def test_good_row_becomes_a_record() -> None:
    sheet = read(row(Mã="C-9", Mức_độ="Khó", Câu_hỏi=" Ai  quyết định? "))
    assert sheet.faults == ()
    assert sheet.records == (
        Record(2, "C-9", "c", "single", 3, "Ai quyết định?", ("Bộ", "Tỉnh", "Xã"), ("A",)),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("written", "key"),
    [("A", "A"), ("a", "A"), ("A ", "A"), (" b.", "B"), ("1", "A"), (1, "A"), (3.0, "C"), ("A, C", "AC"), ("ac", "AC"),
     ("1;2", "AB"), ("b&a", "AB"), ("A A", "A")],
)  # fmt: skip
def test_answer_is_read_however_it_is_written(written: Cell, key: str) -> None:
    sheet = read(row(Đáp_án=written))
    assert ("".join(sheet.records[0].key), faults(sheet)) == (key, [])
    assert sheet.records[0].kind == ("multiple" if len(key) > 1 else "single")


@pytest.mark.parametrize("written", ["E", "D", "7", "0", "X", "Bộ", "A hoặc B", "?", 12])
def test_answer_that_names_no_choice_is_a_fault(written: Cell) -> None:
    assert faults(read(row(Đáp_án=written))) == [(2, "Đáp án", "key_unknown", str(written))]


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"Đáp_án": ""}, (2, "Đáp án", "empty", "")),
        ({"Câu_hỏi": None}, (2, "Câu hỏi", "empty", "")),
        ({"B": "  "}, (2, "B", "empty", "")),
        ({"B": "", "C": ""}, (2, "B", "too_few_choices", "1")),
        ({"Chuyên_đề": ""}, (2, "Chuyên đề", "empty", "")),
        ({"Chuyên_đề": "z) Lạ"}, (2, "Chuyên đề", "topic_unknown", "z) Lạ")),
        ({"Loại": "khiêu vũ"}, (2, "Loại", "value_unknown", "khiêu vũ")),
        ({"Mức_độ": "rất khó"}, (2, "Mức độ", "value_unknown", "rất khó")),
        ({"Loại": "đúng sai"}, (2, "Loại", "two_choices_wanted", "3")),
        ({"Loại": "một lựa chọn", "Đáp_án": "AB"}, (2, "Đáp án", "too_many_right", "A,B")),
        ({"Đáp_án": "ABC"}, (2, "Đáp án", "all_right", "A,B,C")),
        ({"C": "bộ "}, (2, "", "choices_alike", "")),
        ({"Mã": "M" * 31}, (2, "Mã", "code_too_long", "M" * 31)),
        ({"A": date(2021, 1, 3)}, (2, "A", "became_a_date", "2021-01-03")),
        ({"A": datetime(2020, 1, 7)}, (2, "A", "became_a_date", "2020-01-07 00:00:00")),
        ({"A": time(8, 30)}, (2, "A", "became_a_date", "08:30:00")),
    ],
)
def test_fault_names_its_row_and_column(changed: dict[str, Cell], fault: tuple[int, str, str, str]) -> None:
    assert faults(read(row(**changed))) == [fault]


def test_rows_are_counted_as_the_person_sees_them() -> None:
    sheet = parse([[["Ngân hàng câu hỏi"], [], HEADER, [], row(), row(Câu_hỏi="")]], topics=TOPICS)
    assert ([r.row for r in sheet.records], faults(sheet)) == ([5, 6], [(6, "Câu hỏi", "empty", "")])


@pytest.mark.parametrize(
    "header",
    [
        ["MA", "chuyen de", "LOẠI", "Mức  độ", "NỘI DUNG CÂU HỎI ", "a", "b", "c", "d", "Đáp Án "],
        ["Code", "Topic", "Kind", "Difficulty", "Question", "Choice A", "Choice B", "Choice C", "Choice D", "Answer"],
        ["Mã câu hỏi", "Chủ đề", "Loại câu hỏi", "Độ khó", "Câu dẫn", "Phương án A", "Phương án B", "Phương án C",
         "Phương án D", "Đáp án đúng:"],
        ["Mã", "Chuyên đề", "Loại", "Mức độ", "Câu hỏi", "Đáp án A", "Đáp án B", "Đáp án C", "Đáp án D", "Đáp án"],
    ],
)  # fmt: skip
def test_columns_are_known_by_other_names_too(header: list[Cell]) -> None:
    assert read(row(), header=header).records == read(row()).records


def test_columns_that_are_missing_are_named_together() -> None:
    with pytest.raises(ColumnsMissing) as refused:
        parse([[["Câu hỏi", "A", "Ghi chú"], ["x", "y", "z"]]], topics=TOPICS)
    assert refused.value.columns == ("B", "Đáp án")


def test_sheet_with_the_questions_is_found_behind_others() -> None:
    assert len(parse([[], [["Hướng dẫn"]], [HEADER, row()]], topics=TOPICS).records) == 1


def test_topic_is_read_with_its_name_and_filled_in_where_a_row_has_none() -> None:
    sheet = read(row(Chuyên_đề="Đ) Cải cách"), row(Chuyên_đề="", Câu_hỏi="Khác?"), default_topic="i")
    assert ([r.topic for r in sheet.records], faults(sheet)) == (["đ", "i"], [])


@pytest.mark.parametrize(
    ("text", "kept"),
    [("A. Bộ", "Bộ"), ("a) Bộ", "Bộ"), ("B. Bộ", "B. Bộ"), ("A.I", "A.I"), ("a. Tốt; b. Khá", "a. Tốt; b. Khá")],
)
def test_only_a_choices_own_letter_is_taken_off(text: str, kept: str) -> None:
    sheet = read(row(A=text))
    assert sheet.records[0].choices[0] == kept
    assert notes(sheet) == ([] if kept == text else [(2, "A", "letter_removed", text)])
    assert faults(sheet) == []


@pytest.mark.parametrize(
    ("text", "pinned"),
    [("Cả 3 ý trên", True), ("Tất cả các đáp án trên", True), ("Cả A và B đều đúng", True), ("A và B", True),
     ("Không có phương án nào đúng", True), ("Cả nước", False), ("Ủy ban nhân dân", False)],
)  # fmt: skip
def test_choice_about_the_others_pins_the_order(text: str, pinned: bool) -> None:
    assert read(row(C=text)).records[0].keep_order == pinned


def test_number_that_may_have_been_a_percentage_is_noted() -> None:
    sheet = read(row(A=0.5, B=10.0, C=70))
    assert (sheet.records[0].choices, notes(sheet)) == (("0.5", "10", "70"), [(2, "A", "number_read", "0.5")])


def test_column_with_no_place_in_a_question_is_noted_and_a_row_number_is_not() -> None:
    header: list[Cell] = ["STT", *HEADER, "Nguồn", "Ghi chú"]
    sheet = read([1, *row(), "Một đoạn văn", ""], header=header)
    assert (notes(sheet), faults(sheet)) == ([(1, "Nguồn", "column_not_read", "1")], [])


def test_repeats_within_a_file_name_the_first_row() -> None:
    sheet = read(row(Mã="M1"), row(Mã="M1", Câu_hỏi="AI QUYẾT  ĐỊNH?", A="tỉnh", B="bộ", Đáp_án="B"), row(Mã="M2"))
    assert faults(sheet) == [
        (3, "Câu hỏi", "question_repeated", "2"),
        (3, "Mã", "code_repeated", "2"),
        (4, "Câu hỏi", "question_repeated", "2"),
    ]


def test_same_words_with_other_choices_are_another_question() -> None:
    sheet = read(row(), row(C="Ấp"))
    assert (faults(sheet), notes(sheet)) == ([], [(3, "Câu hỏi", "stem_repeated", "2")])


def test_nul_bytes_and_decomposed_letters_are_mended() -> None:
    assert read(row(A="Bo\u0302\u0323\x00")).records[0].choices[0] == "Bộ"


@given(records())
def test_record_that_was_written_reads_back_equal(record: Record) -> None:
    sheet = parse([[header_row(), *to_rows(record)]], topics=TOPICS)
    assert [without_rows(r.to_json()) for r in sheet.records] == [without_rows(normal(record.to_json()))]


cells = st.none() | st.text(max_size=20) | st.integers() | st.floats(allow_nan=False) | st.booleans() | st.dates()


@given(st.lists(st.lists(cells, max_size=22), max_size=6))
def test_any_cells_are_read_or_faulted_never_a_crash(rows: list[list[Cell]]) -> None:
    sheet = parse([[list(header_row()), *rows]], topics=TOPICS)
    bad = {f.row for f in sheet.faults if not f.note}
    for record in sheet.records:
        rows = {record.row, *(part.row for part in record.parts)}
        assert rows & bad or fault(body_of(record)) is None


def test_every_fault_stands_at_a_column_that_is_written() -> None:
    assert [names[0] for names in COLUMNS.values()] == header_row()
