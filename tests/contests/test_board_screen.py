"""The page of a board in a real browser: what the server tells by differences is what stands on the screen."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.test import Client
from django.urls import reverse

from contests.models import Contest
from leaderboard.frames import difference
from realtime.clock import Moving
from tests.conftest import chromium
from tests.e2e.conftest import BROWSER_FLAGS, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
STATIC = Path(__file__).resolve().parents[2] / "static"
ADDRESS = "http://board.test/"


@pytest.fixture
def html(contest: Contest, clock: Moving, client: Client) -> str:
    return client.get(reverse("contests:board", args=[contest.slug])).content.decode()


class Wire:
    """The server's end of the page's socket."""

    def __init__(self, page: Any) -> None:
        self.page, self.heard, self.socket = page, [], None
        page.route_web_socket("**/ws/board/**", self._open)

    def _open(self, socket: Any) -> None:
        self.socket = socket
        socket.on_message(lambda text: self.heard.append(orjson.loads(text)["type"]))

    def tell(self, message: dict[str, Any]) -> None:
        self.socket.send(orjson.dumps(message).decode())

    def rows(self, last: str) -> list[str]:
        """Return what stands in the rows once the size reads `last`."""
        self.page.wait_for_function("last => document.querySelector('[data-size]').textContent === last", arg=last)
        return [" ".join(one.split()) for one in self.page.locator("[data-rows] tr").all_inner_texts()]


@contextmanager
def opened(html: str) -> Iterator[Wire]:
    from playwright.sync_api import sync_playwright

    def answer(route: Any) -> None:
        path = route.request.url.removeprefix(ADDRESS).partition("?")[0]
        if path.startswith("static/") and (STATIC / path.removeprefix("static/")).is_file():
            route.fulfill(path=STATIC / path.removeprefix("static/"))
        elif path == "":
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        else:
            route.abort()

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=BROWSER_FLAGS)
        page = browser.new_page(viewport=PHONE, locale="vi")
        page.route("**/*", answer)
        wire = Wire(page)
        page.goto(ADDRESS)
        page.wait_for_function("document.querySelector('[data-board]') !== null")
        while wire.socket is None:
            page.wait_for_timeout(20)
        yield wire
        browser.close()


def frame(version: int, people: dict[str, int], size: int) -> dict[str, Any]:
    in_order = sorted(people.items(), key=lambda one: (-one[1], one[0]))
    rows = [
        {"place": 1 + sum(other > score for other in people.values()), "id": who, "name": f"Người {who}",
         "group": "Sở Nội vụ", "score": score, "max": 30.0, "time_ms": 60_250, "simulated": False}
        for who, score in in_order
    ]  # fmt: skip
    return {"type": "board", "board": "b", "version": version, "size": size, "frozen_at": None, "rows": rows}


def words(told: dict[str, Any]) -> list[str]:
    return [f"{row['place']} {row['name']} Sở Nội vụ {row['score']} 1:00,250" for row in told["rows"]]


def test_the_screen_follows_the_differences_and_asks_after_a_gap(html: str) -> None:
    chance = random.Random(5)
    people = {who: chance.randrange(8) for who in "abcd"}
    told = frame(1, people, 1001)
    with opened(html) as wire:
        wire.tell(told)
        assert wire.rows("1001") == words(told)
        for version in range(2, 30):
            people[chance.choice("abcdefg")] = chance.randrange(8)
            people.pop(chance.choice("abcdefghijk"), None)
            new = frame(version, people, 1000 + version)
            wire.tell(difference(told, new))
            assert wire.rows(str(1000 + version)) == words(new)
            told = new

        assert "sync" not in wire.heard
        missed, new = frame(30, people, 1030), frame(31, {**people, "z": 9}, 1031)
        wire.tell(difference(missed, new))
        wire.page.wait_for_timeout(100)
        assert wire.heard.count("sync") == 1
        assert wire.rows("1029") == words(told)
        wire.tell(new)
        assert wire.rows("1031") == words(new)
