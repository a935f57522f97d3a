"""Boards in this process: the embedded default."""

import threading
import time
from collections import defaultdict
from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from sortedcontainers import SortedList

from leaderboard.copies import BELIEVED, Copy, next_version
from leaderboard.entries import Entry, Standing, shared_places


@dataclass(slots=True)
class _Board:
    order: SortedList = field(default_factory=SortedList)
    entries: dict[str, Entry] = field(default_factory=dict)
    results: set[str] = field(default_factory=set)
    version: int = 0
    generation: int = 0
    read_at: float | None = None  # by time.monotonic


class LocalBoards:
    """A sorted list of (key, id) for each board, under one lock. believed: seconds for which a copy counts as whole."""

    def __init__(self, believed: float = BELIEVED) -> None:
        self._believed = believed
        self._boards: defaultdict[str, _Board] = defaultdict(_Board)
        self._lock = threading.RLock()
        self._reading: defaultdict[str, threading.RLock] = defaultdict(threading.RLock)

    def begin(self, board: str) -> int:
        with self._lock:
            return self._boards[board].generation

    def put(self, board: str, entry: Entry, *, result: str, generation: int | None = None) -> bool:
        with self._lock:
            state = self._boards[board]
            if generation not in (None, state.generation):
                return False
            old = state.entries.get(entry.id)
            if old is not None:
                state.order.remove((old.key, old.id))
            state.order.add((entry.key, entry.id))
            state.entries[entry.id] = entry
            state.results.add(result)
            state.version = next_version(state.version)
            return True

    def replace(
        self, board: str, entries: Iterable[Entry], *, results: Iterable[str], generation: int | None = None
    ) -> bool:
        by_id = {e.id: e for e in entries}
        order, counted = SortedList((e.key, e.id) for e in by_id.values()), set(results)
        with self._lock:
            state = self._boards[board]
            if generation not in (None, state.generation):
                return False
            version = next_version(state.version)
            self._boards[board] = _Board(order, by_id, counted, version, state.generation, time.monotonic())
            return True

    def drop(self, board: str) -> None:
        with self._lock:
            old = self._boards[board]
            self._boards[board] = _Board(version=next_version(old.version), generation=old.generation + 1)

    def top(self, board: str, count: int, start: int = 0) -> list[Standing]:
        with self._lock:
            state = self._known(board)
            found = [state.entries[i] for _, i in state.order[start : start + count]]
            before = state.order.bisect_left((found[0].key, "")) if found else 0
            return shared_places(found, before, start)

    def standing(self, board: str, entry_id: str) -> Standing | None:
        with self._lock:
            state = self._known(board)
            entry = state.entries.get(entry_id)
            return Standing(1 + state.order.bisect_left((entry.key, "")), entry) if entry else None

    def index(self, board: str, entry_id: str) -> int | None:
        with self._lock:
            state = self._known(board)
            entry = state.entries.get(entry_id)
            return int(state.order.bisect_left((entry.key, entry.id))) if entry else None

    def size(self, board: str) -> int:
        return len(self._known(board).entries)

    def copy(self, board: str) -> Copy:
        with self._lock:
            state = self._known(board)
            whole = state.read_at is not None and time.monotonic() - state.read_at < self._believed
            return Copy(state.version, whole, len(state.results))

    def reading(self, board: str) -> AbstractContextManager[object]:
        with self._lock:
            return self._reading[board]

    def _known(self, board: str) -> _Board:
        """Return the board; one that nobody wrote to is not kept because somebody looked."""
        return self._boards.get(board) or _Board()
