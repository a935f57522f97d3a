"""The commands: looking needs no table, keeping makes drafts that nobody has approved."""

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from people.models import User
from questionbank.models import Question
from realtime.clock import now
from regulations.importing import import_document
from tests.regulations.texts import COLLECTION, SHIPPED

LAW = "129/2025/QH15"


def said(*words: str) -> str:
    out = StringIO()
    call_command(*words, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_looking_at_a_shipped_text_needs_no_document_in_the_database(db: None) -> None:
    found = json.loads(said("draft_questions", LAW, "--dry-run", "--json"))
    assert found["document"]["number"] == LAW
    assert sum(found["by_pattern"].values()) == len(found["drafts"]) >= 18
    for draft in found["drafts"]:
        assert set(draft["key"]) <= set("ABCD"[: len(draft["choices"])])
        assert draft["citation"].endswith(found["document"]["name"])


def test_looking_needs_no_database_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    # Without the db fixture every query is refused, as a database without tables refuses it.
    from django.db import OperationalError

    from regulations.models import Document

    def refuse(*_args: object, **_words: object) -> None:
        raise OperationalError("no such table")

    monkeypatch.setattr(Document.objects, "numbered", refuse, raising=False)
    monkeypatch.setattr(Document.objects, "order_by", refuse, raising=False)
    assert "[definition]" in said("draft_questions", LAW, "--dry-run", "--article", "4")


def test_a_file_that_is_nowhere_in_the_database(db: None) -> None:
    found = json.loads(said("draft_questions", str(COLLECTION / "58-2010-QH12.txt"), "--dry-run", "--json"))
    assert found["document"]["number"] == "58/2010/QH12"
    assert found["drafts"]


@pytest.mark.parametrize("wanted", ["999/2099/NĐ-CP", "no-such-file.txt", "pyproject.toml"])
def test_a_number_that_means_nothing_is_refused_in_a_sentence(db: None, wanted: str) -> None:
    with pytest.raises(CommandError, match=wanted):
        said("draft_questions", wanted, "--dry-run")


def test_keeping_needs_an_author_and_a_topic(db: None) -> None:
    with pytest.raises(CommandError, match="--by"):
        said("draft_questions", LAW)


def test_keeping_needs_the_regulation_in_the_database(db: None, thao: User) -> None:
    with pytest.raises(CommandError, match=r"Import the regulation first|Hãy nhập văn bản trước"):
        said("draft_questions", LAW, "--by", thao.username, "--topic", "c")
    assert not Question.objects.exists()


def test_kept_drafts_wait_for_review_and_are_kept_once(db: None, clock: object, thao: User) -> None:
    import_document((SHIPPED / "129-2025-QH15.txt").read_bytes(), by=None, now=now())
    said("draft_questions", LAW, "--by", thao.username, "--topic", "c", "--article", "4", "--article", "43")
    kept = Question.objects.with_wordings()
    count = kept.count()
    assert count >= 8
    assert {question.state for question in kept} == {Question.State.DRAFT}
    assert all(question.approved_version is None for question in kept)
    assert all(q.latest_version.citations.get().quote for q in kept if q.latest_version)
    said("draft_questions", LAW, "--by", thao.username, "--topic", "c", "--article", "4", "--article", "43")
    assert Question.objects.count() == count


def test_the_table_and_the_sample(db: None, tmp_path: Path) -> None:
    sheet = tmp_path / "sample.csv"
    table = said("evaluate_drafts", LAW, "36/2018/QH14", "--sample", "10", "--seed", "3", "--csv", str(sheet))
    assert "amount" in table
    with sheet.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 10
    assert all(row["verdict"] == "" and row["key"] in row["choices"] for row in rows)
    again = tmp_path / "again.csv"
    said("evaluate_drafts", LAW, "36/2018/QH14", "--sample", "10", "--seed", "3", "--csv", str(again))
    assert again.read_text() == sheet.read_text()
