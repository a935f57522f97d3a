"""A contest of a whole province: python -m tests.bench.contest [--people N] [--seconds N] [--rates N …] [--json]

100,000 people, 200,000 papers of 30 questions, 6,000,000 answers on the PostgreSQL server that DATABASE_URL names, in a
database of its own that is dropped at the end. Prints how long the pages of the leaderboard take at any depth, and how
long an answer takes to be saved and acknowledged when so many arrive each second at a server with two processes; the
client is a process of its own on the same machine.
"""

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

from tests.bench.answers import save_figures

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
RATES = (100, 300)  # answers a second
PARTS = ("boards", "answers", "marking")
DEPTHS = (1, 2, 20, 200, 1000, 1990)  # pages of 50 lines


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--people", type=int, default=100_000)
    arguments.add_argument("--seconds", type=int, default=60)
    arguments.add_argument("--rates", type=int, nargs="+", default=RATES)
    arguments.add_argument("--only", choices=PARTS, nargs="+", default=PARTS)
    arguments.add_argument("--json", action="store_true")
    given = arguments.parse_args()
    import django

    django.setup()
    from django.db import connection

    if connection.vendor != "postgresql":
        sys.exit("Set DATABASE_URL to a PostgreSQL server.")
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        figures = measure(given.people, given.seconds, given.rates, given.only)
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)
    if given.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:56} {value}")


def measure(people: int, seconds: int, rates: Sequence[int], parts: Sequence[str]) -> dict[str, object]:
    from tests.bench import province

    begun = time.perf_counter()
    contest = province.fill(people)
    figures: dict[str, object] = {**province.counts(), "seconds to fill": round(time.perf_counter() - begun)}
    for part in parts:
        figures.update(
            {
                "boards": lambda: board_figures(contest),
                "answers": lambda: save_figures(contest, seconds, rates),
                "marking": lambda: remark_figures(contest),
            }[part]()
        )
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
    return f"{statistics.median(spent):.1f} / {sorted(spent)[max(int(len(spent) * 0.95) - 1, 0)]:.1f}"


if __name__ == "__main__":
    main()
