"""Rows of a spreadsheet ↔ records. Finds the sheet and the header row by itself."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from itertools import islice

from people.folding import fold
from questionbank.askable import MOST_PARTS
from questionbank.formats.columns import (
    BETWEEN,
    BETWEEN_GAPS,
    COLUMNS,
    KINDS,
    LEVELS,
    NEEDED,
    Cell,
    Rows,
    column_named,
    counts_rows,
)  # fmt: skip
from questionbank.formats.record import LETTERS, Fault, Record, Sheet, joined
from questionbank.formats.row import read_row, text_of

HEADER_WITHIN = 15  # rows
AT_ONCE = 500  # records of a piece
NAMED_COLUMNS = 40  # of those that are not read; the others are counted
_QUOTED_AT_END = re.compile(r'["“]([^"“”]*)["”]\s*$')


_Row = tuple[Record, tuple[Fault, ...], str]  # with the passage that it stands under


class ColumnsMissing(Exception):
    """No row names the needed columns. `columns`: the usual names of those that no row of the sheet has."""

    def __init__(self, columns: tuple[str, ...]) -> None:
        super().__init__(", ".join(columns))
        self.columns = columns


def parse(sheets: Iterable[Rows], *, topics: Iterable[str], default_topic: str = "") -> Sheet:
    """Return the record of every row of the first sheet that has a header row, and every fault.

    A row with a fault that is no note has a record too, as far as it could be read.
    topics: codes that exist. default_topic: for rows that name none. Raises ColumnsMissing.
    """
    return joined(pieces(sheets, topics=topics, default_topic=default_topic))


def pieces(sheets: Iterable[Rows], *, topics: Iterable[str], default_topic: str = "") -> Iterator[Sheet]:
    """Yield the same in pieces of AT_ONCE records, each with the faults of its rows; those of columns come last."""
    rows, header_at, header = _find_header(sheets)
    known, unread, twice = frozenset(topics), Unread(), Repeated()

    def asked() -> Iterator[_Row]:
        for index, cells in enumerate(rows):
            if index == header_at:
                unread.head(cells, header)
            elif index > header_at and any(text_of(cell) for cell in cells):
                unread.count(cells)
                record, wrong = read_row(index + 1, cells, header, known, default_topic)
                place = header.get("situation", len(cells))
                passage = text_of(cells[place]) if place < len(cells) else ""
                yield record, (*wrong, *twice.faults(record)), _passage(passage, record.stem)

    questions = _situations(asked())
    while held := list(islice(questions, AT_ONCE)):
        yield Sheet(tuple(record for record, _f in held), tuple(fault for _r, faults in held for fault in faults))
    yield Sheet((), tuple(unread.faults(header_at + 1)))


def header_row() -> list[str]:
    """Return the columns in the order in which files are written."""
    return [names[0] for names in COLUMNS.values()]


def to_rows(record: Record) -> list[list[str]]:
    """Return the cells of `record` under `header_row`, a row for each part of a situation.

    `parse` reads them back to an equal record.
    """
    if record.kind != "situation":
        return [_to_row(record, "")]
    first, *others = record.parts
    named = replace(
        first, code=record.code, topic=record.topic, difficulty=record.difficulty, explanation=record.explanation,
        document=record.document, address=record.address, quote=record.quote,
    )  # fmt: skip
    return [_to_row(part, record.stem) for part in (named, *others)]


def _to_row(record: Record, passage: str) -> list[str]:
    groups = [f" {BETWEEN} ".join(group) for group in record.accepted]
    held = {
        "code": record.code,
        "topic": record.topic,
        "kind": KINDS[record.kind][0],
        "difficulty": LEVELS[record.difficulty][0],
        "stem": record.stem,
        **dict(zip(LETTERS, record.choices, strict=False)),
        "key": ",".join(record.key) or f" {BETWEEN_GAPS} ".join(groups),
        "partners": f" {BETWEEN} ".join(record.partners),
        "tolerance": record.tolerance,
        "rubric": f" {BETWEEN_GAPS} ".join(f"{name}: {points}" for name, points in record.rubric),
        "explanation": record.explanation,
        "document": record.document,
        "address": record.address,
        "quote": record.quote,
        "situation": passage,
        "keep_order": "x" if record.keep_order else "",
        "remarks": f" {BETWEEN} ".join(record.remarks),
    }
    return [held.get(name, "") for name in COLUMNS]


def _situations(asked: Iterable[_Row]) -> Iterator[tuple[Record, tuple[Fault, ...]]]:
    """Yield records with their faults, those that follow each other under the same passage as parts of a situation."""
    for passage, rows in _grouped(asked):
        parts = [record for record, _faults in rows]
        if not passage:
            yield from rows
            continue
        first = parts[0]
        blank = Record(row=0, code="", topic="", kind="", difficulty=2, stem="")
        whole = replace(
            first,
            kind="situation",
            stem=passage,
            choices=(), key=(), keep_order=False, partners=(), accepted=(), tolerance="", rubric=(), remarks=(),
            parts=tuple(
                replace(
                    part, code="", topic="", difficulty=blank.difficulty, document="", address="", quote="",
                    explanation="" if part is first else part.explanation,
                )
                for part in parts
            ),
        )  # fmt: skip
        yield whole, (*(fault for _record, faults in rows for fault in faults), *_cannot_be_asked(whole))


def _grouped(asked: Iterable[_Row]) -> Iterator[tuple[str, list[tuple[Record, tuple[Fault, ...]]]]]:
    """Yield (passage of the first, records that follow each other under it)."""
    group: list[tuple[Record, tuple[Fault, ...]]] = []
    over = ""
    for record, faults, passage in asked:
        if group and (not passage or not _same_passage(over, passage)):
            yield over, group
            group = []
        if not group:
            over = passage
        group.append((record, faults))
    if group:
        yield over, group


def _same_passage(first: str, second: str) -> bool:
    """Say whether two cells hold the same passage, small slips at its end left out."""
    shorter = min(len(first), len(second))
    most = int(0.8 * shorter)
    return first == second or (shorter > 40 and first[:most] == second[:most])


def _passage(text: str, stem: str) -> str:
    """Return the passage of a row; some files repeat the question, in quotes, at its end."""
    quoted = _QUOTED_AT_END.search(text)
    if quoted and re.sub(r"\W", "", fold(quoted[1])) == re.sub(r"\W", "", fold(stem)):
        return text[: quoted.start()].strip()
    return text


def _cannot_be_asked(record: Record) -> Iterable[Fault]:
    """Yield a fault for what only the whole situation can show: too many parts, or one of a kind it cannot have."""
    if len(record.parts) > MOST_PARTS:
        yield Fault(record.row, COLUMNS["situation"][0], "too_many_parts", str(len(record.parts)))
    for part in record.parts:
        if part.kind in ("essay", "prediction"):
            yield Fault(part.row, COLUMNS["kind"][0], "not_as_a_part", part.kind)


def asked_by(stem: str, choices: Iterable[str]) -> tuple[str, frozenset[str]]:
    """Return what two questions have in common that ask the same: stem and choices without tones, order or capitals."""
    return fold(stem), frozenset(map(fold, choices))


def _find_header(sheets: Iterable[Rows]) -> tuple[Rows, int, dict[str, int]]:
    best: dict[str, int] = {}
    for rows in sheets:
        for index, cells in enumerate(islice(rows, HEADER_WITHIN)):
            header = _header(cells)
            if all(name in header for name in NEEDED):
                return rows, index, header
            if len(header) > len(best):
                best = header
    raise ColumnsMissing(tuple(COLUMNS[name][0] for name in NEEDED if name not in best))


def _header(cells: Sequence[Cell]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, cell in enumerate(cells):
        name = column_named(text_of(cell))
        if name:
            places.setdefault(name, place)
    return places


class Unread:
    """Counts what stands in columns that have no place in a question, so that nothing is lost in silence."""

    def __init__(self) -> None:
        self._filled: dict[int, int] = {}
        self._names: dict[int, str] = {}

    def head(self, cells: Sequence[Cell], header: Mapping[str, int]) -> None:
        """Take the header row. header: the columns that are read."""
        for place, cell in enumerate(cells):
            name = text_of(cell)
            if name and place not in header.values() and not counts_rows(name):
                self._names[place], self._filled[place] = name, 0

    def count(self, cells: Sequence[Cell]) -> None:
        for place in self._names:
            if place < len(cells) and text_of(cells[place]):
                self._filled[place] += 1

    def faults(self, row: int) -> Iterator[Fault]:
        """Yield a note for each such column that holds something. row: of the header."""
        filled = [place for place in self._names if self._filled[place]]
        for place in filled[:NAMED_COLUMNS]:
            yield Fault(row, self._names[place][:60], "column_not_read", str(self._filled[place]), note=True)
        if len(filled) > NAMED_COLUMNS:
            yield Fault(row, "", "columns_not_read", str(len(filled) - NAMED_COLUMNS), note=True)


class Repeated:
    """Knows what stood before in a file: by eight bytes each, not by the words themselves."""

    def __init__(self) -> None:
        self._stems: dict[int, int] = {}
        self._wholes: dict[int, int] = {}
        self._codes: dict[int, int] = {}

    def faults(self, record: Record) -> Iterator[Fault]:
        """Yield a fault for what stands twice, and a note for words that are asked again with other choices."""
        stem, choices = asked_by(record.stem, record.choices)
        words, whole, code = _digest(stem), _digest(stem, *sorted(choices)), _digest(record.code)
        if stem and whole in self._wholes:
            yield Fault(record.row, COLUMNS["stem"][0], "question_repeated", str(self._wholes[whole]))
        elif stem and words in self._stems:
            yield Fault(record.row, COLUMNS["stem"][0], "stem_repeated", str(self._stems[words]), note=True)
        if record.code and code in self._codes:
            yield Fault(record.row, COLUMNS["code"][0], "code_repeated", str(self._codes[code]))
        self._stems.setdefault(words, record.row)
        self._wholes.setdefault(whole, record.row)
        self._codes.setdefault(code, record.row)


def _digest(*texts: str) -> int:
    return int.from_bytes(blake2b("\0".join(texts).encode(), digest_size=8).digest())


def repeated(records: Sequence[Record]) -> Iterable[Fault]:
    """Yield the faults of `Repeated` for all of a file's records."""
    known = Repeated()
    for record in records:
        yield from known.faults(record)
