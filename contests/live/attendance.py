"""Which players hold a socket of this process open, and what their phones say they show; told to the database in turns.

Nothing here is told to anybody per phone: each round has one task that writes what has changed, at most five times a
second, looks whether the phones have moved the round on, and shuts the sockets of whom the host has shown the door.
"""

import asyncio
import logging
import time
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID, uuid4

from channels.db import database_sync_to_async

from contests.live import phones, rounds
from realtime import clock
from realtime.sockets import REFUSED

log = logging.getLogger(__name__)
PACE, LOOK, SAY_AGAIN = 0.2, 1.0, 5.0  # seconds


class Phone(Protocol):
    def shut(self, code: int) -> Coroutine[Any, Any, None]: ...


@dataclass
class _Hall:
    """connected: player → open sockets. got: (player, position, run) not yet written. written: nothing is left to."""

    connected: dict[int, set[Phone]] = field(default_factory=dict)
    got: set[tuple[int, int, int]] = field(default_factory=set)
    stirred: asyncio.Event = field(default_factory=asyncio.Event)
    written: asyncio.Event = field(default_factory=asyncio.Event)
    said_at: float = 0.0
    task: asyncio.Task[None] | None = None

    def changed(self) -> None:
        self.written.clear()
        self.stirred.set()


class Attendance:
    """All phones of this process, by round."""

    def __init__(self) -> None:
        self._process: UUID = uuid4()
        self._halls: dict[int, _Hall] = {}

    def enter(self, live_id: int, player: int, phone: Phone) -> None:
        hall = self._halls.setdefault(live_id, _Hall())
        hall.connected.setdefault(player, set()).add(phone)
        hall.changed()
        if hall.task is None:
            hall.task = asyncio.get_running_loop().create_task(self._tell(live_id, hall))

    async def leave(self, live_id: int, player: int, phone: Phone) -> None:
        """Forget one socket; the last one to go waits until the database knows that nobody is left."""
        hall = self._halls.get(live_id)
        if hall is None or phone not in hall.connected.get(player, ()):
            return
        hall.connected[player].discard(phone)
        if not hall.connected[player]:
            del hall.connected[player]
        hall.changed()
        if not hall.connected:
            await hall.written.wait()

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
        while hall.connected or not hall.written.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(hall.stirred.wait(), LOOK)
            if hall.connected:
                await asyncio.sleep(PACE)
            try:
                await self._tell_once(live_id, hall)
            except Exception:
                log.warning("who is in the hall could not be written; trying again", exc_info=True)
                if not hall.connected:  # the process is ending: it is taken for dead soon
                    hall.written.set()
        del self._halls[live_id]  # nothing has been awaited since nobody was left, so nobody has come

    async def _tell_once(self, live_id: int, hall: _Hall) -> None:
        stirred, got, players = hall.stirred.is_set(), frozenset(hall.got), frozenset(hall.connected)
        again = time.monotonic() - hall.said_at > SAY_AGAIN
        say = players if again or not hall.written.is_set() else None
        hall.stirred.clear()
        hall.written.set()  # unless somebody comes or goes while it is being written
        try:
            gone = await database_sync_to_async(self._write)(live_id, say, got, stirred)
        except BaseException:
            hall.changed()
            raise
        hall.got -= got
        hall.said_at = hall.said_at if say is None else time.monotonic()
        for player in gone & hall.connected.keys():
            for phone in tuple(hall.connected[player]):
                try:
                    await phone.shut(REFUSED)
                except Exception:  # one that cannot be shut keeps no other in
                    log.debug("a phone could not be shut out", exc_info=True)

    def _write(
        self, live_id: int, players: frozenset[int] | None, got: frozenset[tuple[int, int, int]], stirred: bool
    ) -> frozenset[int]:
        """Write what is new; return who plays no more."""
        now = clock.now()
        if players is not None:
            phones.say_connected(live_id=live_id, process=self._process, players=players, now=now)
        if got:
            phones.say_reached(live_id=live_id, players=got, now=now)
        rounds.notice(live_id=live_id, now=now)
        if stirred:
            phones.ring_counts(live_id)
        return phones.gone(live_id)


attendance = Attendance()
