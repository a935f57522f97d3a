"""Rows of a Kahoot spreadsheet or CSV file → records.

Header of the template: "Question - max 120 characters", "Answer 1 - max 75 characters" … 4, "Time limit (sec)",
"Correct answer(s) - choose at least one"; shorter names ("Answer1", "Correct") are known too.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from itertools import islice

from people.folding import fold
from questionbank.formats.choices import alike, speaks_of_others, true_or_false, wrong_in_key
from questionbank.formats.columns import COLUMNS, Cell, Rows
from questionbank.formats.record import LETTERS, Fault, Record, Sheet
from questionbank.formats.row import text_of
from questionbank.formats.sheet import HEADER_WITHIN, ColumnsMissing, Unread, repeated

_NAMES = (
    ("stem", re.compile(r"question\b(?! (?:type|no|number)).*")),
    ("key", re.compile(r"correct\b.*")),
    *((letter, re.compile(rf"answer ?{place}\b.*")) for place, letter in enumerate("ABCD", start=1)),
)
_SHOWN = {"stem": "Question", "key": "Correct answer(s)", "A": "Answer 1", "B": "Answer 2"}
_KEY = re.compile(r"[1-4](?:[\s,;.&+]+[1-4])*")


def read(sheets: Sequence[Rows], *, topics: Iterable[str] | None = None, default_topic: str = "") -> Sheet:
    """Return a record for every row below the header, and every fault; the time limit is noted as not taken over.

    sheets: of `files.read_sheets`. topics: codes that exist; None checks none. Raises sheet.ColumnsMissing.
    """
    rows, header_at, header = _find_header(sheets)
    known = None if topics is None else frozenset(topics)
    unread = Unread()
    faults: list[Fault] = []
    records = []
    for index, held in enumerate(rows):
        if index == header_at:
            unread.head(held, header)
        if index <= header_at:
            continue
        unread.count(held)
        cells = {name: held[place] for name, place in header.items() if place < len(held)}
        if any(map(text_of, cells.values())):
            record, wrong = _read_row(index + 1, cells)
            records.append(replace(record, topic=default_topic))
            faults += wrong
            if known is not None and default_topic not in known:
                code = "topic_unknown" if default_topic else "empty"
                faults.append(Fault(index + 1, COLUMNS["topic"][0], code, default_topic))
    return Sheet(tuple(records), (*unread.faults(header_at + 1), *faults, *repeated(records)))


def is_kahoot(sheets: Sequence[Rows]) -> bool:
    """Say whether a sheet has Kahoot's columns."""
    try:
        _find_header(sheets)
    except ColumnsMissing:
        return False
    return True


def _find_header(sheets: Sequence[Rows]) -> tuple[Rows, int, dict[str, int]]:
    best: dict[str, int] = {}
    for rows in sheets:
        for index, cells in enumerate(islice(rows, HEADER_WITHIN)):
            header: dict[str, int] = {}
            for place, cell in enumerate(cells):
                named = fold(text_of(cell))
                name = next((name for name, pattern in _NAMES if pattern.fullmatch(named)), None)
                if name:
                    header.setdefault(name, place)
            if all(name in header for name in _SHOWN):
                return rows, index, header
            if len(header) > len(best):
                best = header
    raise ColumnsMissing(tuple(shown for name, shown in _SHOWN.items() if name not in best))


def _read_row(row: int, cells: Mapping[str, Cell]) -> tuple[Record, list[Fault]]:
    faults: list[Fault] = []

    def fault(name: str, code: str, value: str = "", *, note: bool = False) -> None:
        faults.append(Fault(row, COLUMNS[name][0] if name else "", code, value[:40], note))

    stem, key_text = text_of(cells.get("stem")), text_of(cells.get("key"))
    texts = [text_of(cells.get(letter)) for letter in "ABCD"]
    while texts and not texts[-1]:
        texts.pop()
    for letter, text in zip(LETTERS, texts, strict=False):
        cell = cells.get(letter)
        if not text:
            fault(letter, "empty")
        elif isinstance(cell, date | time | timedelta):
            fault(letter, "became_a_date", text)
        elif isinstance(cell, float) and not cell.is_integer():
            fault(letter, "number_read", text, note=True)
    if not stem:
        fault("stem", "empty")
    if len(texts) < 2:
        fault(LETTERS[len(texts)], "too_few_choices", str(len(texts)))
    if alike(texts):
        fault("", "choices_alike")
    places = sorted({int(figure) for figure in re.findall(r"\d", key_text)}) if _KEY.fullmatch(key_text) else []
    key = tuple(LETTERS[place - 1] for place in places if place <= len(texts))
    if not key_text:
        fault("key", "empty")
    elif not key or len(key) < len(places):
        fault("key", "key_unknown", key_text)
        key = ()
    kind = "true_false" if true_or_false(texts) else "multiple" if len(key) > 1 else "single"
    for name, code, value in wrong_in_key(kind, key, len(texts)):
        fault(name, code, value)
    pinned = kind == "true_false" or any(map(speaks_of_others, texts))
    return Record(row, "", "", kind, 2, stem, tuple(texts), key, keep_order=pinned), faults
