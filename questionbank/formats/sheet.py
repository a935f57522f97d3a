"""Rows of a spreadsheet ↔ records. Finds the sheet and the header row by itself."""

from collections.abc import Iterable, Mapping, Sequence

from people.folding import fold
from questionbank.formats.columns import COLUMNS, KINDS, LEVELS, NEEDED, Cell, Rows, column_named, counts_rows
from questionbank.formats.record import LETTERS, Fault, Record, Sheet
from questionbank.formats.row import read_row, text_of

HEADER_WITHIN = 15  # rows


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
    faults = list(_not_read(rows, header_at, header))
    for index in range(header_at + 1, len(rows)):
        if any(text_of(cell) for cell in rows[index]):
            record, wrong = read_row(index + 1, rows[index], header, known, default_topic)
            records.append(record)
            faults.extend(wrong)
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


def _not_read(rows: Rows, header_at: int, header: Mapping[str, int]) -> Iterable[Fault]:
    """Note every column that holds something and has no place in a question, so that nothing is lost in silence."""
    for place, cell in enumerate(rows[header_at]):
        name = text_of(cell)
        if place in header.values() or counts_rows(name):
            continue
        filled = sum(1 for row in rows[header_at + 1 :] if place < len(row) and text_of(row[place]))
        if name and filled:
            yield Fault(header_at + 1, name[:60], "column_not_read", str(filled), note=True)


def _repeated(records: Sequence[Record]) -> Iterable[Fault]:
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
