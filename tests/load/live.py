"""A live round under load, beside a bare broadcast: python -m tests.load.live [--phones N …] [--json]

Starts the server as it is deployed, with PostgreSQL and Redis (DATABASE_URL, REDIS_URL; two processes) or, without
them, embedded (SQLite, one process), in a database of its own that is dropped at the end. A client in its own process
plays three questions with N phones; all figures are medians of the three. Then a bare `websockets` server tells the
same bytes to as many clients: the limit that we compare with.
"""

import argparse
import json
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
QUESTIONS = 3
SPREAD = 1.0  # seconds over which everybody answers


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--phones", type=int, nargs="+", default=[500, 1000, 2000, 5000, 10000])
    arguments.add_argument("--spread", type=float, default=SPREAD, help="seconds over which all answer")
    arguments.add_argument("--asleep", type=int, default=0, help="phones that stop reading after they have joined")
    arguments.add_argument("--group-send", action="store_true", help="measure Channels' own group_send as well")
    arguments.add_argument("--workers", type=int, default=2, help="processes, with PostgreSQL")
    arguments.add_argument("--json", action="store_true")
    given = arguments.parse_args()
    import django

    django.setup()
    told = [measure(phones, given) for phones in given.phones]
    if given.json:
        print(json.dumps(told))
    else:
        print_table(told)


def measure(phones: int, given: argparse.Namespace) -> dict[str, Any]:
    """Play with `phones` phones, then tell the same bytes barely. Returns one row of the table."""
    with database() as address:
        from django.db import connection, connections

        from tests.load import hall

        key = secrets.token_urlsafe(60)
        plan = hall.fill(phones, key)
        embedded = connection.vendor == "sqlite"
        connections.close_all()
        workers = 1 if embedded else given.workers
        played = play(plan, key, address, workers, given)
        kept = hall.kept(plan["number"])
        connections.close_all()
    asked = played["bytes"]["answering"]
    revealed = played["bytes"]["revealed"] + played["bytes"]["me"]
    bare = broadcast(phones, [asked, revealed], "bare")
    row = summary(played, kept, bare) | {"embedded": embedded, "workers": workers}
    if given.group_send:
        (group,) = broadcast(phones, [asked], "groups")
        row["question by group_send, ms: last"] = median([max(each) for each in group])
    return row


@contextmanager
def database() -> Iterator[str]:
    """Make an empty database that a server of another process can open; yields its address."""
    from django.db import connection

    from tests.bench.answers import database_address

    with tempfile.TemporaryDirectory() as scratch:
        if connection.vendor == "sqlite":
            name = str(Path(scratch) / "load.sqlite3")
            connection.settings_dict["NAME"] = name
            connection.settings_dict.setdefault("TEST", {})["NAME"] = name
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            yield database_address()
        finally:
            connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def play(plan: dict[str, Any], key: str, address: str, workers: int, given: argparse.Namespace) -> dict[str, Any]:
    from tests.load import servers

    port = servers.free_port()
    environment = {
        "DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": address, "HOITHI_SECRET_KEY": key,
        "HOITHI_HOSTS": "127.0.0.1", "HOITHI_PLAIN_HTTP": "true",
        "HOITHI_REDIS_PREFIX": f"load-{secrets.token_hex(4)}",
    }  # fmt: skip
    command = servers.uvicorn("config.asgi:application", port, workers)
    with servers.running(command, port, environment) as pids:
        told = {"port": port, "pids": pids, "questions": QUESTIONS, "spread": given.spread, "asleep": given.asleep}
        return client("phones", plan | told)


def broadcast(phones: int, payloads: list[str], server: str) -> list[list[list[float]]]:
    """Tell each payload three times by the server of that name; returns payload × time × milliseconds."""
    from tests.load import servers

    port = servers.free_port()
    plan = {"port": port, "phones": phones, "payloads": len(payloads), "times": QUESTIONS}
    command = [sys.executable, "-m", "tests.load.bare"]
    environment = {"DJANGO_SETTINGS_MODULE": "config.settings", "HOITHI_SECRET_KEY": secrets.token_urlsafe(60)}
    if server == "groups":
        command = servers.uvicorn("tests.load.groups:application", port)
        environment |= {"HOITHI_LOAD_PAYLOADS": "\n".join(payloads), "HOITHI_HOSTS": "127.0.0.1"}
    with servers.running(command, port, environment, json.dumps({"port": port, "payloads": payloads})):
        return client("listeners", plan)["told"]  # type: ignore[no-any-return]


def client(module: str, plan: dict[str, Any]) -> dict[str, Any]:
    command = [sys.executable, "-m", f"tests.load.{module}"]
    done = subprocess.run(command, input=json.dumps(plan), stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def summary(played: dict[str, Any], kept: int, bare: list[list[list[float]]]) -> dict[str, Any]:
    asked = played["questions"]
    row: dict[str, Any] = {"phones": played["phones"], "joined per second": round(played["joined_per_second"])}
    for name, about in (("shown", "question"), ("acknowledged", "answer"), ("revealed", "reveal")):
        row[f"{about}, ms: p50 / p95 / p99 / last"] = [
            median([percentile(one[name], share) for one in asked]) for share in (0.5, 0.95, 0.99, 1.0)
        ]
    for payload, about in zip(bare, ("question", "reveal"), strict=True):
        row[f"bare {about}, ms: last"] = median([max(each) for each in payload])
        row[f"{about} × bare"] = round(
            row[f"{about}, ms: p50 / p95 / p99 / last"][-1] / row[f"bare {about}, ms: last"], 2
        )
    answers = sum(one["answers"] for one in asked)
    return row | {
        "close, ms": median([one["close_ms"] for one in asked]),
        "answers sent in, s": median([one["answers_took_s"] for one in asked]),
        "answers lost": sum(one["lost"] for one in asked),
        "answers sent / acknowledged / in the database": [
            answers, sum(len(one["acknowledged"]) for one in asked), kept,
        ],
        "refused": played["refused"], "refused say": played["refused_say"], "sockets dropped": played["dropped"],
        "memory before / joined / after, MB": [
            played["memory_before_mb"], played["memory_mb"], played["memory_after_mb"],
        ],
        "server CPU s per 1,000: joining / a question": [
            round(1000 * played["join_cpu_s"] / played["phones"], 3),
            round(1000 * played["play_cpu_s"] / played["phones"] / len(asked), 3),
        ],
    }  # fmt: skip


def percentile(times: Sequence[float], share: float) -> float:
    """Return the value that `share` of `times` do not exceed; infinite where there are none."""
    ordered = sorted(times)
    return ordered[max(0, min(len(ordered) - 1, round(share * len(ordered)) - 1))] if ordered else float("inf")


def median(values: Sequence[float]) -> float:
    return round(statistics.median(values), 1)


def print_table(rows: Sequence[dict[str, Any]]) -> None:
    for name in rows[0]:
        print(f"{name:48}", *(f"{_told(row[name]):>30}" for row in rows))


def _told(value: Any) -> str:
    return " / ".join(map(str, value)) if isinstance(value, list) else str(value)


if __name__ == "__main__":
    main()
