"""The files of the section: which there are, and how each is made."""

from datetime import datetime
from functools import partial
from typing import BinaryIO

from django.utils import translation

from official.pdf_paper import write_pdf
from official.word_paper import write_word
from official.workbook import write_workbook
from people.models import Unit
from propaganda.periods import Period
from propaganda.section import gather
from propaganda.section_book import sheets_of
from propaganda.section_paper import compose
from realtime.making import Order, Told, Write


def order_of(unit: Unit, period: Period, issuer: Unit, kind: str) -> Order:
    return Order(f"section-{unit.pk}-{issuer.pk}-{period.year}-{period.code}.{kind}")


def writer_of(unit: Unit, period: Period, issuer: Unit, kind: str, *, now: datetime) -> Write:
    """Return what writes the file. kind: one of `training.papers.files.KINDS`."""
    return partial(_write, unit, period, issuer, kind, now)


def _write(unit: Unit, period: Period, issuer: Unit, kind: str, now: datetime, target: BinaryIO, told: Told) -> None:
    with translation.override("vi"):
        section = gather(unit, period, issuer=issuer, now=now)
        match kind:
            case "docx":
                write_word(target, compose(section), told=told)
            case "pdf":
                write_pdf(target, compose(section), told=told)
            case _:
                write_workbook(target, sheets_of(section), told=told)
