import pytest

from contests.models import Contest
from people.models import Unit, User
from tests.conftest import NOON
from tests.contests.builders import make_question, make_topic, make_user, sit
from tests.contests.signed import held_by_two, signers


@pytest.fixture
def director(home_affairs: Unit) -> User:
    return signers(home_affairs)[0]


@pytest.fixture
def union(director: User) -> User:
    return User.objects.get(username="chutich")


@pytest.fixture
def two_bodies(tam: User, alice: User, province: Unit, director: User, union: User) -> Contest:
    for code in "acd":
        make_question(make_topic(code), tam)
    return held_by_two(alice, province, director, union)


@pytest.fixture
def sat(two_bodies: Contest, bob: User, commune: Unit) -> Contest:
    """Bob has two of three right; an three, and wins; binh one."""
    sit(two_bodies, bob, right=2, start=NOON)
    for name, right in (("an", 3), ("binh", 1)):
        sit(two_bodies, make_user(name, commune), right=right, start=NOON)
    return two_bodies
