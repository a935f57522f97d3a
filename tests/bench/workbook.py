"""What the Excel file of results costs: python -m tests.bench.workbook [--lines 1000 10000 100000] [--json]

For each length a process of its own, with a database of its own beside the one that DATABASE_URL names (or an SQLite
file), publishes an edition with so many lines of people as a contest of one round would, and writes its workbook.
Prints seconds, the growth of the process's resident memory from just before writing to its peak (VmHWM), and how
large the file is.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--lines", type=int, nargs="+", default=[1000, 10_000, 100_000])
    arguments.add_argument("--json", action="store_true")
    arguments.add_argument("--one", type=int, help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.one:
        print(json.dumps(measured(given.one)))
        return
    for count in given.lines:
        command = [sys.executable, "-m", "tests.bench.workbook", "--one", str(count)]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        figures = {"lines": count, **json.loads(done.stdout.splitlines()[-1])}
        print(json.dumps(figures) if given.json else "  ".join(f"{name}: {value}" for name, value in figures.items()))


def measured(count: int) -> dict[str, Any]:
    import django

    django.setup()
    from django.db import connection

    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        return _measured(count)
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def _measured(count: int) -> dict[str, Any]:
    from django.db import connection

    from contests.models import Edition
    from contests.record.spreadsheet import write_results

    connection.close()
    child = os.fork()  # what is only made up takes no memory here
    if not child:
        make_up(count)
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        sys.exit("could not make up the edition")
    edition = Edition.objects.defer("content").select_related("contest").get()
    Path("/proc/self/clear_refs").write_text("5")
    before = _kilobytes("VmRSS")
    begun = time.perf_counter()
    with tempfile.TemporaryFile() as file:
        write_results(file, edition.contest, None, edition)
        size = file.seek(0, 2)
    return {
        "seconds": round(time.perf_counter() - begun, 1),
        "memory grows by, MiB": round((_kilobytes("VmHWM") - before) / 1024, 1),
        "file, MiB": round(size / 1024 / 1024, 1),
    }


def make_up(count: int) -> None:
    """Write a published edition of a contest without papers."""
    from contests.models import Edition
    from contests.record.chain import canonical
    from contests.record.ledger import digest_of
    from people.models import Role, RoleAssignment, Unit, User
    from tests.conftest import NOON
    from tests.contests.builders import make_bank, make_contest

    province = Unit.objects.create(code="CM", name="Tỉnh Cà Mau", kind=Unit.Kind.PROVINCE)
    user = User.objects.create_user("alice", full_name="Nguyễn Thị An", unit=province)
    RoleAssignment.objects.create(user=user, role=Role.ORGANISER, unit=province)
    make_bank(user)
    contest = make_contest(user, province, NOON)
    lines = [
        [
            place,
            place,
            f"Nguyễn Thị {place}",
            f"UBND xã số {place % 64}",
            3000 - place % 3000,
            3000,
            60_000 + place,
            None,
        ]
        for place in range(1, count + 1)
    ]
    told = {
        "contest": contest.slug, "title": contest.title, "rules": "", "lots_seed": "", "came_true": {}, "papers": count,
        "lists": [{"of": "contest", "title": contest.title, "lines": lines, "units": []}],
        "rosters": [], "disqualified": [], "set_aside": [], "corrections": [],
    }  # fmt: skip
    content = canonical(told)
    Edition.objects.create(
        contest=contest, number=1, content=content, digest=digest_of(content), prepared_by=user, prepared_at=NOON,
        published_at=NOON,
    )  # fmt: skip


def _kilobytes(name: str) -> int:
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(f"{name}:"))


if __name__ == "__main__":
    main()
