"""The socket that every consumer of the product is built on."""

import asyncio
from contextlib import suppress
from typing import Any

import orjson
from channels.consumer import get_handler_name
from channels.exceptions import StopConsumer
from channels.generic.websocket import AsyncWebsocketConsumer

from realtime.hub import hub
from realtime.wire import SCOPE_KEY, Text, Wire
from realtime.writing import begun

LARGEST_FRAME = 16 * 1024
MESSAGES_PER_SECOND = 10
LONGEST_SILENCE = 90.0  # seconds; a page asks every 10, but browsers let a hidden one do so only once a minute
NOT_TEXT, TOO_LARGE, FAILED, REFUSED, SILENT, TOO_FAST = 1003, 1009, 1011, 4403, 4408, 4429


class WatchingSocket(AsyncWebsocketConsumer):
    """A socket that watches topics and answers pings.

    A subclass says in `admit` which topics this person may watch (None refuses) and
    handles its own messages in `receive_message`. Frames are JSON text.
    """

    key: str = ""

    async def admit(self) -> list[str] | None:
        raise NotImplementedError

    async def own(self) -> tuple[int, bytes] | None:
        """Return the frame that is for this socket alone, and its version; None where there is none."""
        return None

    async def receive_message(self, message: dict[str, Any]) -> None:
        """Handle a message other than ping and sync; unknown ones are refused by name."""
        await self.say({"type": "error", "code": "unknown_type"})

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve the socket in the one task that it has: the hub speaks to it, so it needs no layer of Channels'."""
        self.scope, self.base_send, self.channel_layer = scope, send, None
        self._wire: Wire | None = scope.get(SCOPE_KEY)
        self._writing: asyncio.Task[None] | None = None
        self._silence: asyncio.TimerHandle | None = None
        self.topics: list[str] = []
        self._shut = self._parted = False
        try:
            with suppress(StopConsumer):
                while True:
                    await self.dispatch(await receive())
        finally:
            if not self._parted:  # an error ends the socket: nothing here may go on counting it
                await self.disconnect(FAILED)

    async def dispatch(self, message: dict[str, Any]) -> None:
        """As the consumer's, without a turn in the database's thread for each message: few need one."""
        self._parted = message["type"] == "websocket.disconnect"
        await getattr(self, get_handler_name(message))(message)

    async def connect(self) -> None:
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
        mine = await self._show_own()
        for topic in topics:
            await hub.subscribe(topic, self, mine=mine)

    async def _show_own(self) -> int:
        own = await self.own()
        if own is None:
            return -1
        version, frame = own
        await self._send_all((Text.of(frame),))
        return version

    async def disconnect(self, code: int) -> None:
        self._leave()

    async def shut(self, code: int) -> None:
        """Close with `code`; what was sent to us before the other side learns of it is no longer read."""
        self._leave()
        with suppress(OSError, RuntimeError):  # as servers say that the other side has gone already
            await self.close(code=code)

    def _leave(self) -> None:
        self._shut = True
        if self._silence is not None:
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

    def write(self, *texts: Text) -> bool:
        """Write without waiting; False, and nothing is written, while the reader is slow."""
        if self._wire is not None:
            return self._wire.write(b"".join(text.frame for text in texts))
        if self._writing is not None and not self._writing.done():
            return False
        rest = begun(self._send_all(texts))
        self._writing = asyncio.get_running_loop().create_task(rest) if rest is not None else None
        return True

    async def drained(self) -> None:
        if self._wire is not None:
            await self._wire.drained()
        elif self._writing is not None:
            await self._writing

    async def _send_all(self, texts: tuple[Text, ...]) -> None:
        for text in texts:
            await self.send(text_data=text.payload.decode())

    async def say(self, message: dict[str, Any]) -> None:
        """Send `message` to this socket alone, unless it was shut meanwhile."""
        if self._shut:
            return
        text = Text.of(orjson.dumps(message))
        if self._wire is None or not self._wire.write(text.frame):
            await self._send_all((text,))  # which waits for the reader

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
            await self._show_own()
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
