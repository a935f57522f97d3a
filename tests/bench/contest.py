"""A contest of a whole province: python -m tests.bench.contest [--people N] [--seconds N] [--rates N …] [--json]

100,000 people, 200,000 papers of 30 questions, 6,000,000 answers on the PostgreSQL server that DATABASE_URL names, in a
database of its own that is dropped at the end. Prints how long the pages of the leaderboard take at any depth, and how
long an answer takes to be saved and acknowledged when so many arrive each second at a server with two processes; the
client is a process of its own on the same machine.
"""

import argparse
import json
import os
import secrets
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlsplit, urlunsplit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
RATES = (50, 100, 150, 200, 300)  # answers a second
DEPTHS = (1, 2, 20, 200, 1000, 1990)  # pages of 50 lines


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--people", type=int, default=100_000)
    arguments.add_argument("--seconds", type=int, default=20)
    arguments.add_argument("--rates", type=int, nargs="+", default=RATES)
    arguments.add_argument("--json", action="store_true")
    given = arguments.parse_args()
    import django

    django.setup()
    from django.db import connection

    if connection.vendor != "postgresql":
        sys.exit("Set DATABASE_URL to a PostgreSQL server.")
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        figures = measure(given.people, given.seconds, given.rates)
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)
    if given.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:56} {value}")


def measure(people: int, seconds: int, rates: Sequence[int]) -> dict[str, object]:
    from tests.bench import province

    begun = time.perf_counter()
    contest = province.fill(people)
    figures: dict[str, object] = {**province.counts(), "seconds to fill": round(time.perf_counter() - begun)}
    figures.update(board_figures(contest))
    figures.update(save_figures(contest, seconds, rates))
    figures.update(remark_figures(contest))
    return figures


def board_figures(contest: Any, depths: Sequence[int] = DEPTHS) -> dict[str, object]:
    from django.test import Client

    from people.models import User
    from tests.bench.province import give_account

    user = User.objects.create_user("one-of-them", full_name="Một Người")
    give_account(contest, user)
    phone = Client()
    phone.force_login(user)
    page = f"/cuoc-thi/{contest.slug}/bang-xep-hang/"
    begun = time.perf_counter()
    expect_ok(phone.get(page))
    figures: dict[str, object] = {"board: read from the papers once, seconds": round(time.perf_counter() - begun, 1)}
    for depth in depths:
        name = f"board, page {depth}, with one's own place: p50 / p95 ms"
        figures[name] = timed(lambda depth=depth: expect_ok(phone.get(f"{page}?page={depth}")))
    figures["board of units: p50 / p95 ms"] = timed(lambda: expect_ok(phone.get(f"{page}?theo=don-vi")))
    return figures


def remark_figures(contest: Any) -> dict[str, object]:
    """Give everybody the points of the question that most papers hold, as the board might."""
    from django.db.models import Count
    from django.utils import timezone

    from contests.marking import Ruling
    from contests.models import PaperQuestion
    from contests.review.keys import correct
    from questionbank.models import QuestionVersion

    asked = PaperQuestion.objects.filter(paper__contest=contest, paper__submitted_at__isnull=False)
    most = asked.values("version").annotate(papers=Count("pk")).order_by("-papers", "version")[0]["version"]
    version = QuestionVersion.objects.get(pk=most)
    heard: list[int] = []
    begun = time.perf_counter()
    found = correct(
        contest=contest, version=version, ruling=Ruling("full"), reason="bench", by=contest.created_by,
        now=timezone.now(), told=lambda done, in_all: heard.append(done),
    )  # fmt: skip
    told = f"{found.changed} changed, {len(found.moves)} moved, told {len(heard)} times"
    return {
        f"one question marked again on {found.papers} papers, seconds": f"{time.perf_counter() - begun:.1f}, {told}"
    }


def expect_ok(response: Any) -> None:
    if response.status_code != 200:
        sys.exit(f"the page answered {response.status_code}")


def timed(action: Callable[[], None], rounds: int = 40) -> str:
    action()  # what is made once is not what a page costs
    spent = []
    for _ in range(rounds):
        begun = time.perf_counter()
        action()
        spent.append((time.perf_counter() - begun) * 1000)
    return percentiles(spent)


def percentiles(spent: list[float]) -> str:
    return f"{statistics.median(spent):.1f} / {sorted(spent)[max(int(len(spent) * 0.95) - 1, 0)]:.1f}"


# ---------- Answers ----------


def save_figures(contest: Any, seconds: int, rates: Sequence[int]) -> dict[str, object]:
    from django.db import connection

    from contests.models import Answer

    key = secrets.token_urlsafe(60)
    phones = begin_papers(contest, key, max(rates))
    before = Answer.objects.count()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ, "DATABASE_URL": database_address(),
        "DJANGO_SETTINGS_MODULE": "config.settings", "HOITHI_SECRET_KEY": key, "HOITHI_HOSTS": "127.0.0.1",
        "HOITHI_PLAIN_HTTP": "true",
    }  # fmt: skip
    workers = "2" if connection.vendor == "postgresql" else "1"  # as docs/settings.md says
    command = [sys.executable, "-m", "uvicorn", "config.asgi:application", "--port", str(port), "--workers", workers,
               "--log-level", "warning"]  # fmt: skip
    server = subprocess.Popen(command, env=environment)
    try:
        wait_for(port)
        told = [played(port, seconds, phones[:rate]) for rate in rates]
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=20)
    figures: dict[str, object] = {
        f"answers saved at {each['rate']}/s: p50 / p95 ms, refused": f"{percentiles(each['spent'])}, {each['failed']}"
        for each in told
    }
    figures["answers acknowledged"] = sum(len(each["spent"]) for each in told)
    figures["answers in the table (one for each question)"] = Answer.objects.count() - before
    return figures


def database_address() -> str:
    """Return the address of the bench's own database, for a server of its own process."""
    from django.db import connection

    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


def played(port: int, seconds: int, phones: list[dict[str, Any]]) -> dict[str, Any]:
    sent = json.dumps({"port": port, "seconds": seconds, "phones": phones})
    command = [sys.executable, "-m", "tests.bench.phones"]
    done = subprocess.run(command, input=sent, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def wait_for(port: int) -> None:
    for _ in range(300):
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    sys.exit("the server did not start")


def begin_papers(contest: Any, key: str, count: int) -> list[dict[str, Any]]:
    """Give every account a paper that has just begun; return what its phone must know, with a session of its own."""
    from django.contrib.auth import login
    from django.contrib.sessions.backends.db import SessionStore
    from django.http import HttpRequest
    from django.test import override_settings
    from django.utils import timezone

    from contests.entries import enter_with_account
    from contests.papers import start_paper
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


if __name__ == "__main__":
    main()
