"""What the hub promises to whoever watches."""

import asyncio
import time

import pytest

from realtime import hub as hubs
from realtime.bell import HUBS
from realtime.hub import Hub, Push
from realtime.wire import Text
from tests.realtime.watching import Broken, Phone, Slow, Topic, until


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
        await until(lambda: topic.renders > renders + 1)  # what the first of them wrote is written
        assert phone.seen == ["one"]

    async def test_who_asks_is_shown_the_state_again(self, hub: Hub, topic: Topic) -> None:
        phone, other = Phone(), Phone()
        await hub.subscribe("t:1", phone)
        await hub.subscribe("t:1", other)
        await hub.look("t:1", socket=phone)
        assert (phone.seen, other.seen) == (["one", "one"], ["one"])

    async def test_each_socket_is_given_its_own_ahead_of_what_is_for_all(self, hub: Hub, topic: Topic) -> None:
        topic.mine, topic.mine_version = {"an": b"for an"}, 1
        an, binh = Phone("an"), Phone("binh")
        await hub.subscribe("t:1", an)
        await hub.subscribe("t:1", binh)
        assert (an.seen, binh.seen) == (["for an", "one"], ["one"])

    async def test_what_is_ones_own_is_given_when_it_has_changed_and_only_then(self, hub: Hub, topic: Topic) -> None:
        topic.mine, topic.mine_version = {"an": b"1 point"}, 1
        an = Phone("an")
        await hub.subscribe("t:1", an, mine=1)  # it was told at the door
        topic.change("two")
        await hub.look("t:1")
        topic.mine, topic.mine_version = {"an": b"2 points"}, 2
        await hub.look("t:1")
        assert an.seen == ["one", "two", "2 points"]

    async def test_a_broken_socket_does_not_keep_the_others_waiting(self, hub: Hub, topic: Topic) -> None:
        await hub.subscribe("t:1", Broken())
        phone = Phone()
        await hub.subscribe("t:1", phone)
        topic.change("two")
        hub.mark("t:1")
        await until(lambda: phone.seen[-1] == "two")

    async def test_a_topic_that_is_due_is_shown_without_a_bell(
        self, hub: Hub, topic: Topic, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(hubs, "LOOK_AGAIN_SECONDS", 60.0)
        monkeypatch.setattr(hubs.Hub, "_ensure_listening", lambda self: None)  # whose first join looks, too
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

        async def rung(words: str) -> bool:
            await layer.group_send(HUBS, {"type": "bell", "topics": ["t:1"], "rung_by": "another process"})
            await asyncio.sleep(0.01)
            return phone.seen[-1] == words

        async with asyncio.timeout(2):
            for words in ("two", "three"):  # the first may be shown because the hub has just joined
                topic.change(words)
                while not await rung(words):
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

    async def test_who_reads_slowly_keeps_nobody_waiting(self, hub: Hub, topic: Topic) -> None:
        slow, phone = Slow(), Phone()
        await hub.subscribe("t:1", slow)
        await hub.subscribe("t:1", phone)
        for words in ("two", "three", "four"):
            topic.change(words)
            hub.mark("t:1")
            await until(lambda words=words: phone.seen[-1] == words)
        assert (phone.seen, slow.seen) == (["one", "two", "three", "four"], ["one"])

    async def test_if_writes_were_awaited_in_turn_everybody_would_wait_for_the_slowest(
        self, hub: Hub, topic: Topic, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        async def look(topic_name: str, state: hubs._Topic, after: object) -> None:
            push = topic.render(topic_name, None)
            for one in list(state.sockets):
                while not one.write(Text.of(push.shared)):
                    await one.drained()

        monkeypatch.setattr(hub, "_look", look)
        (slow := Slow()).write(Text.of(b"zero"))
        hub._topics["t:1"].sockets = {slow: hubs._Watcher(), (phone := Phone()): hubs._Watcher()}
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.1):
                await hub.look("t:1")
        assert phone.seen == []

    async def test_who_read_slowly_is_shown_the_newest_and_not_what_it_missed(self, hub: Hub, topic: Topic) -> None:
        slow = Slow()
        await hub.subscribe("t:1", slow)
        for words in ("two", "three", "four"):
            topic.change(words)
            await hub.look("t:1")
        slow.wakes.set()
        await until(lambda: slow.seen[-1:] == ["four"])
        assert (slow.seen, slow.refused) == (["one", "four"], 1)

    async def test_who_asks_while_a_frame_is_on_its_way_is_answered_after_it(self, hub: Hub, topic: Topic) -> None:
        slow = Slow()
        await hub.subscribe("t:1", slow)
        await hub.look("t:1", socket=slow)
        slow.wakes.set()
        await until(lambda: slow.seen == ["one", "one"])

    async def test_a_slow_reader_that_dies_is_forgotten(self, hub: Hub, topic: Topic) -> None:
        class Dying(Slow):
            async def drained(self) -> None:
                await super().drained()
                raise ConnectionError

        dying = Dying()
        await hub.subscribe("t:1", dying)
        topic.change("two")
        await hub.look("t:1")
        dying.wakes.set()
        await until(lambda: hub.watching("t:1") == 0)

    async def test_a_hall_that_joins_at_once_shares_the_renderings(
        self, hub: Hub, topic: Topic, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def rendered_slowly(key: str, last: Push | None) -> Push:
            time.sleep(0.05)
            return topic.render(key, last)

        monkeypatch.setattr(hubs, "_sources", {"t": hubs.Source(rendered_slowly, every=10.0)})
        phones = [Phone() for _ in range(50)]
        await asyncio.gather(*(hub.subscribe("t:1", phone) for phone in phones))
        assert [phone.seen for phone in phones] == [["one"]] * 50
        assert topic.renders <= 2

    async def test_what_cannot_be_rendered_now_is_shown_when_it_can(
        self, hub: Hub, topic: Topic, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        phone = Phone()
        await hub.subscribe("t:1", phone)
        away, tries = [True], []

        def rendered(key: str, last: Push | None) -> Push:
            tries.append(key)
            if away:
                raise ConnectionError("the database is away")
            return topic.render(key, last)

        monkeypatch.setattr(hubs, "_sources", {"t": hubs.Source(rendered, every=0.01)})
        topic.change("two")
        hub.mark("t:1")
        await until(lambda: len(tries) >= 2)
        assert phone.seen == ["one"]
        away.clear()
        await until(lambda: phone.seen == ["one", "two"])


def told(old: Push, new: Push) -> bytes:
    return f"{old.content[0]}>{new.content[0]}".encode()


@pytest.mark.django_db(transaction=True)
class TestDifferences:
    @pytest.fixture(autouse=True)
    def telling(self, topic: Topic, monkeypatch: pytest.MonkeyPatch) -> None:
        topic.words = "first"
        monkeypatch.setattr(hubs, "_sources", {"t": hubs.Source(topic.render, every=0.05, between=told)})
        monkeypatch.setattr(hubs, "LOOK_AGAIN_SECONDS", 60.0)

    async def test_who_has_the_last_is_told_the_difference_and_who_has_not_the_whole(
        self, hub: Hub, topic: Topic
    ) -> None:
        phone, slow = Phone(), Slow()
        await hub.subscribe("t:1", phone)
        await hub.subscribe("t:1", slow)
        for words in ("second", "third"):
            topic.change(words)
            await hub.look("t:1")
        slow.wakes.set()
        await until(lambda: len(slow.seen) == 2)
        assert (phone.seen, slow.seen) == (["first", "f>s", "s>t"], ["first", "third"])

    async def test_a_difference_that_is_longer_than_the_whole_is_not_sent(self, hub: Hub, topic: Topic) -> None:
        phone = Phone()
        await hub.subscribe("t:1", phone)
        topic.change("2")
        await hub.look("t:1")
        assert phone.seen == ["first", "2"]

    async def test_a_newcomer_within_the_pace_is_shown_what_the_others_have(self, hub: Hub, topic: Topic) -> None:
        phones = [Phone() for _ in range(3)]
        await hub.subscribe("t:1", phones[0])
        topic.change("second")
        for phone in phones[1:]:
            await hub.subscribe("t:1", phone)
        assert ([phone.seen for phone in phones], topic.renders) == ([["first"]] * 3, 1)
        await until(lambda: all(phone.seen[-1] == "f>s" for phone in phones))
        assert topic.renders == 2

    async def test_a_version_means_the_same_words_to_everybody(
        self, hub: Hub, topic: Topic, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        source = hubs.Source(topic.render, every=0.0, between=told)  # every newcomer is reason to look
        monkeypatch.setattr(hubs, "_sources", {"t": source})
        phone, other = Phone(), Phone()
        await hub.subscribe("t:1", phone)
        topic.words = "newer than its version says"
        await hub.look("t:1", socket=phone)
        await hub.subscribe("t:1", other)
        assert (phone.seen, other.seen, topic.renders >= 3) == (["first"] * 2, ["first"], True)
