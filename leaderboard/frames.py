"""What the watchers of a board are sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from leaderboard.boards import Boards, around
from leaderboard.entries import Standing
from leaderboard.sources import fresh, frozen_at
from realtime.hub import Push

ROWS = 50
MOST_TRIES = 3

Row = dict[str, Any]


def line(standing: Standing) -> Row:
    """Return one row for the screen; numbers stay numbers, the page formats them."""
    entry = standing.entry
    return {"place": standing.place, "id": entry.id, "name": entry.name, "group": entry.group, **entry.shown}


def frame(board: str, start: int = 0) -> dict[str, Any]:
    """Return rows of `board`, its first or those after `start`, with its size and version.

    The version is read first: rows may be newer than it says, never older. frozen_at: milliseconds since 1970, or
    None while the board moves.
    """
    return _framed(board, start)[0]


@dataclass(frozen=True)
class Page:
    """A frame, and where one line stands. above: lines above one's own. near: around it, where the frame lacks it."""

    frame: dict[str, Any]
    mine: Row | None
    above: int
    near: list[Row]


def page(board: str, start: int, me: str, each_side: int) -> Page:
    """Return rows of `board` after `start` with one's own line; the truth is asked once for all of it."""
    content, store = _framed(board, start)
    standing = store.standing(board, me) if me else None
    if standing is None:
        return Page(content, None, 0, [])
    shown = any(row["id"] == me for row in content["rows"])
    near = [] if shown else [line(s) for s in around(store, board, me, each_side)]
    return Page(content, line(standing), store.index(board, me) or 0, near)


def _framed(board: str, start: int) -> tuple[dict[str, Any], Boards]:
    for _ in range(MOST_TRIES):
        store = fresh(board)
        version = store.copy(board).version
        rows, size = [line(s) for s in store.top(board, ROWS, start)], store.size(board)
        if store.copy(board).whole:  # else it was dropped meanwhile, and nothing is not what it shows
            break
    since = frozen_at(board)
    stopped = None if since is None else int(since.timestamp() * 1000)
    told = {"type": "board", "board": board, "version": version, "size": size, "frozen_at": stopped, "rows": rows}
    return told, store


def difference(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """Return what turns the frame `old` into `new` (see docs/live-protocol.md, "board-changes").

    A changed row carries its id, its index (`at`) and only the fields that differ.
    """
    before = {row["id"]: row for row in old["rows"]}
    gone = before.keys() - {row["id"] for row in new["rows"]}
    whole = {name: new[name] for name in ("size", "frozen_at") if old[name] != new[name]}
    told = {"type": "board-changes", "board": new["board"], "from": old["version"], "version": new["version"], **whole}
    return {**told, "gone": sorted(gone), "rows": _changed(before, new["rows"])}


def _changed(before: Mapping[str, Row], rows: Sequence[Row]) -> list[Row]:
    changed = []
    for at, row in enumerate(rows):
        old = before.get(row["id"], {})
        if old.keys() - row.keys():  # a field that vanished cannot be told by what is there
            old = {}
        fields = {name: value for name, value in row.items() if name not in old or old[name] != value}
        if fields:
            changed.append({"id": row["id"], "at": at, **fields})
    return changed


def applied(old: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """Return the frame that `difference` told of; static/js/board.js does the same.

    Raises ValueError where the change begins at another version than `old` has: ask for the whole board then.
    """
    if change["from"] != old["version"]:
        raise ValueError(f"a change from {change['from']} does not fit on {old['version']}")
    before = {row["id"]: row for row in old["rows"]}
    moved = {row["id"] for row in change["rows"]}
    rows = [row for row in old["rows"] if row["id"] not in moved and row["id"] not in change["gone"]]
    for row in change["rows"]:
        fields = {name: value for name, value in row.items() if name != "at"}
        rows.insert(row["at"], {**before.get(row["id"], {}), **fields})
    told = {name: change.get(name, old[name]) for name in ("size", "frozen_at")}
    return {"type": "board", "board": old["board"], "version": change["version"], **told, "rows": rows}


def render(board: str, _last: Push | None = None) -> Push | None:
    """Render `board` for the hub; None where no such kind of board exists."""
    try:
        content = frame(board)
    except KeyError:
        return None
    return Push(content["version"], orjson.dumps(content), content=content)


def between(old: Push, new: Push) -> bytes:
    """Return the bytes for whoever was given `old` last."""
    return orjson.dumps(difference(old.content, new.content))
