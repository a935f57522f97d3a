"""Which players hold a socket of this process open, and what their phones say they show; told to the database in turns.

Nothing here is told to anybody per phone: each round has one task that writes what has changed, at most five times a
second, and then looks whether the phones have moved the round on.
"""

import asyncio
import logging
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from channels.db import database_sync_to_async

from contests.live import phones, rounds
from realtime import clock

log = logging.getLogger(__name__)
PACE, LOOK, SAY_AGAIN = 0.2, 1.0, 5.0  # seconds


@dataclass
class _Hall:
    """connected: player → open sockets. got: (player, position, run) not yet written."""

    connected: Counter[int] = field(default_factory=Counter)
    got: set[tuple[int, int, int]] = field(default_factory=set)
    stirred: asyncio.Event = field(default_factory=asyncio.Event)
    changed: bool = True
    said_at: float = 0.0
    task: asyncio.Task[None] | None = None


class Attendance:
    """All phones of this process, by round."""

    def __init__(self) -> None:
        self._process: UUID = uuid4()
        self._halls: dict[int, _Hall] = {}

    def enter(self, live_id: int, player: int) -> None:
        hall = self._halls.setdefault(live_id, _Hall())
        hall.connected[player] += 1
        hall.changed = True
        hall.stirred.set()
        if hall.task is None or hall.task.done():
            hall.task = asyncio.get_running_loop().create_task(self._tell(live_id, hall))

    async def leave(self, live_id: int, player: int) -> None:
        """Forget one socket; the last one to go waits until the database knows that nobody is left."""
        hall = self._halls.get(live_id)
        if hall is None:
            return
        hall.connected[player] -= 1
        hall.connected += Counter()  # drops who has none left
        hall.changed = True
        hall.stirred.set()
        if not hall.connected and hall.task is not None:
            self._halls.pop(live_id)
            await asyncio.wait([hall.task])

    def got(self, live_id: int, player: int, position: int, run: int) -> None:
        """Note that the phone of `player` shows a question."""
        if hall := self._halls.get(live_id):
            hall.got.add((player, position, run))
            hall.stirred.set()

    def stir(self, live_id: int) -> None:
        """Have the round looked at soon: somebody has answered."""
        if hall := self._halls.get(live_id):
            hall.stirred.set()

    async def _tell(self, live_id: int, hall: _Hall) -> None:
        while hall.connected or hall.changed:
            with suppress(TimeoutError):
                await asyncio.wait_for(hall.stirred.wait(), LOOK)
            if hall.connected:
                await asyncio.sleep(PACE)
            hall.stirred.clear()
            changed, got = hall.changed or time.monotonic() - hall.said_at > SAY_AGAIN, frozenset(hall.got)
            hall.changed, players = False, frozenset(hall.connected)
            try:
                await database_sync_to_async(self._write)(live_id, players if changed else None, got)
            except Exception:
                log.warning("who is in the hall could not be written; trying again", exc_info=True)
                hall.changed = bool(hall.connected)
                continue
            hall.got -= got
            hall.said_at = time.monotonic() if changed else hall.said_at

    def _write(self, live_id: int, players: frozenset[int] | None, got: frozenset[tuple[int, int, int]]) -> None:
        now = clock.now()
        if players is not None:
            phones.say_connected(live_id=live_id, process=self._process, players=players, now=now)
        if got:
            phones.say_reached(live_id=live_id, players=got, now=now)
        rounds.notice(live_id=live_id, now=now)


attendance = Attendance()
