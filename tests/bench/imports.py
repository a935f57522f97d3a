"""What a long file costs: python -m tests.bench.imports [--rows 1000 10000] [--csv] [--json]

For each length a process of its own, with a database of its own beside the one that DATABASE_URL names (or an SQLite
file), reads a made-up file, then writes it, while another connection writes a row every 20 ms as a contest would.
Prints seconds, the growth of the process's resident memory from just before reading to its peak (VmHWM), and the
longest that the other writer waited.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
ROOT = Path(__file__).resolve().parents[2]
PAUSE = 0.02  # seconds between two writes of the other connection


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, nargs="+", default=[1000, 10_000])
    arguments.add_argument("--csv", action="store_true")
    arguments.add_argument("--json", action="store_true")
    arguments.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.one:
        print(json.dumps(measured(given.one)))
        return
    for count in given.rows:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / ("questions.csv" if given.csv else "questions.xlsx")
            path.write_bytes(made_up(count, as_csv=given.csv))
            command = [sys.executable, "-m", "tests.bench.imports", "--one", str(path)]
            done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        figures = {"rows": count, **json.loads(done.stdout.splitlines()[-1])}
        print(json.dumps(figures) if given.json else "  ".join(f"{name}: {value}" for name, value in figures.items()))


def made_up(count: int, *, as_csv: bool) -> bytes:
    """Return a file of so many questions on the first demonstration regulation, no two alike."""
    import csv
    import io

    from questionbank.formats.files import write_workbook
    from questionbank.formats.sheet import header_row

    chance, header = Random(1), header_row()
    words = " ".join(path.read_text() for path in sorted((ROOT / "demo/regulations").glob("*.txt"))).split()

    def row(number: int) -> list[str]:
        def some(length: int) -> str:
            at = chance.randrange(len(words) - length)
            return " ".join(words[at : at + length]).replace("|", " ")

        cells = {
            "Mã": f"L-{number:06}", "Chuyên đề": chance.choice("abcde"), "Câu hỏi": f"{some(25)} số {number}?",
            **{letter: f"{some(8)} {letter}{number}" for letter in "ABCD"}, "Đáp án": chance.choice("ABCD"),
            "Giải thích": some(20),
        }  # fmt: skip
        return [cells.get(name, "") for name in header]

    if not as_csv:
        return write_workbook(header, map(row, range(count)))
    target = io.StringIO(newline="")
    csv.writer(target).writerows([header, *map(row, range(count))])
    return target.getvalue().encode()


def measured(path: Path) -> dict[str, Any]:
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection

    settings.DEBUG = False  # in debug every statement is kept in memory

    name = f"file:{path.parent}/bench.sqlite3" if connection.vendor == "sqlite" else None
    if name:
        connection.settings_dict["TEST"]["NAME"] = str(path.parent / "bench.sqlite3")
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        return _measured(path)
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def _measured(path: Path) -> dict[str, Any]:
    from django.utils import timezone

    from people.models import Unit, User
    from questionbank import waiting
    from questionbank.importing import accept, read_file

    now = timezone.now()
    unit = Unit.objects.create(code="B", name="Bench", kind=Unit.Kind.DEPARTMENT)
    author = User.objects.create_user("bench", full_name="Bench", password="x" * 20, unit=unit)
    warm = made_up(20, as_csv=path.suffix == ".csv")
    read_file(raw=warm, file_name=path.name, by=author, now=now).delete()
    raw = path.read_bytes()
    _forget_peak()
    before = _kilobytes("VmRSS")
    other = _OtherWriter(unit.pk)
    begun = time.perf_counter()
    batch = read_file(raw=raw, file_name=path.name, by=author, now=now)
    read = time.perf_counter() - begun
    peak_read, wait_read = _kilobytes("VmHWM"), other.longest(again=True)
    begun, computed = time.perf_counter(), time.thread_time()
    written = len(accept(batch=batch, by=author, now=now, only_good=True))
    wrote, computed = time.perf_counter() - begun, time.thread_time() - computed
    peak, wait_write = _kilobytes("VmHWM"), other.longest()
    other.stop()
    return {
        "written": written, "bad": waiting.counted(batch)["bad"], "read s": round(read, 1), "write s": round(wrote, 1),
        "of that computing": round(computed, 1),
        "before MB": before // 1024, "grown reading MB": (peak_read - before) // 1024,
        "grown in all MB": (peak - before) // 1024, "others waited, reading s": round(wait_read, 2),
        "others waited, writing s": round(wait_write, 2),
    }  # fmt: skip


class _OtherWriter:
    """Writes a row again and again through a connection of its own, and knows how long it was kept waiting."""

    def __init__(self, unit: int) -> None:
        self._unit, self._longest, self._count, self._over = unit, 0.0, 0, threading.Event()
        self._thread = threading.Thread(target=self._write, daemon=True)
        self._thread.start()

    def _write(self) -> None:
        from django.db import OperationalError, connection, transaction

        from people.models import Unit

        while not self._over.is_set():
            begun = time.perf_counter()
            with suppress(OperationalError), transaction.atomic():  # kept waiting past the time-out counts as well
                Unit.objects.filter(pk=self._unit).update(name=f"Bench {begun}")
            self._longest = max(self._longest, time.perf_counter() - begun)
            self._count += 1
            time.sleep(PAUSE)
        connection.close()

    def longest(self, *, again: bool = False) -> float:
        count = self._count
        while self._count < count + 2:  # the write that waits now counts too
            time.sleep(PAUSE)
        held = self._longest
        if again:
            self._longest = 0.0
        return held

    def stop(self) -> None:
        self._over.set()
        self._thread.join()


def _kilobytes(name: str) -> int:
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(f"{name}:"))
    return int(line.split()[1])


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


if __name__ == "__main__":
    main()
