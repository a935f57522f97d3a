"""What the hub promises to whoever watches."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator

import pytest
from channels.layers import channel_layers

from realtime import hub as hubs
from realtime.bell import HUBS
from realtime.hub import Hub, Push


class Phone:
    def __init__(self, key: str = "") -> None:
        self.key, self.seen = key, []

    async def push(self, data: bytes) -> None:
        self.seen.append(data.decode())


class Broken(Phone):
    async def push(self, data: bytes) -> None:
        raise ConnectionError


class Topic:
    """A topic whose version and words a test sets."""

    def __init__(self) -> None:
        self.version, self.words, self.renders = 1, "one", 0
        self.personal: dict[str, bytes] = {}
        self.due_in: float | None = None

    def render(self, key: str) -> Push:
        self.renders += 1
        return Push(self.version, self.words.encode(), self.personal, self.due_in)

    def change(self, words: str) -> None:
        self.version, self.words = self.version + 1, words


@pytest.fixture
def topic(monkeypatch: pytest.MonkeyPatch) -> Iterator[Topic]:
    made = Topic()
    monkeypatch.setattr(hubs, "_sources", {"t": hubs.Source(made.render, every=0.01)})
    monkeypatch.setattr(hubs, "LOOK_AGAIN_SECONDS", 0.05)
    return made


@pytest.fixture
async def hub() -> AsyncIterator[Hub]:
    channel_layers.backends.clear()  # a layer belongs to the event loop that first used it
    made = Hub()
    yield made
    await made.stop()


async def until(condition: Callable[[], bool], seconds: float = 2.0) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.005)


@pytest.mark.django_db(transaction=True)
class TestHub:
    async def test_a_new_socket_is_shown_the_present_state(self, hub: Hub, topic: Topic) -> None:
        phone = Phone()
        await hub.subscribe("t:1", phone)
        assert phone.seen == ["one"]

    async def test_a_change_is_rendered_once_for_all_sockets(self, hub: Hub, topic: Topic) -> None:
        phones = [Phone() for _ in range(20)]
        for phone in phones:
            await hub.subscribe("t:1", phone)
        renders = topic.renders

        topic.change("two")
        hub.mark("t:1")
        await until(lambda: all(p.seen[-1] == "two" for p in phones))

        assert topic.renders == renders + 1

    async def test_nobody_is_written_the_same_version_twice(self, hub: Hub, topic: Topic) -> None:
        phone = Phone()
        await hub.subscribe("t:1", phone)
        renders = topic.renders
        hub.mark("t:1")
        await until(lambda: topic.renders > renders)
        assert phone.seen == ["one"]

    async def test_who_asks_is_shown_the_state_again(self, hub: Hub, topic: Topic) -> None:
        phone, other = Phone(), Phone()
        await hub.subscribe("t:1", phone)
        await hub.subscribe("t:1", other)
        await hub.look("t:1", socket=phone)
        assert (phone.seen, other.seen) == (["one", "one"], ["one"])

    async def test_each_socket_gets_its_own_bytes(self, hub: Hub, topic: Topic) -> None:
        topic.personal = {"an": b"for an"}
        an, binh = Phone("an"), Phone("binh")
        await hub.subscribe("t:1", an)
        await hub.subscribe("t:1", binh)
        assert (an.seen, binh.seen) == (["for an"], ["one"])

    async def test_a_broken_socket_does_not_keep_the_others_waiting(self, hub: Hub, topic: Topic) -> None:
        await hub.subscribe("t:1", Broken())
        phone = Phone()
        await hub.subscribe("t:1", phone)
        topic.change("two")
        hub.mark("t:1")
        await until(lambda: phone.seen[-1] == "two")

    async def test_a_topic_that_is_due_is_shown_without_a_bell(self, hub: Hub, topic: Topic) -> None:
        topic.due_in = 0.0
        phone = Phone()
        await hub.subscribe("t:1", phone)
        topic.change("two")
        await until(lambda: phone.seen[-1] == "two")

    async def test_the_bell_reaches_the_hub(self, hub: Hub, topic: Topic, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(hubs, "LOOK_AGAIN_SECONDS", 60.0)
        phone = Phone()
        await hub.subscribe("t:1", phone)
        layer = hubs.get_channel_layer()
        topic.change("two")

        async def rung() -> bool:
            await layer.group_send(HUBS, {"type": "bell", "topic": "t:1"})
            await asyncio.sleep(0.01)
            return phone.seen[-1] == "two"

        async with asyncio.timeout(2):
            while not await rung():
                pass

    async def test_a_lost_bell_costs_a_delay_and_never_a_wrong_screen(self, hub: Hub, topic: Topic) -> None:
        phone = Phone()
        await hub.subscribe("t:1", phone)
        topic.change("two")  # and nobody rings
        await until(lambda: phone.seen[-1] == "two")

    async def test_an_abandoned_topic_is_forgotten(self, hub: Hub, topic: Topic) -> None:
        phone = Phone()
        await hub.subscribe("t:1", phone)
        hub.unsubscribe("t:1", phone)
        renders = topic.renders
        hub.mark("t:1")
        assert (dict(hub._topics), topic.renders) == ({}, renders)
