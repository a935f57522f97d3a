"""What goes over the wire, to whom, and what does not before its time."""

from collections.abc import AsyncIterator
from typing import Any

import orjson
import pytest
from asgiref.sync import sync_to_async
from channels.layers import channel_layers
from django.test import Client

from contests.live import snapshots
from contests.live.composing import create_round
from contests.live.rounds import command
from contests.live.rules import LiveRules
from contests.models import Contest, LiveAnswer, LiveRound
from people.models import User
from realtime import hub as hubs
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import ARTICLE_CANARY, EXPLANATION_CANARY
from tests.contests.live.test_rounds import choice, player
from tests.contests.live.wire import Wire

pytestmark = pytest.mark.django_db(transaction=True)
KEY_WORDS = ("is_correct", "correct", '"right"', "explanation_text", ARTICLE_CANARY, EXPLANATION_CANARY)


@pytest.fixture(autouse=True)
async def fresh_hub() -> AsyncIterator[None]:
    """Each test has an event loop of its own, and so a hub and a channel layer of its own."""
    channel_layers.backends.clear()
    hubs.hub.__init__()  # type: ignore[misc]
    yield
    await hubs.hub.stop()


def cookie(user: User) -> str:
    client = Client()
    client.force_login(user)
    return f"sessionid={client.cookies['sessionid'].value}"


async def press(live: LiveRound, *names: str) -> LiveRound:
    def all_of_them() -> LiveRound:
        moved = live
        for name in names:
            moved.refresh_from_db()
            moved = command(live=moved, name=name, expected=moved.version, now=NOON)
        return moved

    return await sync_to_async(all_of_them)()


async def joined(live: LiveRound, user: User) -> tuple[Any, str]:
    return await sync_to_async(player)(live, user), await sync_to_async(cookie)(user)


async def test_a_phone_answers_and_is_told_when_it_is_kept(live: LiveRound, bob: User) -> None:
    _, bobs = await joined(live, bob)
    async with Wire(f"/ws/live/{live.join_code}/phone/", bobs) as phone:
        await phone.until(type="round", state="lobby")
        moved = await press(live, "open", "start")
        await phone.until(type="round", state="answering")
        chosen = await sync_to_async(choice)(moved, right=True)
        await phone.say(type="answer", position=1, run=1, chosen=chosen, ref=7)
        acknowledged = await phone.until(type="answered", ref=7)
        assert acknowledged["chosen"] == chosen
    assert await LiveAnswer.objects.acount() == 1


async def test_a_phone_that_comes_back_is_at_the_right_question_with_its_score(live: LiveRound, bob: User) -> None:
    _, bobs = await joined(live, bob)
    path = f"/ws/live/{live.join_code}/phone/"
    async with Wire(path, bobs) as phone:
        moved = await press(live, "open", "start")
        chosen = await sync_to_async(choice)(moved, right=True)
        await phone.say(type="answer", position=1, run=1, chosen=chosen, ref=1)
        await phone.until(type="answered")
    await press(live, "close", "reveal", "open")
    async with Wire(path, bobs) as again:
        frame = await again.until(type="round", state="question")
        mine = again.mine(frame)
    assert (frame["position"], mine["points"], mine["chosen"]) == (2, 1000, [])


async def test_what_is_pushed_equals_what_is_read_afresh(live: LiveRound, bob: User, alice: User) -> None:
    bobs_player, bobs = await joined(live, bob)
    async with Wire(f"/ws/live/{live.join_code}/phone/", bobs) as phone:
        for name in (
            "open",
            "start",
            "close",
            "reveal",
            "void",
            "restore",
            "rerun",
            "start",
            "close",
            "reveal",
            "board",
        ):
            moved = await press(live, name)
            pushed = await phone.until(type="round", version=moved.version)
            if name == "start":
                right = await sync_to_async(choice)(moved, right=True)
                await phone.say(type="answer", position=1, run=moved.run, chosen=right, ref=moved.version)
                await phone.until(type="answered", ref=moved.version)
            read = orjson.loads(await sync_to_async(snapshots.phone_frame)(bobs_player, NOON))
            mine = read.pop("me")
            told = await phone.until(type="me", version=mine["version"]) | phone.mine(pushed)
            assert (pushed, told) == (read, mine | {"position": told["position"], "run": told["run"]})


async def test_nothing_that_tells_the_key_leaves_before_the_reveal(live: LiveRound, bob: User, alice: User) -> None:
    _, bobs = await joined(live, bob)
    hosts = await sync_to_async(cookie)(alice)
    async with (
        Wire(f"/ws/live/{live.join_code}/phone/", bobs) as phone,
        Wire(f"/ws/live/{live.pk}/projector/", hosts) as projector,
        Wire(f"/ws/live/{live.pk}/host/", hosts) as host,
    ):
        screens = (phone, projector, host)
        await press(live, "open", "start", "close")
        for screen in screens:
            await screen.until(type="round", state="closed")
            sent = "".join(screen.raw)
            assert [word for word in KEY_WORDS if word in sent] == []
            assert all(m["reveal"] is None for m in screen.seen if m["type"] == "round")
        await press(live, "reveal")
        for screen in screens:
            frame = await screen.until(type="round", state="revealed")
            assert EXPLANATION_CANARY in frame["reveal"]["explanation"]


async def test_points_of_the_open_question_stay_hidden_until_the_reveal(live: LiveRound, bob: User) -> None:
    _, bobs = await joined(live, bob)
    async with Wire(f"/ws/live/{live.join_code}/phone/", bobs) as phone:
        moved = await press(live, "open", "start")
        await phone.say(type="answer", position=1, run=1, chosen=await sync_to_async(choice)(moved, right=True), ref=1)
        await phone.until(type="answered")
        await press(live, "close")
        closed = await phone.until(type="round", state="closed")
        while_closed = phone.mine(closed)
        await press(live, "reveal")
        revealed = phone.mine(await phone.until(type="round", state="revealed"))
    assert (while_closed["points"], while_closed["result"]) == (0, None)
    assert (revealed["points"], revealed["result"]) == (1000, {"fraction": 1.0, "points": 1000})


async def test_the_host_moves_the_round_and_a_stale_press_is_told(live: LiveRound, alice: User) -> None:
    hosts = await sync_to_async(cookie)(alice)
    async with Wire(f"/ws/live/{live.pk}/host/", hosts) as host:
        first = await host.until(type="round", state="lobby")
        assert (first["next"], first["last"]) == ("open", False)
        await host.say(type="command", command="open", version=first["version"])
        await host.until(type="round", state="question")
        await host.say(type="command", command="open", version=first["version"])
        assert (await host.until(type="refused"))["code"] == "stale"


async def test_counts_are_told_to_host_and_projector(live: LiveRound, alice: User, bob: User) -> None:
    _, bobs = await joined(live, bob)
    hosts = await sync_to_async(cookie)(alice)
    async with (
        Wire(f"/ws/live/{live.join_code}/phone/", bobs) as phone,
        Wire(f"/ws/live/{live.pk}/host/", hosts) as host,
    ):
        await phone.until(type="round")
        await press(live, "open", "start")
        counts = await host.until(type="counts", joined=1, connected=1, answered=0)
    assert set(counts) == {"type", "version", "joined", "connected", "reached", "answered", "waiting"}


@pytest.mark.parametrize("end", ["phone", "projector", "host"])
async def test_a_stranger_is_refused_on_every_socket(live: LiveRound, charlie: User, end: str) -> None:
    strangers = await sync_to_async(cookie)(charlie)
    where = live.join_code if end == "phone" else live.pk
    for who in (strangers, ""):
        async with Wire(f"/ws/live/{where}/{end}/", who) as wire:
            assert (await wire.until_closed(), wire.seen) == (4403, [])


async def test_a_player_is_no_host(live: LiveRound, bob: User) -> None:
    _, bobs = await joined(live, bob)
    async with Wire(f"/ws/live/{live.pk}/host/", bobs) as wire:
        assert await wire.until_closed() == 4403


async def test_a_phone_cannot_command(live: LiveRound, bob: User) -> None:
    _, bobs = await joined(live, bob)
    async with Wire(f"/ws/live/{live.join_code}/phone/", bobs) as phone:
        await phone.say_raw('{"type": "command", "command": "open", "version": 1}')
        assert (await phone.until(type="error"))["code"] == "unknown_type"
    await live.arefresh_from_db()
    assert live.state == "lobby"


@pytest.mark.parametrize("origin", ["http://evil.example", "", "null"])
async def test_a_page_of_another_site_gets_no_socket(live: LiveRound, bob: User, origin: str) -> None:
    _, bobs = await joined(live, bob)
    async with Wire(f"/ws/live/{live.join_code}/phone/", bobs, origin=origin) as wire:
        await wire.until_closed()
        assert wire.seen == []


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '"x"',
        "{}",
        '{"type":[]}',
        '{"type":{}}',
        '{"type":"answer"}',
        '{"type":"answer","position":1,"run":1,"chosen":["1"]}',
    ],
)
async def test_nonsense_is_answered_and_the_socket_lives_on(live: LiveRound, bob: User, text: str) -> None:
    _, bobs = await joined(live, bob)
    async with Wire(f"/ws/live/{live.join_code}/phone/", bobs) as phone:
        await phone.until(type="round")
        await phone.say_raw(text)
        await phone.say(type="ping")
        await phone.until(type="pong")
        assert len([said for said in phone.seen if said["type"] in ("error", "refused")]) == 1


async def test_a_flood_is_cut_off(live: LiveRound, bob: User) -> None:
    _, bobs = await joined(live, bob)
    async with Wire(f"/ws/live/{live.join_code}/phone/", bobs) as phone:
        for _ in range(30):
            await phone.say(type="ping")
        assert await phone.until_closed() == 4429


async def test_a_question_closes_by_the_clock_with_nobody_pressing(live: LiveRound, bob: User, clock: Moving) -> None:
    _, bobs = await joined(live, bob)
    async with Wire(f"/ws/live/{live.join_code}/phone/", bobs) as phone:
        await press(live, "open", "start")
        await phone.until(type="round", state="answering")
        clock.on(seconds=22)
        await phone.say(type="sync")
        await phone.until(type="round", state="closed")


async def test_a_ring_goes_over_the_wire_and_every_screen_is_told_who_has_the_word(
    contest: Contest, alice: User, bob: User, clock: Moving
) -> None:
    rules = LiveRules(play="bell")
    make = sync_to_async(create_round)
    live = await make(contest=contest, title="Chuông", questions=1, seconds=20, by=alice, now=NOON, rules=rules)
    mine, bobs = await joined(live, bob)
    host = await sync_to_async(cookie)(alice)
    async with (
        Wire(f"/ws/live/{live.join_code}/phone/", bobs) as phone,
        Wire(f"/ws/live/{live.pk}/projector/", host) as projector,
    ):
        await press(live, "open", "start")
        await phone.until(type="round", state="bell")
        await phone.say_raw('{"type":"ring","position":1,"run":1,"ref":4,"at":"2020-01-01","player":999}')
        assert (await phone.until(type="rung", ref=4))["position"] == 1
        clock.on(seconds=1)
        held = await projector.until(type="round", state="held")
        assert held["bell"]["holder"]["id"] == mine.pk
        assert (await phone.until(type="me", bell="holds"))["answers"] is True
        await phone.say_raw('{"type":"ring","position":"1","run":1,"ref":5}')
        assert (await phone.until(type="refused", ref=5))["code"] == "stale"
    assert not any(word in frame for frame in (*phone.raw, *projector.raw) for word in KEY_WORDS)
