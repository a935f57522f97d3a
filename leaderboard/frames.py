"""What the watchers of a board are sent."""

from typing import Any

import orjson

from leaderboard.boards import Standing
from leaderboard.sources import fresh
from realtime.hub import Push

ROWS = 50


def line(standing: Standing) -> dict[str, Any]:
    """Return one row for the screen; numbers stay numbers, the page formats them."""
    entry = standing.entry
    return {"place": standing.place, "id": entry.id, "name": entry.name, "group": entry.group, **entry.shown}


def frame(board: str, start: int = 0) -> dict[str, Any]:
    """Return rows of `board`, its first or those after `start`, with its size and version.

    The version is read first: rows may be newer than it says, never older.
    """
    store = fresh(board)
    version = store.version(board)
    rows = [line(s) for s in store.top(board, ROWS, start)]
    return {"type": "board", "board": board, "version": version, "size": store.size(board), "rows": rows}


def render(board: str) -> Push | None:
    """Render `board` for the hub; None where no such kind of board exists."""
    try:
        content = frame(board)
    except KeyError:
        return None
    return Push(content["version"], orjson.dumps(content))
