"""Lists as offices keep them → people and faults by cell."""

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contests.entering.invited_rows import HEADS, Listed, cell_name, read_people
from contests.entering.invited_wording import FAULTS, fault_in_words
from people.folding import fold

TODAY = date(2026, 11, 2)
HEAD = ["Họ và tên", "Ngày sinh", "Đơn vị", "Chức vụ", "Mã cán bộ", "Điện thoại", "Email"]
GOOD = ["Nguyễn Văn Ba", "31/12/1985", "Sở Nội vụ", "Chuyên viên", "CB001", "0912 345 678", "Ba@CaMau.gov.vn"]


def read(*rows: Any, head: Any = HEAD) -> tuple[list[Listed], list[tuple[str, str, bool]]]:
    people, faults = read_people([[head, *rows]], TODAY)
    return people, [(fault.cell, fault.code, fault.note) for fault in faults]


def test_a_whole_row_is_read() -> None:
    assert read(GOOD) == (
        [
            Listed(
                2, "Nguyễn Văn Ba", "Sở Nội vụ", date(1985, 12, 31), "Chuyên viên", "CB001", "0912345678",
                "ba@camau.gov.vn",
            )
        ],
        [],
    )  # fmt: skip


@pytest.mark.parametrize("column", list(HEADS))
def test_every_head_is_written_as_it_folds(column: str) -> None:
    assert all(variant == fold(variant) for variant in HEADS[column])


@pytest.mark.parametrize(
    "head",
    [
        ["HỌ VÀ TÊN", "NGÀY SINH", "ĐƠN VỊ", "CHỨC VỤ", "MÃ CÁN BỘ", "ĐIỆN THOẠI", "EMAIL"],
        ["ho va ten", "ngay sinh", "don vi", "chuc vu", "ma can bo", "dien thoai", "e-mail"],
        ["Họ tên *", "Ngày, tháng, năm sinh", "Cơ quan, đơn vị:", "Chức danh", "Số hiệu", "SĐT (di động)", "Hộp thư"],
    ],
)
def test_heads_are_known_whatever_their_tones_and_capitals(head: list[str]) -> None:
    assert read(GOOD, head=head) == read(GOOD)


def test_family_and_given_name_may_stand_apart() -> None:
    people, _ = read(["Nguyễn Văn", "Ba", "Sở Nội vụ"], head=["Họ đệm", "Tên", "Đơn vị"])
    assert people[0].name == "Nguyễn Văn Ba"


def test_a_title_above_blank_rows_and_a_total_below_are_no_people() -> None:
    rows = [["DANH SÁCH CÁN BỘ THAM GIA"], [], HEAD, GOOD, [None] * 7, ["", "", "Tổng cộng: 1"]]
    people, faults = read_people([[["Trang bìa"]], rows], TODAY)
    assert ([one.row for one in people], faults) == ([4], [])


@pytest.mark.parametrize(
    ("place", "value", "cell", "code"),
    [
        (0, "", "A2", "name_missing"),
        (0, "Ba", "A2", "name_bad"),
        (0, "Nguyễn Văn 3", "A2", "name_bad"),
        (0, "x " * 80, "A2", "name_bad"),
        (1, "32/12/1985", "B2", "born_bad"),
        (1, "31/12/1885", "B2", "born_bad"),
        (1, "hôm qua", "B2", "born_bad"),
        (1, datetime(2030, 1, 1), "B2", "born_bad"),
        (2, " ", "C2", "unit_missing"),
        (2, "#REF!", "C2", "broken_formula"),
        (2, "x" * 201, "C2", "too_long"),
        (3, "x" * 121, "D2", "too_long"),
        (4, "x" * 41, "E2", "too_long"),
        (5, "12", "F2", "phone_bad"),
        (6, "ba", "G2", "email_bad"),
    ],
)
def test_what_is_wrong_is_told_of_its_cell_and_keeps_the_row_out(place: int, value: Any, cell: str, code: str) -> None:
    row = [*GOOD]
    row[place] = value
    people, faults = read(row)
    assert (people, faults) == ([], [(cell, code, False)])


def test_a_number_that_excel_took_for_a_quantity_gets_its_zero_back() -> None:
    row = [*GOOD]
    row[4], row[5] = 1001.0, 912345678.0
    assert [(one.code, one.phone) for one in read(row)[0]] == [("1001", "0912345678")]


@pytest.mark.parametrize("born", [datetime(1985, 12, 31), date(1985, 12, 31), "31-12-1985", "31.12.1985"])
def test_a_date_is_read_however_the_sheet_keeps_it(born: Any) -> None:
    assert read([GOOD[0], born, *GOOD[2:]])[0][0].born == date(1985, 12, 31)


@pytest.mark.parametrize("year", [1985, 1985.0, "1985"])
def test_a_year_alone_leaves_the_date_empty_and_says_so(year: Any) -> None:
    people, faults = read([GOOD[0], year, *GOOD[2:]])
    assert (people[0].born, faults) == (None, [("B2", "year_only", True)])


def test_an_employee_code_twice_is_a_fault_and_a_likeness_a_note() -> None:
    other = ["Trần Thị An", "", "Sở Nội vụ", "", "cb001", "", ""]
    same = ["NGUYỄN VĂN BA", "31/12/1985", "so noi vu", "", "CB002", "", ""]
    assert read(GOOD, other, same)[1] == [("E3", "code_twice", False), ("A4", "person_twice", True)]


@pytest.mark.parametrize("sheets", [[], [[]], [[["a", "b"]]], [[["Họ và tên", "Ngày sinh"], ["Nguyễn Văn Ba", ""]]]])
def test_a_file_without_heads_says_which_are_needed(sheets: Any) -> None:
    people, faults = read_people(sheets, TODAY)
    assert (people, [fault.code for fault in faults]) == ([], ["no_head"])


def test_signs_that_cannot_be_seen_are_dropped() -> None:
    assert read(["Nguyễn\u200b Văn\x07 Ba\u202e", *GOOD[1:]])[0][0].name == "Nguyễn Văn Ba"


CELL = (
    st.none() | st.text() | st.integers() | st.floats() | st.booleans() | st.dates() | st.datetimes() | st.timedeltas()
)


@given(st.lists(st.lists(CELL, max_size=9), max_size=6))
def test_whatever_the_cells_hold_it_is_read_and_every_fault_has_words(rows: list[list[Any]]) -> None:
    people, faults = read_people([[HEAD, *rows]], TODAY)
    assert {fault.code for fault in faults} <= set(FAULTS)
    assert all(fault_in_words(fault) for fault in faults)
    bad = {fault.row for fault in faults if not fault.note and fault.code != "code_twice"}
    assert not bad & {one.row for one in people}


@pytest.mark.parametrize(("place", "name"), [(0, "A7"), (25, "Z7"), (26, "AA7"), (701, "ZZ7"), (702, "AAA7")])
def test_cells_are_called_as_spreadsheets_call_them(place: int, name: str) -> None:
    assert cell_name(7, place) == name
