"""A subject page of the electronic code (Bộ pháp điển điện tử) → the documents that its articles come from.

The code groups articles of many documents by subject. Under each stands a note with the article's
number in its own document, that document's type and number, and its day of effect; the fullest note
also its title, date and issuing body. The articles are put back in the order of each document.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

import lxml.html

from regulations.headers import type_of
from regulations.numbering import number_key
from regulations.readers import html
from regulations.readers.refusals import NotACodePage

_HEADING = re.compile(r"Điều\s+[\d.]+\.[A-ZĐ]+\.[\d.a-zđ]+\.\s+(.*)")
_NUMBER = r"\d{1,4}[a-zđ]?(?:/\d{4})?[/-][A-ZĐ][\wĐđ-]*(?:/[A-ZĐ][\w-]*)*"
_NOTE = re.compile(
    rf"Điều\s+(\d{{1,4}}[abcdđeghiklmnopqrstuvxy]?)\.?\s+(?:của\s+)?([A-ZĐ][^\d,;(]*?)\s+số\s+({_NUMBER})\s*(.*)", re.S
)
_TITLED = re.compile(
    r"((?:(?!có hiệu lực).)*?)\s*ngày\s+(\d{1,2}/\d{1,2}/\d{4})(?:\s+của\s+(.+?))?"
    r"\s*(?=,\s*có hiệu lực|,\s*có nội dung|[,)]?\s*$)",
    re.S,
)
_EFFECT = re.compile(r"có hiệu lực thi hành kể từ ngày\s+(\d{1,2})/(\d{1,2})/(\d{4})")
_CLASSES = ("pChuong", "pDieu", "pGhiChu", "pNoiDung", "pChiDan")


@dataclass(frozen=True)
class CodeDocument:
    """A document as the code holds it. text: its articles in order. Facts that no note gives are "" or None."""

    number: str
    doc_type: str
    title: str
    issuer: str
    issued_on: date | None
    effective_on: date | None
    text: str


@dataclass
class _Article:
    title: str
    notes: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


@dataclass
class _Collected:
    doc_type: str
    title: str = ""
    issuer: str = ""
    issued_on: date | None = None
    effective_on: date | None = None
    articles: list[tuple[str, _Article]] = field(default_factory=list)


def is_code_page(raw: bytes) -> bool:
    """Say whether the page carries articles of the code with their notes."""
    return b"pDieu" in raw and b"pGhiChu" in raw


def read_code_page(raw: bytes) -> list[CodeDocument]:
    """Return every document on the page, in the order of their first articles.

    Raises NotACodePage where no article with a note was found, and what `html.tree` raises.
    """
    return _read(raw)[0]


def articles_left_out(raw: bytes) -> list[str]:
    """Return the titles of the articles on the page whose note names no document."""
    return _read(raw)[1]


def _read(raw: bytes) -> tuple[list[CodeDocument], list[str]]:
    root = html.tree(raw)
    left_out = []
    found: dict[str, _Collected] = {}
    for article in _articles(root):
        note = _NOTE.search(" ".join(" ".join(article.notes).split()))
        if note is None:
            left_out.append(article.title)
            continue
        document = found.setdefault(note[3], _Collected(_type(note[2])))
        document.articles.append((note[1], article))
        _add_facts(document, note[4])
    if not found:
        raise NotACodePage
    words = _line(root)
    for number, document in found.items():
        _add_told_elsewhere(document, number, words)
    return [_made(number, document) for number, document in found.items()], left_out


def _articles(root: lxml.html.HtmlElement) -> list[_Article]:
    """Return the articles with their notes and lines.

    A page puts paragraphs inside the paragraph of the content, which a parser can only read one after
    another: so the content is all that stands between it and the next paragraph with a class of the code.
    """
    made: list[_Article] = []
    state = ""
    for element in root.iter("p", "table"):
        kind = element.get("class", "")
        if kind in _CLASSES:
            state = kind
        if any(above.tag in ("table", "p") for above in element.iterancestors()) or (
            kind == "pDieu" and not _HEADING.match(_line(element))
        ):
            continue
        if kind == "pDieu":
            heading = _HEADING.match(_line(element))
            made.append(_Article(heading[1].strip() if heading else ""))
        elif made and state == "pGhiChu":
            made[-1].notes.append(_line(element))
        elif made and state == "pNoiDung":
            made[-1].lines.extend(html.lines(element))
    return made


def _line(element: lxml.html.HtmlElement) -> str:
    return unicodedata.normalize("NFC", " ".join(element.text_content().split()))


def _type(words: str) -> str:
    return type_of(words) or " ".join(words.split())


def _add_facts(document: _Collected, rest: str) -> None:
    if (told := _TITLED.match(rest)) and not document.issued_on:
        document.title = told[1].strip(" ,.;")
        document.issued_on = _day(*told[2].split("/"))
        document.issuer = (told[3] or "").strip(" ,.;)")
    if (effect := _EFFECT.search(rest)) and not document.effective_on:
        document.effective_on = _day(effect[1], effect[2], effect[3])


def _add_told_elsewhere(document: _Collected, number: str, words: str) -> None:
    """Take title and date from a reference of another article, where the document's own notes have none."""
    if document.issued_on:
        return
    said = re.search(
        rf"{document.doc_type} (?:số )?{re.escape(number)} ([^;()]{{1,400}}?) ban hành ngày ([\d/]+)", words
    )
    if said:
        document.title = said[1].strip()
        document.issued_on = _day(*said[2].split("/")) if said[2].count("/") == 2 else None


def _day(day: str, month: str, year: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _made(number: str, document: _Collected) -> CodeDocument:
    lines = []
    for own, article in sorted(document.articles, key=lambda pair: number_key(pair[0])):
        lines += [f"Điều {own}. {article.title}".rstrip(), *article.lines]
    return CodeDocument(
        number=number,
        doc_type=document.doc_type,
        title=document.title,
        issuer=document.issuer,
        issued_on=document.issued_on,
        effective_on=document.effective_on,
        text="\n".join(lines) + "\n",
    )
