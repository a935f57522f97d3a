"""Where what phones send comes in: all that reaches this process within a few milliseconds is kept together."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from channels.db import database_sync_to_async

from contests.live.answers import Given, answer_all
from contests.live.asking import Asked, replies_at_own_pace
from contests.live.refusals import LiveRefused
from realtime.batches import Batches

LINGER = 0.01  # seconds
MOST = 500
Item = TypeVar("Item")
Told = TypeVar("Told")


@dataclass(frozen=True, slots=True)
class Came(Generic[Item]):
    """Something for the round `live_id`."""

    live_id: int
    given: Item


def _by_round(
    keep: Callable[[int, Sequence[Item]], Sequence[Told | LiveRefused]], came: Sequence[Came[Item]]
) -> list[Told | Exception]:
    """Keep what came, one transaction for each round; returns for each what stands now, or why it was refused."""
    by_round: defaultdict[int, list[int]] = defaultdict(list)
    for place, one in enumerate(came):
        by_round[one.live_id].append(place)
    told: dict[int, Told | LiveRefused] = {}
    for live_id, places in by_round.items():
        told.update(zip(places, keep(live_id, [came[place].given for place in places]), strict=True))
    return [told[place] for place in range(len(came))]


@database_sync_to_async
def _keep_answers(came: Sequence[Came[Given]]) -> list[list[int] | Exception]:
    return _by_round(lambda live_id, given: answer_all(live_id=live_id, given=given), came)


@database_sync_to_async
def _go_on(came: Sequence[Came[Asked]]) -> list[dict[str, Any] | Exception]:
    return _by_round(replies_at_own_pace, came)


intake: Batches[Came[Given], list[int]] = Batches(_keep_answers, linger=LINGER, most=MOST)
own_pace: Batches[Came[Asked], dict[str, Any]] = Batches(_go_on, linger=LINGER, most=MOST)
