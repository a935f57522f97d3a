"""The periods of the administrative-reform report: each begins with the reporting year and closes on its own day.

Source: the Ministry of Home Affairs' guide on periodic reports (CV 581/BNV-CCHC): figures are closed on 14 March,
14 June, 14 September and 14 December, and the year begins on 15 December of the year before.
"""

from dataclasses import dataclass
from datetime import date, timedelta

CODES = ("quy-1", "6-thang", "9-thang", "nam")
_CLOSES = {"quy-1": 3, "6-thang": 6, "9-thang": 9, "nam": 12}
_NAMES = {"quy-1": "quý I", "6-thang": "6 tháng", "9-thang": "9 tháng", "nam": "năm"}
FIRST_YEAR, LAST_YEAR = 2000, 2100


@dataclass(frozen=True)
class Period:
    """One of CODES of a reporting year. first, last: days, both within it."""

    code: str
    year: int

    @property
    def first(self) -> date:
        return date(self.year - 1, 12, 15)

    @property
    def last(self) -> date:
        return date(self.year, _CLOSES[self.code], 14)

    @property
    def name(self) -> str:
        """Return what offices call it: "6 tháng năm 2026", "năm 2026"."""
        return f"năm {self.year}" if self.code == "nam" else f"{_NAMES[self.code]} năm {self.year}"

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


def period(code: str, year: int) -> Period | None:
    """Return the period that an address names, None where there is no such one."""
    return Period(code, year) if code in CODES and FIRST_YEAR <= year <= LAST_YEAR else None


def year_of(day: date) -> int:
    """Return the reporting year that `day` lies in: from 15 December it is the next one."""
    return (day + timedelta(days=17)).year


def due_on(day: date) -> Period:
    """Return the period that is reported next on `day`."""
    year = year_of(day)
    return next(found for code in CODES if day <= (found := Period(code, year)).last)
