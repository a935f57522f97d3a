"""Phones that behave as the page does when things break: come back by themselves, send again until acknowledged."""

import asyncio
import random
from collections.abc import Callable, Sequence
from contextlib import suppress
from time import monotonic
from typing import Any

import orjson

from tests.load.sockets import Socket, connect

BACKOFF = (0.5, 1.0, 2.0, 4.0, 8.0)  # seconds, as in socket.js
RESEND = 1.5  # seconds, as in live-phone.js


class Client:
    """A socket that is opened again whenever it is lost. `frame`: the newest that it was shown; `seen_at`: when."""

    def __init__(self, port: int, path: str, session: str) -> None:
        self._port, self._path = port, path
        self._headers = {"Cookie": f"sessionid={session}", "Origin": f"http://127.0.0.1:{port}"}
        self._socket: Socket | None = None
        self.frame: dict[str, Any] = {}
        self.seen_at = 0.0
        self.comings = 0
        self._task = asyncio.create_task(self._stay())

    async def _stay(self) -> None:
        failures = 0
        while True:
            before = self.comings
            try:
                arguments = (0, "127.0.0.1", self._port, self._path, self._headers, self._heard)
                self._socket = await asyncio.wait_for(connect(*arguments), 10)
                await self._socket.lost
            except (OSError, TimeoutError):
                pass
            failures = 1 if self.comings > before else failures + 1
            await asyncio.sleep(BACKOFF[min(failures, len(BACKOFF)) - 1] * random.uniform(0.3, 1.0))

    def _heard(self, socket: Socket, text: bytes, _at: float) -> None:
        message = orjson.loads(text)
        if message["type"] == "round":
            if message["version"] >= self.frame.get("version", 0):
                self.frame, self.seen_at = message, monotonic()
            self.comings += 1
        else:
            self.told(message)

    def told(self, message: dict[str, Any]) -> None:
        """Hear of anything but the round."""

    def send(self, message: dict[str, Any]) -> None:
        if self._socket is not None and self._socket.closed_with is None:
            self._socket.send(orjson.dumps(message))

    async def leave(self) -> None:
        self._task.cancel()
        if self._socket is not None:
            self._socket.close()


class Host(Client):
    async def press(self, command: str, state: str, patience: float = 30.0) -> None:
        """Press until the host's own screen shows `state`."""
        end = monotonic() + patience
        while self.frame.get("state") != state:
            if monotonic() > end:
                raise TimeoutError(f"{command}: {self.frame}")
            self.send({"type": "command", "command": command, "version": self.frame.get("version")})
            await until(lambda: self.frame.get("state") == state, 1.5, quietly=True)


class Phone(Client):
    """Answers each question once, at a moment of its own. acknowledged: question → what the server says it has kept."""

    def __init__(self, port: int, path: str, session: str) -> None:
        super().__init__(port, path, session)
        self.acknowledged: dict[int, list[int]] = {}
        self.refused: list[str] = []
        self._answered = asyncio.Event()

    def told(self, message: dict[str, Any]) -> None:
        if message["type"] == "answered":
            self.acknowledged[message["position"]] = message["chosen"]
            self._answered.set()
        elif message["type"] == "refused" and message.get("ref") not in self.acknowledged:
            self.refused.append(message["code"])  # else it was sent again while the acknowledgement was on its way

    async def answer(self, after: float) -> None:
        """Answer the question on the screen `after` so many seconds, and again until it is acknowledged."""
        position, run = self.frame["position"], self.frame["run"]
        chosen = [random.choice(self.frame["question"]["choices"])["id"]]
        self._answered.clear()
        await asyncio.sleep(after)
        while position not in self.acknowledged:
            self.send({"type": "answer", "position": position, "run": run, "chosen": chosen, "ref": position})
            with suppress(TimeoutError):
                await asyncio.wait_for(self._answered.wait(), RESEND)


async def until(true: Callable[[], bool], patience: float, *, quietly: bool = False) -> None:
    end = monotonic() + patience
    while not true():
        if monotonic() > end:
            if quietly:
                return
            raise TimeoutError
        await asyncio.sleep(0.02)


async def all_at(phones: Sequence[Phone], position: int, state: str, patience: float) -> float:
    """Wait until every phone shows the question in this state; returns how many seconds the last one took."""
    begun = monotonic()
    there = {"position": position, "state": state}
    await until(lambda: all(there.items() <= phone.frame.items() for phone in phones), patience)
    return max(0.0, max(phone.seen_at for phone in phones) - begun)
