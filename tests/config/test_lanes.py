"""Requests take turns in a few threads; none is lost, and each keeps its thread to its end."""

import asyncio
import threading
import time
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from config.lanes import Lanes


class Site:
    """An application that works `seconds` in synchronous code, twice, and notes where."""

    def __init__(self, seconds: float = 0.01) -> None:
        self.seconds, self.busy, self.most = seconds, 0, 0
        self.threads: list[tuple[int, int]] = []
        self._lock = threading.Lock()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        first = await sync_to_async(self._work)()
        if scope.get("fails"):
            raise RuntimeError("broken page")
        self.threads.append((first, await sync_to_async(self._work)()))

    def _work(self) -> int:
        with self._lock:
            self.busy += 1
            self.most = max(self.most, self.busy)
        time.sleep(self.seconds)
        with self._lock:
            self.busy -= 1
        return threading.get_ident()


def call(application: Any, count: int, **scope: Any) -> list[Any]:
    async def all_at_once() -> list[Any]:
        asked = (application({"type": "http", **scope}, None, None) for _ in range(count))
        return await asyncio.wait_for(asyncio.gather(*asked, return_exceptions=True), 20)

    return asyncio.run(all_at_once())


def test_no_more_requests_work_at_once_than_there_are_lanes_and_all_come_to_their_end() -> None:
    site = Site()
    assert call(Lanes(site, 3), 20) == [None] * 20
    assert site.most == 3
    assert len({first for first, _second in site.threads}) == 3


def test_a_request_keeps_its_thread() -> None:
    site = Site()
    call(Lanes(site, 4), 12)
    assert [first == second for first, second in site.threads] == [True] * 12


def test_the_lane_that_was_free_last_is_taken_first() -> None:
    site, threads = Site(0), set()
    lanes = Lanes(site, 4)
    for _ in range(5):
        call(lanes, 1)
        threads |= {first for first, _second in site.threads}
    assert len(threads) == 1


def test_a_request_that_fails_gives_its_lane_back() -> None:
    lanes = Lanes(Site(), 1)
    assert [type(error) for error in call(lanes, 3, fails=True)] == [RuntimeError] * 3
    assert call(lanes, 2) == [None, None]


def test_whoever_goes_away_while_waiting_leaves_the_queue() -> None:
    site = Site(0.2)
    lanes = Lanes(site, 1)

    async def impatient() -> None:
        asked = [asyncio.ensure_future(lanes({"type": "http"}, None, None)) for _ in range(3)]
        await asyncio.sleep(0.05)
        asked[1].cancel()
        with pytest.raises(asyncio.CancelledError):
            await asked[1]
        await asyncio.wait_for(asyncio.gather(asked[0], asked[2]), 20)

    asyncio.run(impatient())
    assert len(site.threads) == 2


def test_before_its_synchronous_code_a_request_holds_no_lane() -> None:
    site = Site()

    async def slow_then_quick() -> None:
        upload = asyncio.Event()

        async def application(scope: Any, receive: Any, send: Any) -> None:
            if scope["slow"]:
                await upload.wait()
            await site(scope, receive, send)

        lanes = Lanes(application, 1)
        slow = asyncio.ensure_future(lanes({"slow": True}, None, None))
        await asyncio.wait_for(lanes({"slow": False}, None, None), 20)
        assert (len(site.threads), slow.done()) == (1, False)
        upload.set()
        await slow

    asyncio.run(slow_then_quick())
    assert len(site.threads) == 2
