"""Thousands of WebSocket clients in one process: the protocol is the `websockets` library's, the transport asyncio's.

Nothing is done for a socket but what its phone would do, so that the client's share of the machine stays small and the
same for every server it is pointed at.
"""

import asyncio
from collections.abc import Callable
from time import perf_counter

from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.http11 import Response
from websockets.uri import parse_uri

Heard = Callable[["Socket", bytes, float], None]


class Socket(asyncio.Protocol):
    """One open socket. `heard` is called with each text frame and the moment (`perf_counter`) it came."""

    __slots__ = ("_conn", "_headers", "_heard", "_opened", "_transport", "closed_with", "lost", "number")

    def __init__(self, number: int, uri: str, headers: dict[str, str], heard: Heard) -> None:
        self.number, self._headers, self._heard = number, headers, heard
        self._conn = ClientProtocol(parse_uri(uri), max_size=None)
        loop = asyncio.get_running_loop()
        self._opened: asyncio.Future[None] = loop.create_future()
        self.lost: asyncio.Future[None] = loop.create_future()
        self.closed_with: int | None = None

    async def opened(self) -> None:
        """Wait for the handshake. Raises ConnectionError where the server refused it."""
        await self._opened

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]
        request = self._conn.connect()
        for name, value in self._headers.items():
            request.headers[name] = value
        self._conn.send_request(request)
        self._flush()

    def data_received(self, data: bytes) -> None:
        at = perf_counter()
        self._conn.receive_data(data)
        for event in self._conn.events_received():
            if isinstance(event, Response):
                self._answered(event)
            elif isinstance(event, Frame) and event.opcode is Opcode.TEXT:
                self._heard(self, bytes(event.data), at)
        self._flush()

    def connection_lost(self, exc: Exception | None) -> None:
        self.closed_with = self._conn.close_code or 1006
        if not self.lost.done():
            self.lost.set_result(None)
        if not self._opened.done():
            self._opened.set_exception(ConnectionError(f"lost before it was open: {exc}"))

    def send(self, text: bytes) -> None:
        self._conn.send_text(text)
        self._flush()

    def sleep(self) -> None:
        """Read no more, as a phone whose radio sleeps."""
        self._transport.pause_reading()

    def wake(self) -> None:
        self._transport.resume_reading()

    def close(self) -> None:
        self._transport.abort()

    def _answered(self, response: Response) -> None:
        if self._opened.done():
            return
        if self._conn.handshake_exc is not None:
            self._opened.set_exception(ConnectionError(f"{response.status_code}"))
        else:
            self._opened.set_result(None)

    def _flush(self) -> None:
        if out := b"".join(self._conn.data_to_send()):
            self._transport.write(out)


async def connect(number: int, host: str, port: int, path: str, headers: dict[str, str], heard: Heard) -> Socket:
    """Open one socket and wait for its handshake."""
    loop = asyncio.get_running_loop()
    uri = f"ws://{host}:{port}{path}"
    _transport, socket = await loop.create_connection(lambda: Socket(number, uri, headers, heard), host, port)
    await socket.opened()
    return socket
