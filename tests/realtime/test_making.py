"""Files made in the background: progress, stop, faults, and what is swept away."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from django.core.cache import cache

from realtime.making import Order, Told, cancel, file_of, progress_of, start
from tests.conftest import NOON

ORDER = Order("report-1-1-70-90.docx")


@pytest.fixture(autouse=True)
def nothing_told(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    cache.clear()


def at_once(work: Callable[[], None]) -> None:
    work()


def never(work: Callable[[], None]) -> None:
    """A server that was ended before it came to it."""


def three_parts(target: BinaryIO, told: Told) -> None:
    for done in range(3):
        told(done, 3)
        target.write(b"x")


def test_a_file_is_there_when_it_is_whole() -> None:
    start(ORDER, three_parts, now=NOON, run=at_once)
    path, held = file_of(ORDER), progress_of(ORDER)
    assert path
    assert path.read_bytes() == b"xxx"
    assert held
    assert (held.finished, held.refusal, held.done, held.total) == (True, "", 3, 3)


def test_who_stops_it_gets_no_file_and_no_part_of_one_is_left() -> None:
    def stopped_halfway(target: BinaryIO, told: Told) -> None:
        told(0, 2)
        target.write(b"x")
        cancel(ORDER)
        told(1, 2)

    start(ORDER, stopped_halfway, now=NOON, run=at_once)
    held = progress_of(ORDER)
    assert held
    assert held.refusal == "Cancelled"
    assert file_of(ORDER) is None
    start(Order("other.docx"), three_parts, now=NOON, run=at_once)
    path = file_of(Order("other.docx"))
    assert path
    assert [each.name for each in path.parent.iterdir()] == ["other.docx"]


def test_a_fault_is_told_and_the_next_try_begins_anew() -> None:
    def fails(target: BinaryIO, told: Told) -> None:
        raise ValueError

    start(ORDER, fails, now=NOON, run=at_once)
    held = progress_of(ORDER)
    assert held
    assert held.refusal == "Failed"
    start(ORDER, three_parts, now=NOON, run=at_once)
    assert file_of(ORDER)


def test_what_goes_on_is_not_begun_twice() -> None:
    begun = []
    start(ORDER, three_parts, now=NOON, run=never)
    start(ORDER, three_parts, now=NOON, run=begun.append)
    assert begun == []


def test_an_earlier_wish_to_stop_does_not_stop_the_next() -> None:
    cancel(ORDER)
    start(ORDER, three_parts, now=NOON, run=at_once)
    assert file_of(ORDER)


def test_files_go_after_a_day() -> None:
    start(ORDER, three_parts, now=NOON, run=at_once)
    old = file_of(ORDER)
    assert old
    os.utime(old, (NOON.timestamp(), NOON.timestamp()))
    start(Order("a.pdf"), three_parts, now=NOON + timedelta(hours=23), run=at_once)
    assert old.exists()
    start(Order("b.pdf"), three_parts, now=NOON + timedelta(hours=25), run=at_once)
    assert not old.exists()
