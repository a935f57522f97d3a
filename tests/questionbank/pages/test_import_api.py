"""A file over the API: read, looked at, confirmed once however often it is asked."""

from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from pytest_django import DjangoAssertNumQueries

from people.models import User
from questionbank import import_jobs
from questionbank.models import ImportBatch, Question
from tests.questionbank.builders import write
from tests.questionbank.pages.sent import signed_in
from tests.questionbank.test_importing import sheet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("decree")]
BAD = {"Mã": "G-2", "Câu hỏi": "Hai?", "Đáp án": "E"}


def upload(client: Client, *rows: dict[str, str], raw: bytes | None = None, **more: str) -> HttpResponse:
    file = SimpleUploadedFile("cau-hoi.csv", sheet(*rows) if raw is None else raw)
    return client.post("/api/question-imports/", {"file": file, **more})  # type: ignore[return-value]


def confirm(client: Client, key: int, **how: Any) -> Any:
    return client.post(f"/api/question-imports/{key}/confirm/", how, content_type="application/json")


def test_file_is_read_looked_at_and_confirmed(trainer: Client, tam: User) -> None:
    read = upload(trainer, {})
    given = read.json()  # type: ignore[attr-defined]
    assert read.status_code == 201
    assert (given["state"], given["good"], given["known"], given["bad"]) == ("waiting", 1, 0, 0)
    assert not Question.objects.exists()
    (row,) = trainer.get(f"/api/question-imports/{given['id']}/rows/").json()["results"]
    assert (row["row"], row["verdict"], row["record"]["key"]) == (2, "good", ["A"])
    done = confirm(trainer, given["id"])
    assert (done.status_code, done.json()["state"], done.json()["written"]) == (200, "accepted", 1)
    assert Question.objects.get().author == tam


def test_second_confirmation_answers_the_same_and_writes_nothing(trainer: Client) -> None:
    key = upload(trainer, {}).json()["id"]  # type: ignore[attr-defined]
    assert confirm(trainer, key).json() == confirm(trainer, key).json()
    assert Question.objects.count() == 1


def test_faults_are_told_by_place_with_what_a_row_repeats(trainer: Client, tam: User) -> None:
    held = write(tam, stem="Lấy gì làm thước đo sự hài lòng của người dân và tổ chức?", code="G-9")
    repeated = {"Câu hỏi": "Lấy gì làm thước đo sự hài lòng của người dân và tổ chức", "Mã": "G-3"}
    key = upload(trainer, BAD, repeated).json()["id"]  # type: ignore[attr-defined]
    told = trainer.get(f"/api/question-imports/{key}/faults/").json()["results"]
    assert [(f["row"], f["column"], f["code"], f["repeats"]) for f in told] == [
        (2, "Đáp án", "key_unknown", None), (3, "Câu hỏi", "near_duplicate", held.pk),
    ]  # fmt: skip
    assert all(f["message"] for f in told)
    (bad,) = trainer.get(f"/api/question-imports/{key}/rows/?verdict=bad").json()["results"]
    assert bad["row"] == 2
    assert trainer.get(f"/api/question-imports/{key}/rows/?verdict=x").status_code == 400


def test_refusals_are_named_and_nothing_is_written(trainer: Client) -> None:
    key = upload(trainer, {}, BAD).json()["id"]  # type: ignore[attr-defined]
    refused = confirm(trainer, key, take="all")
    assert (refused.status_code, refused.json()["code"]) == (409, "HasFaults")
    assert not Question.objects.exists()
    assert confirm(trainer, key, take="good").json()["written"] == 1
    assert confirm(trainer, key, take="some").status_code == 400


def test_known_codes_become_versions_when_asked(trainer: Client, tam: User) -> None:
    write(tam, code="G-1")
    given = upload(trainer, {}).json()  # type: ignore[attr-defined]
    assert (given["good"], given["known"]) == (0, 1)
    assert confirm(trainer, given["id"], revise_known=True).json()["written"] == 1
    assert Question.objects.get().versions.count() == 2


@pytest.mark.parametrize("raw", [b"%PDF-1.7\xff", b"", "Họ tên,Điểm\nAn,9".encode()])
def test_file_that_is_not_read_is_refused_in_words(raw: bytes, trainer: Client) -> None:
    refused = upload(trainer, raw=raw)
    assert refused.status_code == 400
    assert refused.json()["file"]  # type: ignore[attr-defined]
    assert not ImportBatch.objects.exists()
    assert trainer.post("/api/question-imports/", {}).status_code == 400
    assert upload(trainer, {}, topic="không-có").status_code == 400


def test_long_file_goes_on_in_the_background_and_can_be_stopped(
    trainer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    works: list[Any] = []
    monkeypatch.setattr(import_jobs, "LARGE", 1)
    monkeypatch.setattr(import_jobs, "in_thread", works.append)
    key = upload(trainer, {}, {"Mã": "G-2", "Câu hỏi": "Hai là gì?"}).json()["id"]  # type: ignore[attr-defined]
    begun = confirm(trainer, key)
    assert (begun.status_code, begun.json()["state"]) == (202, "writing")
    assert trainer.post(f"/api/question-imports/{key}/stop/").status_code == 202
    works.pop()()
    stopped = trainer.get(f"/api/question-imports/{key}/").json()
    assert (stopped["state"], stopped["progress"]["refusal"]) == ("waiting", "Cancelled")
    confirm(trainer, key)
    works.pop()()
    assert trainer.get(f"/api/question-imports/{key}/").json()["written"] == 2
    assert confirm(trainer, key).status_code == 200


DOORS = ["", "rows/", "faults/"]
STEPS = ["confirm/", "stop/"]


def test_file_is_its_uploaders_alone_and_trainers_only_upload(
    trainer: Client, thao: User, bob: User, alice: User
) -> None:
    key = upload(trainer, {}).json()["id"]  # type: ignore[attr-defined]
    for user in (thao, bob, alice):
        other = signed_in(user)
        assert {other.get(f"/api/question-imports/{key}/{door}").status_code for door in DOORS} == {403}
        assert {other.post(f"/api/question-imports/{key}/{step}").status_code for step in STEPS} == {403}
    assert [upload(signed_in(user), {}).status_code for user in (bob, alice)] == [403, 403]
    assert {Client().post(f"/api/question-imports/{key}/{step}").status_code for step in STEPS} == {401}
    assert upload(Client(), {}).status_code == 401
    assert not Question.objects.exists()


@pytest.mark.parametrize("door", ["rows/", "faults/"])
def test_list_costs_the_same_for_one_row_and_three(
    door: str, trainer: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    rows = [{"Mã": f"G-{n}", "Câu hỏi": f"Câu {n} hỏi gì?", "Đáp án": "E"} for n in range(3)]
    one, three = (upload(trainer, *held).json()["id"] for held in (rows[:1], rows))  # type: ignore[attr-defined]
    with django_assert_max_num_queries(12) as cost:
        trainer.get(f"/api/question-imports/{one}/{door}")
    with django_assert_max_num_queries(len(cost)):
        trainer.get(f"/api/question-imports/{three}/{door}")


def test_api_is_described() -> None:
    paths = SchemaGenerator().get_schema(request=None, public=True)["paths"]
    assert "multipart/form-data" in paths["/api/question-imports/"]["post"]["requestBody"]["content"]
    assert "409" in paths["/api/question-imports/{id}/confirm/"]["post"]["responses"]
