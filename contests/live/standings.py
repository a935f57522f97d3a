"""Who stands where in a live round: points summed over its questions, shared places for equal sums."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Sum

from contests.models import LivePlayer, LiveRound
from leaderboard.entries import Entry, Standing, shared_places


@dataclass(frozen=True)
class Score:
    """One player with the points of every marked answer that counts."""

    player: int
    name: str
    unit: str
    points: int
    simulated: bool


def scores(live: LiveRound) -> list[Score]:
    """Return every player of the round who has not been removed, set aside or disqualified; one query."""
    rows = (
        LivePlayer.objects.filter(round=live, removed_at=None, entrant__aside_at=None, entrant__disqualified_at=None)
        .annotate(total=Sum("answers__points"))
        .select_related("entrant__unit")
    )
    return [
        Score(row.pk, row.entrant.shown_name, row.entrant.unit.name, row.total or 0, row.entrant.is_simulated)
        for row in rows
    ]


def people(found: list[Score]) -> list[Standing]:
    """Return all players in order of points."""
    ordered = sorted(found, key=lambda s: (-s.points, s.player))
    return shared_places(
        [
            Entry(str(s.player), (-s.points,), s.name, s.unit, {"points": s.points, "simulated": s.simulated})
            for s in ordered
        ]
    )


def units(found: list[Score]) -> list[Standing]:
    """Return units in order of the mean points of their players, to one decimal."""
    by_unit: defaultdict[str, list[int]] = defaultdict(list)
    for score in found:
        by_unit[score.unit].append(score.points)
    means = {unit: round(sum(points) / len(points), 1) for unit, points in by_unit.items()}
    ordered = sorted(means, key=lambda unit: (-means[unit], unit))
    return shared_places(
        [Entry(u, (-round(means[u] * 10),), u, "", {"points": means[u], "people": len(by_unit[u])}) for u in ordered]
    )
