"""Public pages under load: python -m tests.bench.public [--rate N] [--seconds N] [--json]

One server process on loopback, on a database of the bench's own (an SQLite file, or PostgreSQL where DATABASE_URL names
one), and one contest with published results of 200 people. Prints how long the page takes at so many requests a second,
how many it gives at most, and how long a reader waits for an announcement and for a consent taken back. It fails on no
figure. The client shares the machine.
"""

import argparse
import asyncio
import json
import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from http.client import HTTPConnection
from typing import Any

from tests.bench.answers import database_address
from tests.load.proc import cpu_seconds
from tests.load.servers import LOOPBACK, free_port, running, uvicorn

PEOPLE, CONNECTIONS = 200, 32
LONGEST = 10.0  # seconds for which a change is waited for

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rate", type=int, default=500)
    arguments.add_argument("--seconds", type=int, default=10)
    arguments.add_argument("--json", action="store_true")
    given = arguments.parse_args()
    import django

    django.setup()
    from django.db import connection

    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        figures = measure(given.rate, given.seconds)
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)
    if given.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:56} {value}")


def measure(rate: int, seconds: int) -> dict[str, object]:
    contest, organiser = prepared()
    port, path = free_port(), f"/cong-bo/{contest.slug}/"
    with tempfile.TemporaryDirectory() as var:
        environment = {
            "DATABASE_URL": database_address(), "DJANGO_SETTINGS_MODULE": "config.settings", "HOITHI_VAR": var,
            "HOITHI_SECRET_KEY": secrets.token_urlsafe(60), "HOITHI_HOSTS": LOOPBACK, "HOITHI_PLAIN_HTTP": "true",
        }  # fmt: skip
        collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity", "0"]
        subprocess.run(collect, env={**os.environ, **environment}, check=True)
        with running(uvicorn("config.asgi:application", port), port, environment) as pids:
            first = time.perf_counter()
            page = asked(port, path)
            figures: dict[str, object] = {
                "bytes of the page, compressed": len(page),
                "milliseconds of its first render": round((time.perf_counter() - first) * 1000, 1),
            }
            before, begun = cpu_seconds(pids), time.perf_counter()
            spent = asyncio.run(at_rate(port, path, rate, seconds))
            busy = (cpu_seconds(pids) - before) / (time.perf_counter() - begun)
            figures[f"at {rate}/s: milliseconds, median / 95 % / 99 % / most"] = in_words(spent)
            figures[f"at {rate}/s: answered, of one core"] = f"{len(spent)} of {rate * seconds}, {busy:.0%}"
            figures["most a second, one process"] = asyncio.run(at_most(port, path, min(seconds, 4)))
            figures.update(changes(contest, organiser, port, path))
    return figures


# ---------- Load ----------


async def at_rate(port: int, path: str, rate: int, seconds: int) -> list[float]:
    """Ask `rate` times a second, answered or not; return milliseconds from when each was due to its last byte."""
    begin, spent = time.perf_counter() + 0.2, list[float]()

    async def reader(number: int) -> None:
        streams = await asyncio.open_connection(LOOPBACK, port)
        for turn in range(number, rate * seconds, CONNECTIONS):
            due = begin + turn / rate
            await asyncio.sleep(max(due - time.perf_counter(), 0))
            if await one(streams, port, path):
                spent.append((time.perf_counter() - due) * 1000)
        streams[1].close()

    await asyncio.gather(*map(reader, range(CONNECTIONS)))
    return spent


async def at_most(port: int, path: str, seconds: float) -> int:
    """Return how many are answered a second where each reader asks again at once."""
    until, answered = time.perf_counter() + seconds, 0

    async def reader() -> None:
        nonlocal answered
        streams = await asyncio.open_connection(LOOPBACK, port)
        while time.perf_counter() < until:
            given = await one(streams, port, path)
            answered += given  # not in one step: the count is read before what is awaited
        streams[1].close()

    await asyncio.gather(*(reader() for _ in range(CONNECTIONS)))
    return round(answered / seconds)


async def one(streams: tuple[asyncio.StreamReader, asyncio.StreamWriter], port: int, path: str) -> bool:
    reader, writer = streams
    writer.write(f"GET {path} HTTP/1.1\r\nHost: {LOOPBACK}:{port}\r\nAccept-Encoding: gzip\r\n\r\n".encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
    await reader.readexactly(int(head.split("content-length: ")[1].split("\r\n")[0]))
    return head.split(" ")[1] == "200"


def in_words(spent: list[float]) -> str:
    ranked = sorted(spent) or [0.0]
    at = [ranked[min(int(len(ranked) * share), len(ranked) - 1)] for share in (0.5, 0.95, 0.99, 1)]
    return " / ".join(f"{each:.1f}" for each in at)


# ---------- What changes ----------


def changes(contest: Any, organiser: Any, port: int, path: str) -> dict[str, object]:
    """Return how long after an event a reader who asks without pause sees it."""
    from django.utils import timezone

    from contests.entering.consents import set_consent
    from contests.portal.announcing import announce

    winner = contest.entrants.order_by("pk").first()
    now = timezone.now()
    announce(contest=contest, title="Thông báo đo", words="", by=organiser, now=now)
    figures: dict[str, object] = {}
    figures["seconds until an announcement shows"] = waited(port, path, lambda page: "Thông báo đo" in page)
    set_consent(entrant=winner, purpose="show_name", given=False, now=now)
    gone = waited(port, path, lambda page: winner.full_name not in page)
    figures["seconds until a name taken back is gone"] = gone
    return figures


def waited(port: int, path: str, there: Callable[[str], bool]) -> float | str:
    begun = time.perf_counter()
    while (spent := time.perf_counter() - begun) < LONGEST:
        if there(asked(port, path, plain=True).decode()):
            return round(spent, 2)
        time.sleep(0.02)
    return f"not within {LONGEST:.0f}"


def asked(port: int, path: str, *, plain: bool = False) -> bytes:
    connection = HTTPConnection(LOOPBACK, port, timeout=30)
    connection.request("GET", path, headers={} if plain else {"Accept-Encoding": "gzip"})
    body = connection.getresponse().read()
    connection.close()
    return body


# ---------- A contest ----------


def prepared() -> tuple[Any, Any]:
    """Return a contest whose results are published, and who organises it."""
    from datetime import timedelta

    from django.utils import timezone

    from contests.drafts.opening import HostDraft, create_contest, open_contest
    from contests.record.signing import rules_digest, sign
    from people.models import Role, RoleAssignment, Unit, User
    from tests.contests.builders import make_draft, make_papers, make_question, make_rules, make_topic, make_user, sit
    from tests.contests.signed import settle

    begun = timezone.now() - timedelta(hours=6)
    office = Unit.objects.create(code="O", name="Sở Nội vụ", kind=Unit.Kind.DEPARTMENT)
    units = [
        Unit.objects.create(code=f"U{n}", name=f"UBND xã {n}", kind=Unit.Kind.COMMUNE, parent=office) for n in range(64)
    ]
    organiser = make_user("bench", office)
    RoleAssignment.objects.create(user=organiser, role=Role.ORGANISER, unit=office)
    signer: User = make_user("giamdoc", office)
    for code in "aacc":
        make_question(make_topic(code), organiser)
    prize = {"winner": "person", "rank": "third", "count": 20, "amount": 500_000, "scope": "contest", "title": ""}
    rules = make_rules(prizes=[prize], appeal_days=0, ranking=["score", "time_used"])
    hosts = [HostDraft("Sở Nội vụ", signer, "Giám đốc")]
    draft = make_draft(office, begun, rules=rules, papers=make_papers(), hosts=hosts)
    contest = create_contest(draft=draft, by=organiser, now=begun)
    sign(contest=contest, subject="rules", digest=rules_digest(contest), by=signer, now=begun)
    contest = open_contest(contest=contest, now=begun, by=organiser)
    for number in range(PEOPLE):
        person = make_user(f"p{number}", units[number % len(units)])
        sit(contest, person, right=3 if number < 20 else number % 3, start=begun, seconds=60 + number)
    settle(contest, organiser, signer, now=timezone.now())
    return contest, organiser


if __name__ == "__main__":
    main()
