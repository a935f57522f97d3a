"""Where answers from sockets come in: all that reach this process within a few milliseconds are kept together."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from channels.db import database_sync_to_async

from contests.live.answers import Given, answer_all
from contests.live.refusals import LiveRefused
from realtime.batches import Batches

LINGER = 0.01  # seconds
MOST = 500


@dataclass(frozen=True, slots=True)
class Came:
    """An answer to a question of the round `live_id`."""

    live_id: int
    given: Given


def _keep(came: Sequence[Came]) -> list[list[int] | Exception]:
    """Return for each what stands now, or why it was refused; one transaction for each round."""
    by_round: defaultdict[int, list[int]] = defaultdict(list)
    for place, one in enumerate(came):
        by_round[one.live_id].append(place)
    told: dict[int, list[int] | LiveRefused] = {}
    for live_id, places in by_round.items():
        told.update(zip(places, answer_all(live_id=live_id, given=[came[p].given for p in places]), strict=True))
    return [told[place] for place in range(len(came))]


intake: Batches[Came, list[int]] = Batches(database_sync_to_async(_keep), linger=LINGER, most=MOST)
