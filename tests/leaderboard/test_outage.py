"""Redis dies under the boards and comes back: the boards are read from the truth meanwhile and after."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from leaderboard import sources
from leaderboard.copies import BELIEVED_ALONE
from leaderboard.frames import frame
from leaderboard.in_process import LocalBoards
from leaderboard.in_redis import OutOfReach, RedisBoards
from tests.leaderboard.truth import BOARD, Truth
from tests.redis_server import RedisServer

pytestmark = pytest.mark.needs_redis


@pytest.fixture
def server() -> Iterator[RedisServer]:
    with tempfile.TemporaryDirectory() as folder:
        made = RedisServer(Path(folder))
        made.start()
        yield made
        made.kill()


@pytest.fixture
def store(server: RedisServer, monkeypatch: pytest.MonkeyPatch) -> RedisBoards:
    monkeypatch.setattr(sources, "_shelter", LocalBoards(BELIEVED_ALONE))
    return RedisBoards(server.url, "test")


def shown() -> list[tuple[int, str, int]]:
    return [(row["place"], row["id"], row["score"]) for row in frame(BOARD)["rows"]]


def test_boards_outlive_redis(truth: Truth, server: RedisServer, monkeypatch: pytest.MonkeyPatch) -> None:
    truth.tell(truth.add("an", 9))
    assert shown() == [(1, "an", 9)]

    server.kill()
    assert shown() == [(1, "an", 9)]
    late = truth.add("binh", 10)
    with pytest.raises(OutOfReach):  # whoever closes a paper is not kept from it: on_commit(robust=True)
        truth.tell(late)
    assert shown() == [(1, "binh", 10), (2, "an", 9)]
    assert truth.loads == 3

    server.start()
    assert shown() == [(1, "binh", 10), (2, "an", 9)]
    truth.tell(truth.add("chi", 11))
    assert shown() == [(1, "chi", 11), (2, "binh", 10), (3, "an", 9)]
    assert truth.loads == 4


def test_a_correction_during_the_outage_shows_soon(
    truth: Truth, server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    truth.add("an", 9)
    server.kill()
    assert shown() == [(1, "an", 9)]
    with pytest.raises(OutOfReach):
        truth.give_all(1)
    monkeypatch.setattr(sources._shelter, "_believed", 0.0)  # as after BELIEVED_ALONE
    assert shown() == [(1, "an", 10)]
