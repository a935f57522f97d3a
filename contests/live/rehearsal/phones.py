"""A simulated phone: it speaks the wire of a real one to the socket of a real one, all but the network between."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

import orjson
from channels.db import database_sync_to_async

from contests.live.admission import LINGER, MOST, Admitted, let_in
from contests.live.consumers import PhoneSocket
from contests.live.rehearsal.figures import Ledger
from contests.live.rehearsal.tempers import Plan, Temper, plan
from contests.models import LivePlayer, LiveRound
from realtime.batches import Batches

RESEND = 1.5  # seconds, as the page does
ALL_SHOWN = ("arriving", "answering", "bell")
RINGS = (0.8, 6.0)  # seconds after which somebody rings who does
WORD = (0.5, 1.5)  # seconds until somebody who has the word answers
OWN_PACE = 20  # seconds that a question at one's own pace is thought about as if they were all its time


def _let_in(players: Sequence[int]) -> list[Admitted | None]:
    found = LivePlayer.objects.playing().select_related("round", "stand_in_unit").filter(pk__in=players)
    by_round: defaultdict[LiveRound, dict[int, LivePlayer]] = defaultdict(dict)
    for player in found:
        by_round[player.round][player.pk] = player
    admitted = {pk: one for live, those in by_round.items() for pk, one in let_in(live, those).items()}
    return [admitted.get(player) for player in players]


side_door: Batches[int, Admitted | None] = Batches(database_sync_to_async(_let_in), linger=LINGER, most=MOST)


class StandIn(PhoneSocket):
    """What a phone's socket is in the server; who sits there is settled by the stage, not by a session."""

    async def _look_up(self) -> Admitted | None:
        return await side_door.ask(self.scope["player"])


application = StandIn.as_asgi()


@dataclass(frozen=True)
class Stage:
    """What all phones of a rehearsal share. keys: position → right choices. change: whether answers may be changed.

    reached: is called with position and run whenever a phone that was there for it has been given a question with all
    its choices.
    """

    keys: Mapping[int, frozenset[int]]
    change: bool
    ledger: Ledger
    reached: Callable[[int, int], None]


class Phone:
    """One phone from its first connection to its last, through lost networks."""

    def __init__(self, stage: Stage, player: int, temper: Temper, chance: Random) -> None:
        self._stage, self._player, self._temper, self._chance = stage, player, temper, chance
        self._inbox: asyncio.Queue[dict[str, Any]] | None = None  # what the server is yet to read; None: no network
        self._task: asyncio.Task[None] | None = None
        self._timers: set[asyncio.TimerHandle] = set()
        self._at = self._planned = (0, 0)
        self._rung: tuple[int, int, int] | None = None  # position, run and opening for which it has made up its mind
        self._choices: list[int] = []
        self._state, self._fresh = "", True
        self._unsent: dict[str, Any] | None = None
        self._may, self._holds = True, False  # answer at all; the bell
        self._tapped_at = 0.0
        self._ref = 0

    def connect(self) -> None:
        self._inbox, self._fresh = asyncio.Queue(), True
        self._inbox.put_nowait({"type": "websocket.connect"})
        scope = {"type": "websocket", "path": "", "headers": [], "player": self._player}
        self._task = asyncio.get_running_loop().create_task(application(scope, self._inbox.get, self._take))

    def drop(self) -> None:
        """Lose the network."""
        if self._inbox is not None:
            self._inbox.put_nowait({"type": "websocket.disconnect", "code": 1006})
            self._inbox = None

    def ping(self) -> None:
        self._say({"type": "ping"})

    async def put_away(self) -> None:
        for timer in self._timers:
            timer.cancel()
        self._timers.clear()
        self.drop()
        if self._task is not None:
            await asyncio.wait([self._task], timeout=5)

    async def _take(self, message: dict[str, Any]) -> None:
        """Read what the server sends to this phone."""
        if message["type"] == "websocket.close":
            self._inbox = None
        if message["type"] != "websocket.send" or self._inbox is None:
            return
        frame = orjson.loads(message.get("text") or message.get("bytes") or b"{}")
        match frame.get("type"):
            case "round":
                self._show(frame)
            case "me":
                self._read_own(frame)
            case "served" | "kept":
                self._at_own_pace(frame)
            case "answered" if self._unsent and frame["ref"] == self._unsent["ref"]:
                self._acknowledged(frame)
            case "refused" if self._unsent and frame["ref"] == self._unsent["ref"] and frame["code"] != "paused":
                self._stage.ledger.refused += 1
                self._settled()

    def _show(self, frame: dict[str, Any]) -> None:
        at = frame["position"], frame["run"]
        self._state = frame["state"]
        if self._unsent and (at != self._at or self._state not in ("answering", "paused", "held", "paced")):
            self._unsent = None  # too late for it: what was not acknowledged stays open in the ledger
        if self._state in ALL_SHOWN and at != self._at:
            self._at = at
            if not self._fresh:
                self._stage.reached(*at)
            self._say({"type": "got", "position": at[0], "run": at[1]})
        self._fresh = False
        if frame["question"]:
            self._choices = [choice["id"] for choice in frame["question"]["choices"]]
        if self._state == "answering" and at != self._planned:
            self._planned = at
            self._follow(self._plan(at[0], (frame["remaining_ms"] or 0) / 1000, change=self._stage.change))
        if self._state == "bell" and (*at, frame["bell"]["opening"]) != self._rung:
            self._rung = (*at, frame["bell"]["opening"])
            if self._chance.random() < self._temper.skill:
                self._later(self._chance.uniform(*RINGS), self._ring, self._rung)
        if self._state == "paced" and at != self._planned:
            self._planned = at
            self._ask({"type": "next"})

    def _plan(self, position: int, seconds: float, *, change: bool) -> Plan:
        right = self._stage.keys[position]
        return plan(
            self._temper, seconds=seconds, choices=self._choices, right=right, change=change, chance=self._chance
        )

    def _read_own(self, frame: dict[str, Any]) -> None:
        """Learn whether this phone may answer; whoever has just been given the word thinks a moment."""
        self._may = frame["answers"]
        held, self._holds = self._holds, frame["bell"] == "holds"
        if self._holds and not held:
            _at, chosen = (self._plan(self._at[0], 1.0, change=False).answers or ((0.0, tuple(self._choices[:1])),))[0]
            self._later(self._chance.uniform(*WORD), self._tap, self._at, chosen)

    def _ring(self, opening: tuple[int, int, int]) -> None:
        if self._may and self._state == "bell" and self._rung == opening:
            self._ask({"type": "ring", "position": opening[0], "run": opening[1]})

    def _at_own_pace(self, frame: dict[str, Any]) -> None:
        """Read the next question, and whether the answer before it is kept."""
        if frame["type"] == "kept" and self._unsent and frame["ref"] == self._unsent["ref"]:
            self._acknowledged({**self._unsent, "run": 1})
        if frame["question"] is None:
            return
        self._choices = [choice["id"] for choice in frame["question"]["choices"]]
        told = self._plan(frame["position"], OWN_PACE, change=False)
        at, chosen = told.answers[0] if told.answers else (OWN_PACE / 2, ())
        self._later(at, self._answer_paced, frame["position"], chosen)

    def _answer_paced(self, position: int, chosen: tuple[int, ...]) -> None:
        if self._state == "paced":
            self._tapped_at = asyncio.get_running_loop().time()
            self._unsent = {"type": "paced", "position": position, "chosen": list(chosen)}
            self._ask(self._unsent)

    def _ask(self, message: dict[str, Any]) -> None:
        self._ref += 1
        message["ref"] = self._ref
        self._say(message)

    def _follow(self, told: Plan) -> None:
        for after, chosen in told.answers:
            self._later(after, self._tap, self._at, chosen)
        if told.gone is not None:
            since, until = told.gone
            self._later(since, self._lose)
            self._later(until, self._come_back)

    def _lose(self) -> None:
        if self._inbox is not None:
            self._stage.ledger.drops += 1
            self.drop()

    def _come_back(self) -> None:
        if self._inbox is None:
            self._stage.ledger.returns += 1
            self.connect()

    def _tap(self, at: tuple[int, int], chosen: tuple[int, ...]) -> None:
        open_to_us = self._state == "answering" or (self._state == "held" and self._holds)
        if at != self._at or not self._may or not open_to_us:
            return
        self._ref += 1
        self._unsent = {"type": "answer", "position": at[0], "run": at[1], "chosen": list(chosen), "ref": self._ref}
        self._tapped_at = asyncio.get_running_loop().time()
        self._send(self._ref)

    def _send(self, ref: int) -> None:
        """Send what is not acknowledged, again and again as the page does."""
        if self._unsent is None or self._unsent["ref"] != ref:
            return
        if self._state in ("answering", "held") and self._say(self._unsent):
            self._stage.ledger.open.add(self._place(self._unsent))
        self._later(RESEND, self._send, ref)

    def _acknowledged(self, frame: dict[str, Any]) -> None:
        ledger, took = self._stage.ledger, asyncio.get_running_loop().time() - self._tapped_at
        ledger.acknowledged_ms.append(took * 1000)
        if frame["chosen"]:  # else a question was left
            ledger.kept[self._place(frame)] = tuple(frame["chosen"])
        self._settled()

    def _settled(self) -> None:
        if self._unsent is not None and "run" in self._unsent:
            self._stage.ledger.open.discard(self._place(self._unsent))
        self._unsent = None

    def _place(self, message: dict[str, Any]) -> tuple[int, int, int]:
        return self._player, message["position"], message["run"]

    def _say(self, message: dict[str, Any]) -> bool:
        if self._inbox is None:
            return False
        self._inbox.put_nowait({"type": "websocket.receive", "text": orjson.dumps(message).decode()})
        return True

    def _later(self, seconds: float, what: Callable[..., None], *given: Any) -> None:
        def due() -> None:
            self._timers.discard(timer)
            what(*given)

        timer = asyncio.get_running_loop().call_later(seconds, due)
        self._timers.add(timer)
