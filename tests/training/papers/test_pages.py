"""The page of the papers: making, watching, stopping and fetching a file."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from contests.models import Contest
from people.models import User
from realtime import making
from training.papers import views
from training.papers.files import KINDS

pytestmark = pytest.mark.usefixtures("kept")
ASKED = "?target=80&threshold=80"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()

    def run(work: Callable[[], None]) -> None:
        work()

    monkeypatch.setattr(views, "in_thread", run)


@pytest.fixture
def trainer(client: Client, tam: User) -> Client:
    client.force_login(tam)
    return client


def address(name: str, contest: Contest, *more: str) -> str:
    return reverse(f"training:{name}", args=[contest.slug, *more]) + ASKED


@pytest.mark.parametrize("kind", list(KINDS))
def test_a_file_is_made_and_fetched(trainer: Client, sat: Contest, kind: str) -> None:
    begun = trainer.post(address("make-paper", sat, kind), follow=True)
    assert f"/{kind}/tep/" in begun.content.decode()
    answer = trainer.get(address("paper", sat, kind))
    assert answer["Content-Type"] == KINDS[kind]
    assert f"bao-cao-nhu-cau-{sat.slug}.{kind}" in answer["Content-Disposition"]


def test_the_page_offers_each_file_under_the_rule_that_was_set(trainer: Client, sat: Contest) -> None:
    page = trainer.get(address("papers", sat)).content.decode()
    for kind in KINDS:
        assert f"/van-ban/{kind}/?target=80&amp;threshold=80" in page


def test_another_rule_is_another_file(trainer: Client, sat: Contest) -> None:
    trainer.post(address("make-paper", sat, "xlsx"))
    answer = trainer.get(reverse("training:paper", args=[sat.slug, "xlsx"]) + "?target=70&threshold=90")
    assert answer.status_code == 302


def test_a_file_under_way_shows_how_far_it_is_and_can_be_stopped(
    trainer: Client, sat: Contest, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting: list[Callable[[], None]] = []
    monkeypatch.setattr(views, "in_thread", waiting.append)
    page = trainer.post(address("make-paper", sat, "pdf"), follow=True).content.decode()
    assert "<progress" in page
    trainer.post(address("make-paper", sat, "pdf"), {"do": "stop"})
    waiting[0]()
    assert not list(making.folder().iterdir())
    answer = trainer.get(address("paper-progress", sat, "pdf"), headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == address("papers", sat)


def test_a_file_that_is_gone_is_told_of(trainer: Client, sat: Contest) -> None:
    trainer.post(address("make-paper", sat, "xlsx"))
    for path in making.folder().iterdir():
        path.unlink()
    answer = trainer.get(address("paper", sat, "xlsx"), follow=True)
    assert "notice--warn" in answer.content.decode()


def test_there_is_no_other_kind_of_file(trainer: Client, sat: Contest) -> None:
    assert trainer.post(address("make-paper", sat, "exe")).status_code == 404


def test_who_may_not_read_the_report_gets_no_papers(client: Client, sat: Contest, charlie: User, bob: User) -> None:
    for stranger in (charlie, bob):
        client.force_login(stranger)
        assert client.get(address("papers", sat)).status_code == 403
        assert client.post(address("make-paper", sat, "docx")).status_code == 403
        assert client.get(address("paper", sat, "docx")).status_code == 403
