"""A program of its own: an .xlsx file on standard input → its cells as JSON on standard output.

A few kilobytes of workbook can unpack to more memory than a server has, whatever its
directory says. So it is unpacked in a process whose memory and time end before the server's do.
Dates come back as {"date": …}, {"time": …} or {"span": seconds}; see `files.cell_from`.
"""

import io
import json
import sys
from datetime import date, datetime, time, timedelta

import python_calamine

try:
    import resource
except ImportError:  # not on Windows: there only the clock ends it
    resource = None  # type: ignore[assignment]

MOST_MEMORY = 1 << 30  # bytes of address space
MOST_SECONDS = 20  # of computing
UNREADABLE, TOO_MUCH = 3, 4  # exit statuses


def main() -> int:
    most_rows = int(sys.argv[1])
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        sheets = []
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.total_height > most_rows:
                return TOO_MUCH
            sheets.append(sheet.to_python(skip_empty_area=False))
        sys.stdout.write(json.dumps(sheets, default=_plain))
    except MemoryError:
        return TOO_MUCH
    except python_calamine.CalamineError:
        return UNREADABLE
    return 0


def _plain(cell: object) -> dict[str, object]:
    if isinstance(cell, date | datetime):
        return {"date": cell.isoformat()}
    if isinstance(cell, time):
        return {"time": cell.isoformat()}
    if isinstance(cell, timedelta):
        return {"span": cell.total_seconds()}
    raise TypeError(type(cell))


if __name__ == "__main__":
    sys.exit(main())
