"""Plays the phones of a rehearsal in this process, as long as the rehearsal runs, and writes its sheet."""

import asyncio
import logging
from datetime import datetime, timedelta
from random import Random
from uuid import UUID, uuid4

from channels.db import database_sync_to_async

from contests.live.rehearsal import rehearsals
from contests.live.rehearsal.figures import Ledger, sheet
from contests.live.rehearsal.phones import Phone, Stage
from contests.live.rehearsal.tempers import temper
from contests.live.rules import LiveRules
from contests.models import LivePlayer, LiveRehearsal, LiveRound
from questionbank.models import Choice
from realtime import clock

log = logging.getLogger(__name__)
PACE, A_BEAT = 0.1, 25  # so many phones connect in so many seconds: 250 a second, as a hall that scans a code
LOOK = 0.5  # seconds between two looks at whether it goes on
PING = 10.0  # seconds; every phone says so often that it is there, as the page does
LAST_WORDS = 1.0  # seconds for acknowledgements that are on their way


class Troupe:
    """The phones of one rehearsal at most."""

    def __init__(self) -> None:
        self._process: UUID = uuid4()
        self._task: asyncio.Task[None] | None = None

    async def ensure(self, rehearsal: int) -> None:
        """Play the phones of the rehearsal here, unless some process does already."""
        if await database_sync_to_async(rehearsals.claim)(rehearsal=rehearsal, process=self._process, now=clock.now()):
            self._task = asyncio.get_running_loop().create_task(self._play(rehearsal))

    async def _play(self, rehearsal: int) -> None:
        try:
            cast = await database_sync_to_async(Cast)(rehearsal)
            ending = await cast.play()
            told = await database_sync_to_async(cast.sheet)()
        except Exception:
            log.exception("a rehearsal broke off")
            ending, told = rehearsals.Ending.BROKEN, None
        await database_sync_to_async(rehearsals.end)(rehearsal=rehearsal, ending=ending, sheet=told, now=clock.now())


class Cast:
    """All phones of a rehearsal and what they live through."""

    def __init__(self, rehearsal: int) -> None:
        self.rehearsal = LiveRehearsal.objects.select_related("stage").get(pk=rehearsal)
        self.live: LiveRound = self.rehearsal.stage
        self.ledger = Ledger()
        self._shown_at: dict[tuple[int, int], asyncio.Future[datetime | None]] = {}
        stage = Stage(self._keys(), LiveRules.from_json(self.live.rules).change, self.ledger, self._reached)
        chance = Random(rehearsal)  # noqa: S311  # a simulation's, and seeded
        players = LivePlayer.objects.filter(round=self.live).order_by("pk").values_list("pk", flat=True)
        self.phones = [Phone(stage, player, temper(chance), Random(chance.random())) for player in players]  # noqa: S311
        self._looking: set[asyncio.Task[None]] = set()

    async def play(self) -> rehearsals.Ending:
        """Play until something ends it, and put every phone away."""
        connecting = asyncio.create_task(self._connect())
        pinging = asyncio.create_task(self._ping())
        try:
            while (ending := await self._reason_to_end()) is None:
                await asyncio.sleep(LOOK)
            await asyncio.sleep(LAST_WORDS)
            return ending
        finally:
            connecting.cancel()
            pinging.cancel()
            await asyncio.gather(*(phone.put_away() for phone in self.phones))

    async def _reason_to_end(self) -> rehearsals.Ending | None:
        return await database_sync_to_async(rehearsals.reason_to_end)(rehearsal=self.rehearsal.pk, now=clock.now())

    async def _connect(self) -> None:
        for first in range(0, len(self.phones), A_BEAT):
            for phone in self.phones[first : first + A_BEAT]:
                phone.connect()
            await asyncio.sleep(PACE)

    async def _ping(self) -> None:
        beats = round(PING / PACE)
        while True:
            for beat in range(beats):
                for phone in self.phones[beat::beats]:
                    phone.ping()
                await asyncio.sleep(PACE)

    def _reached(self, position: int, run: int) -> None:
        """Note that a phone has been given a question. The first asks when the host showed it; all others wait."""
        now, loop = clock.now(), asyncio.get_running_loop()
        shown_at = self._shown_at.get((position, run))
        if shown_at is None:
            shown_at = self._shown_at[position, run] = loop.create_future()
            asking = loop.create_task(self._ask(shown_at))
            self._looking.add(asking)
            asking.add_done_callback(self._looking.discard)
        shown_at.add_done_callback(lambda told: self._note(told.result(), now))

    async def _ask(self, shown_at: "asyncio.Future[datetime | None]") -> None:
        try:
            shown_at.set_result(await database_sync_to_async(self._when)())
        except Exception:
            log.warning("when a question was shown could not be read", exc_info=True)
            shown_at.set_result(None)

    def _when(self) -> datetime | None:
        """Return when the host's command showed all choices: known while they arrive, or where nothing waits for it."""
        rules = LiveRules.from_json(self.live.rules)
        row = LiveRound.objects.get(pk=self.live.pk)
        if row.starts_by is not None:
            return row.starts_by - timedelta(seconds=rules.wait)
        return None if rules.share else row.opened_at

    def _note(self, shown_at: datetime | None, now: datetime) -> None:
        if shown_at is not None:
            self.ledger.reached_ms.append((now - shown_at).total_seconds() * 1000)

    def _keys(self) -> dict[int, frozenset[int]]:
        steps = dict(self.live.steps.values_list("version_id", "position"))
        found: dict[int, set[int]] = {position: set() for position in steps.values()}
        right = Choice.objects.filter(version__in=steps, is_correct=True).values_list("version_id", "pk")
        for version, choice in right:
            found[steps[version]].add(choice)
        return {position: frozenset(choices) for position, choices in found.items()}

    def sheet(self) -> rehearsals.Sheet:
        held = rehearsals.answers_held(self.live.pk)
        played = len({(position, run) for _player, position, run in held})
        return sheet(self.ledger, phones=len(self.phones), questions=played, held=held)


troupe = Troupe()
