"""Letting phones in: all that knock within a few milliseconds are looked up together, whatever their number."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import orjson
from channels.db import database_sync_to_async
from django.contrib.auth.models import AnonymousUser

from contests.entering.guests import entrants_in
from contests.live.access import Asker, Key, players_of, rounds_by_code
from contests.live.own import own_frames
from contests.models import LivePlayer, LiveRound
from people.recognising import Known, recognise
from realtime.batches import Batches

LINGER, MOST = 0.005, 200  # seconds; phones looked up together


@dataclass(frozen=True, slots=True)
class Knock:
    """A phone at the door of the round with this code, or one that asks again: who it is, its session says."""

    code: str
    session_key: str


@dataclass(frozen=True, slots=True)
class Admitted:
    """A phone that is let in. own: what its player reads of themselves; told: the version of that."""

    live_id: int
    player: LivePlayer
    told: int
    own: bytes


def admit_all(knocks: Sequence[Knock]) -> list[Admitted | None]:
    """Return for each who it is in its round, or None who does not play there."""
    known = recognise({knock.session_key for knock in knocks}, renewing=False)
    by_code: defaultdict[str, set[str]] = defaultdict(set)
    for knock in knocks:
        by_code[knock.code].add(knock.session_key)
    admitted: dict[Knock, Admitted] = {}
    for code, live in rounds_by_code(by_code).items():
        askers = {key: _asker(known.get(key)) for key in by_code[code]}
        admitted.update({Knock(code, key): one for key, one in let_in(live, players_of(live, askers)).items()})
    return [admitted.get(knock) for knock in knocks]


def _asker(known: Known | None) -> Asker:
    if known is None:
        return AnonymousUser(), frozenset()
    return known.user or AnonymousUser(), entrants_in(known.session)


def let_in(live: LiveRound, players: dict[Key, LivePlayer]) -> dict[Key, Admitted]:
    """Return those of `players` (with their entrants and units) who play in the round, ready to be shown it."""
    frames = own_frames(live, players.values())
    return {
        key: Admitted(live.pk, player, live.told, orjson.dumps(frames[player.pk]))
        for key, player in players.items()
        if player.pk in frames  # not shown the door this moment
    }


door: Batches[Knock, Admitted | None] = Batches(database_sync_to_async(admit_all), linger=LINGER, most=MOST)
