"""Figures and dates as Vietnamese offices write them."""

import re
from datetime import date

_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what XML takes no part of


def whole(number: int) -> str:
    """Return a whole number: 12.345."""
    return f"{number:,}".replace(",", ".")


def printable(text: str) -> str:
    """Return `text` with a space for each sign that no document can hold, such as a line break pasted from Word."""
    return _NOT_TEXT.sub(" ", text)


def percent(share: float) -> str:
    """Return a share of 0 to 1 in percent with one decimal: 71,4 %."""
    return f"{share * 100:.1f}".replace(".", ",") + " %"


def points(hundredths: int) -> str:
    """Return hundredths of a point: 1, 0,5, 2,25."""
    return f"{hundredths / 100:.2f}".rstrip("0").rstrip(".").replace(".", ",")


def dong(amount: int) -> str:
    """Return an amount of money: 1.000.000 đồng."""
    return f"{whole(amount)} đồng"


def written_date(day: date) -> str:
    """Return a date as the body of a document writes it: ngày 05 tháng 01 năm 2026 (Decree 30/2020, Annex I)."""
    shown = f"{day.day:02}", f"{day.month:02}" if day.month < 3 else str(day.month), day.year
    return "ngày {} tháng {} năm {}".format(*shown)


def blank_day(year: int) -> str:
    """Return a date of which the office writes day and month by hand."""
    return f"ngày      tháng      năm {year}"
