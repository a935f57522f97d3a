"""A contest closed early while a paper is begun: on PostgreSQL, each with a twin that loses once its guard is away."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from contests.drafts.opening import close_contest
from contests.models import Contest, Paper
from contests.papers import sitting
from contests.papers.sitting import start_paper
from contests.refusals import NotOpen
from people.models import User
from tests.conftest import NOON
from tests.contests.builders import enter
from tests.contests.test_paper_races import LONG_ENOUGH, in_turn, pause, without_lock

__all__ = ["pause", "without_lock"]
pytestmark = [
    pytest.mark.needs_postgres,  # SQLite lets one writer in at a time: the races cannot happen there
    pytest.mark.django_db(transaction=True),
]
Pause = Callable[[str], threading.Event]


def race(contest: Contest, bob: User, at: threading.Event) -> list[Any]:
    entrant = enter(contest, bob, NOON)
    return in_turn(lambda: start_paper(entrant=entrant, now=NOON), at, lambda: close_contest(contest=contest, now=NOON))


def left_open() -> int:
    return Paper.objects.filter(submitted_at=None).count()


def test_no_paper_is_begun_in_a_contest_that_was_closed_while_it_was_drawn(
    contest: Contest, bob: User, pause: Pause
) -> None:
    came = race(contest, bob, pause("draw_for"))
    assert (type(came[0]), Paper.objects.count()) == (NotOpen, 0)


def test_without_looking_again_it_would_be(
    contest: Contest, bob: User, pause: Pause, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitting, "_check_still_open", lambda paper: None)
    race(contest, bob, pause("draw_for"))
    assert left_open() == 1  # counted later, when the results may be signed already


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Set when a paper is written and found allowed; its commit then comes a while later."""
    reached, real = threading.Event(), sitting._check_still_open

    def slowly(paper: Paper) -> None:
        real(paper)
        reached.set()
        threading.Event().wait(LONG_ENOUGH)

    monkeypatch.setattr(sitting, "_check_still_open", slowly)
    return reached


def test_whoever_closes_waits_for_a_paper_that_is_being_written_and_closes_it_too(
    contest: Contest, bob: User, written: threading.Event
) -> None:
    race(contest, bob, written)
    assert (Paper.objects.count(), left_open()) == (1, 0)


def test_without_the_lock_it_would_be_overlooked(
    contest: Contest, bob: User, written: threading.Event, without_lock: None
) -> None:
    race(contest, bob, written)
    assert left_open() == 1
