import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("cookie", "browser", "shown"),
    [("", "en-US,en;q=0.9", "vi"), ("en", "vi", "en"), ("xx", "en", "vi"), ("", "", "vi")],
)
def test_vietnamese_comes_first_whatever_the_phone_says(client: Client, cookie: str, browser: str, shown: str) -> None:
    client.cookies["django_language"] = cookie
    answer = client.get("/", headers={"Accept-Language": browser})
    assert f'<html lang="{shown}"' in answer.content.decode()
    assert answer.headers["Content-Language"] == shown
