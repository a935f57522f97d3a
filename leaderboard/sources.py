"""Where boards come from: each kind of board says how to count and load its truth."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from leaderboard.boards import Boards, Entry, boards


@dataclass(frozen=True)
class Loaded:
    entries: Iterable[Entry]
    results: Iterable[str]


@dataclass(frozen=True)
class Source:
    """count: how many results the truth holds (one cheap query). load: all of them as entries."""

    count: Callable[[str], int]
    load: Callable[[str], Loaded]


_sources: dict[str, Source] = {}


def register(kind: str, *, count: Callable[[str], int], load: Callable[[str], Loaded]) -> None:
    """Say where boards named "kind.key" come from. Called from AppConfig.ready."""
    _sources[kind] = Source(count, load)


def fresh(board: str) -> Boards:
    """Return the store with `board` in it as the truth has it.

    A board that lost results (Redis flushed, another process wrote) is loaded again.
    Raises KeyError for a kind that nobody registered.
    """
    kind, _, key = board.partition(".")
    source, store = _sources[kind], boards()
    if store.version(board) == 0 or store.results(board) != source.count(key):
        loaded = source.load(key)
        store.replace(board, loaded.entries, results=loaded.results)
    return store
