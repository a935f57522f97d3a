"""Who has been shown the door is shut out of every process, whatever becomes of others."""

import asyncio

import pytest

from contests.live import attendance as attending
from contests.live.attendance import Attendance
from realtime.sockets import REFUSED

pytestmark = pytest.mark.django_db(transaction=True)


class Door:
    def __init__(self, *, broken: bool = False) -> None:
        self.broken, self.shut_with = broken, list[int]()

    async def shut(self, code: int) -> None:
        self.shut_with.append(code)
        if self.broken:
            raise OSError("gone already")


@pytest.fixture
def gone(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """Players who are none any more; nothing is written anywhere."""
    told: set[int] = set()
    monkeypatch.setattr(Attendance, "_write", lambda self, *_what: frozenset(told))
    for pace in ("PACE", "LOOK"):
        monkeypatch.setattr(attending, pace, 0.01)
    return told


async def until(true: object) -> None:
    async with asyncio.timeout(5):
        while not true():  # type: ignore[operator]
            await asyncio.sleep(0.01)


async def test_one_that_cannot_be_shut_keeps_no_other_in(gone: set[int]) -> None:
    hall, broken, whole = Attendance(), Door(broken=True), Door()
    hall.enter(1, 10, broken)
    hall.enter(1, 11, whole)
    gone |= {10, 11}
    await until(lambda: whole.shut_with)
    assert (set(broken.shut_with), set(whole.shut_with)) == ({REFUSED}, {REFUSED})
    await hall.leave(1, 11, whole)
    await hall.leave(1, 10, broken)


async def test_who_plays_on_is_left_alone_and_the_last_to_go_is_written(gone: set[int]) -> None:
    hall, phone = Attendance(), Door()
    hall.enter(1, 10, phone)
    await asyncio.sleep(0.1)
    assert phone.shut_with == []
    await asyncio.wait_for(hall.leave(1, 10, phone), 5)
    await until(lambda: not hall._halls)
    again = Door()
    hall.enter(1, 10, again)  # and a hall that was empty fills again
    assert set(hall._halls) == {1}
    await asyncio.wait_for(hall.leave(1, 10, again), 5)
