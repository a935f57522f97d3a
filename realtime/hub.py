"""The hub: one per process, it renders a changed topic once and hands the bytes to every local socket.

A topic is "prefix:key". Rooms above say in their AppConfig.ready how a prefix is
rendered (`register`); the hub knows no app. A push carries a version; a socket that has
already been given that version is not written to again.

No socket waits for another: one whose reader is slow has at most one frame of a topic on
the way; what comes meanwhile is left out, and when it has caught up it is shown the newest.
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
from realtime.writing import begun

log = logging.getLogger(__name__)
LOOK_AGAIN_SECONDS = 3.0  # how long a lost ring can go unnoticed
JOIN_AGAIN_SECONDS = 3.0  # how long the hub can be deaf without knowing


@dataclass(frozen=True)
class Push:
    """What the watchers of a topic get.

    version: grows with every change of the topic.
    shared: bytes for everybody.
    personal: bytes in place of `shared` for the sockets with these keys.
    due_in: seconds until the topic changes by the clock alone, or None.
    content: what `shared` was made of, for sources that tell differences.
    """

    version: int
    shared: bytes
    personal: Mapping[str, bytes] = field(default_factory=dict)
    due_in: float | None = None
    content: Any = None


class Socket(Protocol):
    key: str

    def push(self, data: bytes) -> Coroutine[Any, Any, None]: ...


Between = Callable[[Push, Push], bytes]


@dataclass(frozen=True)
class Source:
    """render: topic key → Push (runs in a thread, may query). every: least seconds between two pushes.

    between: the last push and the new one → bytes for whoever was given the last.
    """

    render: Callable[[str], Push | None]
    every: float
    between: Between | None = None


@dataclass(slots=True)
class _Watcher:
    """given: the version last given. writing: a frame is on its way to a slow reader."""

    given: int = -1
    writing: bool = False


@dataclass
class _Topic:
    sockets: dict[Socket, _Watcher] = field(default_factory=dict)
    version: int = -1
    last: Push | None = None  # kept where the source tells differences
    looked_at: float = 0.0
    looking: asyncio.Task[None] | None = None
    to_look: asyncio.Task[None] | None = None
    task: asyncio.Task[None] | None = None
    dirty: bool = False
    timer: asyncio.TimerHandle | None = None


_sources: dict[str, Source] = {}


def register(
    prefix: str, render: Callable[[str], Push | None], *, every: float, between: Between | None = None
) -> None:
    """Say how topics beginning with `prefix` are rendered. Called from AppConfig.ready."""
    _sources[prefix] = Source(render, every, between)


class Hub:
    """All sockets of this process, by topic."""

    def __init__(self) -> None:
        self._topics: defaultdict[str, _Topic] = defaultdict(_Topic)
        self._background: set[asyncio.Task[None]] = set()
        self._listening = self._stopping = False

    async def subscribe(self, topic: str, socket: Socket) -> None:
        """Add `socket` to `topic`, then show it the present state (in that order, so that nothing falls between)."""
        self._ensure_listening()
        state = self._topics[topic]
        watcher = state.sockets[socket] = _Watcher()
        source, _ = self._source_of(topic)
        if state.last is None or time.monotonic() - state.looked_at >= source.every:
            await self.look(topic)
            return
        watcher.given = state.last.version
        self._write(topic, socket, watcher, state.last.shared)
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
        push = await database_sync_to_async(source.render)(key)
        if push is None or self._topics.get(topic) is not state:
            return
        state.looked_at = time.monotonic()
        self._spread(topic, state, push, source.between)
        self._wake_when_due(topic, state, push)

    def _spread(self, topic: str, state: _Topic, push: Push, between: Between | None) -> None:
        last = state.last
        if last is not None and push.version <= last.version:
            push = last  # where differences are told, a version means the same words to everybody
        change: bytes | None = None
        for socket, watcher in list(state.sockets.items()):
            if watcher.writing or watcher.given >= push.version:
                continue
            data = push.personal.get(socket.key, push.shared)
            if between is not None and last is not None and watcher.given == last.version:
                change = change or min(between(last, push), push.shared, key=len)
                data = change
            watcher.given = push.version
            self._write(topic, socket, watcher, data)
        state.version = max(state.version, push.version)
        state.last = push if between is not None else None

    def _write(self, topic: str, socket: Socket, watcher: _Watcher, data: bytes) -> None:
        try:
            rest = begun(socket.push(data))
        except Exception:  # a socket that died mid-write must not keep the others from theirs
            log.debug("dropped a dead socket of %s", topic, exc_info=True)
            self.unsubscribe(topic, socket)
            return
        if rest is not None:
            watcher.writing = True
            self._spawn(self._wait_for(topic, socket, watcher, rest))

    async def _wait_for(self, topic: str, socket: Socket, watcher: _Watcher, rest: Coroutine[Any, Any, None]) -> None:
        """See a slow write through; whoever missed a push meanwhile is shown the newest."""
        try:
            await rest
        except Exception:
            log.debug("dropped a dead socket of %s", topic, exc_info=True)
            self.unsubscribe(topic, socket)
            return
        watcher.writing = False
        state = self._topics.get(topic)
        if state is not None and watcher.given < state.version:
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
        joined = False
        while True:
            try:
                await layer.group_add(HUBS, channel)
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
