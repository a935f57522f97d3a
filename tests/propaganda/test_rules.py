"""Periods, areas and how far a plan is fulfilled: pure."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from propaganda.achieved import achieved
from propaganda.areas import AREA_OF_TOPIC, AREAS, known
from propaganda.periods import CODES, Period, due_on, period, year_of

DAYS = st.dates(date(2001, 1, 1), date(2099, 12, 31))
COUNTS = st.dictionaries(st.sampled_from("abc"), st.integers(0, 50))


def test_the_closing_days_are_those_of_the_ministry() -> None:
    assert [(p.last.day, p.last.month) for p in (Period(c, 2026) for c in CODES)] == [
        (14, 3),
        (14, 6),
        (14, 9),
        (14, 12),
    ]
    assert {Period(code, 2026).first for code in CODES} == {date(2025, 12, 15)}
    assert Period("6-thang", 2026).name == "6 tháng năm 2026"


def test_the_year_turns_on_15_december() -> None:
    assert (year_of(date(2026, 12, 14)), year_of(date(2026, 12, 15))) == (2026, 2027)


@given(DAYS)
def test_every_day_lies_in_its_year_and_in_the_period_due(day: date) -> None:
    assert Period("nam", year_of(day)).holds(day)
    assert due_on(day).holds(day)


@given(DAYS)
def test_the_period_due_is_the_first_that_holds_the_day(day: date) -> None:
    due = due_on(day)
    assert next(code for code in CODES if Period(code, due.year).holds(day)) == due.code


@given(st.integers(2001, 2099))
def test_years_meet_without_a_gap(year: int) -> None:
    assert Period("nam", year).last + timedelta(days=1) == Period("nam", year + 1).first


def test_no_other_period_is_known() -> None:
    assert period("thang", 2026) is None
    assert period("nam", 99999) is None


def test_topics_lie_in_areas_that_exist() -> None:
    assert set(AREA_OF_TOPIC.values()) <= AREAS.keys()
    assert known(["so", "khong-co", "the-che", "so"]) == ["the-che", "so"]


def test_more_of_one_form_makes_up_for_no_other() -> None:
    found = achieved({"dialogue": 2, "poster": 10}, {"dialogue": 5, "poster": 4})
    assert (found.planned, found.done, found.fulfilled, found.percent) == (12, 9, 6, 50)


def test_nothing_planned_has_no_share() -> None:
    assert achieved({}, {"poster": 3}).percent is None


@given(COUNTS, COUNTS)
def test_the_share_lies_between_nothing_and_all(planned: dict[str, int], done: dict[str, int]) -> None:
    found = achieved(planned, done)
    assert 0 <= found.fulfilled <= min(found.planned, found.done)
    assert found.percent is None or 0 <= found.percent <= 100
    assert (found.percent == 100) == (found.planned > 0 and found.fulfilled == found.planned)
