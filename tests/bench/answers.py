"""Answers as phones send them: how long until one is acknowledged, and whose processor time it takes.

The server has two processes on PostgreSQL and one on SQLite, as docs/settings.md says; the phones are one process more
on the same machine.
"""

import json
import os
import resource
import secrets
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

WARM_UP = 5  # seconds at the first rate, before any is measured: two fresh processes import, connect and compile
TICKS = os.sysconf("SC_CLK_TCK")


def save_figures(contest: Any, seconds: int, rates: Sequence[int]) -> dict[str, object]:
    """Play every rate of `rates` (answers a second) for `seconds`, after a warm-up; return the figures by name."""
    from contests.models import Answer

    key = secrets.token_urlsafe(60)
    phones = begin_papers(contest, key, max(rates))
    before = Answer.objects.count()
    figures: dict[str, object] = {}
    acknowledged = 0
    with serving(key) as (port, server):
        for rate, length in ((rates[0], WARM_UP), *((rate, seconds) for rate in rates)):
            before_that = processor_ticks(server)
            told, phones_spent = played(port, length, phones[:rate])
            saved = max(len(told["spent"]), 1)
            acknowledged += len(told["spent"])
            each = [1000 * _seconds(*pair) / saved for pair in zip(before_that, processor_ticks(server), strict=True)]
            figures[f"answers at {rate}/s: p50 / p95 / p99 ms; refused"] = (
                f"{percentiles(told['spent'])}; {told['failed']}"
            )
            figures[f"answers at {rate}/s: processor ms a save of server / database / phones"] = (
                f"{each[0]:.2f} / {each[1]:.2f} / {1000 * phones_spent / saved:.2f}"
            )
    figures["answers acknowledged"] = acknowledged
    figures["answers in the table (one for each question)"] = Answer.objects.count() - before
    return figures


def percentiles(spent: list[float]) -> str:
    ranked = sorted(spent) or [0.0]
    at = [ranked[min(int(len(ranked) * share), len(ranked) - 1)] for share in (0.95, 0.99)]
    return f"{statistics.median(ranked):.1f} / {at[0]:.1f} / {at[1]:.1f}"


# ---------- The server ----------


@contextmanager
def serving(key: str) -> Iterator[tuple[int, int]]:
    """Serve the product from the bench's own database; yield the port and the number of the process."""
    from django.db import connection

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ, "DATABASE_URL": database_address(),
        "DJANGO_SETTINGS_MODULE": "config.settings", "HOITHI_SECRET_KEY": key, "HOITHI_HOSTS": "127.0.0.1",
        "HOITHI_PLAIN_HTTP": "true",
    }  # fmt: skip
    workers = "2" if connection.vendor == "postgresql" else "1"
    command = [sys.executable, "-m", "uvicorn", "config.asgi:application", "--port", str(port), "--workers", workers,
               "--log-level", "warning"]  # fmt: skip
    server = subprocess.Popen(command, env=environment)
    try:
        wait_for(port)
        yield port, server.pid
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=20)


def database_address() -> str:
    """Return the address of the bench's own database, for a server of its own process."""
    from django.db import connection

    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


def wait_for(port: int) -> None:
    for _ in range(300):
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    sys.exit("the server did not start")


# ---------- Whose processor time ----------


def processor_ticks(server: int) -> tuple[dict[int, int], dict[int, int]]:
    """Return by process what the server's, and those of PostgreSQL that serve the bench's database, have used."""
    from django.db import connection

    numbers = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal()]
    ours = [number for number in numbers if number == server or _status(number)[1:2] == [str(server)]]
    backends: list[int] = []
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database() OR datname IS NULL")
            backends = [row[0] for row in cursor.fetchall()]
    return _used(ours), _used(backends)


def _status(number: int) -> list[str]:
    """Return the words of /proc/N/stat after the name: state, parent …; none for a process that has ended."""
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _used(numbers: Iterable[int]) -> dict[int, int]:
    return {number: sum(map(int, _status(number)[11:13])) for number in numbers}


def _seconds(before: dict[int, int], after: dict[int, int]) -> float:
    return sum(ticks - before.get(number, 0) for number, ticks in after.items()) / TICKS


# ---------- The phones ----------


def played(port: int, seconds: int, phones: list[dict[str, Any]]) -> tuple[dict[str, Any], float]:
    """Return what the phones tell, and the processor seconds that they took."""
    sent = json.dumps({"port": port, "seconds": seconds, "phones": phones})
    command = [sys.executable, "-m", "tests.bench.phones"]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, input=sent, capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return json.loads(done.stdout), after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def begin_papers(contest: Any, key: str, count: int) -> list[dict[str, Any]]:
    """Give every account a paper that has just begun; return what its phone must know, with a session of its own."""
    from django.contrib.auth import login
    from django.contrib.sessions.backends.db import SessionStore
    from django.http import HttpRequest
    from django.test import override_settings
    from django.utils import timezone

    from contests.entering.entries import enter_with_account
    from contests.papers.sitting import start_paper
    from people.models import User

    phones = []
    with override_settings(SECRET_KEY=key):
        for user in User.objects.filter(username__startswith="p", entries=None)[:count]:
            paper = start_paper(
                entrant=enter_with_account(contest=contest, user=user, now=timezone.now()), now=timezone.now()
            )
            request = HttpRequest()
            request.session = SessionStore()
            login(request, user, backend="django.contrib.auth.backends.ModelBackend")
            request.session.save()
            phones.append({"paper": paper.pk, "session": request.session.session_key, "csrf": secrets.token_hex(16)})
    return phones
