"""Work in the background: a bounded number at once."""

import threading

import pytest

from realtime import working


def test_what_is_begun_beyond_the_bound_waits_for_its_turn() -> None:
    begun, go_on, done = threading.Semaphore(0), threading.Event(), threading.Semaphore(0)
    running, most, count = threading.Lock(), 0, 0

    def work() -> None:
        nonlocal most, count
        with running:
            count += 1
            most = max(most, count)
        begun.release()
        assert go_on.wait(30)
        with running:
            count -= 1
        done.release()

    for _ in range(working.AT_ONCE * 3):
        working.in_thread(work)
    for _ in range(working.AT_ONCE):
        assert begun.acquire(timeout=30)
    assert not begun.acquire(blocking=False)
    go_on.set()
    for _ in range(working.AT_ONCE * 3):
        assert done.acquire(timeout=30)
    assert most == working.AT_ONCE


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_work_that_fails_gives_its_turn_back() -> None:
    over = threading.Semaphore(0)

    def broken() -> None:
        over.release()
        raise RuntimeError

    for _ in range(working.AT_ONCE * 2):
        working.in_thread(broken)
    for _ in range(working.AT_ONCE * 2):
        assert over.acquire(timeout=30)
