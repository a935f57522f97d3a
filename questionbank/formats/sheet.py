"""Rows of a spreadsheet ↔ records.

Offices name the columns in many ways; names are matched without tones, capitals and spaces.
Nothing is guessed about a question: what cannot be read is a fault with its row and column.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TypeVar

from questionbank.formats.record import LETTERS, Fault, Record, Sheet

Cell = str | int | float | bool | date | datetime | None
Rows = Sequence[Sequence[Cell]]
T = TypeVar("T")

COLUMNS = {
    "code": ("Mã", "Mã câu hỏi", "Code"),
    "topic": ("Chuyên đề", "Chủ đề", "Topic"),
    "kind": ("Loại", "Loại câu hỏi", "Kind"),
    "difficulty": ("Mức độ", "Độ khó", "Difficulty"),
    "stem": ("Câu hỏi", "Nội dung câu hỏi", "Câu dẫn", "Question"),
    **{letter: (letter, f"Phương án {letter}", f"Đáp án {letter}", f"Choice {letter}") for letter in LETTERS},
    "key": ("Đáp án", "Đáp án đúng", "Answer", "Key"),
    "explanation": ("Giải thích", "Explanation"),
    "document": ("Văn bản", "Số, ký hiệu văn bản", "Document"),
    "address": ("Căn cứ", "Điều khoản", "Citation"),
    "quote": ("Trích dẫn", "Quote"),
}
NEEDED = ("stem", "A", "B", "key")
HEADER_WITHIN = 15  # rows
KINDS = {
    "single": ("một lựa chọn", "1 lựa chọn", "single", "one choice", "trắc nghiệm"),
    "multiple": ("nhiều lựa chọn", "multiple", "several choices"),
    "true_false": ("đúng sai", "đúng/sai", "true_false", "true or false"),
}
LEVELS = {
    1: ("dễ", "1", "easy", "nhận biết"),
    2: ("trung bình", "2", "medium", "thông hiểu"),
    3: ("khó", "3", "hard", "vận dụng"),
}
_ALL_OF_THEM = re.compile(
    r"^(?:c[aả] (?:\w+ )?(?:ý|đáp án|phương án|câu)|tất cả (?:các )?|cả [a-f]\b.*\b[a-f]\b|không có (?:ý|đáp án|phương án))",
    re.I,
)
_OWN_LETTER = re.compile(r"^([A-Fa-f])\s*[.)]\s+")


class ColumnsMissing(Exception):
    """No row names the needed columns. `columns`: the usual names of those that no row of the sheet has."""

    def __init__(self, columns: tuple[str, ...]) -> None:
        super().__init__(", ".join(columns))
        self.columns = columns


def parse(sheets: Sequence[Rows], *, topics: Iterable[str]) -> Sheet:
    """Return the records and faults of the first sheet that has a header row.

    topics: codes of topics that exist. Raises ColumnsMissing.
    """
    rows, header_at, header = _find_header(sheets)
    known, records, faults = frozenset(topics), [], []
    for index in range(header_at + 1, len(rows)):
        cells = rows[index]
        if not any(_text(cell) for cell in cells):
            continue
        reader = _Row(index + 1, cells, header)
        record = reader.read(known)
        faults.extend(reader.faults)
        if record is not None:
            records.append(record)
    faults.extend(_repeated(records))
    return Sheet(tuple(records), tuple(faults))


def header_row() -> list[str]:
    """Return the columns in the order in which files are written."""
    return [names[0] for names in COLUMNS.values()]


def to_row(record: Record) -> list[str]:
    """Return the cells of `record` under `header_row`; `parse` reads them back to an equal record."""
    choices = [*record.choices, *[""] * (len(LETTERS) - len(record.choices))]
    return [
        record.code, record.topic, KINDS[record.kind][0], LEVELS[record.difficulty][0], record.stem, *choices,
        ",".join(record.key), record.explanation, record.document, record.address, record.quote,
    ]  # fmt: skip


def fold(text: str) -> str:
    """Return `text` without tones, capitals and doubled spaces."""
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "d"))
    return " ".join("".join(c for c in bare if not unicodedata.combining(c)).casefold().split())


def _find_header(sheets: Sequence[Rows]) -> tuple[Rows, int, dict[str, int]]:
    best: dict[str, int] = {}
    for rows in sheets:
        for index, cells in enumerate(rows[:HEADER_WITHIN]):
            header = _header(cells)
            if all(name in header for name in NEEDED):
                return rows, index, header
            if len(header) > len(best):
                best = header
    raise ColumnsMissing(tuple(COLUMNS[name][0] for name in NEEDED if name not in best))


def _header(cells: Sequence[Cell]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, cell in enumerate(cells):
        name = next((n for n, words in COLUMNS.items() if fold(_text(cell)) in map(fold, words)), None)
        if name and name not in places:
            places[name] = place
    return places


def _text(cell: Cell) -> str:
    """Return what the person saw in the cell: whole numbers without ".0", text trimmed and composed."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "Đúng" if cell else "Sai"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return unicodedata.normalize("NFC", " ".join(str(cell).replace("\x00", "").split()))


def _repeated(records: Sequence[Record]) -> Iterable[Fault]:
    stems: dict[str, int] = {}
    codes: dict[str, int] = {}
    for record in records:
        for seen, value, code, column in (
            (stems, fold(record.stem), "stem_repeated", "stem"),
            (codes, record.code, "code_repeated", "code"),
        ):
            if value and value in seen:
                yield Fault(record.row, COLUMNS[column][0], code, str(seen[value]))
            seen.setdefault(value, record.row)


class _Row:
    """Reads one row and keeps its faults."""

    def __init__(self, number: int, cells: Sequence[Cell], header: dict[str, int]) -> None:
        self.number, self._cells, self._header = number, cells, header
        self.faults: list[Fault] = []

    def read(self, topics: frozenset[str]) -> Record | None:
        stem = self._needed("stem")
        choices = self._choices()
        kind = self._one_of("kind", KINDS, "") or ""
        key = self._key(len(choices))
        record = Record(
            row=self.number,
            code=self._get("code"),
            topic=self._topic(topics),
            kind=kind or ("multiple" if len(key) > 1 else "single"),
            difficulty=self._one_of("difficulty", LEVELS, 2) or 2,
            stem=stem,
            choices=choices,
            key=key,
            explanation=self._get("explanation"),
            document=self._get("document"),
            address=self._get("address"),
            quote=self._get("quote"),
            keep_order=kind == "true_false" or any(_ALL_OF_THEM.match(c) for c in choices),
        )
        self._check_kind(record)
        return None if any(not fault.note for fault in self.faults) else record

    def _get(self, name: str) -> str:
        place = self._header.get(name)
        return _text(self._cells[place]) if place is not None and place < len(self._cells) else ""

    def _fault(self, name: str, code: str, value: str = "", *, note: bool = False) -> None:
        self.faults.append(Fault(self.number, COLUMNS[name][0] if name else "", code, value, note))

    def _needed(self, name: str) -> str:
        text = self._get(name)
        if not text:
            self._fault(name, "empty")
        return text

    def _choices(self) -> tuple[str, ...]:
        texts = [self._choice(letter) for letter in LETTERS]
        while texts and not texts[-1]:
            texts.pop()
        for letter, text in zip(LETTERS, texts, strict=False):
            if not text:
                self._fault(letter, "empty")
        if len(texts) < 2:
            self._fault("B", "too_few_choices", str(len(texts)))
        folded = [" ".join(text.casefold().split()) for text in texts if text]
        if len(set(folded)) < len(folded):
            self._fault("", "choices_alike")
        return tuple(texts)

    def _choice(self, letter: str) -> str:
        place = self._header.get(letter)
        cell = self._cells[place] if place is not None and place < len(self._cells) else None
        if isinstance(cell, date):
            self._fault(letter, "became_a_date", _text(cell))
        text = _text(cell)
        own = _OWN_LETTER.match(text)
        if own and own[1].upper() == letter:
            self._fault(letter, "letter_removed", text[:40], note=True)
            return text[own.end() :]
        return text

    def _key(self, choices: int) -> tuple[str, ...]:
        text = self._needed("key")
        parts = re.findall(r"[A-Za-z]|\d", text)
        letters = sorted({LETTERS[int(p) - 1] if p.isdigit() and 1 <= int(p) <= 6 else p.upper() for p in parts})
        readable = re.fullmatch(r"[\sA-Fa-f1-6,;.&+]*", text) and all(c in LETTERS[: max(choices, 1)] for c in letters)
        if text and (not letters or not readable):
            self._fault("key", "key_unknown", text[:40])
            return ()
        return tuple(letters)

    def _topic(self, topics: frozenset[str]) -> str:
        text = self._get("topic")
        code = text.partition(")")[0].strip().lower()
        if code not in topics:
            self._fault("topic", "topic_unknown" if text else "empty", text[:40])
        return code

    def _one_of(self, name: str, table: Mapping[T, tuple[str, ...]], default: T) -> T | None:
        text = fold(self._get(name))
        if not text:
            return default
        found = next((value for value, words in table.items() if text in map(fold, words)), None)
        if found is None:
            self._fault(name, "value_unknown", self._get(name)[:40])
        return found

    def _check_kind(self, record: Record) -> None:
        right = len(record.key)
        if not right:
            return
        if record.kind != "multiple" and right > 1:
            self._fault("key", "too_many_right", ",".join(record.key))
        if record.kind == "multiple" and right == len(record.choices):
            self._fault("key", "all_right", ",".join(record.key))
        if record.kind == "true_false" and len(record.choices) != 2:
            self._fault("kind", "two_choices_wanted", str(len(record.choices)))
