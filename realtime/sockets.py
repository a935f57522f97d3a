"""The socket that every consumer of the product is built on."""

import asyncio
from typing import Any

import orjson
from channels.generic.websocket import AsyncWebsocketConsumer

from realtime.hub import hub

LARGEST_FRAME = 16 * 1024
MESSAGES_PER_SECOND = 10
LONGEST_SILENCE = 90.0  # seconds; a page asks every 10, but browsers let a hidden one do so only once a minute
NOT_TEXT, TOO_LARGE, REFUSED, SILENT, TOO_FAST = 1003, 1009, 4403, 4408, 4429


class WatchingSocket(AsyncWebsocketConsumer):
    """A socket that watches topics and answers pings.

    A subclass says in `admit` which topics this person may watch (None refuses) and
    handles its own messages in `receive_message`. Frames are JSON text.
    """

    channel_layer_alias = "sockets"
    key: str = ""

    async def admit(self) -> list[str] | None:
        raise NotImplementedError

    async def receive_message(self, message: dict[str, Any]) -> None:
        """Handle a message other than ping and sync; unknown ones are refused by name."""
        await self.say({"type": "error", "code": "unknown_type"})

    async def connect(self) -> None:
        self.topics: list[str] = []
        self._shut = False
        self._window, self._count = 0.0, 0
        loop = asyncio.get_running_loop()
        self._heard_at = loop.time()
        self._silence = loop.call_later(LONGEST_SILENCE, self._listen_again)
        topics = await self.admit()
        await self.accept()
        if topics is None:
            await self.shut(REFUSED)
            return
        self.topics = topics
        for topic in topics:
            await hub.subscribe(topic, self)

    async def disconnect(self, code: int) -> None:
        self._leave()

    async def shut(self, code: int) -> None:
        """Close with `code`; what was sent to us before the other side learns of it is no longer read."""
        self._leave()
        await self.close(code=code)

    def _leave(self) -> None:
        self._shut = True
        self._silence.cancel()
        for topic in self.topics:
            hub.unsubscribe(topic, self)

    def _listen_again(self) -> None:
        """Shut a socket whose other side has gone without a word; a phone that only slept comes back by itself."""
        loop = asyncio.get_running_loop()
        left = self._heard_at + LONGEST_SILENCE - loop.time()
        if left > 0:
            self._silence = loop.call_later(left, self._listen_again)
        else:
            self._shutting = loop.create_task(self.shut(SILENT))

    async def push(self, data: bytes) -> None:
        await self.send(text_data=data.decode())

    async def say(self, message: dict[str, Any]) -> None:
        """Send `message` to this socket alone, unless it was shut meanwhile."""
        if not self._shut:
            await self.send(text_data=orjson.dumps(message).decode())

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        if self._shut:
            return
        self._heard_at = asyncio.get_running_loop().time()
        if text_data is None:
            await self.shut(NOT_TEXT)
            return
        if len(text_data.encode()) > LARGEST_FRAME:
            await self.shut(TOO_LARGE)
            return
        if self._too_fast():
            await self.shut(TOO_FAST)
            return
        try:
            message = orjson.loads(text_data)
        except orjson.JSONDecodeError:
            message = None
        if not isinstance(message, dict):
            await self.say({"type": "error", "code": "bad_json"})
        elif message.get("type") == "ping":
            await self.say({"type": "pong", "t": message.get("t") if isinstance(message.get("t"), int) else None})
        elif message.get("type") == "sync":
            for topic in self.topics:
                await hub.look(topic, socket=self)
        else:
            await self.receive_message(message)

    def _too_fast(self) -> bool:
        now = asyncio.get_running_loop().time()
        if now - self._window >= 1.0:
            self._window, self._count = now, 0
        self._count += 1
        return self._count > MESSAGES_PER_SECOND
