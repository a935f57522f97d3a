"""The rules of a contest (thể lệ) as a Word file by Decree 30/2020/NĐ-CP: Vietnamese whoever asks for it."""

import io
import re
from datetime import date

from django.utils import translation

from contests.articles.article import Article, Table
from contests.articles.whole import articles_of
from contests.models import Contest
from contests.record.signing import hosts_of
from official.decree30 import (
    Column,
    Document,
    Head,
    Signature,
    add_closing,
    add_head,
    add_heading,
    add_recipients,
    add_signatures,
    add_table,
    add_text,
    add_title,
    new_document,
)
from people.models import Unit

RECIPIENTS = ("- Các đơn vị dự thi;", "- Đăng trên trang của cuộc thi;", "- Lưu: VT.")
BLANK_DAY = "ngày      tháng      năm"


def write_rules(contest: Contest, *, day: date) -> bytes:
    """Return the .docx file, with number, day and signatures left for the office to fill in.

    Raises RulesError where a draft's settings are not complete.
    """
    with translation.override("vi"):
        document = new_document()
        add_head(document, _head(contest, day))
        add_title(document, "THỂ LỆ", contest.title)
        for number, article in enumerate(articles_of(contest), start=1):
            _write(document, number, article)
        _close(document, contest)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _head(contest: Contest, day: date) -> Head:
    above = contest.unit.parent
    parent = f"UBND {above.name}".upper() if above is not None and above.kind == Unit.Kind.PROVINCE else ""
    place = _place(contest.unit)
    written = f"{place}, {BLANK_DAY} {day.year}" if place else f"{BLANK_DAY.capitalize()} {day.year}"
    return Head(parent, contest.unit.name.upper(), "Số:        /TL-BTC", written)


def _place(unit: Unit) -> str:
    """Return the place that a document of `unit` is dated at: its province or commune, without what kind it is."""
    placed = next((one for one in (unit, *reversed(list(unit.ancestors()))) if one.kind in _PLACES), None)
    return re.sub(r"^(UBND )?(tỉnh|thành phố|xã|phường)\s+", "", placed.name, flags=re.IGNORECASE) if placed else ""


_PLACES = (Unit.Kind.PROVINCE, Unit.Kind.COMMUNE, Unit.Kind.WARD)


def _write(document: Document, number: int, article: Article) -> None:
    add_heading(document, f"Điều {number}. {article.title}")
    many = len(article.sentences) > 1
    for place, sentence in enumerate(article.sentences, start=1):
        for line, text in enumerate(filter(None, sentence.splitlines())):
            add_text(document, f"{place}. {text}" if many and not line else text)
    for table in article.tables:
        _table(document, table)


def _table(document: Document, table: Table) -> None:
    columns = [Column(column.title, column.width, right=column.number) for column in table.columns]
    add_table(document, table.caption, columns, table.rows)


def _close(document: Document, contest: Contest) -> None:
    """Write the signatures of the bodies that hold the contest, or of the organising board where it holds it alone."""
    hosts = hosts_of(contest)
    if not hosts:
        add_closing(document, RECIPIENTS, ["TM. BAN TỔ CHỨC", "TRƯỞNG BAN"])
        return
    add_signatures(
        document, [Signature(each.name.upper(), each.signer_title.upper(), each.signer.full_name) for each in hosts]
    )
    add_recipients(document, RECIPIENTS)
