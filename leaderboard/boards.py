"""Boards: who stands where, in process or in Redis, behind one interface.

A board orders entries by a tuple of whole numbers, smallest first; equal tuples share a
place. It holds only what can be rebuilt: `leaderboard.sources` compares it with the truth
and loads it again when the two differ.
"""

import json
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any, Protocol

import redis
from django.conf import settings
from sortedcontainers import SortedList


@dataclass(frozen=True)
class Entry:
    """One line of a board.

    id: unique on the board. key: order, smallest first, each within 64 signed bits; all
    keys of a board have the same length. name, group: shown as they are. shown: plain
    values for the screen (score, time used …).
    """

    id: str
    key: tuple[int, ...]
    name: str
    group: str = ""
    shown: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Standing:
    """`place` counts from 1; equal keys share it, and the next place is skipped accordingly."""

    place: int
    entry: Entry


class Boards(Protocol):
    """What both stores do. `results` are the ids of what has been counted, so that a loss shows.

    top: `count` lines after the first `start`, with the places that they have on the whole board.
    """

    def put(self, board: str, entry: Entry, *, result: str) -> None: ...
    def replace(self, board: str, entries: Iterable[Entry], *, results: Iterable[str]) -> None: ...
    def top(self, board: str, count: int, start: int = 0) -> list[Standing]: ...
    def standing(self, board: str, entry_id: str) -> Standing | None: ...
    def size(self, board: str) -> int: ...
    def results(self, board: str) -> int: ...
    def version(self, board: str) -> int: ...


def _next_version(last: int) -> int:
    # Milliseconds rather than a count: a board that lost everything still moves forward.
    return max(last + 1, time.time_ns() // 1_000_000)


@dataclass
class _Local:
    order: SortedList = field(default_factory=SortedList)
    entries: dict[str, Entry] = field(default_factory=dict)
    results: set[str] = field(default_factory=set)
    version: int = 0


class LocalBoards:
    """Boards in this process: the embedded default."""

    def __init__(self) -> None:
        self._boards: dict[str, _Local] = {}
        self._lock = threading.RLock()

    def put(self, board: str, entry: Entry, *, result: str) -> None:
        with self._lock:
            state = self._boards.setdefault(board, _Local())
            old = state.entries.get(entry.id)
            if old is not None:
                state.order.remove((old.key, old.id))
            state.order.add((entry.key, entry.id))
            state.entries[entry.id] = entry
            state.results.add(result)
            state.version = _next_version(state.version)

    def replace(self, board: str, entries: Iterable[Entry], *, results: Iterable[str]) -> None:
        with self._lock:
            version = _next_version(self.version(board))
            by_id = {e.id: e for e in entries}
            order = SortedList((e.key, e.id) for e in by_id.values())
            self._boards[board] = _Local(order, by_id, set(results), version)

    def top(self, board: str, count: int, start: int = 0) -> list[Standing]:
        with self._lock:
            state = self._boards.get(board) or _Local()
            found = [state.entries[i] for _, i in state.order[start : start + count]]
            before = state.order.bisect_left((found[0].key, "")) if found else 0
            return shared_places(found, before, start)

    def standing(self, board: str, entry_id: str) -> Standing | None:
        with self._lock:
            state = self._boards.get(board)
            if state is None or entry_id not in state.entries:
                return None
            entry = state.entries[entry_id]
            return Standing(1 + state.order.bisect_left((entry.key, "")), entry)

    def size(self, board: str) -> int:
        state = self._boards.get(board)
        return len(state.entries) if state else 0

    def results(self, board: str) -> int:
        state = self._boards.get(board)
        return len(state.results) if state else 0

    def version(self, board: str) -> int:
        state = self._boards.get(board)
        return state.version if state else 0


class RedisBoards:
    """Boards in Redis, shared by all processes.

    A board is a sorted set whose members, all with score 0, are the entry's key in an
    order-preserving form followed by its id: Redis then orders any tuple exactly, where a
    floating-point score would round.
    """

    def __init__(self, url: str, prefix: str) -> None:
        self._redis: Any = redis.Redis.from_url(url)  # its stubs mix the sync and the async client
        self._prefix = prefix

    def put(self, board: str, entry: Entry, *, result: str) -> None:
        order, entries, results, version = self._keys(board)
        new = _member(entry)

        def change(pipe: Any) -> None:
            old = pipe.hget(entries, entry.id)
            last = int(pipe.get(version) or 0)
            pipe.multi()
            if old is not None:
                pipe.zrem(order, _member(_entry(old)))
            pipe.zadd(order, {new: 0})
            pipe.hset(entries, entry.id, _packed(entry))
            pipe.sadd(results, result)
            pipe.set(version, _next_version(last))

        self._redis.transaction(change, entries, version)

    def replace(self, board: str, entries: Iterable[Entry], *, results: Iterable[str]) -> None:
        order_key, entries_key, results_key, version_key = self._keys(board)
        by_id = {e.id: e for e in entries}
        counted = list(results)
        with self._redis.pipeline(transaction=True) as pipe:
            pipe.delete(order_key, entries_key, results_key)
            if by_id:
                pipe.zadd(order_key, {_member(e): 0 for e in by_id.values()})
                pipe.hset(entries_key, mapping={i: _packed(e) for i, e in by_id.items()})
            if counted:
                pipe.sadd(results_key, *counted)
            pipe.set(version_key, _next_version(self.version(board)))
            pipe.execute()

    def top(self, board: str, count: int, start: int = 0) -> list[Standing]:
        order, entries, _, _ = self._keys(board)
        ids = [m.partition(b"|")[2] for m in self._redis.zrange(order, start, start + count - 1)]
        packed = self._redis.hmget(entries, ids) if ids else []
        found = [_entry(p) for p in packed if p is not None]
        before = self._before(order, found[0].key) if found and start else 0
        return shared_places(found, before, start)

    def standing(self, board: str, entry_id: str) -> Standing | None:
        order, entries, _, _ = self._keys(board)
        packed = self._redis.hget(entries, entry_id)
        if packed is None:
            return None
        entry = _entry(packed)
        return Standing(1 + self._before(order, entry.key), entry)

    def _before(self, order: str, key: tuple[int, ...]) -> int:
        """Return how many entries have a smaller key."""
        return int(self._redis.zlexcount(order, "-", b"(" + _ordered(key) + b"|"))

    def size(self, board: str) -> int:
        return int(self._redis.zcard(self._keys(board)[0]))

    def results(self, board: str) -> int:
        return int(self._redis.scard(self._keys(board)[2]))

    def version(self, board: str) -> int:
        return int(self._redis.get(self._keys(board)[3]) or 0)

    def _keys(self, board: str) -> tuple[str, str, str, str]:
        base = f"{self._prefix}:board:{board}"
        return base, f"{base}:entries", f"{base}:results", f"{base}:version"


def shared_places(entries: Sequence[Entry], before: int = 0, start: int = 0) -> list[Standing]:
    """Return the standings of `entries`, which follow the first `start` of a board in order.

    before: how many on the whole board are better than the first of them.
    """
    standings: list[Standing] = []
    for index, entry in enumerate(entries, start=start + 1):
        if not standings:
            place = before + 1
        else:
            last = standings[-1]
            place = last.place if last.entry.key == entry.key else index
        standings.append(Standing(place, entry))
    return standings


def _ordered(key: tuple[int, ...]) -> bytes:
    return "".join(f"{part + 2**63:016x}" for part in key).encode()


def _member(entry: Entry) -> bytes:
    return _ordered(entry.key) + b"|" + entry.id.encode()


def _packed(entry: Entry) -> str:
    return json.dumps(asdict(entry), ensure_ascii=False)


def _entry(packed: bytes) -> Entry:
    fields = json.loads(packed)
    return Entry(**{**fields, "key": tuple(fields["key"])})


@cache
def boards() -> Boards:
    """Return the store that the settings choose."""
    if settings.REDIS_URL:
        return RedisBoards(settings.REDIS_URL, settings.REDIS_PREFIX)
    return LocalBoards()
