"""Work that goes on: begun once, told of by its key, stopped when somebody asks."""

import pytest
from django.core.cache import cache

from realtime import working
from realtime.working import Progress


@pytest.fixture(autouse=True)
def _empty() -> None:
    cache.clear()


def test_what_goes_on_is_not_begun_twice_and_what_is_over_is_begun_anew() -> None:
    assert working.begin("a", 7)
    assert working.progress_of("a") == Progress(0, 7)
    assert not working.begin("a", 7)
    assert working.begin("b")
    working.tell("a", Progress(7, 7, finished=True, refusal="Failed"))
    assert working.begin("a", 9)
    assert working.progress_of("a") == Progress(0, 9)


def test_a_wish_to_stop_is_heard_and_does_not_outlive_the_next_beginning() -> None:
    working.begin("a")
    assert not working.asked_to_stop("a")
    working.ask_to_stop("a")
    assert working.asked_to_stop("a")
    working.tell("a", Progress(1, 2, finished=True))
    working.begin("a")
    assert not working.asked_to_stop("a")


def test_what_was_forgotten_or_never_begun_is_not_known() -> None:
    working.begin("a")
    working.forget("a")
    assert working.progress_of("a") is None
    assert working.progress_of("b") is None


@pytest.mark.parametrize(("done", "total", "percent"), [(0, 0, 0), (1, 3, 33), (3, 3, 100)])
def test_percent(done: int, total: int, percent: int) -> None:
    assert Progress(done, total).percent == percent
