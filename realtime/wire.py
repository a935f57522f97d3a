"""Writing prepared frames to the transport of a socket, past the layers made for one message at a time.

A frame for everybody is made once and written as it is; what stands between an application and the transport (ASGI's
messages, the library's state of each connection) costs several times the write itself. The server's own frames go on
through those layers: both write whole frames, so they never mix.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

SCOPE_KEY = "wire"
_TEXT = 0x81  # a whole text message in one frame (RFC 6455, 5.2); from a server it is not masked


@dataclass(frozen=True, slots=True)
class Text:
    """A message for any number of sockets. payload: UTF-8. frame: the same as it goes over the wire."""

    payload: bytes
    frame: bytes

    @classmethod
    def of(cls, payload: bytes) -> "Text":
        return cls(payload, text_frame(payload))


def text_frame(payload: bytes) -> bytes:
    """Return the frame of one text message from a server; `payload` is UTF-8."""
    length = len(payload)
    if length < 126:
        return bytes((_TEXT, length)) + payload
    if length < 1 << 16:
        return bytes((_TEXT, 126)) + length.to_bytes(2, "big") + payload
    return bytes((_TEXT, 127)) + length.to_bytes(8, "big") + payload


class Wire(Protocol):
    """Where prepared frames are written."""

    def write(self, frames: bytes) -> bool:
        """Write whole frames; False, and nothing is written, while the reader is slow."""
        ...

    async def drained(self) -> None:
        """Wait until the reader has caught up, or is gone."""
        ...


class UvicornWire:
    """The transport of a socket that uvicorn serves with `--ws websockets-sansio`.

    `writable` is cleared while more than the transport's high-water mark (64 KB) is waiting: that bounds what a phone
    whose radio sleeps can hold up here.
    """

    __slots__ = ("_protocol",)

    def __init__(self, protocol: WebSocketsSansIOProtocol) -> None:
        self._protocol = protocol

    def write(self, frames: bytes) -> bool:
        protocol = self._protocol
        if not protocol.writable.is_set():
            return False
        if not (protocol.close_sent or protocol.disconnected or protocol.transport.is_closing()):
            protocol.transport.write(frames)
        return True

    async def drained(self) -> None:
        await self._protocol.writable.wait()


class Wired:
    """The outermost ASGI application of sockets: hands the wire on in the scope, where the server is known."""

    def __init__(self, application: Callable[[Any, Any, Any], Awaitable[Any]]) -> None:
        self._application = application

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> Any:
        protocol = getattr(send, "__self__", None)
        if isinstance(protocol, WebSocketsSansIOProtocol):
            scope = {**scope, SCOPE_KEY: UvicornWire(protocol)}
        return await self._application(scope, receive, send)
