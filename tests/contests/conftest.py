from collections.abc import Iterator

import pytest

from contests.models import Contest
from leaderboard.boards import boards
from people.models import Unit, User
from tests.conftest import NOON
from tests.contests.builders import make_bank, make_contest


@pytest.fixture(autouse=True)
def empty_boards() -> Iterator[None]:
    """Boards outlive a test's database: begin each test with none."""
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
