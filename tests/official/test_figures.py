from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from official.figures import dong, percent, points, whole, written_date


@pytest.mark.parametrize(
    ("number", "written"), [(0, "0"), (999, "999"), (1000, "1.000"), (1_000_000, "1.000.000"), (-12345, "-12.345")]
)
def test_thousands_stand_apart_by_dots(number: int, written: str) -> None:
    assert whole(number) == written
    assert dong(number) == f"{written} đồng"


@given(st.integers(0, 10**12))
def test_an_amount_reads_back(amount: int) -> None:
    assert int(whole(amount).replace(".", "")) == amount


@pytest.mark.parametrize(("hundredths", "written"), [(100, "1"), (50, "0,5"), (225, "2,25"), (1000, "10"), (1, "0,01")])
def test_points_have_as_many_decimals_as_they_need(hundredths: int, written: str) -> None:
    assert points(hundredths) == written


def test_shares_have_one_decimal() -> None:
    assert (percent(0.714), percent(1)) == ("71,4 %", "100,0 %")


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 1, 5), "ngày 05 tháng 01 năm 2026"),
        (date(2026, 2, 28), "ngày 28 tháng 02 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2026, 12, 31), "ngày 31 tháng 12 năm 2026"),
    ],
)
def test_days_below_ten_and_the_first_two_months_have_a_nought_before_them(day: date, written: str) -> None:
    assert written_date(day) == written
