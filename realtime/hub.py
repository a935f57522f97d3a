"""The hub: one per process, it renders a changed topic once and hands the bytes to every local socket.

A topic is "prefix:key". Rooms above say in their AppConfig.ready how a prefix is
rendered (`register`); the hub knows no app. A push carries a version; a socket that has
already been given that version is not written to again. What differs from person to person
has a version of its own, so that it is made and written only when it has changed.

No socket waits for another: while one's reader is slow nothing more is written to it,
and when it has caught up it is shown the newest.
"""

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from channels.db import database_sync_to_async
from channels.layers import BaseChannelLayer, get_channel_layer

from realtime import bell
from realtime.wire import Text

log = logging.getLogger(__name__)
LOOK_AGAIN_SECONDS = 3.0  # how long a lost ring can go unnoticed
JOIN_AGAIN_SECONDS = 3.0  # how long the hub can be deaf without knowing


@dataclass(frozen=True)
class Push:
    """What the watchers of a topic get.

    version: grows with every change of what all are shown.
    shared: the frame for everybody; empty: only what is their own.
    mine_version: grows with every change of what any one is shown of themselves.
    mine: socket key → the frame of its own, written ahead of `shared`; keys that have none are left out.
    due_in: seconds until the topic changes by the clock alone, or None.
    content: what `shared` was made of, for sources that tell differences.
    """

    version: int
    shared: bytes
    mine: Mapping[str, bytes] = field(default_factory=dict)
    mine_version: int = -1
    due_in: float | None = None
    content: Any = None


class Socket(Protocol):
    """A socket as the hub knows it."""

    key: str

    def write(self, *texts: Text) -> bool:
        """Write without waiting; False, and nothing is written, while the reader is slow."""
        ...

    async def drained(self) -> None:
        """Wait until the reader has caught up, or is gone."""
        ...


Between = Callable[[Push, Push], bytes]
Render = Callable[[str, Push | None], Push | None]


@dataclass(frozen=True)
class Source:
    """render: topic key, and the push that was made last → Push (runs in a thread, may query). every: least seconds
    between two pushes.

    between: the last push and the new one → bytes for whoever was given the last.
    """

    render: Render
    every: float
    between: Between | None = None


@dataclass(slots=True)
class _Watcher:
    """given, mine: the versions last given. waiting: until a slow reader has taken what it was written."""

    given: int = -1
    mine: int = -1
    waiting: bool = False


@dataclass
class _Topic:
    sockets: dict[Socket, _Watcher] = field(default_factory=dict)
    last: Push | None = None
    looked_at: float = 0.0
    looking: asyncio.Task[None] | None = None
    to_look: asyncio.Task[None] | None = None
    task: asyncio.Task[None] | None = None
    dirty: bool = False
    timer: asyncio.TimerHandle | None = None

    def is_behind(self, watcher: _Watcher) -> bool:
        return self.last is not None and (watcher.given < self.last.version or watcher.mine < self.last.mine_version)


_sources: dict[str, Source] = {}


def register(prefix: str, render: Render, *, every: float, between: Between | None = None) -> None:
    """Say how topics beginning with `prefix` are rendered. Called from AppConfig.ready."""
    _sources[prefix] = Source(render, every, between)


class Hub:
    """All sockets of this process, by topic."""

    def __init__(self) -> None:
        self._topics: defaultdict[str, _Topic] = defaultdict(_Topic)
        self._background: set[asyncio.Task[None]] = set()
        self._listening = self._stopping = False
        self._deaf: Callable[[], None] = lambda: None

    async def subscribe(self, topic: str, socket: Socket, *, mine: int = -1) -> None:
        """Add `socket` to `topic`, then show it the present state (in that order, so that nothing falls between).

        mine: the version of what is its own that it has been given already.
        """
        self._ensure_listening()
        state = self._topics[topic]
        watcher = state.sockets[socket] = _Watcher(mine=mine)
        source, _ = self._source_of(topic)
        if state.last is None or time.monotonic() - state.looked_at >= source.every:
            await self.look(topic)
            return
        self._give(topic, socket, watcher, state.last, Text.of(state.last.shared))
        self.mark(topic)  # what came since is shown at the pace of all

    def unsubscribe(self, topic: str, socket: Socket) -> None:
        state = self._topics.get(topic)
        if state is None:
            return
        state.sockets.pop(socket, None)
        if not state.sockets:
            if state.timer:
                state.timer.cancel()
            del self._topics[topic]

    def watching(self, topic: str) -> int:
        """Return how many sockets of this process watch `topic`."""
        state = self._topics.get(topic)
        return len(state.sockets) if state else 0

    def mark(self, topic: str) -> None:
        """Note that `topic` may have changed; watchers are shown it as soon as its pace allows."""
        state = self._topics.get(topic)
        if state is None:
            return
        state.dirty = True
        if state.task is None or state.task.done():
            state.task = self._spawn(self._drain(topic, state))

    async def look(self, topic: str, *, socket: Socket | None = None) -> None:
        """Render `topic` and write to every socket that has not been given this version.

        With `socket`, that one is written to whatever it has been given: it asked. All who ask while one rendering is
        under way share the next.
        """
        state = self._topics.get(topic)
        if state is None:
            return
        if socket is not None and socket in state.sockets:
            state.sockets[socket].given = -1
        if state.to_look is None:
            state.to_look = self._spawn(self._look(topic, state, after=state.looking))
        await asyncio.shield(state.to_look)

    async def _look(self, topic: str, state: _Topic, after: asyncio.Task[None] | None) -> None:
        if after is not None:
            await asyncio.wait({after})
        state.looking, state.to_look = state.to_look, None
        source, key = self._source_of(topic)
        push = await database_sync_to_async(source.render)(key, state.last)
        if push is None or self._topics.get(topic) is not state:
            return
        state.looked_at = time.monotonic()
        self._spread(topic, state, push, source.between)
        self._wake_when_due(topic, state, push)

    def _spread(self, topic: str, state: _Topic, push: Push, between: Between | None) -> None:
        last = state.last
        if last is not None and between is not None and push.version <= last.version:
            push = last  # where differences are told, a version means the same words to everybody
        state.last = push
        whole, change = Text.of(push.shared), None
        for socket, watcher in list(state.sockets.items()):
            if watcher.waiting or not state.is_behind(watcher):
                continue
            shared = whole
            if between is not None and last is not None and watcher.given == last.version:
                shared = change = change or Text.of(min(between(last, push), push.shared, key=len))
            self._give(topic, socket, watcher, push, shared)

    def _give(self, topic: str, socket: Socket, watcher: _Watcher, push: Push, shared: Text) -> None:
        """Write what `watcher` has not been given: its own first, so that both are there when `shared` is shown."""
        own = push.mine.get(socket.key) if watcher.mine < push.mine_version else None
        texts = () if own is None else (Text.of(own),)
        if watcher.given < push.version:
            texts = (*texts, shared)
        try:
            written = not texts or socket.write(*texts)
        except Exception:  # a socket that died mid-write must not keep the others from theirs
            log.debug("dropped a dead socket of %s", topic, exc_info=True)
            self.unsubscribe(topic, socket)
            return
        if written:
            watcher.given, watcher.mine = max(watcher.given, push.version), max(watcher.mine, push.mine_version)
        else:
            watcher.waiting = True
            self._spawn(self._wait_for(topic, socket, watcher))

    async def _wait_for(self, topic: str, socket: Socket, watcher: _Watcher) -> None:
        """Wait for a slow reader, and show it the newest."""
        try:
            await socket.drained()
        except Exception:
            log.debug("dropped a dead socket of %s", topic, exc_info=True)
            self.unsubscribe(topic, socket)
            return
        watcher.waiting = False
        state = self._topics.get(topic)
        if state is not None and state.is_behind(watcher):
            self.mark(topic)

    async def _drain(self, topic: str, state: _Topic) -> None:
        source, _ = self._source_of(topic)
        while state.dirty:
            wait = state.looked_at + source.every - time.monotonic()
            if wait > 0:
                await asyncio.sleep(wait)
            state.dirty = False
            try:
                await self.look(topic)
            except Exception:  # the database is away, say: the watchers keep what they have, and it is tried again soon
                log.warning("could not look at %s", topic, exc_info=True)

    def _wake_when_due(self, topic: str, state: _Topic, push: Push) -> None:
        if state.timer:
            state.timer.cancel()
            state.timer = None
        if push.due_in is not None:
            loop = asyncio.get_running_loop()
            state.timer = loop.call_later(max(push.due_in, 0.0) + 0.02, self.mark, topic)

    async def stop(self) -> None:
        """End the hub's background work. A layer may swallow a cancellation, hence more than one."""
        self._stopping = True
        self._deaf()
        while self._background:
            for task in self._background:
                task.cancel()
            await asyncio.wait(self._background, timeout=0.1)

    @staticmethod
    def _source_of(topic: str) -> tuple[Source, str]:
        prefix, _, key = topic.partition(":")
        return _sources[prefix], key

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)
        return task

    def _ensure_listening(self) -> None:
        if not self._listening:
            self._listening = True
            self._deaf = bell.listen(bell.Ear(asyncio.get_running_loop(), self.mark))
            self._spawn(self._listen())
            self._spawn(self._look_again())

    async def _listen(self) -> None:
        """Hear the bell; come back after Redis went away."""
        while not self._stopping:
            try:
                layer = get_channel_layer()
                channel = await layer.new_channel("hub")
                staying = self._spawn(self._stay(layer, channel))
                try:
                    while not self._stopping:
                        message = await layer.receive(channel)
                        if message["rung_by"] != bell.PROCESS:  # that was heard at once
                            for topic in message["topics"]:
                                self.mark(topic)
                finally:
                    staying.cancel()
            except Exception:
                log.warning("the bell is out of reach; watchers follow at their slower pace", exc_info=True)
                await asyncio.sleep(1.0)

    async def _stay(self, layer: BaseChannelLayer, channel: str) -> None:
        """Join the group again and again: membership lives in Redis and is forgotten there without an error."""
        joined = False
        while True:
            try:
                await layer.group_add(bell.HUBS, channel)
                if not joined:  # what was rung before was rung in vain
                    joined = True
                    for topic in list(self._topics):
                        self.mark(topic)
            except Exception:
                log.info("could not join the bell's group; trying again", exc_info=True)
            await asyncio.sleep(JOIN_AGAIN_SECONDS)

    async def _look_again(self) -> None:
        while True:
            await asyncio.sleep(LOOK_AGAIN_SECONDS)
            late = time.monotonic() - LOOK_AGAIN_SECONDS
            for topic, state in list(self._topics.items()):
                if state.looked_at < late:
                    self.mark(topic)


hub = Hub()
