"""What a player's phone asks for besides answering: to ring, to play a card, to be served; over a socket or HTTP."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from contests.live import bells, hands, paces, refusals
from contests.live.messages import place_of, read_paced, ref_of
from contests.live.snapshots import question_frame
from contests.models import LivePlayer, LiveStep

Message = dict[str, Any]


def asks(message: Message) -> bool:
    """Say whether the message is one of these."""
    kind = message.get("type")
    return isinstance(kind, str) and (kind in _REPLIES or kind in _AT_OWN_PACE)


def at_own_pace(message: Message) -> bool:
    """Say whether the message is of a player who goes on at their own pace: those of many are answered together."""
    return message.get("type") in _AT_OWN_PACE


def reply_to(message: Message, player: int, received_at: datetime) -> Message:
    """Carry out what the message asks for, and return the reply, made after the commit. Raises what the action does."""
    asker = LivePlayer.objects.select_related("entrant__unit").get(pk=player)
    if at_own_pace(message):
        (reply,) = replies_at_own_pace(asker.round_id, [Asked(message, player, received_at)])
        if isinstance(reply, refusals.LiveRefused):
            raise reply
        return reply
    return {"ref": ref_of(message), **_REPLIES[message["type"]](message, asker, received_at)}


@dataclass(frozen=True, slots=True)
class Asked:
    """A message of a player. received_at: when the server got it, before any waiting."""

    message: Message
    player: int
    received_at: datetime


def replies_at_own_pace(live_id: int, asked: Sequence[Asked]) -> list[Message | refusals.LiveRefused]:
    """Carry out what players of one round ask for, together; returns for each the reply, or why it was refused."""
    turns = [_turn_of(one) for one in asked]
    taken = iter(paces.go_on_all(live_id=live_id, turns=[turn for turn in turns if isinstance(turn, paces.Turn)]))
    done = [next(taken) if isinstance(turn, paces.Turn) else turn for turn in turns]
    frames: dict[int, Message] = {}
    return [
        after if isinstance(after, refusals.LiveRefused) else _paced_reply(one, after, frames)
        for one, after in zip(asked, done, strict=True)
    ]


def _turn_of(asked: Asked) -> paces.Turn | refusals.LiveRefused:
    try:
        answered = read_paced(asked.message) if asked.message["type"] == "paced" else None
    except refusals.LiveRefused as refused:
        return refused
    return paces.Turn(asked.player, asked.received_at, answered)


def _paced_reply(asked: Asked, served: paces.Served | None, frames: dict[int, Message]) -> Message:
    """frames: of the questions that were shown to others of the same batch."""
    answered = asked.message["type"] == "paced"
    kind = {"type": "kept", "answered": asked.message["position"]} if answered else {"type": "served"}
    return {"ref": ref_of(asked.message), **kind, **_served(served, asked.received_at, frames)}


def _served(served: paces.Served | None, now: datetime, frames: dict[int, Message]) -> Message:
    if served is None:
        return {"question": None}
    if served.step is None or served.served_at is None:
        return {"position": None, "place": served.of, "of": served.of, "question": None}
    return {
        "position": served.step.position,
        "place": served.place,
        "of": served.of,
        "question": _frame(served.step, frames),
        "since_ms": max(0, (now - served.served_at) // timedelta(milliseconds=1)),
    }


def _frame(step: LiveStep, frames: dict[int, Message]) -> Message:
    if step.position not in frames:
        frames[step.position] = question_frame(step)
    return frames[step.position]


def _ring(message: Message, player: LivePlayer, received_at: datetime) -> Message:
    place = place_of(message)
    bells.ring_bell(player=player, received_at=received_at, **place)
    return {"type": "rung", **place}


def _star(message: Message, player: LivePlayer, received_at: datetime) -> Message:
    place = place_of(message)
    card = hands.play_star(player=player, received_at=received_at, **place)
    return {"type": "starred", **place, "left": hands.left_of(card.step.round, player.pk)}


def _half(message: Message, player: LivePlayer, received_at: datetime) -> Message:
    place = place_of(message)
    card = hands.play_half(player=player, received_at=received_at, **place)
    left = hands.left_of(card.step.round, player.pk)
    return {"type": "halved", **place, "removed": card.removed, "left": left}


_REPLIES: dict[str, Callable[[Message, LivePlayer, datetime], Message]] = {
    "ring": _ring,
    "star": _star,
    "half": _half,
}
_AT_OWN_PACE = ("next", "paced")
