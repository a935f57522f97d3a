import pytest

from contests.live.composing import create_round
from contests.models import Contest, LiveRound
from people.models import User
from realtime.clock import Moving
from tests.conftest import NOON


@pytest.fixture
def live(contest: Contest, alice: User, clock: Moving) -> LiveRound:
    """A round of three questions, twenty seconds each, in its lobby."""
    return create_round(contest=contest, title="Vòng chung kết", questions=3, seconds=20, by=alice, now=NOON)
