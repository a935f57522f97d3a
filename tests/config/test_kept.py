"""Public pages from memory: one render for all who ask, nobody's own, and never older than a few seconds."""

import asyncio
import gzip
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.asgi import get_asgi_application
from django.db import connections

from config import kept
from config.kept import KeptPages, asked_of
from config.lanes import Lanes
from contests.entering.consents import set_consent
from contests.models import Contest
from contests.portal.announcing import announce, settle_page, withdraw
from contests.portal.marks import mark_of
from people.models import User
from realtime.clock import Moving, now
from tests.contests.handouts.conftest import both, over
from tests.contests.handouts.conftest import contest as published
from tests.contests.signed import AFTER, settle

__all__ = ["both", "over", "published"]
pytestmark = pytest.mark.usefixtures("clock")
PATH = "/cong-bo/hoi-thi/"
Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Site:
    """An application for tests: it counts its renders, tells who asked, and can be slow or broken."""

    words: str = "one"
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"cache-control": "public, max-age=2"})
    renders: int = 0
    mark: str | None = "1"
    gate: asyncio.Event | None = None
    at_gate: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))
    asked: list[dict[bytes, bytes]] = field(default_factory=list)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.renders += 1
        self.asked.append(dict(scope["headers"]))
        words = self.words + dict(scope["headers"]).get(b"cookie", b"").decode()
        if self.gate is not None:
            self.at_gate.release()
            await self.gate.wait()
        headers = [(name.encode(), value.encode()) for name, value in self.headers.items()]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": words.encode()})

    async def reached(self, renders: int = 1) -> None:
        """Wait until so many renders stand at the gate."""
        async with asyncio.timeout(30):
            for _ in range(renders):
                await self.at_gate.acquire()

    def mark_of(self, slug: str, at: datetime) -> str | None:
        return self.mark


@pytest.fixture
async def thread() -> AsyncIterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as made:
        yield made
        made.submit(connections.close_all).result()


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def door(site: Site, thread: ThreadPoolExecutor) -> KeptPages:
    return KeptPages(site, thread, site.mark_of)


def scope_of(path: str = PATH, method: str = "GET", query: bytes = b"", **headers: str) -> dict[str, Any]:
    named = {"host": "testserver"} | {name.replace("_", "-"): value for name, value in headers.items()}
    return {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": query,
        "scheme": "http", "http_version": "1.1", "server": ("testserver", 80), "client": ("10.0.0.7", 1),
        "headers": [(name.encode(), value.encode()) for name, value in named.items()],
    }  # fmt: skip


async def ask(door: Any, path: str = PATH, **given: Any) -> Answer:
    told: list[dict[str, Any]] = []
    sent = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> dict[str, Any]:
        for message in sent:
            return message
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: dict[str, Any]) -> None:
        told.append(message)

    await door(scope_of(path, **given), receive, send)
    headers = {name.decode().lower(): value.decode() for name, value in told[0]["headers"]}
    return told[0]["status"], headers, b"".join(each.get("body", b"") for each in told[1:])


async def there(thread: ThreadPoolExecutor, call: Callable[..., Any], **given: Any) -> Any:
    """Call what needs the database in a thread whose connection is closed at the end."""
    return await asyncio.wrap_future(thread.submit(call, **given))


class TestOneRender:
    async def test_hundreds_who_ask_at_once_wait_for_one(self, door: KeptPages, site: Site) -> None:
        site.gate = asyncio.Event()
        asking = [asyncio.create_task(ask(door)) for _ in range(300)]
        await site.reached()
        site.gate.set()
        answers = await asyncio.gather(*asking)
        assert {(status, body) for status, _headers, body in answers} == {(200, b"one")}
        assert site.renders == 1

    async def test_without_the_guard_each_renders(self, site: Site, thread: ThreadPoolExecutor) -> None:
        class NoFlights(KeptPages):
            def _renewed(self, asked: Any, scope: Any) -> Any:
                return self._renew(asked, scope)

        door = NoFlights(site, thread, site.mark_of)
        site.gate = asyncio.Event()
        asking = [asyncio.create_task(ask(door)) for _ in range(30)]
        await site.reached(2)
        site.gate.set()
        await asyncio.gather(*asking)
        assert site.renders > 1

    async def test_who_leaves_stops_nobody(self, door: KeptPages, site: Site) -> None:
        site.gate = asyncio.Event()
        first, second = asyncio.create_task(ask(door)), asyncio.create_task(ask(door))
        await site.reached()
        first.cancel()
        site.gate.set()
        assert (await second)[2] == b"one"
        assert site.renders == 1

    async def test_an_error_is_told_to_all_and_asked_once(self, door: KeptPages, site: Site) -> None:
        site.status, site.gate = 500, asyncio.Event()
        asking = [asyncio.create_task(ask(door)) for _ in range(50)]
        await site.reached()
        site.gate.set()
        answers = await asyncio.gather(*asking)
        assert {(status, headers["cache-control"]) for status, headers, _body in answers} == {(503, "no-store")}
        assert site.renders == 1
        site.status = 200
        assert (await ask(door))[0] == 200  # an error is not kept


class TestFreshness:
    async def test_a_change_shows_once_it_is_believed_no_more(self, door: KeptPages, site: Site, clock: Moving) -> None:
        assert (await ask(door))[2] == b"one"
        site.words, site.mark = "two", "2"
        clock.on(seconds=1)
        assert (await ask(door))[2] == b"one"
        clock.on(seconds=1)
        assert (await ask(door))[2] == b"two"

    async def test_while_the_mark_holds_nothing_is_rendered(self, door: KeptPages, site: Site, clock: Moving) -> None:
        for _ in range(10):
            await ask(door)
            clock.on(seconds=3)
        assert site.renders == 1

    async def test_what_no_mark_tells_shows_after_a_minute(self, door: KeptPages, site: Site, clock: Moving) -> None:
        await ask(door)
        site.words = "two"
        clock.on(seconds=59)
        assert (await ask(door))[2] == b"one"
        clock.on(seconds=2)
        assert (await ask(door))[2] == b"two"

    async def test_what_changes_while_it_is_made_is_made_again(
        self, door: KeptPages, site: Site, clock: Moving
    ) -> None:
        site.gate = asyncio.Event()
        asking = asyncio.create_task(ask(door))
        await site.reached()
        site.words, site.mark = "two", "2"
        site.gate.set()
        assert (await asking)[2] == b"one"
        clock.on(seconds=2)
        assert (await ask(door))[2] == b"two"

    async def test_a_page_that_is_no_longer_public_is_given_no_more(
        self, door: KeptPages, site: Site, clock: Moving
    ) -> None:
        await ask(door)
        site.mark, site.words, site.status = None, "sign in", 302
        clock.on(seconds=2)
        assert (await ask(door))[0] == 302

    async def test_a_clock_set_back_makes_nothing_last(self, door: KeptPages, site: Site, clock: Moving) -> None:
        await ask(door)
        site.words, site.mark = "two", "2"
        clock.on(days=-1)
        assert (await ask(door))[2] == b"two"


class TestNobodysOwn:
    async def test_a_page_is_asked_for_without_cookies(self, door: KeptPages, site: Site) -> None:
        _status, _headers, body = await ask(door, cookie="sessionid=alice", authorization="x", x_forwarded_proto="http")
        assert body == b"one"
        assert site.asked == [{b"host": b"testserver", b"x-forwarded-proto": b"http"}]
        assert (await ask(door, cookie="sessionid=bob"))[2] == b"one"

    async def test_without_the_guard_one_reads_what_is_anothers(
        self, door: KeptPages, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(kept, "TOLD_ON", {*kept.TOLD_ON, b"cookie"})
        await ask(door, cookie="sessionid=alice")
        assert b"alice" in (await ask(door, cookie="sessionid=bob"))[2]

    @pytest.mark.parametrize(
        "headers",
        [
            {"cache-control": "no-store"},
            {"cache-control": "private, max-age=60"},
            {},
            {"cache-control": "public", "set-cookie": "sessionid=x"},
        ],
    )
    async def test_what_does_not_call_itself_everybodys_is_never_kept(
        self, door: KeptPages, site: Site, headers: dict[str, str]
    ) -> None:
        site.headers = headers
        for who in ("alice", "bob"):
            assert (await ask(door, cookie=who))[2] == f"one{who}".encode()  # each by the ordinary door

    async def test_other_pages_and_methods_take_the_ordinary_way(self, door: KeptPages, site: Site) -> None:
        for path in ("/", "/cong-bo/", "/cong-bo/a/b/", "/bai-thi/1/", "/cuoc-thi/hoi-thi/", "/to-chuc/hoi-thi/"):
            assert (await ask(door, path, cookie="=me"))[2] == b"one=me"
        assert (await ask(door, method="POST", cookie="=me"))[2] == b"one=me"

    async def test_hosts_never_share_a_page(self, door: KeptPages, site: Site) -> None:
        await ask(door, host="a.example.vn")
        await ask(door, host="b.example.vn")
        assert site.renders == 2

    async def test_a_host_that_is_not_ours_gets_nothing_kept(self, settings: Any) -> None:
        settings.ALLOWED_HOSTS = ["testserver"]
        assert asked_of(scope_of()) is not None
        assert asked_of(scope_of(host="evil.example")) is None

    async def test_plain_http_is_sent_on_where_it_is_not_served(self, settings: Any) -> None:
        settings.SECURE_SSL_REDIRECT = True
        assert asked_of(scope_of()) is None

    async def test_what_follows_the_question_mark_makes_no_page_of_its_own(self, door: KeptPages, site: Site) -> None:
        for n in range(20):
            await ask(door, query=b"fbclid=%d" % n)
        assert site.renders == 1


class TestMemory:
    async def test_is_bounded_and_gives_up_what_was_asked_for_longest_ago(
        self, door: KeptPages, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(kept, "MOST_BYTES", 10)
        for n in range(9):
            await ask(door, f"/cong-bo/c{n}/")
        assert len(door._kept) == 3  # of three letters each
        assert door._bytes == 9
        before = site.renders
        await ask(door, "/cong-bo/c8/")
        assert site.renders == before
        await ask(door, "/cong-bo/c0/")
        assert site.renders == before + 1


class TestConditional:
    async def test_who_has_it_is_told_so(self, door: KeptPages) -> None:
        _status, first, _body = await ask(door)
        for headers in (
            {"if_none_match": first["etag"]},
            {"if_none_match": f'"x", {first["etag"].removeprefix("W/")}'},
            {"if_none_match": "*"},
            {"if_modified_since": first["last-modified"]},
        ):
            status, told, body = await ask(door, **headers)
            assert (status, body, told["etag"]) == (304, b"", first["etag"])
            assert "content-length" not in told
        for headers in (
            {"if_none_match": '"x"'},
            {"if_none_match": '"x"', "if_modified_since": first["last-modified"]},
        ):
            assert (await ask(door, **headers))[0] == 200

    async def test_two_states_never_carry_one_tag_or_one_date(self, door: KeptPages, site: Site, clock: Moving) -> None:
        seen = []
        for n in range(4):
            site.words, site.mark = f"words {n}", str(n)
            seen.append((await ask(door))[1])
            clock.on(seconds=-1 if n == 1 else 0.4)  # clocks are set back, too
            for asked, page in door._kept.items():  # believed no more
                door._kept[asked] = replace(page, looked_at=now() - timedelta(9))
        assert len({each["etag"] for each in seen}) == 4
        assert len({each["last-modified"] for each in seen}) == 4

    async def test_another_list_of_hosts_is_another_tag(self, door: KeptPages, site: Site, clock: Moving) -> None:
        tags = []
        for policy in ("frame-ancestors https://a.vn", "frame-ancestors 'none'"):
            site.headers["content-security-policy"], site.mark = policy, policy
            tags.append((await ask(door))[1]["etag"])
            clock.on(seconds=2)
        assert tags[0] != tags[1]

    async def test_compressed_for_who_takes_it(self, door: KeptPages, site: Site) -> None:
        site.words = "Cải cách hành chính. " * 100
        _status, plain, body = await ask(door)
        _status, told, zipped = await ask(door, accept_encoding="br, gzip")
        assert gzip.decompress(zipped) == body == site.words.encode()
        assert told["content-encoding"] == "gzip"
        assert told["vary"] == plain["vary"] == "Accept-Encoding"
        assert int(told["content-length"]) == len(zipped) < len(body)

    async def test_head_tells_what_get_would(self, door: KeptPages) -> None:
        status, told, body = await ask(door, method="HEAD")
        assert (status, told["content-length"], body) == (200, "3", b"")


class TestWhole:
    """The pages of a contest by the real application, its middleware and its database."""

    pytestmark = pytest.mark.django_db(transaction=True)

    @pytest.fixture
    async def real(self, thread: ThreadPoolExecutor) -> AsyncIterator[KeptPages]:
        lanes = Lanes(get_asgi_application(), 1)
        yield KeptPages(lanes, thread, mark_of)
        lane = lanes.take(None)  # type: ignore[arg-type]  # nobody waits
        assert lane is not None
        await asyncio.wrap_future(lane.submit(connections.close_all))

    async def test_a_change_is_gone_or_there_within_five_seconds(
        self, real: KeptPages, thread: ThreadPoolExecutor, published: Contest, alice: User, both: tuple[User, User],
        clock: Moving,
    ) -> None:  # fmt: skip
        path = f"/cong-bo/{published.slug}/"

        async def shown() -> str:
            status, headers, body = await ask(real, path, cookie="sessionid=x")
            assert status == 200
            assert "set-cookie" not in headers
            longest = int(headers["cache-control"].split("max-age=")[1].split(",")[0])
            assert longest + kept.BELIEVED.total_seconds() <= 5
            return body.decode()

        async def changes(change: Callable[..., Any], **given: Any) -> tuple[str, str]:
            """Return the page right before the change and when it must show."""
            before = await shown()
            await there(thread, change, **given)
            clock.on(seconds=2)
            return before, await shown()

        winner = await there(thread, published.entrants.get, full_name__endswith="an")
        before, after = await changes(set_consent, entrant=winner, purpose="show_name", given=False, now=AFTER)
        assert winner.full_name in before
        assert winner.full_name not in after
        before, after = await changes(announce, contest=published, title="Tin mới", words="", by=alice, now=AFTER)
        assert "Tin mới" not in before
        assert "Tin mới" in after
        notice = await there(thread, published.notices.get)
        assert "Tin mới" not in (await changes(withdraw, notice=notice, by=alice, now=AFTER))[1]
        after = (await changes(settle_page, contest=published, hotline="0290 111", contacts="", hosts=[]))[1]
        assert "0290 111" in after

        def again() -> None:
            settle(published, alice, *both, reason="Chấm lại một câu.")

        before, after = await changes(again)
        assert "Chấm lại một câu." not in before
        assert "Chấm lại một câu." in after

    async def test_without_the_mark_a_name_would_stay(
        self, thread: ThreadPoolExecutor, published: Contest, clock: Moving
    ) -> None:
        lanes = Lanes(get_asgi_application(), 1)
        blind = KeptPages(lanes, thread, lambda _slug, _at: "always the same")
        winner = await there(thread, published.entrants.get, full_name__endswith="an")
        await ask(blind, f"/cong-bo/{published.slug}/")
        await there(thread, set_consent, entrant=winner, purpose="show_name", given=False, now=AFTER)
        clock.on(seconds=5)
        assert winner.full_name in (await ask(blind, f"/cong-bo/{published.slug}/"))[2].decode()
        lane = lanes.take(None)  # type: ignore[arg-type]  # nobody waits
        assert lane is not None
        await asyncio.wrap_future(lane.submit(connections.close_all))
