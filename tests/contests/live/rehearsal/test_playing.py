"""A whole rehearsal over the sockets' own code: phones join, answer, drop, come back; a sheet is written."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from channels.layers import channel_layers

from contests.live.composing import create_round
from contests.live.rehearsal import phones, rehearsals, tempers
from contests.live.rehearsal.troupe import Cast, Troupe
from contests.live.rules import LiveRules
from contests.models import Contest, LiveAnswer, LiveBuzz, LiveRehearsal, LiveRound
from people.models import User
from realtime import hub as hubs
from tests.conftest import NOON
from tests.contests.live.test_sockets import cookie, press
from tests.contests.live.wire import Wire

pytestmark = pytest.mark.django_db(transaction=True)
PHONES = 15
USUAL = LiveRules().to_json()


@pytest.fixture(autouse=True)
async def fresh_hub() -> AsyncIterator[None]:
    channel_layers.backends.clear()
    hubs.hub.__init__()  # type: ignore[misc]
    yield
    await hubs.hub.stop()


@pytest.fixture
def stage(contest: Contest, alice: User, clock: Any) -> LiveRound:
    """The stage of a rehearsal of two questions of three seconds."""
    live = create_round(contest=contest, title="Vòng chung kết", questions=2, seconds=3, by=alice, now=NOON)
    return rehearsals.begin(live=live, phones=PHONES, by=alice, now=NOON).stage


async def lead(stage: LiveRound, host: Wire, projector: Wire) -> None:
    """Play both questions as a host does, who waits until everybody has answered or it takes too long."""
    await host.until(type="counts", connected=PHONES)
    for position in (1, 2):
        await press(stage, "open", "start")
        await projector.until(type="round", state="answering", position=position)
        await asyncio.sleep(3.5)
        await press(stage, "close", "reveal", "board")
        shown = await projector.until(type="round", state="board", position=position)
        assert all(line["simulated"] for line in shown["board"]["people"])
    await press(stage, "finish")


async def test_a_round_is_rehearsed_and_its_sheet_kept(
    stage: LiveRound, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempers, "DROPS", 0.3)
    monkeypatch.setattr(tempers, "AWAY", (0.2, 0.6))
    hosts = await sync_to_async(cookie)(alice)
    async with (
        Wire(f"/ws/live/{stage.pk}/rehearsal/", hosts) as host,
        Wire(f"/ws/live/{stage.pk}/projector/", hosts) as projector,
    ):
        await lead(stage, host, projector)
        await host.until(type="rehearsal-over")
    made = await LiveRehearsal.objects.aget()
    sheet = made.sheet
    assert made.ending == rehearsals.Ending.PLAYED
    assert (sheet["phones"], sheet["questions"], sheet["lost"]) == (PHONES, 2, 0)
    assert PHONES < sheet["acknowledged"] <= 4 * PHONES
    assert 0 <= sheet["acknowledged_p50"] <= sheet["acknowledged_p95"] < 3000
    assert sheet["reached_p95"] is not None
    assert sheet["drops"] >= 1
    assert await LiveAnswer.objects.filter(step__round=stage).acount() > PHONES


async def test_an_answer_that_vanishes_is_found_missing(stage: LiveRound, alice: User) -> None:
    """The twin: the sheet can say that something was lost."""
    cast = await sync_to_async(Cast)(stage.rehearsal_id)
    playing = asyncio.create_task(cast.play())
    await press(stage, "open", "start")
    async with asyncio.timeout(10):
        while len(cast.ledger.kept) < PHONES // 2:
            await asyncio.sleep(0.05)
    await press(stage, "close", "reveal", "finish")
    await playing
    assert (await sync_to_async(cast.sheet)()).lost == 0
    gone, _ = await LiveAnswer.objects.filter(player=min(cast.ledger.kept)[0]).adelete()
    assert (await sync_to_async(cast.sheet)()).lost == gone == 1


async def test_it_is_stopped_while_it_plays(stage: LiveRound, alice: User) -> None:
    made = await LiveRehearsal.objects.aget()
    hosts = await sync_to_async(cookie)(alice)
    async with Wire(f"/ws/live/{stage.pk}/rehearsal/", hosts) as host:
        await host.until(type="counts", connected=PHONES)
        await sync_to_async(rehearsals.stop)(rehearsal=made, now=NOON)
        await host.until(type="rehearsal-over")
        await host.until(type="round", state="finished")
    await made.arefresh_from_db()
    assert (made.ending, made.sheet["acknowledged"]) == (rehearsals.Ending.STOPPED, 0)


async def test_a_second_process_plays_nothing(stage: LiveRound) -> None:
    first, second = Troupe(), Troupe()
    for one in (first, second):
        await one.ensure(stage.rehearsal_id)
    assert first._task is not None
    assert second._task is None
    await sync_to_async(rehearsals.stop)(rehearsal=await LiveRehearsal.objects.aget(), now=NOON)
    await first._task


async def test_the_socket_of_a_rehearsal_leads_no_real_round(stage: LiveRound, alice: User) -> None:
    real = await LiveRound.objects.aget(contest__isnull=False)
    async with Wire(f"/ws/live/{real.pk}/rehearsal/", await sync_to_async(cookie)(alice)) as wire:
        assert await wire.until_closed() == 4403


def staged(contest: Contest, alice: User, **rules: Any) -> LiveRound:
    live = create_round(
        contest=contest, title="", questions=2, seconds=4, by=alice, now=NOON, rules=LiveRules.from_json(USUAL | rules)
    )
    return rehearsals.begin(live=live, phones=PHONES, by=alice, now=NOON).stage


async def test_simulated_phones_ring_and_answer(
    contest: Contest, alice: User, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phones, "RINGS", (0.1, 0.5))
    monkeypatch.setattr(phones, "WORD", (0.1, 0.2))
    stage = await sync_to_async(staged)(contest, alice, play="bell")
    cast = await sync_to_async(Cast)(stage.rehearsal_id)
    playing = asyncio.create_task(cast.play())
    await press(stage, "open", "start")
    async with asyncio.timeout(10):
        while not cast.ledger.kept:
            await asyncio.sleep(0.05)
            clock.on(seconds=0.05)  # who rings first is known a moment later
    await sync_to_async(rehearsals.stop)(rehearsal=cast.rehearsal, now=NOON)
    await playing
    assert await LiveBuzz.objects.filter(step__round=stage).aexists()
    assert (await sync_to_async(cast.sheet)()).lost == 0


async def test_simulated_phones_go_at_their_own_pace(
    contest: Contest, alice: User, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(phones, "OWN_PACE", 1)
    stage = await sync_to_async(staged)(contest, alice, play="paced")
    cast = await sync_to_async(Cast)(stage.rehearsal_id)
    playing = asyncio.create_task(cast.play())
    await press(stage, "go")
    async with asyncio.timeout(15):
        while len(cast.ledger.kept) < PHONES:
            await asyncio.sleep(0.05)
    await press(stage, "close", "reveal", "board", "finish")
    assert await playing is rehearsals.Ending.PLAYED
    told = await sync_to_async(cast.sheet)()
    assert (told.lost, told.questions) == (0, 2)
