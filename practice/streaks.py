"""Days of practice in a row. Saturdays and Sundays are days off: they count when practised, and break nothing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Asia/Ho_Chi_Minh")  # whatever time zone a phone is set to
_DAY = timedelta(1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Streak:
    """days: practised in the row that reaches today, or yesterday where today is still open. longest: of all rows.

    today: whether today counts already.
    """

    days: int
    longest: int
    today: bool


def day_of(moment: datetime) -> date:
    """Return the day that `moment` belongs to in Vietnam."""
    return moment.astimezone(HERE).date()


def end_of_day(moment: datetime) -> datetime:
    """Return the midnight in Vietnam at which the day of `moment` ends."""
    following = day_of(moment) + _DAY
    return datetime(following.year, following.month, following.day, tzinfo=HERE)


def streak(practised: Collection[date], today: date) -> Streak:
    """Return the streak of somebody who practised on these days; days after today are left out."""
    days = sorted({day for day in practised if day <= today})
    longest = row = 0
    last: date | None = None
    for day in days:
        row = row + 1 if last is not None and not _missed_between(last, day) else 1
        longest = max(longest, row)
        last = day
    if last is None or _missed_between(last, today):
        row = 0
    return Streak(row, longest, last == today)


def _missed_between(first: date, then: date) -> bool:
    """Say whether a working day lies between the two days; more than two days between always hold one."""
    gap = (then - first).days - 1
    return gap > 2 or any((first + _DAY * n).weekday() < _SATURDAY for n in range(1, gap + 1))
