"""The files of a report: which there are, and how each is made from the analysis that is kept."""

from datetime import datetime
from functools import partial
from typing import BinaryIO

from django.utils import timezone, translation

from official.pdf_paper import write_pdf
from official.word_paper import write_word
from official.workbook import write_workbook
from realtime.making import Order, Told, Write
from training.findings import Rule
from training.models import Analysis
from training.papers.data_book import sheets_of
from training.papers.material import gather
from training.papers.report_paper import compose

KINDS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def order_of(kept: Analysis, kind: str, rule: Rule) -> Order:
    """Return which file it is: another analysis, or another rule, is another file."""
    return Order(f"report-{kept.contest_id}-{kept.pk}-{rule.target * 100:.0f}-{rule.threshold * 100:.0f}.{kind}")


def writer_of(kept: Analysis, kind: str, rule: Rule, *, now: datetime) -> Write:
    return partial(_write, kept, kind, rule, now)


def _write(kept: Analysis, kind: str, rule: Rule, now: datetime, target: BinaryIO, told: Told) -> None:
    with translation.override("vi"):
        material = gather(kept, rule=rule, now=now, day=timezone.localdate(now))
        match kind:
            case "docx":
                write_word(target, compose(material), told=told)
            case "pdf":
                write_pdf(target, compose(material), told=told)
            case _:
                write_workbook(target, sheets_of(material), told=told)
