"""Bytes of a spreadsheet file → rows of cells, within limits; and rows → an Excel file that holds nothing but text."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

from questionbank.formats import workbook
from questionbank.formats.columns import Cell, Rows

LARGEST_FILE = 10 * 1024 * 1024
LARGEST_UNPACKED = 100 * 1024 * 1024
MOST_PARTS = 1000
MOST_ROWS = 10_000
_WITH_HEAD = MOST_ROWS + 20  # rows above the first question
_LONGEST_WAIT = 30  # seconds
_TEXT_ONLY = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
              "strings_to_numbers": False}  # fmt: skip


class FileTooLarge(Exception):
    """The file, or what it unpacks to, is larger than an honest file of questions."""


class NotASpreadsheet(Exception):
    """Neither an Excel workbook (.xlsx) nor comma-separated text in UTF-8."""


def read_sheets(raw: bytes) -> list[Rows]:
    """Return the sheets of an .xlsx or .csv file, each as rows of cells.

    Raises FileTooLarge or NotASpreadsheet. Limits are checked before anything is unpacked.
    """
    if len(raw) > LARGEST_FILE:
        raise FileTooLarge
    sheets = _workbook(raw) if raw[:4] == b"PK\x03\x04" else [_comma_separated(raw)]
    if any(len(rows) > _WITH_HEAD for rows in sheets):
        raise FileTooLarge
    return sheets


def write_workbook(
    header: Sequence[str], rows: Iterable[Sequence[str]], lists: Mapping[str, Sequence[str]] | None = None,
    *, sheet: str = "Câu hỏi",
) -> bytes:  # fmt: skip
    """Return an .xlsx file with one sheet; every cell is text, also one that begins with "=".

    lists: by name of column, the words that a cell of it offers to choose from.
    """
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, _TEXT_ONLY)
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


def _workbook(raw: bytes) -> list[Rows]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError) as error:
        raise NotASpreadsheet from error
    if len(parts) > MOST_PARTS or sum(p.file_size for p in parts) > LARGEST_UNPACKED:
        raise FileTooLarge
    program = [sys.executable, "-I", str(Path(workbook.__file__)), str(_WITH_HEAD)]
    try:
        done = subprocess.run(program, input=raw, capture_output=True, timeout=_LONGEST_WAIT)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise FileTooLarge from error
    if done.returncode == workbook.UNREADABLE or b"panicked" in done.stderr:
        raise NotASpreadsheet
    if done.returncode != 0:  # it said so, or the system ended it
        raise FileTooLarge
    return [[[cell_from(cell) for cell in row] for row in sheet] for sheet in json.loads(done.stdout)]


def _comma_separated(raw: bytes) -> Rows:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotASpreadsheet from error
    if "\x00" in text or not text.strip():
        raise NotASpreadsheet
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=";" if _semicolons(text) else ","))
    except csv.Error as error:
        raise NotASpreadsheet from error


def _semicolons(text: str) -> bool:
    first = text.splitlines()[0]
    return first.count(";") > first.count(",")
