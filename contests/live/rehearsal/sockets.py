"""The host's socket of a rehearsal: that of a round, which besides keeps the rehearsal alive while it is open."""

import asyncio
import logging

from channels.db import database_sync_to_async

from contests.live.consumers import HostSocket
from contests.live.rehearsal import rehearsals
from contests.live.rehearsal.troupe import troupe
from realtime import clock

log = logging.getLogger(__name__)
STAY = 1.0  # seconds between two signs that the host is there


class RehearsalSocket(HostSocket):
    """Leads the round on the stage, has its phones played, and tells the page when the rehearsal has ended."""

    line = "live.rehearse"
    _staying: asyncio.Task[None] | None = None

    async def admit(self) -> list[str] | None:
        topics = await super().admit()
        return topics if topics and self.live.rehearsal_id is not None else None

    async def connect(self) -> None:
        await super().connect()
        if self.topics:
            self._staying = asyncio.get_running_loop().create_task(self._stay(self.live.rehearsal_id))

    async def disconnect(self, code: int) -> None:
        await super().disconnect(code)
        if self._staying is not None:
            self._staying.cancel()

    async def _stay(self, rehearsal: int) -> None:
        runs = True
        while runs:
            try:
                await troupe.ensure(rehearsal)
                runs = await database_sync_to_async(rehearsals.hosted)(rehearsal=rehearsal, now=clock.now())
            except Exception:
                log.warning("a rehearsal could not be looked at; trying again", exc_info=True)
            await asyncio.sleep(STAY)
        await self.say({"type": "rehearsal-over"})
