"""Any file of questions, known by what is in it, → records and faults. Nothing is guessed from a file's name alone."""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from questionbank.askable import fault
from questionbank.formats import aiken, gift, moodle_xml, qti
from questionbank.formats.files import LARGEST_FILE, FileTooLarge, NotASpreadsheet, read_sheets
from questionbank.formats.markup import NotReadable, local, parse_xml
from questionbank.formats.record import Fault, Record, Sheet
from questionbank.formats.row import body_of
from questionbank.formats.sheet import parse

_AIKEN = re.compile(r"^\s*ANSWER\s*:", re.M)
_GIFT = re.compile(r"(?<!\\)\{(?:[^{}]|\\[{}])*(?<!\\)\}", re.S)
_PARTS = {"xl/workbook.xml": "excel", "word/document.xml": "word", "imsmanifest.xml": "qti"}


class NoQuestions(Exception):
    """A file that can be read, in which no question stands."""


class UnknownFormat(Exception):
    """A file of no format that is read."""


def kind_of(raw: bytes) -> str:
    """Return "excel", "word", "qti", "moodle", "gift", "aiken", "text" or "csv". Raises UnknownFormat."""
    if raw[:4] == b"PK\x03\x04":
        return _kind_of_archive(raw)
    if raw.lstrip()[:1] == b"<":
        try:
            return "moodle" if local(parse_xml(raw)) == "quiz" else "qti"
        except NotReadable as error:
            raise UnknownFormat from error
    text = _decoded(raw)
    if _AIKEN.search(text):
        return "aiken"
    if _GIFT.search(text) and not _looks_like_rows(text):
        return "gift"
    return "csv" if _looks_like_rows(text) else "text"


def _kind_of_archive(raw: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = [
                name.rsplit("/", 1)[-1] if name.endswith("imsmanifest.xml") else name for name in archive.namelist()
            ]
    except (zipfile.BadZipFile, ValueError) as error:
        raise UnknownFormat from error
    for part, kind in _PARTS.items():
        if part in names:
            return kind
    raise UnknownFormat


def _looks_like_rows(text: str) -> bool:
    """Say whether the first line with words names columns."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return first.count(",") >= 3 or first.count(";") >= 3 or first.count("\t") >= 3


def _decoded(raw: bytes) -> str:
    try:
        text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnknownFormat from error
    if "\x00" in text:
        raise UnknownFormat
    return text


def read_questions(raw: bytes, *, topics: Iterable[str], default_topic: str = "") -> Sheet:
    """Return the questions of a file of any format.

    topics: codes that exist. default_topic: for questions that name none, or "". Raises FileTooLarge, UnknownFormat,
    NoQuestions, and what the readers raise: NotASpreadsheet, sheet.ColumnsMissing, markup.NotReadable,
    moodle_xml.NotMoodle, qti.NotQti, qti.OldQti or qti.PackageTooLarge.
    """
    if len(raw) > LARGEST_FILE:
        raise FileTooLarge
    kind = kind_of(raw)
    if kind in ("excel", "csv"):
        return parse(read_sheets(raw), topics=topics, default_topic=default_topic)
    sheet = _READERS[kind](raw)
    if not sheet.records:
        raise NoQuestions
    return _judged(sheet, frozenset(topics), default_topic)


def _text(read: Callable[[str], Sheet]) -> Callable[[bytes], Sheet]:
    return lambda raw: read(_decoded(raw))


_READERS: dict[str, Callable[[bytes], Sheet]] = {
    "moodle": moodle_xml.read,
    "qti": qti.read,
    "gift": _text(gift.read),
    "aiken": _text(aiken.read),
}


def _judged(sheet: Sheet, topics: frozenset[str], default: str) -> Sheet:
    """Return the sheet with topics settled and a fault for each question that cannot be asked as it stands."""
    records: list[Record] = []
    faults = list(sheet.faults)
    bad = {f.row for f in sheet.faults if not f.note}
    for record in sheet.records:
        topic = record.topic or default
        if topic not in topics:
            faults.append(
                Fault(record.row, "Chuyên đề", "topic_unknown" if record.topic else "empty", record.topic[:40])
            )
        if record.media:
            faults.append(
                Fault(record.row, "", "media_left_out", ", ".join(m.name for m in record.media)[:200], note=True)
            )
        wrong = fault(body_of(record))
        if wrong and record.row not in bad:
            faults.append(Fault(record.row, "", f"cannot_be_asked_{wrong[1].rsplit(':', 1)[-1]}", record.stem[:40]))
        records.append(replace(record, topic=topic))
    return Sheet(tuple(records), (*faults, *_repeated(records)), sheet.files)


def _repeated(records: Sequence[Record]) -> Iterable[Fault]:
    codes: dict[str, int] = {}
    for record in records:
        if record.code and record.code in codes:
            yield Fault(record.row, "Mã", "code_repeated", str(codes[record.code]))
        codes.setdefault(record.code, record.row)


__all__ = ["FileTooLarge", "NoQuestions", "NotASpreadsheet", "UnknownFormat", "kind_of", "read_questions"]
