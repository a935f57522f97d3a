"""What a player's phone asks for besides answering: to ring, to play a card, to be served; over a socket or HTTP."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from contests.live import bells, hands, paces, refusals
from contests.live.messages import MOST_CHOSEN, ref_of
from contests.live.snapshots import question_frame
from contests.models import LivePlayer

Message = dict[str, Any]


def asks(message: Message) -> bool:
    """Say whether the message is one of these."""
    kind = message.get("type")
    return isinstance(kind, str) and kind in _REPLIES


def reply_to(message: Message, player: int, received_at: datetime) -> Message:
    """Carry out what the message asks for, and return the reply, made after the commit. Raises what the action does."""
    asker = LivePlayer.objects.select_related("entrant__unit").get(pk=player)
    return {"ref": ref_of(message), **_REPLIES[message["type"]](message, asker, received_at)}


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


def _next(message: Message, player: LivePlayer, received_at: datetime) -> Message:
    return {"type": "served", **_served(player, received_at)}


def _paced(message: Message, player: LivePlayer, received_at: datetime) -> Message:
    """Keep one answer and serve the next question at once, where the time is not over."""
    position, chosen = message.get("position"), message.get("chosen")
    if type(position) is not int or not isinstance(chosen, list) or len(chosen) > MOST_CHOSEN:
        raise refusals.UnknownChoice
    if not all(type(choice) is int for choice in chosen):
        raise refusals.UnknownChoice
    paces.answer_paced(player=player, position=position, chosen=chosen, received_at=received_at)
    try:
        following = _served(player, received_at)
    except refusals.LiveRefused:  # it was kept; that nothing follows just now is told by the state of the round
        following = {"question": None}
    return {"type": "kept", "answered": position, **following}


def _served(player: LivePlayer, now: datetime) -> Message:
    served = paces.serve(player=player, received_at=now)
    if served.step is None or served.served_at is None:
        return {"position": None, "place": served.of, "of": served.of, "question": None}
    return {
        "position": served.step.position,
        "place": served.place,
        "of": served.of,
        "question": question_frame(served.step),
        "since_ms": max(0, (now - served.served_at) // timedelta(milliseconds=1)),
    }


def place_of(message: Message) -> dict[str, int]:
    """Return the question and run that a message names, and nothing else of it. Raises Stale where it names none."""
    position, run = message.get("position"), message.get("run")
    if type(position) is not int or type(run) is not int:
        raise refusals.Stale
    return {"position": position, "run": run}


_REPLIES: dict[str, Callable[[Message, LivePlayer, datetime], Message]] = {
    "ring": _ring,
    "star": _star,
    "half": _half,
    "next": _next,
    "paced": _paced,
}
