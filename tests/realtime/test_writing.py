"""A write that must wait is left to somebody else."""

import asyncio

import pytest

from realtime.writing import begun
from tests.realtime.watching import until


async def test_a_write_that_need_not_wait_is_done_at_once() -> None:
    done: list[int] = []

    async def write() -> None:
        done.append(1)

    assert (begun(write()), done) == (None, [1])


async def test_what_is_left_goes_on_where_it_waited() -> None:
    gates, done = [asyncio.Event(), asyncio.Event()], []

    async def write() -> None:
        for n, gate in enumerate(gates):
            await gate.wait()
            done.append(n)

    rest = begun(write())
    assert rest is not None
    going_on = asyncio.ensure_future(rest)
    for n, gate in enumerate(gates):
        assert done == list(range(n))
        gate.set()
        await until(lambda n=n: len(done) > n)
    await going_on
    assert done == [0, 1]


async def test_a_write_that_fails_says_so_at_once_or_later() -> None:
    async def write(wait: bool) -> None:
        if wait:
            await asyncio.sleep(0)
        raise ConnectionError

    with pytest.raises(ConnectionError):
        begun(write(wait=False))
    rest = begun(write(wait=True))
    assert rest is not None
    with pytest.raises(ConnectionError):
        await rest


async def test_a_cancellation_reaches_the_write() -> None:
    told: list[str] = []

    async def write() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            told.append("ended")

    rest = begun(write())
    assert rest is not None
    going_on = asyncio.ensure_future(rest)
    await asyncio.sleep(0)
    going_on.cancel()
    with pytest.raises(asyncio.CancelledError):
        await going_on
    assert told == ["ended"]
