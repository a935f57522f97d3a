"""Redis forgets everything, or dies and comes back: the bell is heard again by itself."""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from channels.layers import channel_layers, get_channel_layer
from django.db import transaction

from realtime import bell
from realtime import hub as hubs
from realtime.bell import bell_answers, ring
from realtime.hub import Hub
from tests.realtime.watching import Phone, Topic, until
from tests.redis_server import RedisServer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.needs_redis]


@pytest.fixture
def server() -> Iterator[RedisServer]:
    with tempfile.TemporaryDirectory() as folder:  # a socket's path must be short
        made = RedisServer(Path(folder))
        made.start()
        yield made
        made.kill()


@pytest.fixture(autouse=True)
def wired(server: RedisServer, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bell between processes is the only way to learn of a change: who rings is another process, and nobody looks
    again by themselves.
    """

    def rung_elsewhere(topics: tuple[str, ...]) -> None:
        message = {"type": "bell", "topics": list(topics), "rung_by": "another process"}
        async_to_sync(get_channel_layer().group_send)(bell.HUBS, message)

    monkeypatch.setattr(bell, "_strike", rung_elsewhere)
    address = {"address": server.url, "socket_timeout": None}
    layer = {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": [address]}}
    settings.CHANNEL_LAYERS = {**settings.CHANNEL_LAYERS, "default": layer}
    channel_layers.backends.clear()
    monkeypatch.setattr(hubs, "JOIN_AGAIN_SECONDS", 0.1)


@pytest.fixture
async def phone(hub: Hub, topic: Topic, monkeypatch: pytest.MonkeyPatch) -> Phone:
    monkeypatch.setattr(hubs, "LOOK_AGAIN_SECONDS", 60.0)
    made = Phone()
    await hub.subscribe("t:1", made)
    await heard(topic, made, "rung before")
    return made


async def heard(topic: Topic, phone: Phone, words: str, seconds: float = 5.0) -> None:
    """Ring until the phone shows `words`: a hub that has just come back may miss the first."""
    topic.change(words)
    began = time.monotonic()
    while phone.seen[-1] != words:
        if time.monotonic() - began > seconds:
            raise TimeoutError(words)
        await rung()
        await asyncio.sleep(0.05)


async def rung() -> None:
    def action() -> None:
        with transaction.atomic():
            ring("t:1")

    await asyncio.to_thread(action)


async def test_after_redis_forgot_everything_the_bell_is_heard_again(
    server: RedisServer, topic: Topic, phone: Phone
) -> None:
    server.client().flushall()
    await heard(topic, phone, "rung after")


async def test_a_hub_that_joins_only_once_is_deaf_from_then_on(
    server: RedisServer, topic: Topic, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    layer, joins = hubs.get_channel_layer(), []
    join = layer.group_add

    async def counted(group: str, channel: str) -> None:
        await join(group, channel)
        joins.append(channel)

    monkeypatch.setattr(layer, "group_add", counted)
    monkeypatch.setattr(hubs, "JOIN_AGAIN_SECONDS", 60.0)
    await until(lambda: bool(joins))  # the last of the joins that were to come
    server.client().flushall()
    with pytest.raises(TimeoutError):
        await heard(topic, phone, "rung after", seconds=1.5)


async def test_after_redis_died_and_came_back_the_bell_is_heard_again(
    server: RedisServer, topic: Topic, phone: Phone
) -> None:
    server.kill()
    assert not await asyncio.to_thread(bell_answers)
    topic.change("rung in vain")
    await rung()  # whoever acts is not kept from it
    server.start()
    await until(lambda: phone.seen[-1] == "rung in vain", seconds=10)  # though nobody rings any more
    await heard(topic, phone, "rung after")
