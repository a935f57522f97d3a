import pytest
from django.test import Client

from config import views


@pytest.mark.django_db
def test_ready_names_each_part(client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"database": True, "bell": True})


@pytest.mark.django_db
def test_not_ready_while_the_bell_is_out_of_reach(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "bell_answers", lambda: False)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"database": True, "bell": False})


def test_alive_needs_no_database(client: Client) -> None:
    assert client.get("/healthz").json() == {"ok": True}
