"""Who is level in a live round, and so may be parted by one more question with the bell."""

from collections.abc import Sequence

from contests.live import refusals, standings
from contests.live.rules import LiveRules
from contests.models import LiveRound
from leaderboard.entries import Standing


def level_at(live: LiveRound, place: int | None = None) -> list[int]:
    """Return the players who share `place`, or the first place that is shared; where captains answer, those of the
    units that share it. Raises NobodyLevel.
    """
    found = standings.scores(live)
    if LiveRules.from_json(live.rules).captains:
        captains = {str(unit): captain for unit, captain in live.teams.values_list("unit_id", "captain_id")}
        tied = [captains.get(unit) for unit in _sharing(standings.units(live, found), place)]
    else:
        tied = [int(player) for player in _sharing(standings.people(found), place)]
    return [player for player in tied if player is not None]


def _sharing(order: Sequence[Standing], place: int | None) -> list[str]:
    """Return the ids of those who share `place`, or the first place that more than one holds."""
    by_place: dict[int, list[str]] = {}
    for standing in order:
        by_place.setdefault(standing.place, []).append(standing.entry.id)
    shared = [ids for at, ids in by_place.items() if len(ids) > 1 and place in (None, at)]
    if not shared:
        raise refusals.NobodyLevel
    return shared[0]
