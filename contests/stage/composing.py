"""A stage contest before it begins: its programme, its teams and its jury, until all three are settled at once."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.db import IntegrityError, transaction

from contests.models import Contest, Entrant, LiveRound, Stage, StageJuror, StageMember, StageSegment, StageTeam
from contests.record.ledger import note
from contests.stage import refusals
from contests.stage.keeping import programme_of, stir
from contests.stage.programme import Programme
from people.models import Unit, User


@transaction.atomic
def create_stage(*, contest: Contest, programme: Programme, by: User, now: datetime) -> Stage:
    """Give the contest a stage contest with this programme. Raises StageThere."""
    try:
        with transaction.atomic():
            stage = Stage.objects.create(contest=contest, programme=programme.to_json(), created_by=by, created_at=now)
    except IntegrityError:
        raise refusals.StageThere from None
    _lay_out(stage, programme)
    return stage


@transaction.atomic
def set_programme(*, stage: Stage, programme: Programme) -> None:
    """Put another programme in place of the present one. Live rounds are linked anew. Raises StageBegun.

    Each part keeps what the MC reads by its title.
    """
    list(stage.segments.select_for_update(of=("self",)))  # always held before their stage contest
    stage = _still_open(stage)
    before = Programme.from_json(stage.programme).segments
    cues = {before[one.position - 1].title: one.cues for one in stage.segments.all()}
    stage.programme = programme.to_json()
    stage.save(update_fields=["programme"])
    stage.segments.all().delete()
    _lay_out(stage, programme, cues)
    stir(stage.pk)


def _lay_out(stage: Stage, programme: Programme, cues: Mapping[str, Any] = MappingProxyType({})) -> None:
    StageSegment.objects.bulk_create(
        StageSegment(stage=stage, position=place, cues=cues.get(each.title, {}))
        for place, each in enumerate(programme.segments, start=1)
    )


@transaction.atomic
def add_team(*, stage: Stage, unit: Unit, name: str = "", leader: str = "") -> StageTeam:
    """Enter the team of a unit, called like the unit where no name is given. Raises TeamTwice or StageBegun."""
    _still_open(stage)
    try:
        with transaction.atomic():
            called = name.strip() or unit.name[:120]
            return StageTeam.objects.create(stage=stage, unit=unit, name=called, leader=leader.strip())
    except IntegrityError:
        raise refusals.TeamTwice from None


@transaction.atomic
def add_member(*, team: StageTeam, entrant: Entrant, captain: bool = False) -> StageMember:
    """Put an entrant of the contest on the team.

    Raises NotOfThisStage, JurorCompetes, OnATeamAlready, CaptainAlready or StageBegun.
    """
    stage = _still_open(team.stage)
    if entrant.contest_id != stage.contest_id:
        raise refusals.NotOfThisStage
    if entrant.user_id is not None and stage.jurors.filter(user=entrant.user_id).exists():
        raise refusals.JurorCompetes
    if StageMember.objects.filter(entrant=entrant).exists():
        raise refusals.OnATeamAlready(name=entrant.full_name)
    if captain and team.members.filter(captain=True).exists():
        raise refusals.CaptainAlready
    return StageMember.objects.create(team=team, entrant=entrant, captain=captain)


@transaction.atomic
def seat_juror(*, stage: Stage, seat: int, name: str, user: User | None = None, head: bool = False) -> StageJuror:
    """Give a seat of the jury to a person. Raises JurorCompetes, SeatTaken or StageBegun."""
    stage = _still_open(stage)
    if user is not None and stage.contest.entrants.filter(user=user).exists():
        raise refusals.JurorCompetes
    try:
        with transaction.atomic():
            return StageJuror.objects.create(stage=stage, seat=seat, name=name.strip(), user=user, head=head)
    except IntegrityError:
        raise refusals.SeatTaken from None


@transaction.atomic
def remove_team(*, team: StageTeam) -> None:
    """Take a team off again, with its members. Raises StageBegun."""
    _still_open(team.stage)
    StageTeam.objects.filter(pk=team.pk).delete()


@transaction.atomic
def remove_member(*, member: StageMember) -> None:
    """Take an entrant off the team. Raises StageBegun."""
    _still_open(member.team.stage)
    StageMember.objects.filter(pk=member.pk).delete()


@transaction.atomic
def unseat_juror(*, juror: StageJuror) -> None:
    """Empty a seat of the jury. Raises StageBegun."""
    _still_open(juror.stage)
    StageJuror.objects.filter(pk=juror.pk).delete()


@transaction.atomic
def link_round(*, segment: StageSegment, live: LiveRound | None) -> StageSegment:
    """Have the quiz played in a live round of the same contest; None: its points are entered.

    Possible until the quiz is locked. Raises NotAQuiz, RoundTaken or NotNow.
    """
    found = StageSegment.objects.select_for_update(of=("self",)).select_related("stage").get(pk=segment.pk)
    if programme_of(found.stage).segments[found.position - 1].kind != "quiz":
        raise refusals.NotAQuiz
    if found.state == StageSegment.State.LOCKED:
        raise refusals.NotNow(state=found.get_state_display())
    if live is not None and live.contest_id != found.stage.contest_id:
        raise refusals.RoundTaken
    found.live = live
    try:
        with transaction.atomic():
            found.save(update_fields=["live"])
    except IntegrityError:
        raise refusals.RoundTaken from None
    stir(found.stage_id)
    return found


@transaction.atomic
def begin(*, stage: Stage, by: User, now: datetime) -> Stage:
    """Settle programme, teams and jury for good and put them in the record. Raises NotReadyForStage or StageBegun."""
    stage = _still_open(stage)
    teams, jurors = list(stage.teams.select_related("unit").order_by("pk")), list(stage.jurors.all())
    judged = any(one.kind == "judged" for one in programme_of(stage).segments)
    if len(teams) < 2 or (judged and not jurors):
        raise refusals.NotReadyForStage
    Stage.objects.filter(pk=stage.pk, begun_at=None).update(begun_at=now)
    stage.begun_at = now
    told = {
        "programme": stage.programme,
        "teams": [[team.pk, team.name, team.unit.code] for team in teams],
        "jury": [[juror.seat, juror.name] for juror in jurors],
    }
    note(stage.contest, "stage_begun", told, by=by, now=now)
    stir(stage.pk)
    return stage


def _still_open(stage: Stage) -> Stage:
    found = Stage.objects.select_for_update(of=("self",)).select_related("contest").get(pk=stage.pk)
    if found.begun_at is not None:
        raise refusals.StageBegun
    return found
