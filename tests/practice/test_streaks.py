"""Days in a row: over midnight in Vietnam, over weekends, in whatever time zone the moment is told."""

from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from practice.streaks import Streak, day_of, end_of_day, streak

MONDAY = date(2026, 11, 2)
days = st.dates(min_value=date(2026, 1, 1), max_value=date(2026, 12, 31))


def after(n: int) -> date:
    return MONDAY + timedelta(n)


def test_nobody_has_a_streak_before_the_first_day() -> None:
    assert streak([], MONDAY) == Streak(0, 0, False)


def test_today_counts_at_once_and_yesterday_still_while_today_is_open() -> None:
    assert streak([MONDAY], MONDAY) == Streak(1, 1, True)
    assert streak([MONDAY], after(1)) == Streak(1, 1, False)
    assert streak([MONDAY, after(1)], after(1)) == Streak(2, 2, True)


def test_a_missed_working_day_ends_the_row_and_the_longest_stays() -> None:
    assert streak([MONDAY, after(1), after(3)], after(3)) == Streak(1, 2, True)
    assert streak([MONDAY, after(1)], after(3)) == Streak(0, 2, False)


def test_a_weekend_breaks_nothing() -> None:
    friday, monday = after(4), after(7)
    assert streak([friday], after(6)) == Streak(1, 1, False)
    assert streak([friday], monday) == Streak(1, 1, False)  # Monday is still open
    assert streak([friday, monday], monday) == Streak(2, 2, True)
    assert streak([friday], after(8)) == Streak(0, 1, False)  # Monday is over


def test_a_practised_weekend_counts() -> None:
    assert streak([after(4), after(5), after(6), after(7)], after(7)) == Streak(4, 4, True)
    assert streak([after(3), after(5)], after(5)) == Streak(1, 1, True)  # Friday was missed


def test_the_day_turns_at_midnight_in_vietnam_and_not_in_greenwich() -> None:
    before = datetime(2026, 11, 2, 16, 59, 59, tzinfo=UTC)
    assert day_of(before) == date(2026, 11, 2)
    assert day_of(before + timedelta(seconds=1)) == date(2026, 11, 3)
    assert end_of_day(before) == before + timedelta(seconds=1)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)), st.integers(-12, 14))
def test_a_moment_has_one_day_in_whatever_time_zone_it_is_told(moment: datetime, hours: int) -> None:
    told = moment.replace(tzinfo=UTC)
    elsewhere = told.astimezone(timezone(timedelta(hours=hours)))
    assert day_of(elsewhere) == day_of(told)
    assert end_of_day(elsewhere) == end_of_day(told)
    assert timedelta(0) < end_of_day(told) - told <= timedelta(days=1)
    assert day_of(end_of_day(told)) == day_of(told) + timedelta(1)


@given(st.sets(days, max_size=40), days)
def test_practising_today_never_shortens_a_streak(practised: set[date], today: date) -> None:
    without = streak(practised - {today}, today)
    with_today = streak(practised | {today}, today)
    assert with_today.days == without.days + 1
    assert with_today.today
    assert with_today.longest >= max(without.longest, with_today.days)


@given(st.sets(days, max_size=40), days)
def test_days_to_come_say_nothing(practised: set[date], today: date) -> None:
    assert streak(practised, today) == streak({day for day in practised if day <= today}, today)
