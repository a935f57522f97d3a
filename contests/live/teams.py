"""Units in a live round, settled at the start: who plays for which, who is captain, over how many a mean counts."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from contests.live import refusals
from contests.live.keeping import ring
from contests.live.rules import LiveRules
from contests.models import LiveBuzz, LiveMove, LivePlayer, LiveRound, LiveTeam
from contests.units.standings import Sides, sides_of
from people.models import User


def settle_teams(*, live: LiveRound) -> None:
    """Settle who plays for which unit: everybody who has joined, and from now on nobody else.

    A unit whose captain the host has not named is led by whoever joined first. Call it within the transaction that
    starts the round.
    """
    if LiveRules.from_json(live.rules).teams == "none":
        return
    sides = sides_of(live.organised)
    of_unit: defaultdict[int, list[int]] = defaultdict(list)
    joined = live.players.playing().order_by("joined_at", "pk")
    for player, unit in joined.values_list("pk", Coalesce("entrant__unit_id", "stand_in_unit_id")):
        of_unit[sides.for_unit(unit)].append(player)
    known = {team.unit_id: team for team in live.teams.all()}
    for unit, members in of_unit.items():
        team = known.get(unit) or LiveTeam(round=live, unit_id=unit)
        if team.captain_id not in members:
            team.captain_id = members[0]
        team.headcount = _headcount(sides, unit)
        team.save()
        LivePlayer.objects.filter(pk__in=members).update(team=team)


def _headcount(sides: Sides, unit: int) -> int | None:
    roster = sides.rosters.get(unit)
    return roster.counted if roster else None


@transaction.atomic
def name_captain(*, player: LivePlayer, by: User | None, now: datetime) -> LiveTeam:
    """Have `player` answer for their unit from now on, in place of whoever did. What the unit has earned stays.

    A ring that waits, or the bell that is held, goes over with it. Raises NoCaptains where the rules know none,
    NotAPlayer, NoTeam for a unit that was not there when the round started, or AsBefore.
    """
    # The row is held so that an answer, a ring and the change do not cross.
    live = (
        LiveRound.objects.select_for_update(of=("self",))
        .select_related("contest", "rehearsal__of__contest")
        .get(pk=player.round_id)
    )
    if not LiveRules.from_json(live.rules).captains:
        raise refusals.NoCaptains
    if not live.players.playing().filter(pk=player.pk).exists():
        raise refusals.NotAPlayer
    unit = sides_of(live.organised).for_unit(player.unit.pk)
    team = live.teams.filter(unit=unit).first()
    if team is None:
        if live.started_at is not None:
            raise refusals.NoTeam
        team = LiveTeam(round=live, unit_id=unit)
    if team.captain_id == player.pk:
        raise refusals.AsBefore
    before, team.captain = team.captain_id, player
    team.save()
    if live.started_at is not None:
        LivePlayer.objects.filter(pk=player.pk).update(team=team)
    current = LiveBuzz.objects.filter(step__round=live, step__position=live.position, run=live.run, player=before)
    current.update(player=player)
    if live.holder_id is not None and live.holder_id == before:
        LiveRound.objects.filter(pk=live.pk).update(holder=player)
    LiveRound.objects.filter(pk=live.pk).update(version=F("version") + 1, told=F("version") + 1)
    LiveMove.objects.create(
        round=live, version=live.version + 1, move="captain", by=by, at=now, before=live.state, after=live.state,
        position=live.position, run=live.run,
    )  # fmt: skip
    ring(live.pk)
    return team
