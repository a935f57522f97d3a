"""A published contest with two prizes, for tests of what it hands out."""

import pytest

from contests.models import Contest
from people.models import Unit, User
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import make_question, make_topic, make_user, sit
from tests.contests.signed import held_by_two, settle, signers

SECOND = {"winner": "person", "rank": "second", "count": 1, "amount": 500_000, "scope": "contest", "title": ""}
FIRST = SECOND | {"rank": "first", "amount": 1_000_000}


@pytest.fixture
def both(home_affairs: Unit) -> tuple[User, User]:
    """Who signs for the two bodies."""
    return signers(home_affairs)


@pytest.fixture
def over(
    tam: User, alice: User, bob: User, province: Unit, commune: Unit, both: tuple[User, User], clock: Moving
) -> Contest:
    """Not published yet: an (three right) has the first prize, Bob (two) the second, binh (one) none."""
    for code in "acd":
        make_question(make_topic(code), tam)
    made = held_by_two(alice, province, *both, prizes=[FIRST, SECOND])
    sit(made, bob, right=2, start=NOON)
    for name, right in (("an", 3), ("binh", 1)):
        sit(made, make_user(name, commune), right=right, start=NOON)
    clock.on(seconds=3 * 3600)
    return made


@pytest.fixture
def contest(over: Contest, alice: User, both: tuple[User, User]) -> Contest:
    """The same, published."""
    settle(over, alice, *both)
    return over
