"""How fast the bank is with 100,000 questions: python -m tests.bench.bank [--questions N] [--json]

Makes a database of its own beside the one that DATABASE_URL names (or an SQLite file), fills it with made-up
questions, times pages and drawing through the product's own views, prints the figures and drops the database.
"""

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
PAGES = {
    "list": "/cau-hoi/",
    "words": "/cau-hoi/?q=thoi+han+giai+quyet",
    "rare words": "/cau-hoi/?q=so+77777",
    "topic and state": "/cau-hoi/?topic=e&state=approved",
    "regulation": "/cau-hoi/?document={document}",
    "difficulty and kind": "/cau-hoi/?difficulty=3&kind=multiple",
    "page 50": "/cau-hoi/?page=50",
    "never asked": "/cau-hoi/?usage=never",
    "lapsed": "/cau-hoi/?flag=lapsed",
    "figures": "/cau-hoi/so-lieu/",
}
ROUNDS = 30


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--questions", type=int, default=100_000)
    arguments.add_argument("--json", action="store_true")
    given = arguments.parse_args()
    import django

    django.setup()
    from django.db import connection

    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        figures = measure(given.questions)
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)
    if given.json:
        print(json.dumps(figures))
        return
    for name, value in figures.items():
        print(f"{name:32} {value}")


def measure(count: int) -> dict[str, object]:
    from django.db import connection
    from django.test import Client

    begun = time.perf_counter()
    document = fill(count)
    figures: dict[str, object] = {
        "database": connection.vendor,
        "questions": count,
        "seconds to fill": round(time.perf_counter() - begun, 1),
    }
    client = Client()
    from people.models import User

    client.force_login(User.objects.get(username="bench"))
    for name, address in PAGES.items():
        path = address.format(document=document)
        figures[f"{name}: p50 / p95 ms"] = timed(lambda path=path: expect_ok(client.get(path)))
    figures.update(draw_figures())
    return figures


def expect_ok(response: "object") -> None:
    if response.status_code != 200:  # type: ignore[attr-defined]
        sys.exit(f"the page answered {response.status_code}")  # type: ignore[attr-defined]


def timed(action: Callable[[], object], rounds: int = ROUNDS) -> str:
    action()  # what is made once is not what a page costs
    spent = []
    for _ in range(rounds):
        begun = time.perf_counter()
        action()
        spent.append((time.perf_counter() - begun) * 1000)
    return f"{statistics.median(spent):.1f} / {sorted(spent)[int(len(spent) * 0.95) - 1]:.1f}"


def draw_figures() -> dict[str, object]:
    from contests.papers.drawing import pool_on
    from questionbank.blueprint import Pool, Slot, draw

    slots = [Slot(6, topic) for topic in "abcde"]
    from django.utils import timezone

    begun = time.perf_counter()
    pool = Pool(slots, pool_on(timezone.localdate(), slots))
    read = time.perf_counter() - begun
    seeds = iter(range(10**6))
    return {
        "pool: read once, seconds": round(read, 2),
        "30-question paper: p50 / p95 ms": timed(lambda: draw(pool, str(next(seeds))), rounds=300),
    }


def fill(count: int) -> int:
    """Write `count` approved questions and return the key of one of the regulations that they cite."""
    from django.utils import timezone

    from people.folding import fold
    from people.models import Role, RoleAssignment, Unit, User
    from questionbank.models import Choice, Citation, Question, QuestionVersion, Topic
    from regulations.importing import import_document
    from regulations.models import Document, Provision

    now, chance = timezone.now(), Random(1)
    unit = Unit.objects.create(code="B", name="Bench", kind=Unit.Kind.DEPARTMENT)
    author = User.objects.create_user("bench", full_name="Bench", password="x" * 20, unit=unit)
    RoleAssignment.objects.create(user=author, role=Role.TRAINER)
    for path in sorted((Path(__file__).resolve().parents[2] / "demo/regulations").glob("*.txt")):
        import_document(path.read_bytes(), by=author, now=now)
    provisions = list(Provision.objects.filter(kind__in=["clause", "point"]).values_list("pk", flat=True))
    words = " ".join(Document.objects.values_list("source_text", flat=True)).split()
    topics = list(Topic.objects.all())
    for start in range(0, count, 5000):
        numbers = range(start, min(start + 5000, count))
        questions = Question.objects.bulk_create(
            Question(code=f"B{n:06}", topic=chance.choice(topics), author=author, created_at=now) for n in numbers
        )
        versions = []
        for n, question in zip(numbers, questions, strict=True):
            at = chance.randrange(len(words) - 30)
            stem = f"{' '.join(words[at : at + 22])} số {n}?"
            kind = "multiple" if n % 5 == 0 else "single"
            made = QuestionVersion(question=question, number=1, kind=kind, difficulty=1 + n % 3, stem=stem,
                                   explanation="Vì luật.", written_by=author, created_at=now)  # fmt: skip
            made.stem_folded = fold(stem)
            versions.append(made)
        versions = QuestionVersion.objects.bulk_create(versions)
        Choice.objects.bulk_create(
            Choice(version=v, position=p, text=f"Phương án {p} của {v.pk}", is_correct=p <= (v.kind == "multiple"))
            for v in versions
            for p in range(4)
        )  # fmt: skip
        Citation.objects.bulk_create(
            Citation(version=v, provision_id=chance.choice(provisions), quote="x") for v in versions
        )
        for question, version in zip(questions, versions, strict=True):
            question.latest_version = question.approved_version = version
            question.search_folded = f"{fold(question.code)} {version.stem_folded}"
            question.state = Question.State.APPROVED
        Question.objects.bulk_update(
            questions, ["latest_version", "approved_version", "state", "search_folded"], batch_size=1000
        )
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return Document.objects.values_list("pk", flat=True)[0]


if __name__ == "__main__":
    main()
