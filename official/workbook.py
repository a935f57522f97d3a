"""Tables as an Excel file: figures as figures, every word as a word, also one that begins with "="."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO

import xlsxwriter

Cell = str | int | float | None
_LONGEST = 32_767  # letters that a cell of Excel holds
_TEXT_ONLY = {
    "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
}  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """name: at most 31 letters. columns: titles and widths in letters. shares: places of columns that hold shares."""

    name: str
    columns: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[Cell]]
    shares: frozenset[int] = frozenset()


def write_workbook(
    target: BinaryIO, sheets: Sequence[Sheet], *, told: Callable[[int, int], None] = lambda done, total: None
) -> None:
    """Write `sheets` to `target`. told: called with sheets done and in all; may raise to stop."""
    book = xlsxwriter.Workbook(target, _TEXT_ONLY)
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E8EDF2"})
    words = book.add_format({"text_wrap": True, "valign": "top"})
    share = book.add_format({"num_format": "0.0%", "valign": "top"})
    for done, sheet in enumerate(sheets):
        told(done, len(sheets))
        page = book.add_worksheet(sheet.name)
        page.freeze_panes(1, 0)
        for place, (title, width) in enumerate(sheet.columns):
            page.set_column(place, place, width)
            page.write_string(0, place, title, head)
        for at, row in enumerate(sheet.rows, start=1):
            for place, cell in enumerate(row):
                if isinstance(cell, str):
                    page.write_string(at, place, cell[:_LONGEST], words)
                elif cell is not None:
                    page.write_number(at, place, cell, share if place in sheet.shares else words)
    book.close()
    told(len(sheets), len(sheets))
