"""A program of its own: an .xlsx file on standard input → its rows on standard output, a line of JSON for each, and
"null" after the last one of a sheet.

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
LARGEST_OUTPUT = 200 * 1024 * 1024  # bytes
UNREADABLE, TOO_MUCH = 3, 4  # exit statuses


def main() -> int:
    most_rows = int(sys.argv[1])
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_OUTPUT, LARGEST_OUTPUT))
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.total_height > most_rows:
                return TOO_MUCH
            before = [""] * sheet.start[1] if sheet.start else []  # empty columns on the left
            for row in sheet.iter_rows():
                sys.stdout.write(json.dumps([*before, *row], default=_plain) + "\n")
            sys.stdout.write("null\n")
        sys.stdout.flush()
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
