"""Prepared frames: what every client of the protocol reads, and what a slow reader holds up, over a real connection."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn
from hypothesis import given
from hypothesis import strategies as st
from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.protocol import State
from websockets.uri import parse_uri

from realtime import hub as hubs
from realtime import sockets
from realtime.hub import Hub
from realtime.sockets import WatchingSocket
from realtime.wire import SCOPE_KEY, Text, UvicornWire, Wired, text_frame
from tests.load.sockets import Socket, connect
from tests.realtime.watching import Topic, until

LARGE = "x" * (1 << 19)


def read(frame: bytes) -> bytes:
    """Return the message that the library's client reads from `frame`."""
    client = ClientProtocol(parse_uri("ws://h/"), state=State.OPEN, max_size=None)
    client.receive_data(frame)
    (event,) = client.events_received()
    assert isinstance(event, Frame)
    assert (event.opcode, event.fin) == (Opcode.TEXT, True)
    return bytes(event.data)


@pytest.mark.parametrize("length", [0, 1, 125, 126, 127, 65_535, 65_536, 200_000])
def test_a_frame_of_any_length_is_read_as_it_was_meant(length: int) -> None:
    assert read(text_frame(b"a" * length)) == b"a" * length


@given(st.text(max_size=300))
def test_whatever_is_written_is_read(words: str) -> None:
    assert read(Text.of(words.encode()).frame).decode() == words


async def test_only_a_server_that_is_known_gives_a_wire() -> None:
    seen: list[dict[str, Any]] = []

    async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
        seen.append(scope)

    async def send(message: dict[str, Any]) -> None: ...

    await Wired(application)({"type": "websocket"}, None, send)
    assert SCOPE_KEY not in seen[0]


class Watching(WatchingSocket):
    """A socket of the topic that the test turns."""

    async def admit(self) -> list[str] | None:
        assert isinstance(self._wire, UvicornWire)
        return ["t:1"]


@asynccontextmanager
async def served(application: Callable[..., Any]) -> AsyncIterator[int]:
    """Serve `application` on loopback as it is deployed; yields the port."""
    config = uvicorn.Config(
        application, port=0, ws="websockets-sansio", ws_per_message_deflate=False, ws_ping_interval=0,
        lifespan="off", log_level="critical",
    )  # fmt: skip
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup()
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        await server.shutdown()


@pytest.mark.django_db(transaction=True)
class TestOverAConnection:
    @pytest.fixture
    async def port(self, hub: Hub, topic: Topic, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[int]:
        monkeypatch.setattr(sockets, "hub", hub)
        monkeypatch.setattr(hubs, "LOOK_AGAIN_SECONDS", 60.0)
        async with served(Wired(Watching.as_asgi())) as port:
            yield port

    async def test_if_slow_readers_were_written_to_all_would_be_held_up_for_them(
        self, port: int, hub: Hub, topic: Topic, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(UvicornWire, "write", lambda wire, frames: wire._protocol.transport.write(frames) or True)
        (asleep, _missed), (awake, heard) = await self.client(port), await self.client(port)
        asleep.sleep()
        await self.tell_forty(hub, topic, heard)
        assert held_up(hub) > 10 * len(LARGE)
        asleep.close()
        awake.close()

    async def tell_forty(self, hub: Hub, topic: Topic, heard: list[str]) -> list[str]:
        words = [f"{LARGE}{number:010}" for number in range(40)]
        for each in words:
            topic.change(each)
            await hub.look("t:1")
            await until(lambda each=each: heard[-1] == each[-10:])
        return words

    async def client(self, port: int) -> tuple[Socket, list[str]]:
        heard: list[str] = []
        socket = await connect(0, "127.0.0.1", port, "/", {}, lambda _s, text, _at: heard.append(text.decode()[-10:]))
        await until(lambda: bool(heard))
        return socket, heard

    async def test_prepared_frames_and_answers_share_the_connection(self, port: int, hub: Hub, topic: Topic) -> None:
        socket, heard = await self.client(port)
        socket.send(b'{"type":"ping","t":7}')
        await until(lambda: len(heard) == 2)
        topic.change("two")
        hub.mark("t:1")
        await until(lambda: len(heard) == 3)
        assert heard == ["one", '"pong","t":7}'[-10:], "two"]
        socket.close()

    async def test_a_phone_that_sleeps_is_written_to_no_more_and_wakes_to_the_newest(
        self, port: int, hub: Hub, topic: Topic
    ) -> None:
        (asleep, missed), (awake, heard) = await self.client(port), await self.client(port)
        asleep.sleep()
        words = await self.tell_forty(hub, topic, heard)
        (watcher,) = (w for s, w in hub._topics["t:1"].sockets.items() if w.waiting)
        assert watcher.given < topic.version
        assert held_up(hub) <= len(LARGE) + (1 << 17)
        asleep.wake()
        await until(lambda: missed[-1] == words[-1][-10:], 10)
        assert len(missed) < len(heard) == 1 + len(words)
        assert missed == sorted(set(missed), key=missed.index)
        asleep.close()
        awake.close()


def held_up(hub: Hub) -> int:
    """Return how many bytes wait here for readers."""
    wires = [one._wire for one in hub._topics["t:1"].sockets if isinstance(one, Watching)]
    return sum(wire._protocol.transport.get_write_buffer_size() for wire in wires if isinstance(wire, UvicornWire))
