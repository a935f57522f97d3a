"""Kahoot's spreadsheet: choices by number, and nothing taken for granted."""

import pytest

from questionbank.formats import kahoot
from questionbank.formats.columns import Cell
from questionbank.formats.files import read_sheets
from questionbank.formats.sheet import ColumnsMissing, header_row
from tests.conftest import QUESTION_BANKS

TEMPLATE: list[Cell] = [
    None, "Question - max 120 characters", "Answer 1 - max 75 characters", "Answer 2 - max 75 characters",
    "Answer 3 - max 75 characters", "Answer 4 - max 75 characters",
    "Time limit (sec) – 5, 10, 20, 30, 60, 90, 120, or 240 secs", "Correct answer(s) - choose at least one",
]  # fmt: skip


def read(*cells: Cell) -> tuple[str, tuple[str, ...], tuple[str, ...], list[tuple[str, str]]]:
    sheet = kahoot.read([[["Kahoot! template"], TEMPLATE, [1, *cells]]])
    record = sheet.records[0]
    return record.kind, record.choices, record.key, [(f.column, f.code) for f in sheet.faults if not f.note]


def test_template_is_read() -> None:
    assert read("Ai ký?", "Bộ", "Tỉnh", "Xã", None, 20, "1,3") == ("multiple", ("Bộ", "Tỉnh", "Xã"), ("A", "C"), [])
    assert read("Ai ký?", "Bộ", "Tỉnh", None, None, 20, 2) == ("single", ("Bộ", "Tỉnh"), ("B",), [])
    assert read("Ai ký?", "Đúng", "Sai", None, None, 20, "1")[0] == "true_false"


@pytest.mark.parametrize(
    ("cells", "fault"),
    [
        (("Ai ký?", "Bộ", "Tỉnh", None, None, 20, "3"), ("Đáp án", "key_unknown")),
        (("Ai ký?", "Bộ", "Tỉnh", None, None, 20, None), ("Đáp án", "empty")),
        (("Ai ký?", "Bộ", "Tỉnh", None, None, 20, "12"), ("Đáp án", "key_unknown")),
        (("Ai ký?", "Bộ", None, "Xã", None, 20, "1"), ("B", "empty")),
        ((None, "Bộ", "Tỉnh", None, None, 20, "1"), ("Câu hỏi", "empty")),
        (("Ai ký?", "Bộ", "bộ ", None, None, 20, "1"), ("", "choices_alike")),
        (("Ai ký?", "Bộ", None, None, None, 20, "1"), ("B", "too_few_choices")),
        (("Ai ký?", "Bộ", "Tỉnh", None, None, 20, "1,2"), ("Đáp án", "all_right")),
    ],
)
def test_what_is_wrong_stands_at_its_column(cells: tuple[Cell, ...], fault: tuple[str, str]) -> None:
    assert read(*cells)[3] == [fault]


def test_time_limit_is_noted_and_topic_is_checked() -> None:
    rows = [TEMPLATE, [1, "Ai ký?", "Bộ", "Tỉnh", None, None, 20, "1"]]
    assert [(f.row, f.code) for f in kahoot.read([rows]).faults] == [(1, "column_not_read")]
    assert kahoot.read([rows], topics="c", default_topic="c").records[0].topic == "c"
    assert [f.code for f in kahoot.read([rows], topics="c").faults if not f.note] == ["empty"]


def test_other_sheets_are_told_apart() -> None:
    assert kahoot.is_kahoot([[TEMPLATE]])
    assert not kahoot.is_kahoot([[list(header_row())]])
    with pytest.raises(ColumnsMissing, match=r"Correct answer\(s\), Answer 1, Answer 2"):
        kahoot.read([[["Question"]]])


@pytest.mark.needs_question_banks
def test_real_file_is_read_whole() -> None:
    """Its key as its makers give it: 4, 1, 1, 2, 1; the last one has four sounds for choices, each written as "."."""
    raw = (QUESTION_BANKS.parent / "formats/kahoot_csv/qas_kahoot.csv").read_bytes()
    sheet = kahoot.read(read_sheets(raw))
    assert ["".join(record.key) for record in sheet.records] == ["D", "A", "A", "B", "A"]
    assert [(f.row, f.code) for f in sheet.faults if not f.note] == [(6, "choices_alike")]
