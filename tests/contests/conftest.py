import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from contests.models import Contest
from leaderboard.boards import boards
from people.models import Unit, User
from tests.conftest import NOON
from tests.contests.builders import make_bank, make_contest


@pytest.fixture(autouse=True)
def empty_boards(settings: Any) -> Iterator[None]:
    """Boards outlive a test's database, in the process or in Redis: begin each test with none."""
    settings.REDIS_PREFIX = f"test-{uuid.uuid4()}"
    boards.cache_clear()
    yield
    boards.cache_clear()


@pytest.fixture
def bank(tam: User) -> None:
    """Four questions of topic a and four of topic c, written by Tâm."""
    make_bank(tam)


@pytest.fixture
def contest(bank: None, alice: User, province: Unit) -> Contest:
    """Open from NOON for two hours; three questions, ten minutes, one attempt."""
    return make_contest(alice, province, NOON)
