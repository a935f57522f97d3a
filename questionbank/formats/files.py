"""Bytes of a spreadsheet file → rows of cells, within limits; and rows → an Excel file that holds nothing but text.

Rows are handed out one by one: what a file holds does not stand in memory at once.
"""

import csv
import io
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO, Any, BinaryIO

import xlsxwriter

from questionbank.formats import workbook
from questionbank.formats.columns import Cell, Rows

LARGEST_FILE = 10 * 1024 * 1024  # bytes
LARGEST_PACKAGE = 50 * 1024 * 1024  # with pictures, sounds and films in it
LARGEST_UNPACKED = 100 * 1024 * 1024
MOST_PARTS = 1000
MOST_ROWS = 10_000  # questions of one file
MOST_COLUMNS = 16_384  # as Excel has
ABOVE = 20  # rows that may stand above the first of a list
_LONGEST_WAIT = 30  # seconds
_TEXT_ONLY = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
              "strings_to_numbers": False}  # fmt: skip


class FileTooLarge(Exception):
    """The file, or what it unpacks to, is larger than an honest file of questions."""


class NotASpreadsheet(Exception):
    """Neither an Excel workbook (.xlsx) nor comma-separated text in UTF-8."""


def read_sheets(raw: bytes, most: int = MOST_ROWS) -> list[list[Sequence[Cell]]]:
    """Return the sheets of an .xlsx or .csv file, each with all its rows. Raises as `open_sheets` and its rows do."""
    return [list(rows) for rows in open_sheets(raw, most)]


def open_sheets(raw: bytes, most: int = MOST_ROWS) -> Sequence[Rows]:
    """Return the sheets of an .xlsx or .csv file, each to be gone through row by row, as often as is needed.

    most: rows that a sheet may have under its head. Raises FileTooLarge or NotASpreadsheet; a row of a .csv file may
    raise them too. Limits are checked before anything is unpacked.
    """
    if len(raw) > LARGEST_FILE:
        raise FileTooLarge
    return _workbook(raw, most) if raw[:4] == b"PK\x03\x04" else [_CommaSeparated(raw, most)]


class _Sheet:
    """A sheet that lies in a file on disk, a line of JSON for each row, from one place to another."""

    def __init__(self, file: IO[bytes], start: int, end: int) -> None:
        self._file, self._start, self._end = file, start, end

    def __iter__(self) -> Iterator[Sequence[Cell]]:
        at = self._start
        while at < self._end:
            self._file.seek(at)
            line = self._file.readline()
            at += len(line)
            yield [cell_from(cell) for cell in json.loads(line)]


class _CommaSeparated:
    """Comma-separated text, parted by the sign that its first line has most of."""

    def __init__(self, raw: bytes, most: int) -> None:
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise NotASpreadsheet from error
        if "\x00" in text or not text.strip():
            raise NotASpreadsheet
        self._raw, self._sign, self._most = raw, ";" if _semicolons(text) else ",", most

    def __iter__(self) -> Iterator[Sequence[Cell]]:
        lines = io.TextIOWrapper(io.BytesIO(self._raw), encoding="utf-8-sig", newline="")
        try:
            for number, row in enumerate(csv.reader(lines, delimiter=self._sign)):
                if number >= self._most + ABOVE or len(row) > MOST_COLUMNS:
                    raise FileTooLarge
                yield row
        except csv.Error as error:
            raise NotASpreadsheet from error


def new_workbook(target: BinaryIO) -> xlsxwriter.Workbook:
    """Return an Excel workbook, written to `target` row by row; words stay words, also after a "="."""
    return xlsxwriter.Workbook(target, _TEXT_ONLY)


def write_workbook(
    header: Sequence[str], rows: Iterable[Sequence[str]], lists: Mapping[str, Sequence[str]] | None = None,
    *, sheet: str = "Câu hỏi",
) -> bytes:  # fmt: skip
    """Return an .xlsx file with one sheet; every cell is text, also one that begins with "=".

    lists: by name of column, the words that a cell of it offers to choose from.
    """
    target = io.BytesIO()
    book = new_workbook(target)
    page = book.add_worksheet(sheet)
    bold = book.add_format({"bold": True, "text_wrap": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    for place, name in enumerate(header):
        page.set_column(place, place, 40 if name in ("Câu hỏi", "Giải thích", "Trích dẫn") else 18, wrapped)
        if lists and name in lists:
            page.data_validation(
                1, place, MOST_ROWS, place, {"validate": "list", "source": list(lists[name]), "error_type": "warning"}
            )
    page.freeze_panes(1, 0)
    _write_row(page, 0, header, bold)
    for index, cells in enumerate(rows, start=1):
        _write_row(page, index, cells, wrapped)
    book.close()
    return target.getvalue()


def cell_from(given: Any) -> Cell:
    """Return the cell that `workbook` wrote as JSON."""
    if not isinstance(given, Mapping):
        return given  # type: ignore[no-any-return]
    if "date" in given:
        moment = datetime.fromisoformat(given["date"])
        return date.fromisoformat(given["date"]) if len(given["date"]) == 10 else moment
    return time.fromisoformat(given["time"]) if "time" in given else timedelta(seconds=given["span"])


def _write_row(page: Any, index: int, cells: Sequence[str], look: Any) -> None:
    for place, cell in enumerate(cells):
        page.write_string(index, place, cell, look)


def _workbook(raw: bytes, most: int) -> list[Rows]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError) as error:
        raise NotASpreadsheet from error
    if len(parts) > MOST_PARTS or sum(p.file_size for p in parts) > LARGEST_UNPACKED:
        raise FileTooLarge
    program = [sys.executable, "-I", str(Path(workbook.__file__)), str(most + ABOVE)]
    unpacked = tempfile.TemporaryFile()  # noqa: SIM115  # lives as long as its sheets
    try:
        done = subprocess.run(  # noqa: S603
            program, input=raw, stdout=unpacked, stderr=subprocess.PIPE, timeout=_LONGEST_WAIT
        )
    except subprocess.TimeoutExpired as error:
        raise FileTooLarge from error
    if done.returncode == workbook.UNREADABLE or b"panicked" in done.stderr:
        raise NotASpreadsheet
    if done.returncode != 0:  # it said so, or the system ended it
        raise FileTooLarge
    return list(_sheets(unpacked))


def _sheets(file: IO[bytes]) -> Iterator[Rows]:
    """Yield what stands before each "null"."""
    file.seek(0)
    start = at = 0
    for line in file:
        if line == b"null\n":
            yield _Sheet(file, start, at)
            start = at + len(line)
        at += len(line)


def _semicolons(text: str) -> bool:
    first = text.partition("\n")[0]
    return first.count(";") > first.count(",")
