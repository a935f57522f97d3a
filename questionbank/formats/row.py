"""One row of a spreadsheet → one record, with what is wrong in it. Nothing is guessed about a question."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from typing import TypeVar

from people.folding import fold
from questionbank.askable import fault
from questionbank.formats.choices import alike, speaks_of_others, without_letter, wrong_in_key
from questionbank.formats.columns import BETWEEN, BETWEEN_GAPS, COLUMNS, KINDS, LEVELS, Cell
from questionbank.formats.record import LETTERS, LONGEST_CODE, Fault, Record
from questionbank.kinds import CHOOSING, Body

T = TypeVar("T")
_KEY = re.compile(r"(?!.*\d\d)[\sA-Ja-j1-9,;.&+]*")


def text_of(cell: Cell) -> str:
    """Return what the person saw in the cell: whole numbers without ".0", text trimmed, in NFC, without NUL."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "Đúng" if cell else "Sai"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return unicodedata.normalize("NFC", " ".join(str(cell).replace("\x00", "").split()))


def read_row(
    number: int, cells: Sequence[Cell], header: Mapping[str, int], topics: frozenset[str], default_topic: str
) -> tuple[Record, list[Fault]]:
    """Return the record of a row, as far as it can be read, and its faults. Unless every fault is a note, it is bad.

    header: column → place. default_topic: code for rows that name none, or "".
    """
    row = _Row(number, cells, header)
    return row.read(topics, default_topic), row.faults


_COLUMN_OF = {"choices": "A", "partners": "partners", "accepted": "key", "tolerance": "tolerance", "rubric": "rubric"}


def body_of(record: Record) -> Body:
    """Return what `record` asks, as the rules of questions see it."""
    return Body(
        kind=record.kind,
        stem=record.stem,
        choices=record.choices,
        right=frozenset(LETTERS.index(letter) for letter in record.key),
        partners=record.partners,
        accepted=record.accepted,
        tolerance=record.tolerance,
        parts=tuple(map(body_of, record.parts)),
        rubric=record.rubric,
        keep_order=record.keep_order,
    )


def _parts(text: str, between: str) -> list[str]:
    return [part.strip() for part in text.split(between) if part.strip()]


class _Row:
    """Reads one row and keeps its faults."""

    def __init__(self, number: int, cells: Sequence[Cell], header: Mapping[str, int]) -> None:
        self.number, self._cells, self._header = number, cells, header
        self.faults: list[Fault] = []

    def read(self, topics: frozenset[str], default_topic: str) -> Record:
        code, topic = self._code(), self._topic(topics, default_topic)
        kind, difficulty = self._one_of("kind", KINDS, ""), self._one_of("difficulty", LEVELS, 2)
        stem = self._needed("stem")
        record = Record(
            row=self.number,
            code=code,
            topic=topic,
            kind=kind,
            difficulty=difficulty,
            stem=stem,
            explanation=self._get("explanation"),
            document=self._get("document"),
            address=self._get("address"),
            quote=self._get("quote"),
        )
        record = self._chosen(record) if kind in ("", *CHOOSING) else self._answered(record)
        remarks = tuple(part.strip() for part in self._get("remarks").split(BETWEEN)) if self._get("remarks") else ()
        if remarks and len(remarks) != len(record.choices):
            self._fault("remarks", "count_unlike", str(len(remarks)))
        return replace(record, remarks=remarks)

    def _chosen(self, record: Record) -> Record:
        """Read choices and key; a row that names no kind has one right choice or several, as its key says."""
        choices = self._choices()
        key = self._key(len(choices))
        kind = record.kind or ("multiple" if len(key) > 1 else "single")
        pinned = kind == "true_false" or bool(self._get("keep_order")) or any(map(speaks_of_others, choices))
        record = replace(record, kind=kind, choices=choices, key=key, keep_order=pinned)
        self._check_kind(record)
        return record

    def _answered(self, record: Record) -> Record:
        """Read what a kind needs that is not chosen from; `askable.fault` judges it, except what no text can say."""
        if record.kind == "situation":  # it is the rows under one passage that make a situation
            self._fault("kind", "value_unknown", self._get("kind"))
            return record
        if record.kind in ("order", "match"):
            partners = tuple(_parts(self._get("partners"), BETWEEN)) if record.kind == "match" else ()
            record = replace(record, choices=self._choices(), partners=partners)
        elif record.kind in ("short", "number"):
            record = replace(record, accepted=(tuple(_parts(self._needed("key"), BETWEEN)),))
        elif record.kind == "gap":
            groups = _parts(self._needed("key"), BETWEEN_GAPS)
            record = replace(record, accepted=tuple(tuple(_parts(group, BETWEEN)) for group in groups))
        elif record.kind == "essay":
            record = replace(record, rubric=tuple(map(self._criterion, _parts(self._needed("rubric"), BETWEEN_GAPS))))
        record = replace(record, tolerance=self._get("tolerance") if record.kind == "number" else "")
        wrong = fault(body_of(record)) if record.stem else None
        if wrong and not any(not f.note for f in self.faults):
            self._fault(_COLUMN_OF.get(wrong[0], "stem"), f"cannot_be_asked_{wrong[1]}", record.stem[:40])
        return record

    def _criterion(self, text: str) -> tuple[str, int]:
        name, _colon, points = text.rpartition(":")
        return (name.strip(), int(points)) if name and points.strip().isdecimal() else (text, 0)

    def _cell(self, name: str) -> Cell:
        place = self._header.get(name)
        return self._cells[place] if place is not None and place < len(self._cells) else None

    def _get(self, name: str) -> str:
        return text_of(self._cell(name))

    def _fault(self, name: str, code: str, value: str = "", *, note: bool = False) -> None:
        self.faults.append(Fault(self.number, COLUMNS[name][0] if name else "", code, value, note))

    def _needed(self, name: str) -> str:
        text = self._get(name)
        if not text:
            self._fault(name, "empty")
        return text

    def _code(self) -> str:
        code = self._get("code")
        if len(code) > LONGEST_CODE:
            self._fault("code", "code_too_long", code[:40])
        return code

    def _choices(self) -> tuple[str, ...]:
        texts = [self._choice(letter) for letter in LETTERS]
        while texts and not texts[-1]:
            texts.pop()
        for letter, text in zip(LETTERS, texts, strict=False):
            if not text:
                self._fault(letter, "empty")
        if len(texts) < 2:
            self._fault(LETTERS[len(texts)], "too_few_choices", str(len(texts)))
        if alike(texts):
            self._fault("", "choices_alike")
        return tuple(texts)

    def _choice(self, letter: str) -> str:
        cell = self._cell(letter)
        text = text_of(cell)
        if isinstance(cell, date | time | timedelta):
            self._fault(letter, "became_a_date", text)
        elif isinstance(cell, float) and not cell.is_integer():
            self._fault(letter, "number_read", text, note=True)  # 50 % is 0.5 in the file
        bare = without_letter(text, letter)
        if bare is not None:
            self._fault(letter, "letter_removed", text[:40], note=True)
        return text if bare is None else bare

    def _key(self, choices: int) -> tuple[str, ...]:
        text = self._needed("key")
        parts = re.findall(r"[A-Za-z]|\d", text)
        letters = sorted({LETTERS[int(p) - 1] if p in "123456789" else p.upper() for p in parts})
        readable = _KEY.fullmatch(text) and all(c in LETTERS[: max(choices, 1)] for c in letters)
        if text and not (letters and readable):
            self._fault("key", "key_unknown", text[:40])
            return ()
        return tuple(letters)

    def _topic(self, topics: frozenset[str], default: str) -> str:
        text = self._get("topic")
        code = text.partition(")")[0].strip().lower() if text else default
        if code not in topics:
            self._fault("topic", "topic_unknown" if text else "empty", text[:40])
        return code

    def _one_of(self, name: str, table: Mapping[T, tuple[str, ...]], default: T) -> T:
        text = fold(self._get(name))
        if not text:
            return default
        found = next((value for value, words in table.items() if text in map(fold, words)), None)
        if found is None:
            self._fault(name, "value_unknown", self._get(name)[:40])
            return default
        return found

    def _check_kind(self, record: Record) -> None:
        for name, code, value in wrong_in_key(record.kind, record.key, len(record.choices)):
            self._fault(name, code, value)
