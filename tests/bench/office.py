"""A contest of 2,000 on the embedded database: python -m tests.bench.office [--people N] [--seconds N] [--json]

One office, SQLite, one server process. Everybody sits a paper of 30 questions through the product's own doors, one
after the other; then phones answer at the same time, and the pages of the board and a correction are timed.
"""

import argparse
import json
import os
import time
from datetime import timedelta
from typing import Any

from tests.bench.answers import save_figures
from tests.bench.contest import board_figures, remark_figures

QUESTIONS, PER_PAPER, UNITS = 100, 30, 20
RATES = (20, 50, 100)  # answers a second


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--people", type=int, default=2000)
    arguments.add_argument("--seconds", type=int, default=20)
    arguments.add_argument("--json", action="store_true")
    given = arguments.parse_args()
    os.environ.pop("DATABASE_URL", None)
    os.environ.pop("REDIS_URL", None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    import django

    django.setup()
    from django.db import connection

    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        figures = measure(given.people, given.seconds)
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)
    if given.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:56} {value}")


def measure(people: int, seconds: int) -> dict[str, object]:
    contest = prepared()
    begun = time.perf_counter()
    for number in range(people):
        sit(contest, number)
    spent = time.perf_counter() - begun
    told = f"{spent:.0f} ({spent * 1000 / people / (PER_PAPER + 2):.1f} ms for each start, save and hand-in)"
    figures: dict[str, object] = {f"{people} papers sat one after the other, seconds": told}
    figures.update(board_figures(contest, depths=(1, 20, max(people // 50, 1))))
    figures.update(save_figures(contest, seconds, RATES))
    figures.update(remark_figures(contest))
    return figures


def prepared() -> Any:
    from django.utils import timezone

    from contests.drafts.opening import create_contest, open_contest
    from contests.rules import PaperRules
    from people.models import Role, RoleAssignment, Unit, User
    from questionbank.blueprint import Slot
    from tests.contests.builders import make_document, make_draft, make_question, make_topic

    now = timezone.now()
    office = Unit.objects.create(code="O", name="Cơ quan", kind=Unit.Kind.DEPARTMENT)
    for number in range(UNITS):
        Unit.objects.create(code=f"U{number}", name=f"Phòng {number}", kind=Unit.Kind.OTHER, parent=office)
    organiser = User.objects.create_user("bench", full_name="Người Tổ Chức", unit=office)
    RoleAssignment.objects.create(user=organiser, role=Role.ORGANISER, unit=office)
    writer = User.objects.create_user("writer", full_name="Người Ra Đề", unit=office)
    for _ in range(QUESTIONS):
        make_question(make_topic("a"), writer, document=make_document())
    papers = PaperRules((Slot(PER_PAPER, "a"),), minutes=20, attempts=2)
    window = {"opens_at": now - timedelta(days=1), "closes_at": now + timedelta(days=3)}
    draft = make_draft(office, now, papers=papers, **window)
    contest = open_contest(contest=create_contest(draft=draft, by=organiser, now=now), now=now)
    for number in range(max(RATES)):
        User.objects.create_user(f"p{number}", full_name=f"Trần Thị {number}", unit=office)
    return contest


def sit(contest: Any, number: int) -> None:
    from django.utils import timezone

    from contests.papers.answering import save_answer
    from contests.papers.sitting import start_paper, submit
    from people.models import Unit
    from tests.contests.builders import enter, make_user

    now = timezone.now()
    unit = Unit.objects.get(code=f"U{number % UNITS}")
    paper = start_paper(entrant=enter(contest, make_user(f"e{number}", unit), now), now=now)
    asked = list(paper.questions.order_by("position"))
    for question in asked:
        now += timedelta(seconds=5 + number % 7)
        chosen = question.choice_order[(number + question.position) % 4]
        save_answer(paper=paper, position=question.position, chosen=[chosen], now=now)
    submit(paper=paper, now=now)


if __name__ == "__main__":
    main()
