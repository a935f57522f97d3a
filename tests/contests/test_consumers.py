"""Following a board over a socket."""

import json
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from channels.layers import channel_layers
from channels.routing import URLRouter
from channels.sessions import CookieMiddleware

from contests import routing
from contests.models import Contest
from realtime.sockets import REFUSED

pytestmark = pytest.mark.django_db(transaction=True)


def watch(board: str) -> Any:
    scope = {
        "type": "websocket",
        "path": f"/ws/board/{board}/",
        "headers": [],
        "query_string": b"",
    }
    channel_layers.backends.clear()
    return ApplicationCommunicator(CookieMiddleware(URLRouter(routing.websocket_urlpatterns)), scope)


async def opened(socket: Any) -> list[dict[str, Any]]:
    await socket.send_input({"type": "websocket.connect"})
    return [await socket.receive_output(timeout=5) for _ in range(2)]


@pytest.mark.parametrize("by", ["people", "units"])
async def test_a_watcher_is_shown_the_board_at_once(contest: Contest, by: str) -> None:
    socket = watch(f"contest-{by}.{contest.pk}")
    accepted, first = await opened(socket)
    shown = json.loads(first["text"])
    assert (accepted["type"], shown["type"], shown["board"], shown["rows"]) == (
        "websocket.accept",
        "board",
        f"contest-{by}.{contest.pk}",
        [],
    )
    await socket.send_input({"type": "websocket.disconnect", "code": 1000})
    await socket.wait(timeout=5)


@pytest.mark.parametrize("board", ["contest-people.999999", "contest-people.x", "other.1", "contest-people.", "x"])
async def test_a_board_that_is_none_is_refused(contest: Contest, board: str) -> None:
    accepted, closed = await opened(watch(board))
    assert (accepted["type"], closed["type"], closed["code"]) == ("websocket.accept", "websocket.close", REFUSED)


async def test_the_board_of_a_draft_is_refused(contest: Contest) -> None:
    await Contest.objects.aupdate(state=Contest.State.DRAFT)
    _, closed = await opened(watch(f"contest-people.{contest.pk}"))
    assert closed["code"] == REFUSED
