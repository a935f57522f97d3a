"""Who stands where in a live round: points summed over its questions, shared places for equal sums."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import F, Q, Sum

from contests.live.rules import LiveRules
from contests.live.scoring import Played, team_points
from contests.models import LiveAnswer, LiveCard, LivePlayer, LiveReach, LiveRound
from leaderboard.entries import Entry, Standing, shared_places

STILL_IN = 1_000_000  # where nobody is out, or not yet: after every question
SCORED = (  # what of a player, among thousands, a standing is made of
    "nickname", "nickname_approved", "joined_at", "out_after", "round_id", "team__unit__name",
    "entrant__full_name", "entrant__shows_name", "entrant__is_simulated", "entrant__unit__name", "stand_in",
    "stand_in_unit__name", "hall",
)  # fmt: skip
PARTING = Q(answers__step__only__isnull=False)


@dataclass(frozen=True, slots=True)
class Score:
    """One player with the points of every marked answer that counts. member: whether they play for their unit too.

    team: key of the unit that they play for. hall: where they sit. parting: points of further questions between those
    who were level, which part equals and add to nothing. out_after: the question that put them out.
    """

    player: int
    name: str
    unit: str
    points: int
    simulated: bool
    member: bool = True
    team: int = 0
    parting: int = 0
    out_after: int | None = None
    hall: str = ""


def points_of(live: LiveRound, players: Collection[int] | None = None) -> dict[int, int]:
    """Return the points of everybody who plays, or of those of `players` who do; three queries."""
    rows = live.players.playing()
    totals: Counter[int] = Counter()
    if players is not None:
        rows = rows.filter(pk__in=players)
    for of in (LiveAnswer, LiveCard):
        earned = of.objects.filter(step__round=live, step__only__isnull=True, points__isnull=False)
        if players is not None:
            earned = earned.filter(player__in=players)
        for player, points in earned.order_by().values_list("player_id").annotate(Sum("points")):
            totals[player] += points
    return {pk: totals[pk] for pk in rows.values_list("pk", flat=True)}


def places_of(live: LiveRound, points: Mapping[int, int]) -> dict[int, int]:
    """Return each player's place: by their points alone, where nothing else in the round decides."""
    if not LiveRules.from_json(live.rules).knockout and not live.steps.filter(only__isnull=False).exists():
        return places(points)
    return {int(standing.entry.id): standing.place for standing in people(scores(live))}


def places(points: Mapping[int, int]) -> dict[int, int]:
    """Return each player's place by their points, counted from 1; equal points share it."""
    by_points = Counter(points.values())
    place, first = {}, 1
    for earned in sorted(by_points, reverse=True):
        place[earned] = first
        first += by_points[earned]
    return {player: place[earned] for player, earned in points.items()}


def scores(live: LiveRound) -> list[Score]:
    """Return everybody who plays in the round; two queries."""
    rows = live.players.playing().select_related("entrant__unit", "stand_in_unit", "team__unit").only(*SCORED)
    rows = rows.annotate(
        total=Sum("answers__points", filter=~PARTING, default=0),
        parting=Sum("answers__points", filter=PARTING, default=0),
    )
    cards = LiveCard.objects.filter(step__round=live, points__isnull=False)
    of_cards = dict(cards.values_list("player_id").annotate(total=Sum("points")))
    thousands = rows.iterator(chunk_size=500)  # of which no more than a few are held at a time
    return [_score(live, row, row.total + of_cards.get(row.pk, 0), row.parting) for row in thousands]


def _score(live: LiveRound, player: LivePlayer, points: int, parting: int) -> Score:
    unit = player.team.unit if player.team else player.unit
    return Score(
        player=player.pk,
        name=player.shown_name,
        unit=unit.name,
        points=points,
        simulated=player.is_simulated,
        member=_member(live, player),
        team=unit.pk,
        parting=parting,
        out_after=player.out_after,
        hall=player.hall,
    )


def _member(live: LiveRound, player: LivePlayer) -> bool:
    """Teams are settled when the round starts: whoever joins later plays for themselves, unless made a captain."""
    return live.started_at is None or player.joined_at <= live.started_at or player.team_id is not None


def people(found: list[Score]) -> list[Standing]:
    """Return all players in order: who stayed in longest, then points, then what parts them."""
    ordered = sorted(found, key=lambda s: (*_key(s), s.player))
    return shared_places([Entry(str(s.player), _key(s), s.name, s.unit, _shown(s)) for s in ordered])


def _key(score: Score) -> tuple[int, int, int]:
    return (-(score.out_after or STILL_IN), -score.points, -score.parting)


def _shown(score: Score) -> dict[str, object]:
    shown: dict[str, object] = {"points": score.points, "simulated": score.simulated}
    return shown | ({"out": True} if score.out_after else {})


def units(live: LiveRound, found: list[Score]) -> list[Standing]:
    """Return units in order of their points by the round's rule, to one decimal; none where units are not ranked.

    A unit without a roster has no place where the mean is over rosters.
    """
    rule = LiveRules.from_json(live.rules).teams
    if rule == "none":
        return []
    members: defaultdict[int, list[Score]] = defaultdict(list)
    for score in found:
        if score.member:
            members[score.team].append(score)
    headcounts: dict[int, int] = {}
    if rule == "roster":
        headcounts = dict(live.teams.exclude(headcount=None).values_list("unit_id", "headcount"))
        members = defaultdict(list, {team: who for team, who in members.items() if team in headcounts})
    played = _played(live, found, online=rule == "online")
    totals = {
        team: round(float(team_points(rule, [s.player for s in who], played, headcounts.get(team))), 1)
        for team, who in members.items()
    }
    parting = {team: sum(s.parting for s in who) for team, who in members.items()}
    names = {team: who[0].unit for team, who in members.items()}
    keys = {team: (-round(totals[team] * 10), -parting[team]) for team in members}
    return shared_places(
        [
            Entry(str(team), keys[team], names[team], "", {"points": totals[team], "people": len(members[team])})
            for team in sorted(members, key=lambda team: (keys[team], names[team], team))
        ]
    )


def halls(found: list[Score]) -> list[Standing]:
    """Return the halls in order of the mean of their players' points, to one decimal."""
    seated: defaultdict[str, list[int]] = defaultdict(list)
    for score in found:
        if score.hall:
            seated[score.hall].append(score.points)
    means = {hall: round(sum(points) / len(points), 1) for hall, points in seated.items()}
    entries = [
        Entry(hall, (-round(means[hall] * 10),), hall, "", {"points": means[hall], "people": len(seated[hall])})
        for hall in sorted(seated, key=lambda hall: (-means[hall], hall))
    ]
    return shared_places(entries)


def _played(live: LiveRound, found: list[Score], *, online: bool) -> list[Played]:
    """Return what every player earned, question by question where that matters, else in all."""
    if not online:
        return [Played({score.player: score.points for score in found})]
    points: defaultdict[int, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
    there: defaultdict[int, set[int]] = defaultdict(set)
    for of in (LiveAnswer, LiveCard):
        marked = of.objects.filter(step__round=live, step__only__isnull=True, points__isnull=False)
        for step, player, earned in marked.values_list("step_id", "player_id", "points"):
            points[step][player] += earned
    reached = LiveReach.objects.filter(step__round=live, step__fate="counts", run=F("step__run"))
    for step, player in reached.values_list("step_id", "player_id"):
        there[step].add(player)
    return [Played(points[step], there[step]) for step in points.keys() | there.keys()]
