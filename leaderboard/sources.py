"""Where boards come from: each kind of board says how to count and load its truth."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from leaderboard.boards import Boards, boards
from leaderboard.copies import BELIEVED_ALONE
from leaderboard.entries import Entry
from leaderboard.in_process import LocalBoards
from leaderboard.in_redis import OutOfReach

MOST_TRIES = 3


@dataclass(frozen=True)
class Loaded:
    entries: Iterable[Entry]
    results: Iterable[str]


def never(key: str) -> datetime | None:
    """Say that a board is not frozen."""
    return None


@dataclass(frozen=True)
class Source:
    """count: how many results the truth holds (one cheap query). load: all of them as entries.

    frozen_at: the moment as of which everybody is shown the board, or None. While there is one, count and load tell
    the truth as of then: what came later is not in the copy at all, so no way of looking at it can tell.
    """

    count: Callable[[str], int]
    load: Callable[[str], Loaded]
    frozen_at: Callable[[str], datetime | None] = never


_sources: dict[str, Source] = {}
_shelter = LocalBoards(believed=BELIEVED_ALONE)


def register(
    kind: str,
    *,
    count: Callable[[str], int],
    load: Callable[[str], Loaded],
    frozen_at: Callable[[str], datetime | None] = never,
) -> None:
    """Say where boards named "kind.key" come from. Called from AppConfig.ready."""
    _sources[kind] = Source(count, load, frozen_at)


def fresh(board: str) -> Boards:
    """Return the store with `board` in it as the truth has it.

    A board that was dropped or lost results (Redis flushed, another process wrote) is read again, by one reader for
    all. While Redis is out of reach this process keeps a copy of its own. Raises KeyError for a kind that nobody
    registered.
    """
    source, key = _source_of(board)
    try:
        return _brought_up(boards(), board, source, key)
    except OutOfReach:
        return _brought_up(_shelter, board, source, key)


def put(board: str, entry: Entry, *, result: str, generation: int) -> bool:
    """Put one line on `board` unless it is frozen; False where the truth changed since `Boards.begin`: read again."""
    source, key = _source_of(board)
    return source.frozen_at(key) is not None or boards().put(board, entry, result=result, generation=generation)


def frozen_at(board: str) -> datetime | None:
    """Return the moment as of which everybody is shown `board`; None while it moves."""
    source, key = _source_of(board)
    return source.frozen_at(key)


def _source_of(board: str) -> tuple[Source, str]:
    kind, _, key = board.partition(".")
    return _sources[kind], key


def _brought_up(store: Boards, board: str, source: Source, key: str) -> Boards:
    if _differs(store, board, source, key):
        with store.reading(board):
            for _ in range(MOST_TRIES):
                if not _differs(store, board, source, key) or _read(store, board, source, key):
                    break
    return store


def _differs(store: Boards, board: str, source: Source, key: str) -> bool:
    copy = store.copy(board)
    return not copy.whole or copy.results != source.count(key)


def _read(store: Boards, board: str, source: Source, key: str) -> bool:
    generation = store.begin(board)
    loaded = source.load(key)
    return store.replace(board, loaded.entries, results=loaded.results, generation=generation)
