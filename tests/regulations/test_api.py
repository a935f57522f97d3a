"""Regulations as another system reads them."""

from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from people.models import User
from realtime.clock import now
from regulations.importing import import_document
from regulations.models import Document
from tests.regulations.test_importing import DECREE
from tests.regulations.texts import SHIPPED

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def decree() -> Document:
    return import_document(DECREE.encode(), by=None, now=now())


@pytest.fixture
def reader(client: Client, bob: User) -> Client:
    client.force_login(bob)
    return client


@pytest.mark.parametrize("end", ["", "1/", "1/provisions/"])
def test_nobody_gets_nothing(end: str, client: Client, decree: Document) -> None:
    address = f"/api/regulations/{end.replace('1', str(decree.pk))}"
    assert client.get(address).status_code == 401


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(method: str, reader: Client, decree: Document) -> None:
    assert getattr(reader, method)(f"/api/regulations/{decree.pk}/").status_code == 405
    assert Document.objects.count() == 1


def test_the_list_gives_facts_and_effect(reader: Client, decree: Document) -> None:
    answer = reader.get("/api/regulations/").json()
    assert answer["count"] == 1
    assert answer["results"][0] == {
        "id": decree.pk, "number": "61/2018/NĐ-CP", "doc_type": "Nghị định", "title": decree.title,
        "issuer": "Chính phủ", "signer": "", "issued_on": "2018-04-23",
        "effective_on": decree.effective_on and decree.effective_on.isoformat(),
        "expired_on": None, "expiry_reason": "", "status": "in_force", "source_kind": "pasted",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("query", "count"), [("status=in_force", 0), ("status=expired", 1), ("q=mot+cua", 1), ("q=x", 0)]
)
def test_the_list_is_filtered(query: str, count: int, reader: Client, decree: Document) -> None:
    Document.objects.filter(pk=decree.pk).update(expired_on=date(2025, 6, 9))
    assert reader.get(f"/api/regulations/?{query}").json()["count"] == count


def test_an_unknown_status_is_refused_with_the_known_ones(reader: Client) -> None:
    answer = reader.get("/api/regulations/?status=perhaps")
    assert (answer.status_code, "in_force" in answer.json()["status"][0]) == (400, True)


def test_a_regulation_comes_with_its_whole_tree(
    reader: Client, decree: Document, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(6):  # session, person, document, relations, suspensions, provisions
        answer = reader.get(f"/api/regulations/{decree.pk}/").json()
    clause = answer["provisions"][2]["children"][0]
    assert (clause["address"], [point["number"] for point in clause["children"]]) == ("khoản 1 Điều 2", ["a", "b"])


def test_the_tree_holds_every_letter_of_the_source(reader: Client) -> None:
    document = import_document((SHIPPED / "76-NQ-CP.txt").read_bytes(), by=None, now=now())
    answer = reader.get(f"/api/regulations/{document.pk}/").json()
    assert "".join(all_words(answer["provisions"])) == document.source_text


def all_words(nodes: list) -> list[str]:
    return [words for node in nodes for words in (node["text"], *all_words(node["children"]))]


def test_a_provision_comes_by_its_address(reader: Client, decree: Document) -> None:
    answer = reader.get(f"/api/regulations/{decree.pk}/provisions/", {"address": "Khoản 1, Điều 2"}).json()
    assert (answer["eid"], answer["address"]) == ("art_2__cl_1", "khoản 1 Điều 2")
    assert answer["full_text"].endswith("a) Đúng hạn;\nb) Công khai.\n")


@pytest.mark.parametrize(
    ("address", "status", "nearest"),
    [("điểm x khoản 1 Điều 2", 404, "khoản 1 Điều 2"), ("Điều 99", 404, None), ("chữ", 404, None), ("", 400, None)],
)
def test_a_missing_provision_names_the_nearest(
    address: str, status: int, nearest: str | None, reader: Client, decree: Document
) -> None:
    answer = reader.get(f"/api/regulations/{decree.pk}/provisions/", {"address": address})
    assert (answer.status_code, answer.json()["nearest"]) == (status, nearest)


def test_a_regulation_that_is_not_there_is_not_found(reader: Client) -> None:
    assert reader.get("/api/regulations/999/").status_code == 404
