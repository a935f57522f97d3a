"""A phone's end of a WebSocket, driving the ASGI application without a network."""

import asyncio
from types import TracebackType
from typing import Any

import orjson

from config.asgi import application
from tests.frames import Action, misfit

PATIENCE = 5.0


class Wire:
    """`async with Wire(path, cookie) as wire:`; `wire.seen` keeps every frame that arrived.

    A frame either way that docs/asyncapi.yaml does not describe for this socket fails the test when the wire is left;
    `say_raw` sends what a test wants to see refused.
    """

    def __init__(self, path: str, cookie: str = "", origin: str = "http://testserver") -> None:
        self._path, self._cookie, self._origin = path, cookie, origin
        self._to_server: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._arrived = asyncio.Condition()
        self.seen: list[dict[str, Any]] = []
        self.raw: list[str] = []
        self.closed_with: int | None = None
        self._misfits: list[str] = []

    async def __aenter__(self) -> "Wire":
        headers = [(b"host", b"testserver"), (b"origin", self._origin.encode()), (b"cookie", self._cookie.encode())]
        scope = {
            "type": "websocket", "path": self._path, "raw_path": self._path.encode(), "query_string": b"",
            "headers": headers, "subprotocols": [], "client": ("127.0.0.1", 1), "server": ("testserver", 80),
            "scheme": "ws", "root_path": "",
        }  # fmt: skip
        await self._to_server.put({"type": "websocket.connect"})
        self._task = asyncio.create_task(application(scope, self._to_server.get, self._take))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._to_server.put({"type": "websocket.disconnect", "code": 1001})
        await asyncio.wait([self._task], timeout=PATIENCE)
        if error is None and self._misfits:
            raise AssertionError("; ".join(self._misfits))

    async def _take(self, message: dict[str, Any]) -> None:
        async with self._arrived:
            if message["type"] == "websocket.send":
                self.raw.append(message["text"])
                self._fits("send", message["text"])
                self.seen.append(orjson.loads(message["text"]))
            elif message["type"] == "websocket.close":
                self.closed_with = message.get("code", 1000)
            self._arrived.notify_all()

    async def say(self, **message: Any) -> None:
        text = orjson.dumps(message).decode()
        self._fits("receive", text)
        await self.say_raw(text)

    def _fits(self, action: Action, text: str) -> None:
        if found := misfit(self._path, action, text):
            self._misfits.append(found)

    async def say_raw(self, text: str) -> None:
        await self._to_server.put({"type": "websocket.receive", "text": text})

    async def until(self, **wanted: Any) -> dict[str, Any]:
        """Return the first frame, seen or coming, whose values are those wanted."""

        def found() -> dict[str, Any] | None:
            return next((m for m in self.seen if all(m.get(k) == v for k, v in wanted.items())), None)

        async with asyncio.timeout(PATIENCE), self._arrived:
            await self._arrived.wait_for(found)
        return found() or {}

    def mine(self, frame: dict[str, Any]) -> dict[str, Any]:
        """Return what the page shows of its player beside the round's `frame`: as `withMine` in live-phone.js."""
        told: dict[str, Any] = {}
        for one in self.seen:
            if one["type"] == "me":
                told |= one
            elif one["type"] == "answered":
                told |= {key: one[key] for key in ("position", "run", "chosen")}
        same = (told["position"], told["run"]) == (frame["position"], frame["run"])
        return told | {"chosen": told["chosen"] if same else [], "result": told["result"] if same else None}

    async def until_closed(self) -> int:
        async with asyncio.timeout(PATIENCE), self._arrived:
            await self._arrived.wait_for(lambda: self.closed_with is not None)
        return self.closed_with or 0
