"""A paper hands itself in though the phone is off and nobody reads."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection

from config.asgi import application
from config.lifespan import Lifespan
from contests.models import Contest, Entrant, Paper
from contests.papers import closing, sitting
from contests.papers.answering import save_answer
from contests.papers.closing import close_forever
from contests.papers.sitting import GRACE, start_paper
from people.models import Role, RoleAssignment, User
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import enter, right_choices

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 10.0


@asynccontextmanager
async def running(application: Any) -> AsyncIterator[None]:
    """A server process from its startup to its shutdown."""
    to_it: asyncio.Queue[dict[str, str]] = asyncio.Queue()
    from_it: asyncio.Queue[dict[str, str]] = asyncio.Queue()
    process = asyncio.create_task(application({"type": "lifespan"}, to_it.get, from_it.put))

    async def told(what: str) -> None:
        await to_it.put({"type": f"lifespan.{what}"})
        answer = await asyncio.wait_for(from_it.get(), PATIENCE)
        assert answer["type"] == f"lifespan.{what}.complete"

    await told("startup")
    yield
    await told("shutdown")
    await asyncio.wait_for(process, PATIENCE)


def reread(paper: Paper) -> None:
    try:
        paper.refresh_from_db()
    finally:
        connection.close()


async def until_closed(paper: Paper) -> None:
    async with asyncio.timeout(PATIENCE):
        while paper.submitted_at is None:
            await asyncio.sleep(0.02)
            await asyncio.to_thread(reread, paper)


def looks_of(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """Return a list that grows with the time of every look that has come to its end."""
    looks: list[datetime] = []
    real = closing.close_overdue

    def looked(*, now: datetime) -> int:
        closed = real(now=now)
        looks.append(now)
        return closed

    monkeypatch.setattr(closing, "close_overdue", looked)
    return looks


@pytest.fixture
def paper(contest: Contest, bob: User, clock: Moving) -> Paper:
    made = start_paper(entrant=enter(contest, bob, NOON), now=NOON)
    save_answer(paper=made, position=1, chosen=right_choices(made.questions.get(position=1)), now=NOON)
    return made


async def test_a_paper_that_nobody_reads_is_marked_within_two_minutes_of_its_deadline(
    paper: Paper, clock: Moving, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = looks_of(monkeypatch)
    async with running(Lifespan(partial(close_forever, every=0.02))), asyncio.timeout(PATIENCE):
        over = clock.on(minutes=10)
        while over not in looks:
            await asyncio.sleep(0.02)
        await asyncio.to_thread(reread, paper)
        assert paper.submitted_at is None  # what was answered in time may still be on its way
        clock.on(minutes=2)
        await until_closed(paper)
    assert (paper.submitted_at, paper.closed_by) == (paper.deadline_at, Paper.ClosedBy.DEADLINE)
    assert (paper.correct_count, paper.time_used_ms) == (1, 600_000)
    assert paper.receipt


async def test_the_product_itself_does_so(paper: Paper, clock: Moving) -> None:
    clock.on(minutes=12)
    async with running(application):
        await until_closed(paper)


async def test_a_look_that_fails_is_followed_by_the_next(
    paper: Paper, clock: Moving, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks, real = [], closing.close_overdue

    def out_of_reach(**named: Any) -> int:
        looks.append(1)
        if len(looks) < 3:
            raise OSError("the database is away")
        return real(**named)

    monkeypatch.setattr(closing, "close_overdue", out_of_reach)
    clock.on(minutes=12)
    async with running(Lifespan(partial(close_forever, every=0.02))):
        await until_closed(paper)
    assert len(looks) >= 3


async def test_processes_side_by_side_close_each_paper_once(
    paper: Paper, clock: Moving, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted: list[int] = []
    monkeypatch.setattr(sitting.boards, "note_closed", noted.append)
    looks = looks_of(monkeypatch)
    clock.on(minutes=12)
    process = partial(Lifespan, partial(close_forever, every=0.02))
    async with running(process()), running(process()), running(process()), asyncio.timeout(PATIENCE):
        await until_closed(paper)
        while len(looks) < 6:
            await asyncio.sleep(0.02)
    assert (paper.correct_count, noted) == (1, [paper.pk])


async def test_without_work_a_process_starts_and_stops_all_the_same() -> None:
    async with running(Lifespan(None)):
        pass


def test_time_given_back_meanwhile_leaves_a_paper_open(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the look and the lock the board gives minutes back: the paper found as overdue is so no more."""
    real = sitting._close

    def with_more_time(found: Paper, **named: Any) -> Paper:
        Paper.objects.update(deadline_at=found.deadline_at + timedelta(minutes=5))
        return real(found, **named)

    monkeypatch.setattr(sitting, "_close", with_more_time)
    assert sitting.close_overdue(now=paper.deadline_at + GRACE + timedelta(seconds=1)) == 0
    assert Paper.objects.get().submitted_at is None


async def test_whoever_is_given_a_role_after_entering_is_set_aside_though_nobody_opens_a_page(
    paper: Paper, bob: User, clock: Moving
) -> None:
    def given() -> None:
        RoleAssignment.objects.create(user=bob, role=Role.ORGANISER, unit=paper.contest.unit)
        connection.close()

    def why() -> str:
        try:
            return Entrant.objects.get(pk=paper.entrant_id).aside_why
        finally:
            connection.close()

    await asyncio.to_thread(given)
    async with running(Lifespan(partial(close_forever, every=0.02))), asyncio.timeout(PATIENCE):
        while await asyncio.to_thread(why) != "organisers":
            await asyncio.sleep(0.02)
