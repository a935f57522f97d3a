"""Live rounds of a stage contest: a quiz prepared for its teams, and extra questions with the bell between equals."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from contests.live import players, rounds, standings
from contests.live.bell import BellRule
from contests.live.composing import create_round
from contests.live.rules import LiveRules
from contests.live.scoring import Scoring
from contests.live.states import Command as LiveCommand
from contests.live.states import State as LiveState
from contests.live.teams import name_captain
from contests.models import LiveRound, Stage, StageBell, StageMember, StageSegment, StageTie
from contests.stage import refusals
from contests.stage.composing import link_round
from contests.stage.keeping import all_locked, check_in, held, rules_of, stir
from contests.stage.ties import check_equal, decide_tie
from contests.units.standings import sides_of
from people.models import User

State = StageSegment.State
EXTRA_SECONDS = 30  # for which the bell of an extra question is open
EXTRA = LiveRules(scoring=Scoring("flat", 10, 0), play="bell", bell=BellRule(seconds=20), teams="captain")


@transaction.atomic
def prepare_quiz(
    *, segment: StageSegment, rules: LiveRules, questions: int, seconds: int, by: User, now: datetime
) -> LiveRound:
    """Make the live round of a quiz, with the members of every team in it, their captains named, and its door locked.

    Raises NotAQuiz, LinkedAlready, NotNow, MemberOfAnotherUnit, and what `create_round` and `join` raise.
    """
    segment = held(segment)
    told = rules_of(segment)
    if told.kind != "quiz":
        raise refusals.NotAQuiz
    if segment.live_id is not None:
        raise refusals.LinkedAlready
    check_in(segment, State.WAITING, State.OPEN, State.CLOSED)
    contest = segment.stage.contest
    live = create_round(
        contest=contest, title=told.title, questions=questions, seconds=seconds, by=by, now=now, rules=rules
    )
    members = StageMember.objects.filter(team__stage=segment.stage)
    _let_in(live, list(members.select_related("team", "entrant").order_by("-captain", "pk")), by, now)
    link_round(segment=segment, live=live)
    return live


@transaction.atomic
def prepare_extra(*, stage: Stage, teams: Sequence[int], by: User, now: datetime) -> StageBell:
    """Make a live round of one question with the bell for the captains of teams that are equal.

    Raises what `all_locked` and `create_round` raise, NotEqualTeams, BellAlready or NoCaptain.
    """
    stage = all_locked(stage)
    check_equal(stage, teams)
    going_on = stage.bells.exclude(live__state=LiveState.FINISHED)
    if any(set(one.teams) == set(teams) for one in going_on):
        raise refusals.BellAlready
    captains = StageMember.objects.filter(team__in=teams, captain=True).select_related("team", "entrant")
    found = {one.team_id: one for one in captains}
    for team in stage.teams.filter(pk__in=teams):
        if team.pk not in found:
            raise refusals.NoCaptain(team=team.name)
    live = create_round(
        contest=stage.contest, title=_("Extra question"), questions=1, seconds=EXTRA_SECONDS, by=by, now=now,
        rules=EXTRA,
    )  # fmt: skip
    _let_in(live, [found[team] for team in teams], by, now)
    stir(stage.pk)
    return StageBell.objects.create(stage=stage, live=live, teams=list(teams))


@transaction.atomic
def take_order(*, extra: StageBell, by: User, now: datetime) -> StageTie:
    """Settle the order of the equal teams as the extra questions left them.

    Raises RoundNotFinished, StillEqual, and what `decide_tie` raises.
    """
    stage = all_locked(extra.stage)
    live = LiveRound.objects.select_for_update(of=("self",)).get(pk=extra.live_id)
    if live.state != LiveState.FINISHED:
        raise refusals.RoundNotFinished
    of_unit = {team.unit_id: team.pk for team in stage.teams.filter(pk__in=extra.teams)}
    placed = [one for one in standings.units(live, standings.scores(live)) if int(one.entry.id) in of_unit]
    if len({one.place for one in placed}) != len(of_unit):
        raise refusals.StillEqual
    order = [of_unit[int(one.entry.id)] for one in placed]
    reason = _("Extra question with the bell, live round %(code)s") % {"code": live.join_code}
    return decide_tie(stage=stage, teams=order, how=StageTie.How.BELL, reason=reason, by=by, now=now)


def _let_in(live: LiveRound, members: Sequence[StageMember], by: User, now: datetime) -> None:
    """Have these and nobody else play, each team led by its captain."""
    sides = sides_of(live.organised)
    captains = LiveRules.from_json(live.rules).captains
    for member in members:
        if sides.for_unit(member.entrant.unit_id) != member.team.unit_id:
            raise refusals.MemberOfAnotherUnit(name=member.entrant.full_name, team=member.team.name)
        player = players.join(live=live, entrant=member.entrant, now=now)
        if captains and member.captain:
            name_captain(player=player, by=by, now=now)
    live.refresh_from_db()
    rounds.command(live=live, name=LiveCommand.LOCK, expected=live.version, now=now, by=by)
