"""The sockets of a live round: each translates between frames and one action."""

import logging
from datetime import datetime
from typing import Any

from channels.db import database_sync_to_async
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError
from django.utils import translation

from contests.live import asking, refusals, rounds
from contests.live.access import COMMANDS
from contests.live.admission import Admitted, Knock, door
from contests.live.answers import Given
from contests.live.attendance import attendance
from contests.live.intake import Came, intake, own_pace
from contests.live.messages import read_answer, read_command, read_got, ref_of
from contests.models import LiveRound
from contests.refusals import Refused
from people.access import Access
from realtime import clock
from realtime.sockets import WatchingSocket

log = logging.getLogger(__name__)


class LiveSocket(WatchingSocket):
    """A socket about one round."""

    live_id: int

    def in_words(self, refusal: Refused) -> str:
        language = self.scope.get("cookies", {}).get("django_language")
        with translation.override(language if language in ("vi", "en") else "vi"):
            return str(refusal)

    async def refuse(self, refusal: Refused, **more: Any) -> None:
        await self.say({"type": "refused", "code": refusal.code, "message": self.in_words(refusal), **more})


class PhoneSocket(LiveSocket):
    """A player's phone: is shown the round, says what it shows, sends answers.

    By the line "live.play" of the permission table; thousands come at once, so they are looked up together.
    """

    player: int | None = None
    fresh: Admitted | None = None  # what was read at the door, until it has been shown

    async def admit(self) -> list[str] | None:
        self.fresh = await self._look_up()
        if self.fresh is None:
            return None
        self.live_id, self.player, self.key = self.fresh.live_id, self.fresh.player.pk, str(self.fresh.player.pk)
        return [f"live-phone:{self.live_id}"]

    async def own(self) -> tuple[int, bytes] | None:
        found, self.fresh = self.fresh or await self._look_up(), None
        return found and (found.told, found.own)

    async def _look_up(self) -> Admitted | None:
        code = self.scope["url_route"]["kwargs"]["code"]
        return await door.ask(Knock(code, self.scope["cookies"].get(settings.SESSION_COOKIE_NAME, "")))

    async def connect(self) -> None:
        await super().connect()
        if self.player is not None:
            attendance.enter(self.live_id, self.player, self)

    async def disconnect(self, code: int) -> None:
        await super().disconnect(code)
        if self.player is not None:
            await attendance.leave(self.live_id, self.player, self)

    async def receive_message(self, message: dict[str, Any]) -> None:
        received_at = clock.now()
        if message.get("type") == "answer":
            await self._answer(message, received_at)
        elif asking.asks(message) and self.player is not None:
            await self._ask(message, self.player, received_at)
        elif (place := read_got(message)) is not None and self.player is not None:
            attendance.got(self.live_id, self.player, *place)
        else:
            await super().receive_message(message)

    async def _answer(self, message: dict[str, Any], received_at: datetime) -> None:
        ref = ref_of(message)
        given = read_answer(message)
        try:
            if given is None or self.player is None:
                raise refusals.UnknownChoice
            came = Came(self.live_id, Given(self.player, **given, received_at=received_at))
            kept = await intake.ask(came)
        except Refused as refusal:
            await self.refuse(refusal, ref=ref)
        except (
            DatabaseError,
            ObjectDoesNotExist,
        ):  # nothing was kept, nothing is told: the phone sends it again itself
            log.warning("an answer could not be kept", exc_info=True)
        else:
            await self.say({"type": "answered", "ref": ref, **given, "chosen": kept})
            attendance.stir(self.live_id)

    async def _ask(self, message: dict[str, Any], player: int, received_at: datetime) -> None:
        try:
            if asking.at_own_pace(message):
                reply = await own_pace.ask(Came(self.live_id, asking.Asked(message, player, received_at)))
            else:
                reply = await database_sync_to_async(asking.reply_to)(message, player, received_at)
        except Refused as refusal:
            await self.refuse(refusal, ref=ref_of(message))
        except (DatabaseError, ObjectDoesNotExist):  # as of an answer
            log.warning("what a phone asked for could not be done", exc_info=True)
        else:
            await self.say(reply)
            attendance.stir(self.live_id)


class ScreenSocket(LiveSocket):
    """A screen of the organisers, let in by its line of the permission table. screen: whose frames it is shown."""

    line: str
    screen: str
    live: LiveRound

    async def admit(self) -> list[str] | None:
        if not await self._may_enter():
            return None
        return [f"live-{self.screen}:{self.live_id}", f"live-counts:{self.live_id}"]

    @database_sync_to_async
    def _may_enter(self) -> bool:
        access: Access = COMMANDS[self.line]
        live = access.load(self.scope["url_route"]["kwargs"]) if access.load else None
        if live is None or not access.who(self.scope["user"], live):
            return False
        self.live, self.live_id = live, live.pk
        return True


class ProjectorSocket(ScreenSocket):
    """The hall's screen: sees what everybody sees, sends nothing."""

    line = "live.project"
    screen = "projector"


class HostSocket(ScreenSocket):
    """The host's screen: moves the round on."""

    line = "live.host"
    screen = "host"

    async def receive_message(self, message: dict[str, Any]) -> None:
        if message.get("type") != "command":
            await super().receive_message(message)
            return
        try:
            told = {**read_command(message), "by": self.scope["user"]}
            await database_sync_to_async(rounds.command)(live=self.live, now=clock.now(), **told)
        except Refused as refusal:
            await self.refuse(refusal)
        except (DatabaseError, ObjectDoesNotExist):  # the round is where it was, and the button where it is
            log.warning("a command could not be carried out", exc_info=True)
