"""Both stores, and a kind of board whose truth a test holds in its hands."""

import os
import uuid
from collections.abc import Iterator

import pytest

from leaderboard import sources
from leaderboard.boards import Boards
from leaderboard.in_process import LocalBoards
from leaderboard.in_redis import RedisBoards
from tests.leaderboard.truth import Truth


@pytest.fixture(params=["local", pytest.param("redis", marks=pytest.mark.needs_redis)])
def store(request: pytest.FixtureRequest) -> Iterator[Boards]:
    if request.param == "local":
        yield LocalBoards()
        return
    made = RedisBoards(os.environ["REDIS_URL"], f"test-{uuid.uuid4()}")
    yield made
    forget(made)


def forget(store: Boards) -> None:
    """Make the store lose everything, as a flushed Redis or a process that begins anew."""
    if isinstance(store, LocalBoards):
        store._boards.clear()
        return
    assert isinstance(store, RedisBoards)
    keys = store._redis.keys(f"{store._prefix}:*")
    if keys:
        store._redis.delete(*keys)


@pytest.fixture
def truth(store: Boards, monkeypatch: pytest.MonkeyPatch) -> Truth:
    """The truth of the board "kind.1", which is kept in `store`."""
    made = Truth()
    monkeypatch.setattr(sources, "boards", lambda: store)
    monkeypatch.setattr(sources, "_sources", dict(sources._sources))
    sources.register("kind", count=made.count, load=made.load, frozen_at=made.frozen_at)
    return made
