"""Rows of a spreadsheet ↔ records. Finds the sheet and the header row by itself."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

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
from questionbank.formats.record import LETTERS, Fault, Record, Sheet
from questionbank.formats.row import read_row, text_of

HEADER_WITHIN = 15  # rows
_QUOTED_AT_END = re.compile(r'["“]([^"“”]*)["”]\s*$')


class ColumnsMissing(Exception):
    """No row names the needed columns. `columns`: the usual names of those that no row of the sheet has."""

    def __init__(self, columns: tuple[str, ...]) -> None:
        super().__init__(", ".join(columns))
        self.columns = columns


def parse(sheets: Sequence[Rows], *, topics: Iterable[str], default_topic: str = "") -> Sheet:
    """Return the record of every row of the first sheet that has a header row, and every fault.

    A row with a fault that is no note has a record too, as far as it could be read.
    topics: codes that exist. default_topic: for rows that name none. Raises ColumnsMissing.
    """
    rows, header_at, header = _find_header(sheets)
    known = frozenset(topics)
    records: list[Record] = []
    faults = list(not_read(rows, header_at, header))
    for index in range(header_at + 1, len(rows)):
        if any(text_of(cell) for cell in rows[index]):
            record, wrong = read_row(index + 1, rows[index], header, known, default_topic)
            records.append(record)
            faults.extend(wrong)
    faults.extend(repeated(records))
    if "situation" in header:
        place = header["situation"]
        passages = {at: text_of(row[place]) for at, row in enumerate(rows, start=1) if place < len(row)}
        records = list(_situations(records, passages))
        faults.extend(f for r in records if r.kind == "situation" for f in _cannot_be_asked(r))
    return Sheet(tuple(records), tuple(faults))


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


def _situations(records: Sequence[Record], passages: Mapping[int, str]) -> Iterable[Record]:
    """Yield the records, those that follow each other under the same passage as the parts of one situation."""
    for passage, parts in _grouped(records, passages):
        if not passage:
            yield from parts
            continue
        first = parts[0]
        blank = Record(row=0, code="", topic="", kind="", difficulty=2, stem="")
        yield replace(
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


def _grouped(records: Sequence[Record], passages: Mapping[int, str]) -> Iterable[tuple[str, list[Record]]]:
    """Yield (passage of the first, records that follow each other under it)."""
    group: list[Record] = []
    over = ""
    for record in records:
        passage = _passage(passages.get(record.row, ""), record.stem)
        if group and not _same_passage(over, passage):
            yield over, group
            group = []
        if not group:
            over = passage
        group.append(record)
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
        name = column_named(text_of(cell))
        if name:
            places.setdefault(name, place)
    return places


def not_read(rows: Rows, header_at: int, header: Mapping[str, int]) -> Iterable[Fault]:
    """Note every column that holds something and has no place in a question, so that nothing is lost in silence."""
    for place, cell in enumerate(rows[header_at]):
        name = text_of(cell)
        if place in header.values() or counts_rows(name):
            continue
        filled = sum(1 for row in rows[header_at + 1 :] if place < len(row) and text_of(row[place]))
        if name and filled:
            yield Fault(header_at + 1, name[:60], "column_not_read", str(filled), note=True)


def repeated(records: Sequence[Record]) -> Iterable[Fault]:
    """Yield a fault for what stands twice, and a note for words that are asked again with other choices."""
    stems: dict[str, int] = {}
    wholes: dict[object, int] = {}
    codes: dict[str, int] = {}
    for record in records:
        stem, whole = fold(record.stem), asked_by(record.stem, record.choices)
        if stem and whole in wholes:
            yield Fault(record.row, COLUMNS["stem"][0], "question_repeated", str(wholes[whole]))
        elif stem and stem in stems:
            yield Fault(record.row, COLUMNS["stem"][0], "stem_repeated", str(stems[stem]), note=True)
        if record.code and record.code in codes:
            yield Fault(record.row, COLUMNS["code"][0], "code_repeated", str(codes[record.code]))
        stems.setdefault(stem, record.row)
        wholes.setdefault(whole, record.row)
        codes.setdefault(record.code, record.row)
