"""Bytes of a spreadsheet file → rows of cells, within limits; and rows → an Excel file that holds nothing but text."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence

import python_calamine
import xlsxwriter

from questionbank.formats.sheet import Rows

LARGEST_FILE = 10 * 1024 * 1024
LARGEST_UNPACKED = 100 * 1024 * 1024
MOST_PARTS = 1000
MOST_ROWS = 5000


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
    if any(len(rows) > MOST_ROWS + 20 for rows in sheets):
        raise FileTooLarge
    return sheets


def write_workbook(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return an .xlsx file with one sheet; every cell is text, also one that begins with "="."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"constant_memory": True, "in_memory": False, "strings_to_formulas": False,
                                        "strings_to_urls": False, "strings_to_numbers": False})  # fmt: skip
    page = book.add_worksheet("Câu hỏi")
    bold = book.add_format({"bold": True, "text_wrap": True})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for place, name in enumerate(header):
        page.set_column(place, place, 40 if len(name) > 6 else 16, wrapped)
    for index, cells in enumerate([header, *rows]):
        for place, cell in enumerate(cells):
            page.write_string(index, place, cell, wrapped if index else bold)
    page.freeze_panes(1, 0)
    book.close()
    return target.getvalue()


def _workbook(raw: bytes) -> list[Rows]:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile as error:
        raise NotASpreadsheet from error
    if len(parts) > MOST_PARTS or sum(p.file_size for p in parts) > LARGEST_UNPACKED:
        raise FileTooLarge
    sheets: list[Rows] = []
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw))
        for name in book.sheet_names:
            sheets.append(book.get_sheet_by_name(name).to_python(skip_empty_area=False))  # type: ignore[arg-type]
    except python_calamine.CalamineError as error:
        raise NotASpreadsheet from error
    return sheets


def _comma_separated(raw: bytes) -> Rows:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotASpreadsheet from error
    if "\x00" in text or not text.strip():
        raise NotASpreadsheet
    try:
        return list(csv.reader(io.StringIO(text), delimiter=";" if _semicolons(text) else ","))
    except csv.Error as error:
        raise NotASpreadsheet from error


def _semicolons(text: str) -> bool:
    first = text.splitlines()[0]
    return first.count(";") > first.count(",")
