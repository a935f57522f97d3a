"""Many who ask at about the same time are answered together: one turn, one transaction, one way to the database.

Made for what phones send by the hundred each second. Whoever asks waits until the batch with their item is done, so an
answer still means what it meant: nothing is told before what it tells of has been written.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")


@dataclass(eq=False, slots=True)
class _Asked(Generic[Item, Answer]):
    item: Item
    since: float  # by the clock of the event loop
    answer: asyncio.Future[Answer]


class Batches(Generic[Item, Answer]):
    """Gathers items and has `together` do them, one batch after the other; used from one event loop at a time.

    together: items in the order in which they came → for each its answer, or the exception that whoever asked is to be
    given. If it raises, nothing of the batch may have been done, or nothing that harms when done twice: each item is
    then tried once more alone, so that one which cannot be done takes no other with it.
    linger: seconds for which the first of a batch waits for others; what comes while a batch is being done makes up
    the next, so a busy batcher gathers by itself. most: items of a batch.
    """

    def __init__(
        self, together: Callable[[list[Item]], Awaitable[Sequence[Answer | Exception]]], *, linger: float, most: int
    ) -> None:
        self._together, self._linger, self._most = together, linger, most
        self._waiting: deque[_Asked[Item, Answer]] = deque()
        self._working: asyncio.Task[None] | None = None

    async def ask(self, item: Item) -> Answer:
        """Return the answer to `item` when its batch is done. Whoever stops waiting does not stop it."""
        loop = asyncio.get_running_loop()
        asked: _Asked[Item, Answer] = _Asked(item, loop.time(), loop.create_future())
        self._waiting.append(asked)
        if self._working is None:
            self._working = loop.create_task(self._work(loop))
        return await asked.answer

    async def _work(self, loop: asyncio.AbstractEventLoop) -> None:
        try:
            while self._waiting:
                early = self._waiting[0].since + self._linger - loop.time()
                if early > 0 and len(self._waiting) < self._most:
                    await asyncio.sleep(early)
                await self._do([self._waiting.popleft() for _ in range(min(len(self._waiting), self._most))])
        finally:
            self._waiting.clear()  # empty, unless the loop is coming to its end and nobody waits any more
            self._working = None

    async def _do(self, batch: list[_Asked[Item, Answer]]) -> None:
        try:
            answers = await self._together([asked.item for asked in batch])
            given = list(zip(batch, answers, strict=True))
        except Exception as failure:
            if len(batch) == 1:
                given = [(batch[0], failure)]
            else:
                for asked in batch:
                    await self._do([asked])
                return
        for asked, answer in given:
            if asked.answer.done():  # nobody waits for it any more
                continue
            if isinstance(answer, Exception):
                asked.answer.set_exception(answer)
            else:
                asked.answer.set_result(answer)
