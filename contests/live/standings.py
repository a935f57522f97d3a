"""Who stands where in a live round: points summed over its questions, shared places for equal sums."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import F, Sum

from contests.live.rules import LiveRules
from contests.live.scoring import Played, team_points
from contests.models import LiveAnswer, LivePlayer, LiveReach, LiveRound
from leaderboard.entries import Entry, Standing, shared_places


@dataclass(frozen=True)
class Score:
    """One player with the points of every marked answer that counts. member: whether they play for their unit too."""

    player: int
    name: str
    unit: str
    points: int
    simulated: bool
    member: bool = True


def points_of(live: LiveRound, players: Collection[int] | None = None) -> dict[int, int]:
    """Return the points of everybody who plays, or of those of `players` who do; two queries."""
    rows = live.players.playing()
    earned = LiveAnswer.objects.filter(step__round=live, points__isnull=False)
    if players is not None:
        rows, earned = rows.filter(pk__in=players), earned.filter(player__in=players)
    totals = dict(earned.order_by().values_list("player_id").annotate(Sum("points")))
    return {pk: totals.get(pk, 0) for pk in rows.values_list("pk", flat=True)}


def places(points: Mapping[int, int]) -> dict[int, int]:
    """Return each player's place by their points, counted from 1; equal points share it."""
    by_points = Counter(points.values())
    place, first = {}, 1
    for earned in sorted(by_points, reverse=True):
        place[earned] = first
        first += by_points[earned]
    return {player: place[earned] for player, earned in points.items()}


def scores(live: LiveRound) -> list[Score]:
    """Return everybody who plays in the round; one query."""
    rows = live.players.playing().annotate(total=Sum("answers__points"))
    return [
        Score(row.pk, row.shown_name, row.unit_name, row.total or 0, row.is_simulated, _member(live, row))
        for row in rows.select_related("entrant__unit", "stand_in_unit")
    ]


def _member(live: LiveRound, player: LivePlayer) -> bool:
    """Teams are settled when the round starts: whoever joins later plays for themselves."""
    return live.started_at is None or player.joined_at <= live.started_at


def people(found: list[Score]) -> list[Standing]:
    """Return all players in order of points."""
    ordered = sorted(found, key=lambda s: (-s.points, s.player))
    return shared_places(
        [
            Entry(str(s.player), (-s.points,), s.name, s.unit, {"points": s.points, "simulated": s.simulated})
            for s in ordered
        ]
    )


def units(live: LiveRound, found: list[Score]) -> list[Standing]:
    """Return units in order of their points by the round's rule, to one decimal; none where units are not ranked."""
    rule = LiveRules.from_json(live.rules).teams
    members: defaultdict[str, list[int]] = defaultdict(list)
    for score in found:
        if score.member:
            members[score.unit].append(score.player)
    if rule == "none":
        return []
    played = _played(live, found, online=rule == "online")
    totals = {unit: round(float(team_points(rule, players, played)), 1) for unit, players in members.items()}
    ordered = sorted(totals, key=lambda unit: (-totals[unit], unit))
    return shared_places(
        [Entry(u, (-round(totals[u] * 10),), u, "", {"points": totals[u], "people": len(members[u])}) for u in ordered]
    )


def _played(live: LiveRound, found: list[Score], *, online: bool) -> list[Played]:
    """Return what every player earned, question by question where that matters, else in all."""
    if not online:
        return [Played({score.player: score.points for score in found})]
    points: defaultdict[int, dict[int, int]] = defaultdict(dict)
    there: defaultdict[int, set[int]] = defaultdict(set)
    marked = LiveAnswer.objects.filter(step__round=live, points__isnull=False)
    for step, player, earned in marked.values_list("step_id", "player_id", "points"):
        points[step][player] = earned
    reached = LiveReach.objects.filter(step__round=live, step__fate="counts", run=F("step__run"))
    for step, player in reached.values_list("step_id", "player_id"):
        there[step].add(player)
    return [Played(points[step], there[step]) for step in points.keys() | there.keys()]
