"""Any file of questions, known by what is in it, → records and faults. Nothing is guessed from a file's name alone."""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from questionbank.askable import fault
from questionbank.formats import aiken, gift, kahoot, moodle_xml, prose, qti, word
from questionbank.formats.columns import COLUMNS, Rows, column_named
from questionbank.formats.files import (
    LARGEST_FILE,
    LARGEST_PACKAGE,
    MOST_ROWS,
    FileTooLarge,
    NotASpreadsheet,
    open_sheets,
)
from questionbank.formats.lines import NotPlainText, read_text
from questionbank.formats.markup import NotReadable, local, parse_xml
from questionbank.formats.media import every
from questionbank.formats.package import NotAWordFile
from questionbank.formats.record import Fault, Record, Sheet, joined
from questionbank.formats.row import body_of
from questionbank.formats.sheet import ColumnsMissing, pieces, repeated
from questionbank.formats.sniffing import can_be_kept


class NoQuestions(Exception):
    """A file that can be read, in which no question stands."""


class UnknownFormat(Exception):
    """A file of no format that is read."""


REFUSED = (
    FileTooLarge, NoQuestions, UnknownFormat, NotASpreadsheet, ColumnsMissing, NotAWordFile, NotPlainText, NotReadable,
    moodle_xml.NotMoodle, qti.NotQti, qti.PackageTooLarge,
)  # fmt: skip
"""What `read_questions` raises of a file that it does not read."""
_AIKEN = re.compile(r"^[^\S\n]*ANSWER[^\S\n]*:", re.M)
_GIFT = re.compile(r"(?<!\\)\{(?:[^{}]|\\[{}])*(?<!\\)\}", re.S)
LARGEST = {"word": LARGEST_PACKAGE, "qti": LARGEST_PACKAGE, "moodle": LARGEST_PACKAGE}  # bytes; others LARGEST_FILE
_PARTS = {"xl/workbook.xml": "excel", "word/document.xml": "word", "imsmanifest.xml": "qti"}


def kind_of(raw: bytes) -> str:
    """Return "excel", "word", "qti", "moodle", "gift", "aiken", "text" or "csv". Raises UnknownFormat."""
    if raw[:8] == bytes.fromhex("d0cf11e0a1b11ae1"):
        return "word"  # an old or a locked one: its reader says which
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
        if any(name == part or name.endswith(f"/{part}") for name in names):
            return kind
    raise UnknownFormat


def _looks_like_rows(text: str) -> bool:
    """Say whether the first line with words names columns."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    if first.lstrip().startswith(("//", "::", "$CATEGORY")):  # GIFT
        return False
    cells = max((first.split(sign) for sign in ",;\t"), key=len)
    return len(cells) > 3 or (len(cells) > 1 and any(column_named(cell) for cell in cells))


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
    NoQuestions, and what the readers raise: NotASpreadsheet, sheet.ColumnsMissing, package.NotAWordFile,
    lines.NotPlainText, markup.NotReadable, moodle_xml.NotMoodle, qti.NotQti, qti.OldQti or qti.PackageTooLarge.
    """
    return joined(read_pieces(raw, topics=topics, default_topic=default_topic))


def read_pieces(raw: bytes, *, topics: Iterable[str], default_topic: str = "") -> Iterator[Sheet]:
    """Yield the same piece by piece, those of a spreadsheet a few hundred questions at a time."""
    known = frozenset(topics)
    kind = kind_of(raw) if len(raw) <= LARGEST_PACKAGE else ""
    if not kind or len(raw) > LARGEST.get(kind, LARGEST_FILE):
        raise FileTooLarge
    if kind in ("excel", "csv"):
        yield from map(_noted, _rows(open_sheets(raw), known, default_topic))
    elif kind in ("word", "text"):
        lines = word.read_docx(raw) if kind == "word" else read_text(raw)
        yield _noted(_held(prose.read(lines, topics=known, default_topic=default_topic)))
    else:
        yield _noted(_judged(_held(_READERS[kind](raw)), known, default_topic))


def _rows(sheets: Sequence[Rows], topics: frozenset[str], default_topic: str) -> Iterator[Sheet]:
    if kahoot.is_kahoot(sheets):
        yield _held(kahoot.read(sheets, topics=topics, default_topic=default_topic))
    else:
        yield from pieces(sheets, topics=topics, default_topic=default_topic)


def _held(sheet: Sheet) -> Sheet:
    """Return `sheet` if it holds a question, and no more than a file may. Raises NoQuestions or FileTooLarge."""
    if not sheet.records:
        raise NoQuestions
    if len(sheet.records) > MOST_ROWS:
        raise FileTooLarge
    return sheet


def _noted(sheet: Sheet) -> Sheet:
    """Return `sheet` without the files that the bank does not keep, and a note for each of them."""
    records, left = [], []
    for record in sheet.records:
        kept = tuple(medium for medium in record.media if can_be_kept(sheet.files.get(medium.sha256, b"")))
        parts = [medium for part in record.parts for medium in every(part)]  # a part has no place for any
        lost = [m.name or m.content_type for m in (*record.media, *parts) if m not in kept]
        if lost:
            left.append(Fault(record.row, "", "media_left_out", ", ".join(lost)[:200], note=True))
        bare = [m.name or m.content_type for m in kept if m.place < 0 and not m.alt]
        if bare:
            left.append(Fault(record.row, "", "media_without_words", ", ".join(bare)[:200], note=True))
        records.append(replace(record, media=kept))
    return replace(sheet, records=tuple(records), faults=(*sheet.faults, *left))


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
            code = "topic_unknown" if record.topic else "empty"
            faults.append(Fault(record.row, COLUMNS["topic"][0], code, record.topic[:40]))
        wrong = fault(body_of(record))
        if wrong and record.row not in bad:
            faults.append(Fault(record.row, "", f"cannot_be_asked_{wrong[1].rsplit(':', 1)[-1]}", record.stem[:40]))
        records.append(replace(record, topic=topic))
    return Sheet(tuple(records), (*faults, *repeated(records)), sheet.files)
