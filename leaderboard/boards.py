"""Boards: who stands where, in process or in Redis, behind one interface.

A board orders entries by a tuple of whole numbers, smallest first; equal tuples share a
place. It holds only what can be rebuilt: `leaderboard.sources` compares it with the truth
and reads it again when the two differ.
"""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from functools import cache
from typing import Protocol

from django.conf import settings

from leaderboard.copies import Copy
from leaderboard.entries import Entry, Standing
from leaderboard.in_process import LocalBoards
from leaderboard.in_redis import RedisBoards


class Boards(Protocol):
    """What both stores do; a change of one line and a look at one place take O(log n).

    generation: the token that `begin` gave before the truth was read. A board that was
    dropped meanwhile takes nothing that was read before: put and replace then return False.
    results: the ids of what has been counted, so that a loss shows.
    """

    def begin(self, board: str) -> int:
        """Return the board's present generation. Ask before reading the truth."""
        ...

    def put(self, board: str, entry: Entry, *, result: str, generation: int | None = None) -> bool:
        """Put or move one line."""
        ...

    def replace(
        self, board: str, entries: Iterable[Entry], *, results: Iterable[str], generation: int | None = None
    ) -> bool:
        """Make the board of these lines and no others."""
        ...

    def drop(self, board: str) -> None:
        """Forget the lines, because the truth behind them changed: whoever looks next reads it again."""
        ...

    def top(self, board: str, count: int, start: int = 0) -> list[Standing]:
        """Return `count` lines after the first `start`, with the places that they have on the whole board."""
        ...

    def standing(self, board: str, entry_id: str) -> Standing | None: ...

    def index(self, board: str, entry_id: str) -> int | None:
        """Return how many lines stand above this one, equal ones among them: where a page of the board begins."""
        ...

    def size(self, board: str) -> int: ...

    def copy(self, board: str) -> Copy:
        """Return what is known of the copy as a whole."""
        ...

    def reading(self, board: str) -> AbstractContextManager[object]:
        """Wait until nobody else is reading the truth of this board, in any process; then nobody else may."""
        ...


def around(store: Boards, board: str, entry_id: str, each_side: int) -> list[Standing]:
    """Return a line with up to `each_side` neighbours above and below it, at any depth; nothing where it is not."""
    index = store.index(board, entry_id)
    if index is None:
        return []
    start = max(index - each_side, 0)
    return store.top(board, index + each_side + 1 - start, start)


@cache
def boards() -> Boards:
    """Return the store that the settings choose."""
    if settings.REDIS_URL:
        return RedisBoards(settings.REDIS_URL, settings.REDIS_PREFIX)
    return LocalBoards()
