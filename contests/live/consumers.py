"""The sockets of a live round: each translates between frames and one action."""

from datetime import datetime
from typing import Any

from channels.db import database_sync_to_async
from django.utils import translation

from contests.guests import SESSION_KEY
from contests.live import answers, asking, refusals, rounds
from contests.live.access import COMMANDS, player_of
from contests.live.attendance import attendance
from contests.models import LivePlayer, LiveRound
from contests.refusals import Refused
from people.access import Access
from realtime import clock
from realtime.sockets import WatchingSocket


class LiveSocket(WatchingSocket):
    """A socket about one round, `live`, that its line of the permission table lets in."""

    line: str
    live: LiveRound

    async def admit(self) -> list[str] | None:
        return await self._admitted()

    @database_sync_to_async
    def _admitted(self) -> list[str] | None:
        given = self.scope["url_route"]["kwargs"]
        access: Access = COMMANDS[self.line]
        live = access.load(given) if access.load else None
        if live is None or not access.who(self._user(), live):
            return None
        self.live = live
        return self.topics_of(live)

    def topics_of(self, live: LiveRound) -> list[str] | None:
        raise NotImplementedError

    def _user(self) -> Any:
        user = self.scope["user"]
        user.guest_entrants = frozenset(self.scope["session"].get(SESSION_KEY, ()))
        return user

    def in_words(self, refusal: Refused) -> str:
        language = self.scope.get("cookies", {}).get("django_language")
        with translation.override(language if language in ("vi", "en") else "vi"):
            return str(refusal)

    async def refuse(self, refusal: Refused, **more: Any) -> None:
        await self.say({"type": "refused", "code": refusal.code, "message": self.in_words(refusal), **more})


class PhoneSocket(LiveSocket):
    """A player's phone: is shown the round, says what it shows, sends answers."""

    line = "live.play"
    player: LivePlayer | None = None

    def topics_of(self, live: LiveRound) -> list[str] | None:
        player = player_of(self._user(), live)
        if player is None:
            return None
        self.player, self.key = player, str(player.pk)
        return [f"live-phone:{live.pk}"]

    async def connect(self) -> None:
        await super().connect()
        if self.player is not None:
            attendance.enter(self.live.pk, self.player.pk)

    async def disconnect(self, code: int) -> None:
        await super().disconnect(code)
        if self.player is not None:
            await attendance.leave(self.live.pk, self.player.pk)

    async def receive_message(self, message: dict[str, Any]) -> None:
        received_at = clock.now()
        if message.get("type") == "answer":
            await self._answer(message, received_at)
        elif asking.asks(message):
            await self._ask(message, received_at)
        elif (place := read_got(message)) is not None and self.player is not None:
            attendance.got(self.live.pk, self.player.pk, *place)
        else:
            await super().receive_message(message)

    async def _answer(self, message: dict[str, Any], received_at: datetime) -> None:
        ref = message.get("ref") if isinstance(message.get("ref"), int) else None
        given = read_answer(message)
        try:
            if given is None:
                raise refusals.UnknownChoice
            kept = await database_sync_to_async(answers.answer)(player=self.player, received_at=received_at, **given)
        except Refused as refusal:
            await self.refuse(refusal, ref=ref)
            return
        await self.say({"type": "answered", "ref": ref, **given, "chosen": kept.chosen})
        attendance.stir(self.live.pk)

    async def _ask(self, message: dict[str, Any], received_at: datetime) -> None:
        try:
            reply = await database_sync_to_async(asking.reply_to)(message, self.player, received_at)
        except Refused as refusal:
            await self.refuse(refusal, ref=asking.ref_of(message))
            return
        await self.say(reply)


class ProjectorSocket(LiveSocket):
    """The hall's screen: sees what everybody sees, sends nothing."""

    line = "live.project"

    def topics_of(self, live: LiveRound) -> list[str]:
        return [f"live-projector:{live.pk}", f"live-counts:{live.pk}"]


class HostSocket(LiveSocket):
    """The host's screen: moves the round on."""

    line = "live.host"

    def topics_of(self, live: LiveRound) -> list[str]:
        return [f"live-host:{live.pk}", f"live-counts:{live.pk}"]

    async def receive_message(self, message: dict[str, Any]) -> None:
        if message.get("type") != "command":
            await super().receive_message(message)
            return
        try:
            await database_sync_to_async(self._command)(message)
        except Refused as refusal:
            await self.refuse(refusal)

    def _command(self, message: dict[str, Any]) -> None:
        rounds.command(live=self.live, now=clock.now(), by=self._user(), **read_command(message))


def read_got(message: dict[str, Any]) -> tuple[int, int] | None:
    """Return position and run of the word that a question is shown, or None where the message is not that."""
    position, run = message.get("position"), message.get("run")
    return (position, run) if message.get("type") == "got" and type(position) is type(run) is int else None


def read_command(message: dict[str, Any]) -> dict[str, Any]:
    """Return name, expected and position of a command. Raises WrongState where one of them is not what it must be."""
    name, version, position = message.get("command"), message.get("version"), message.get("position")
    if not isinstance(name, str) or type(version) is not int or (position is not None and type(position) is not int):
        raise refusals.WrongState
    return {"name": name, "expected": version, "position": position}


def read_answer(message: dict[str, Any]) -> dict[str, Any] | None:
    """Return position, run and chosen of an answer, or None where one of them is not what it must be."""
    chosen = message.get("chosen")
    numbers = (message.get("position"), message.get("run"))
    if not isinstance(chosen, list) or len(chosen) > 10 or not all(type(n) is int for n in (*numbers, *chosen)):
        return None
    return {"position": numbers[0], "run": numbers[1], "chosen": chosen}
