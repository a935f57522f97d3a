"""Phones of several tempers, and a topic whose version and words a test sets."""

import asyncio
from collections.abc import Callable

from realtime.hub import Push
from realtime.wire import Text


class Phone:
    def __init__(self, key: str = "") -> None:
        self.key, self.seen = key, []

    def write(self, *texts: Text) -> bool:
        self.seen += [text.payload.decode() for text in texts]
        return True

    async def drained(self) -> None: ...


class Broken(Phone):
    def write(self, *texts: Text) -> bool:
        raise ConnectionError


class Slow(Phone):
    """Takes one message and reads nothing more until `wakes` is set."""

    def __init__(self, key: str = "") -> None:
        super().__init__(key)
        self.wakes, self.refused = asyncio.Event(), 0

    def write(self, *texts: Text) -> bool:
        if self.seen and not self.wakes.is_set():
            self.refused += 1
            return False
        return super().write(*texts)

    async def drained(self) -> None:
        await self.wakes.wait()


class Topic:
    def __init__(self) -> None:
        self.version, self.words, self.renders = 1, "one", 0
        self.mine: dict[str, bytes] = {}
        self.mine_version = -1
        self.due_in: float | None = None

    def render(self, key: str, last: Push | None) -> Push:
        self.renders += 1
        return Push(self.version, self.words.encode(), self.mine, self.mine_version, self.due_in, content=self.words)

    def change(self, words: str) -> None:
        self.version, self.words = self.version + 1, words


async def until(condition: Callable[[], bool], seconds: float = 2.0) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.005)
