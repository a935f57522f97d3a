"""What a batcher promises to whoever asks."""

import asyncio
from collections.abc import Sequence
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realtime.batches import Batches


class Odd(Exception):
    """An item that is odd is not to be done."""


class Counter:
    """Doubles numbers; keeps what it was handed, and waits at a gate where it is given one."""

    def __init__(self, gate: asyncio.Event | None = None) -> None:
        self.batches: list[list[int]] = []
        self.begun = asyncio.Event()
        self.gate = gate

    async def __call__(self, items: list[int]) -> Sequence[int | Exception]:
        self.batches.append(items)
        self.begun.set()
        if self.gate is not None:
            await self.gate.wait()
        return [2 * item if item % 2 == 0 else Odd(item) for item in items]


async def asked_all(batches: Batches[int, int], items: Sequence[int]) -> list[int | BaseException]:
    return await asyncio.gather(*(batches.ask(item) for item in items), return_exceptions=True)


async def test_what_is_asked_at_once_is_done_together_and_each_is_given_its_own() -> None:
    counter = Counter()
    answers = await asked_all(Batches(counter, linger=0.0, most=10), [2, 3, 4])
    assert (answers[0], answers[2], counter.batches) == (4, 8, [[2, 3, 4]])
    assert isinstance(answers[1], Odd)


async def test_what_comes_while_a_batch_is_done_makes_up_the_next() -> None:
    counter = Counter(gate=asyncio.Event())
    batches = Batches(counter, linger=0.0, most=10)
    first = asyncio.ensure_future(batches.ask(2))
    await counter.begun.wait()
    others = asyncio.ensure_future(asked_all(batches, [4, 6]))
    await asyncio.sleep(0)
    assert counter.gate is not None
    counter.gate.set()
    assert (await first, await others, counter.batches) == (4, [8, 12], [[2], [4, 6]])


async def test_the_first_lingers_for_others() -> None:
    counter = Counter()
    batches = Batches(counter, linger=0.05, most=10)
    first = asyncio.ensure_future(batches.ask(2))
    await asyncio.sleep(0.005)
    assert not counter.batches
    await asyncio.gather(first, batches.ask(4))
    assert counter.batches == [[2, 4]]


async def test_a_full_batch_does_not_linger() -> None:
    counter = Counter()
    assert await asyncio.wait_for(asked_all(Batches(counter, linger=3600.0, most=2), [2, 4]), timeout=5) == [4, 8]


async def test_no_batch_holds_more_than_most() -> None:
    counter = Counter()
    assert await asked_all(Batches(counter, linger=0.0, most=2), [2, 4, 6, 8, 10]) == [4, 8, 12, 16, 20]
    assert counter.batches == [[2, 4], [6, 8], [10]]


async def test_one_that_breaks_a_batch_takes_no_other_with_it() -> None:
    tried: list[list[int]] = []

    async def together(items: list[int]) -> list[int]:
        tried.append(items)
        if 13 in items:
            raise ConnectionError
        return items

    answers = await asked_all(Batches(together, linger=0.0, most=10), [1, 13, 2])
    assert isinstance(answers[1], ConnectionError)
    assert (answers[0], answers[2], tried) == (1, 2, [[1, 13, 2], [1], [13], [2]])


async def test_answers_for_some_only_are_a_failure_and_never_somebody_elses() -> None:
    async def together(items: list[int]) -> list[int]:
        return items[1:]

    assert all(isinstance(each, ValueError) for each in await asked_all(Batches(together, linger=0.0, most=9), [1, 2]))


async def test_whoever_stops_waiting_stops_neither_their_item_nor_the_others() -> None:
    counter = Counter(gate=asyncio.Event())
    batches = Batches(counter, linger=0.0, most=10)
    gone, stays = asyncio.ensure_future(batches.ask(2)), asyncio.ensure_future(batches.ask(4))
    await counter.begun.wait()
    gone.cancel()
    assert counter.gate is not None
    counter.gate.set()
    assert (await stays, counter.batches) == (8, [[2, 4]])
    with pytest.raises(asyncio.CancelledError):
        await gone
    assert await batches.ask(6) == 12


def test_it_goes_on_in_another_event_loop_after_one_that_broke_off() -> None:
    counter_stuck = Counter(gate=asyncio.Event())
    stuck = True

    async def together(items: list[int]) -> Sequence[int | Exception]:
        return await counter_stuck(items) if stuck else items

    batches = Batches(together, linger=0.0, most=1)

    async def broken_off() -> None:
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(asked_all(batches, [2, 4]), timeout=0.05)

    asyncio.run(broken_off())
    stuck = False
    assert asyncio.run(batches.ask(6)) == 6


@given(waves=st.lists(st.lists(st.integers(0, 99), max_size=6), max_size=5), most=st.integers(1, 4))
def test_however_they_come_each_is_done_once_and_given_its_own(waves: list[list[int]], most: int) -> None:
    async def play() -> None:
        counter = Counter()
        batches = Batches(counter, linger=0.0, most=most)

        async def ask(item: int) -> None:
            if item % 2:
                with pytest.raises(Odd):
                    await batches.ask(item)
            else:
                assert await batches.ask(item) == 2 * item

        asking = []
        for wave in waves:
            asking += [asyncio.ensure_future(ask(item)) for item in wave]
            await asyncio.sleep(0)
        await asyncio.gather(*asking)
        assert sorted(chain(*counter.batches)) == sorted(chain(*waves))
        assert all(len(batch) <= most for batch in counter.batches)

    asyncio.run(play())
