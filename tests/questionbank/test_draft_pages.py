"""Drafts on the screen and over the API: the same ones, kept as drafts only when they are ticked."""

import pytest
from django.test import Client

from people.models import User
from questionbank.draft_views import name_of
from questionbank.drafted import corpus, source_of_document
from questionbank.drafting import propose
from questionbank.models import Question
from realtime.clock import now
from regulations.importing import import_document
from regulations.models import Document
from tests.questionbank.builders import topic
from tests.regulations.texts import SHIPPED

pytestmark = pytest.mark.django_db


@pytest.fixture
def law(tam: User) -> Document:
    return import_document((SHIPPED / "129-2025-QH15.txt").read_bytes(), by=tam, now=now())


@pytest.fixture
def trainer(tam: User) -> Client:
    client = Client()
    client.force_login(tam)
    return client


def test_page_shows_what_is_proposed_and_keeps_what_is_ticked(law: Document, trainer: Client) -> None:
    page = f"/cau-hoi/nhap-tu-van-ban/{law.pk}/"
    proposed = propose(source_of_document(law), corpus())
    shown = trainer.get(page).content.decode()
    assert proposed[0].stem in shown.replace("&quot;", '"').replace("&#x27;", "'")
    trainer.post(page, {"draft": [name_of(proposed[0]), name_of(proposed[2])], "topic": topic().pk})
    kept = list(Question.objects.order_by("pk"))
    assert [q.state for q in kept] == ["draft", "draft"]
    assert [q.latest_version.stem for q in kept if q.latest_version] == [proposed[0].stem, proposed[2].stem]
    citation = kept[0].latest_version.citations.get()  # type: ignore[union-attr]
    assert (citation.provision.eid, citation.quote) == (proposed[0].eid, proposed[0].quote)


def test_kept_drafts_are_not_kept_twice(law: Document, trainer: Client) -> None:
    page = f"/cau-hoi/nhap-tu-van-ban/{law.pk}/"
    name = name_of(propose(source_of_document(law), corpus())[0])
    for _ in range(2):
        trainer.post(page, {"draft": [name], "topic": topic().pk})
    assert Question.objects.count() == 1


def test_nothing_ticked_or_no_topic_keeps_nothing(law: Document, trainer: Client) -> None:
    page = f"/cau-hoi/nhap-tu-van-ban/{law.pk}/"
    assert trainer.post(page, {"draft": ["x:y:z"], "topic": topic().pk}).status_code == 302
    assert trainer.post(page, {"draft": ["x:y:z"]}).status_code == 400
    assert not Question.objects.exists()


def test_one_article_and_the_api_agree(law: Document, trainer: Client) -> None:
    over_api = trainer.get(f"/api/regulations/{law.pk}/question-drafts/", {"article": "4"}).json()
    on_page = trainer.get(f"/cau-hoi/nhap-tu-van-ban/{law.pk}/", {"article": "4"})
    assert [draft["stem"] for draft in over_api] == [row["draft"].stem for row in on_page.context["rows"]]
    assert over_api
    assert all("Điều 4" in draft["address"] for draft in over_api)
