"""Phones of several tempers, and a topic whose version and words a test sets."""

import asyncio
from collections.abc import Callable

from realtime.hub import Push


class Phone:
    def __init__(self, key: str = "") -> None:
        self.key, self.seen = key, []

    async def push(self, data: bytes) -> None:
        self.seen.append(data.decode())


class Broken(Phone):
    async def push(self, data: bytes) -> None:
        raise ConnectionError


class Slow(Phone):
    """Reads nothing until `wakes` is set."""

    def __init__(self, key: str = "") -> None:
        super().__init__(key)
        self.wakes, self.waiting, self.most_waiting = asyncio.Event(), 0, 0

    async def push(self, data: bytes) -> None:
        self.waiting += 1
        self.most_waiting = max(self.waiting, self.most_waiting)
        await self.wakes.wait()
        self.waiting -= 1
        await super().push(data)


class Topic:
    def __init__(self) -> None:
        self.version, self.words, self.renders = 1, "one", 0
        self.personal: dict[str, bytes] = {}
        self.due_in: float | None = None

    def render(self, key: str) -> Push:
        self.renders += 1
        return Push(self.version, self.words.encode(), self.personal, self.due_in, content=self.words)

    def change(self, words: str) -> None:
        self.version, self.words = self.version + 1, words


async def until(condition: Callable[[], bool], seconds: float = 2.0) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.005)
