"""The rules of a contest (thể lệ) as a Word file by Decree 30/2020/NĐ-CP: Vietnamese whoever asks for it."""

from datetime import date

from django.utils import translation

from contests.articles.article import Article, Table
from contests.articles.whole import articles_of
from contests.letterhead import BOARD, head_of, signers_of
from contests.models import Contest
from official.decree30 import (
    Column,
    Document,
    add_closing,
    add_head,
    add_heading,
    add_recipients,
    add_signatures,
    add_table,
    add_text,
    add_title,
    as_bytes,
    new_document,
)
from official.figures import blank_day

RECIPIENTS = ("- Các đơn vị dự thi;", "- Đăng trên trang của cuộc thi;", "- Lưu: VT.")


def write_rules(contest: Contest, *, day: date) -> bytes:
    """Return the .docx file, with number, day and signatures left for the office to fill in.

    Raises RulesError where a draft's settings are not complete.
    """
    with translation.override("vi"):
        document = new_document()
        add_head(document, head_of(contest, "Số:        /TL-BTC", blank_day(day.year)))
        add_title(document, "THỂ LỆ", contest.title)
        for number, article in enumerate(articles_of(contest), start=1):
            _write(document, number, article)
        _close(document, contest)
    return as_bytes(document)


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
    signers = signers_of(contest)
    if signers == [BOARD]:
        add_closing(document, RECIPIENTS, [BOARD.body, BOARD.title])
        return
    add_signatures(document, signers)
    add_recipients(document, RECIPIENTS)
