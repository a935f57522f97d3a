"""What a socket does with what its other side sends, and with one that sends nothing."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from channels.layers import channel_layers

from realtime import hub as hubs
from realtime import sockets
from realtime.hub import Hub
from realtime.sockets import LARGEST_FRAME, MESSAGES_PER_SECOND, NOT_TEXT, SILENT, TOO_FAST, TOO_LARGE, WatchingSocket
from tests.realtime.watching import Topic

pytestmark = pytest.mark.django_db(transaction=True)


class Screen(WatchingSocket):
    async def admit(self) -> list[str]:
        return ["t:1"]


@pytest.fixture(autouse=True)
async def hub(topic: Topic) -> AsyncIterator[Hub]:
    channel_layers.backends.clear()
    hubs.hub.__init__()  # type: ignore[misc]
    yield hubs.hub
    await hubs.hub.stop()


@asynccontextmanager
async def opened() -> AsyncIterator[Any]:
    socket = ApplicationCommunicator(Screen.as_asgi(), {"type": "websocket", "path": "/", "headers": []})
    await socket.send_input({"type": "websocket.connect"})
    assert [(await socket.receive_output(timeout=5))["type"] for _ in range(2)] == [
        "websocket.accept",
        "websocket.send",
    ]
    yield socket
    await socket.send_input({"type": "websocket.disconnect", "code": 1000})
    await socket.wait(timeout=5)


async def say(socket: Any, text: str) -> None:
    await socket.send_input({"type": "websocket.receive", "text": text})


async def until_closed(socket: Any) -> int:
    while True:
        message = await socket.receive_output(timeout=5)
        if message["type"] == "websocket.close":
            return int(message["code"])


async def test_a_ping_is_answered_with_its_own_time() -> None:
    async with opened() as socket:
        await say(socket, '{"type": "ping", "t": 7}')
        assert json.loads((await socket.receive_output(timeout=5))["text"]) == {"type": "pong", "t": 7}


@pytest.mark.parametrize(("length", "code"), [(LARGEST_FRAME, None), (LARGEST_FRAME + 1, TOO_LARGE)])
async def test_a_frame_that_is_too_large_closes(length: int, code: int | None) -> None:
    async with opened() as socket:
        await say(socket, '"' + "x" * (length - 2) + '"')
        if code is None:
            assert json.loads((await socket.receive_output(timeout=5))["text"])["code"] == "bad_json"
        else:
            assert await until_closed(socket) == code


async def test_bytes_close() -> None:
    async with opened() as socket:
        await socket.send_input({"type": "websocket.receive", "bytes": b"{}"})
        assert await until_closed(socket) == NOT_TEXT


async def test_a_flood_closes_and_what_came_behind_it_is_not_read(hub: Hub) -> None:
    async with opened() as socket:
        for _ in range(MESSAGES_PER_SECOND * 3):
            await say(socket, '{"type": "ping"}')
        assert await until_closed(socket) == TOO_FAST
        assert await socket.receive_nothing(timeout=0.05)
        assert hub.watching("t:1") == 0


async def test_an_error_ends_the_socket_and_nothing_goes_on_counting_it(
    monkeypatch: pytest.MonkeyPatch, hub: Hub
) -> None:
    async def broken(self: Screen, message: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Screen, "receive_message", broken)
    socket = ApplicationCommunicator(Screen.as_asgi(), {"type": "websocket", "path": "/", "headers": []})
    await socket.send_input({"type": "websocket.connect"})
    await socket.receive_output(timeout=5)
    await say(socket, '{"type": "anything"}')
    with pytest.raises(ZeroDivisionError):
        await socket.wait(timeout=5)
    assert hub.watching("t:1") == 0


async def test_who_says_nothing_for_long_is_let_go(monkeypatch: pytest.MonkeyPatch, hub: Hub) -> None:
    monkeypatch.setattr(sockets, "LONGEST_SILENCE", 0.05)
    async with opened() as socket:
        assert await until_closed(socket) == SILENT
        assert hub.watching("t:1") == 0


async def test_who_says_something_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "LONGEST_SILENCE", 0.3)
    async with opened() as socket:
        for _ in range(5):
            await asyncio.sleep(0.12)
            await say(socket, '{"type": "ping"}')
            assert (await socket.receive_output(timeout=5))["type"] == "websocket.send"


@pytest.mark.parametrize("text", ["", "[]", "null", "{", '"ping"'])
async def test_what_is_no_message_is_refused_by_name(text: str) -> None:
    async with opened() as socket:
        await say(socket, text)
        assert json.loads((await socket.receive_output(timeout=5))["text"]) == {"type": "error", "code": "bad_json"}
