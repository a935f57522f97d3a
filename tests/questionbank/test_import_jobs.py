"""A large import goes on by itself, tells how far it is, and takes everything back when it is stopped."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from people.models import User
from questionbank import import_jobs, importing
from questionbank.formats.files import write_workbook
from questionbank.formats.sheet import header_row
from questionbank.models import ImportBatch, Question
from realtime.clock import now
from tests.questionbank.builders import NUMBER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("decree")]
ROWS = 1200


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()


@pytest.fixture
def batch(tam: User) -> ImportBatch:
    columns = header_row()

    def row(number: int) -> list[str]:
        cells = {"Chuyên đề": "g", "Câu hỏi": f"Câu hỏi số {number} hỏi gì?", "A": "Một", "B": "Hai", "Đáp án": "A",
                 "Văn bản": NUMBER, "Căn cứ": "khoản 1 Điều 2"}  # fmt: skip
        return [cells.get(name, "") for name in columns]

    raw = write_workbook(columns, map(row, range(ROWS)))
    return importing.read_file(raw=raw, file_name="lon.xlsx", by=tam, now=now())


def at_once(work: Any) -> None:
    work()


def test_everything_is_written_and_the_end_is_told(batch: ImportBatch, tam: User) -> None:
    import_jobs.start(batch, by=tam, now=now(), run=at_once)
    progress = import_jobs.progress_of(batch)
    assert progress == import_jobs.Progress(ROWS, ROWS, finished=True)
    assert Question.objects.count() == ROWS


def test_progress_grows_and_a_stop_takes_everything_back(
    batch: ImportBatch, tam: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []
    held = cache.set

    def spy(key: str, value: Any, *rest: Any) -> None:
        held(key, value, *rest)
        if isinstance(value, dict) and not value["finished"]:
            seen.append(value["done"])
            if value["done"] >= 1000:
                import_jobs.cancel(batch)

    monkeypatch.setattr(cache, "set", spy)
    import_jobs.start(batch, by=tam, now=now(), run=at_once)
    assert seen == [0, 250, 500, 600, 850, 1100]  # checked, half a row each, and then written
    progress = import_jobs.progress_of(batch)
    assert progress is not None
    assert (progress.finished, progress.refusal) == (True, "Cancelled")
    assert not Question.objects.exists()
    batch.refresh_from_db()
    assert batch.accepted_at is None  # the file waits as before


def test_one_that_goes_on_is_not_begun_twice(batch: ImportBatch, tam: User) -> None:
    begun = []
    for _ in range(2):
        import_jobs.start(batch, by=tam, now=now(), run=begun.append)
    assert len(begun) == 1
    begun[0]()
    import_jobs.start(batch, by=tam, now=now(), run=at_once)
    progress = import_jobs.progress_of(batch)
    assert progress is not None
    assert progress.refusal == "AlreadyAccepted"
    assert Question.objects.count() == ROWS


def test_page_shows_the_progress_then_leads_back(
    batch: ImportBatch, tam: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    works: list[Any] = []
    monkeypatch.setattr(import_jobs, "in_thread", works.append)
    trainer = Client()
    trainer.force_login(tam)
    page = f"/cau-hoi/nhap/{batch.pk}/"
    assert trainer.post(page, {"accept": "all"})["Location"] == f"{page}tien-do/"
    assert "<progress" in trainer.get(f"{page}tien-do/").content.decode()
    part = trainer.get(f"{page}tien-do/", headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    works[0]()
    done = trainer.get(f"{page}tien-do/", headers={"HX-Request": "true"})
    assert done["HX-Redirect"] == page
    assert str(ROWS) in trainer.get(page).content.decode()


def test_stop_button_stops(batch: ImportBatch, tam: User, monkeypatch: pytest.MonkeyPatch) -> None:
    works: list[Any] = []
    monkeypatch.setattr(import_jobs, "in_thread", works.append)
    trainer = Client()
    trainer.force_login(tam)
    page = f"/cau-hoi/nhap/{batch.pk}/"
    trainer.post(page, {"accept": "all"})
    trainer.post(f"{page}tien-do/")
    works[0]()
    assert trainer.get(f"{page}tien-do/").status_code == 302
    assert not Question.objects.exists()
