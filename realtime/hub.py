"""The hub: one per process, it renders a changed topic once and hands the bytes to every local socket.

A topic is "prefix:key". Rooms above say in their AppConfig.ready how a prefix is
rendered (`register`); the hub knows no app. A push carries a version; a socket that has
already been given that version is not written to again.
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

from realtime.bell import HUBS

log = logging.getLogger(__name__)
LOOK_AGAIN_SECONDS = 3.0  # how long a lost ring can go unnoticed


@dataclass(frozen=True)
class Push:
    """What the watchers of a topic get.

    version: grows with every change of the topic.
    shared: bytes for everybody.
    personal: bytes in place of `shared` for the sockets with these keys.
    due_in: seconds until the topic changes by the clock alone, or None.
    """

    version: int
    shared: bytes
    personal: Mapping[str, bytes] = field(default_factory=dict)
    due_in: float | None = None


class Socket(Protocol):
    key: str

    async def push(self, data: bytes) -> None: ...


@dataclass(frozen=True)
class Source:
    """render: topic key → Push (runs in a thread, may query). every: least seconds between two pushes."""

    render: Callable[[str], Push | None]
    every: float


@dataclass
class _Topic:
    sockets: dict[Socket, int] = field(default_factory=dict)  # socket → version last given
    sent_at: float = 0.0
    looked_at: float = 0.0
    task: asyncio.Task[None] | None = None
    dirty: bool = False
    timer: asyncio.TimerHandle | None = None


_sources: dict[str, Source] = {}


def register(prefix: str, render: Callable[[str], Push | None], *, every: float) -> None:
    """Say how topics beginning with `prefix` are rendered. Called from AppConfig.ready."""
    _sources[prefix] = Source(render, every)


class Hub:
    """All sockets of this process, by topic."""

    def __init__(self) -> None:
        self._topics: defaultdict[str, _Topic] = defaultdict(_Topic)
        self._background: set[asyncio.Task[None]] = set()
        self._listening = self._stopping = False

    async def subscribe(self, topic: str, socket: Socket) -> None:
        """Add `socket` to `topic`, then show it the present state (in that order, so that nothing falls between)."""
        self._ensure_listening()
        self._topics[topic].sockets[socket] = -1
        await self.look(topic)

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

        With `socket`, that one is written to whatever it has been given: it asked.
        """
        source, key = self._source_of(topic)
        push = await database_sync_to_async(source.render)(key)
        state = self._topics.get(topic)
        if push is None or state is None:
            return
        state.sent_at = state.looked_at = time.monotonic()
        if socket is not None and socket in state.sockets:
            state.sockets[socket] = -1
        behind = [s for s, given in state.sockets.items() if given < push.version]
        for one in behind:
            state.sockets[one] = push.version
        for one in behind:
            await self._write(topic, one, push)
        self._wake_when_due(topic, state, push)

    async def _write(self, topic: str, socket: Socket, push: Push) -> None:
        try:
            await socket.push(push.personal.get(socket.key, push.shared))
        except Exception:  # a socket that died mid-write must not keep the others waiting
            log.debug("dropped a dead socket of %s", topic, exc_info=True)
            self.unsubscribe(topic, socket)

    async def _drain(self, topic: str, state: _Topic) -> None:
        source, _ = self._source_of(topic)
        while state.dirty:
            wait = state.sent_at + source.every - time.monotonic()
            if wait > 0:
                await asyncio.sleep(wait)
            state.dirty = False
            await self.look(topic)

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
                        self.mark(message["topic"])
                finally:
                    staying.cancel()
            except Exception:
                log.warning("the bell is out of reach; watchers follow at their slower pace", exc_info=True)
                await asyncio.sleep(1.0)

    async def _stay(self, layer: BaseChannelLayer, channel: str) -> None:
        """Join the group again and again: membership lives in Redis and is forgotten there without an error."""
        while True:
            try:
                await layer.group_add(HUBS, channel)
            except Exception:
                log.info("could not join the bell's group; trying again", exc_info=True)
            await asyncio.sleep(LOOK_AGAIN_SECONDS)

    async def _look_again(self) -> None:
        while True:
            await asyncio.sleep(LOOK_AGAIN_SECONDS)
            late = time.monotonic() - LOOK_AGAIN_SECONDS
            for topic, state in list(self._topics.items()):
                if state.looked_at < late:
                    self.mark(topic)


hub = Hub()
