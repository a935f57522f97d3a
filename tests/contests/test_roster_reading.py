from typing import Any

import pytest

from contests.rosters.reading import Fault, Row, read

UNITS = {"cm-snv": 1, "so noi vu": 1, "xa dat mui": 2, "phong noi vu": 0}
NAMES = ["Đơn vị", "Họ và tên", "Mã cán bộ", "Email", "Tài khoản", "Miễn tham gia"]


def told(*rows: list[Any], only: int = 0, header: list[str] = NAMES) -> Any:
    return read([["DANH SÁCH"], header, *rows], units=UNITS, accounts={"an": 7}, only=only)


def test_people_by_unit_from_code_or_name() -> None:
    lists = told(
        ["Sở Nội vụ", "Nguyễn Văn An", "CB01", "an@camau.gov.vn", "an", ""],
        ["CM-SNV", "Lê  Thị Bình", 12.0, "", "", "Nghỉ thai sản"],
        ["", "", "", "", "", ""],
        ["xã đất mũi", "Phạm Văn Cường", "", None, "", ""],
    )
    assert lists.faults == []
    assert lists.people == {
        1: [Row("Nguyễn Văn An", "CB01", "", "an@camau.gov.vn", 7), Row("Lê Thị Bình", "12", exempt="Nghỉ thai sản")],
        2: [Row("Phạm Văn Cường")],
    }


def test_headcounts_by_unit() -> None:
    lists = told(
        ["Sở Nội vụ", "40", 2, "Nghỉ ốm"], ["xã Đất Mũi", 12.0, "", ""],
        header=["Đơn vị", "Số người", "Số miễn", "Lý do miễn"],
    )  # fmt: skip
    assert (lists.faults, lists.numbers) == ([], {1: (40, 2, "Nghỉ ốm"), 2: (12, 0, "")})


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (["Sở Y tế", "Nguyễn Văn An", "", "", "", ""], Fault("A3", "no_unit", "Sở Y tế")),
        (["", "Nguyễn Văn An", "", "", "", ""], Fault("A3", "unit_missing", "")),
        (["Phòng Nội vụ", "Nguyễn Văn An", "", "", "", ""], Fault("A3", "two_units", "Phòng Nội vụ")),
        (["Sở Nội vụ", "An", "", "", "", ""], Fault("B3", "no_name", "An")),
        (["Sở Nội vụ", "Nguyễn Văn An", "x" * 41, "", "", ""], Fault("C3", "too_long", "40")),
        (["Sở Nội vụ", "Nguyễn Văn An", "", "an@camau", "", ""], Fault("D3", "no_email", "an@camau")),
        (["Sở Nội vụ", "Nguyễn Văn An", "", "", "la", ""], Fault("E3", "no_account", "la")),
    ],
)
def test_a_fault_is_named_by_its_cell_and_its_row_is_not_taken(row: list[Any], fault: Fault) -> None:
    lists = told(row)
    assert (lists.faults, lists.people) == ([fault], {})


def test_a_code_stands_once_in_a_unit_and_may_stand_in_another() -> None:
    lists = told(
        ["Sở Nội vụ", "Nguyễn Văn An", "CB01", "", "", ""],
        ["xã Đất Mũi", "Lê Thị Bình", "CB01", "", "", ""],
        ["Sở Nội vụ", "Phạm Văn Cường", "CB01", "", "", ""],
    )
    assert lists.faults == [Fault("C5", "twice", "C3")]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (["Sở Nội vụ", "bốn", "", ""], Fault("B3", "no_number", "bốn")),
        (["Sở Nội vụ", "-4", "", ""], Fault("B3", "no_number", "-4")),
        (["Sở Nội vụ", "4", "5", "Ốm"], Fault("C3", "too_many_exempted")),
        (["Sở Nội vụ", "4", "1", ""], Fault("C3", "no_reason")),
    ],
)
def test_a_wrong_headcount_is_named(row: list[Any], fault: Fault) -> None:
    assert told(row, header=["Đơn vị", "Số người", "Số miễn", "Lý do miễn"]).faults == [fault]


def test_the_list_of_one_unit_need_not_name_it_and_may_name_no_other() -> None:
    only = {"cm-snv": 1}
    rows: list[list[Any]] = [["Họ và tên"], ["Nguyễn Văn An"]]
    assert read(rows, units=only, accounts={}, only=1).people == {1: [Row("Nguyễn Văn An")]}
    rows = [["Đơn vị", "Họ và tên"], ["", "Nguyễn Văn An"], ["Xã Đất Mũi", "Lê Thị Bình"]]
    lists = read(rows, units=only, accounts={}, only=1)
    assert (len(lists.people[1]), lists.faults) == (1, [Fault("A3", "no_unit", "Xã Đất Mũi")])


@pytest.mark.parametrize(
    ("rows", "kind"),
    [([], "no_columns"), ([["Một", "Hai"]], "no_columns"), ([["Họ và tên"]], "no_unit_column"), ([NAMES], "empty")],
)
def test_a_file_that_is_no_list_is_said(rows: list[list[Any]], kind: str) -> None:
    assert read(rows, units=UNITS, accounts={}).faults == [Fault("", kind)]
