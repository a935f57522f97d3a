"""Points of a quiz: taken from its live round when it is locked, or entered; corrected with a reason after that."""

from datetime import datetime

from django.db import transaction

from contests.live import standings
from contests.live.rules import LiveRules
from contests.live.states import State as LiveState
from contests.models import LiveRound, StagePoints, StageSegment, StageTeam
from contests.record.ledger import note
from contests.stage import refusals
from contests.stage.keeping import as_told, check_in, check_of_stage, held, latest, reason_given, rules_of, stir
from contests.templatetags.points import points
from people.models import User

State = StageSegment.State


@transaction.atomic
def enter_points(*, segment: StageSegment, team: StageTeam, value: int, by: User, now: datetime) -> StagePoints:
    """Keep what the team earned, in hundredths as the quiz counts, where no live round counts it.

    Raises NotNow, NotOfThisStage, NotAQuiz, PlayedLive, BeyondMaximum or AsItIs.
    """
    segment = held(segment)
    check_of_stage(segment, team)
    check_in(segment, State.OPEN, State.CLOSED)
    if segment.live_id is not None:
        raise refusals.PlayedLive
    return _write(segment, team, value, by, now)


@transaction.atomic
def correct_points(
    *, segment: StageSegment, team: StageTeam, value: int, reason: str, by: User, now: datetime
) -> StagePoints:
    """Put the points of a team right after the lock; the earlier ones stay, and both stand in the record.

    Raises ReasonWanted, NotNow, NotOfThisStage, NotAQuiz, BeyondMaximum or AsItIs.
    """
    reason = reason_given(reason)
    segment = held(segment)
    check_of_stage(segment, team)
    check_in(segment, State.LOCKED)
    before = points_of(segment).get((team.pk,))
    made = _write(segment, team, value, by, now, reason=reason)
    told = {
        "segment": segment.position, "title": rules_of(segment).title, "team": team.name,
        "before": as_told(before.value if before else None), "after": as_told(value), "reason": reason,
    }  # fmt: skip
    note(segment.stage.contest, "stage_points_corrected", told, by=by, now=now)
    return made


def take_from_round(*, segment: StageSegment, by: User, now: datetime) -> tuple[StageTeam, ...]:
    """Keep what each team has in the live round of the quiz, and return those whose unit did not play: they have 0.

    Call it within the transaction that locks the segment. Raises RoundNotFinished, RoundWithoutTeams or BeyondMaximum.
    """
    if segment.live_id is None:
        return ()
    # Held, so that the host cannot take the finish back, or void a question, while its points are read.
    live = LiveRound.objects.select_for_update(of=("self",)).get(pk=segment.live_id)
    if live.state != LiveState.FINISHED:
        raise refusals.RoundNotFinished
    if LiveRules.from_json(live.rules).teams == "none":
        raise refusals.RoundWithoutTeams
    earned = {int(each.entry.id): each.entry.shown["points"] for each in standings.units(live, standings.scores(live))}
    teams = tuple(segment.stage.teams.order_by("pk"))
    for team in teams:
        _write(segment, team, round(float(earned.get(team.unit_id, 0)) * 100), by, now, live=True)
    return tuple(team for team in teams if team.unit_id not in earned)


def points_of(segment: StageSegment) -> dict[tuple[int], StagePoints]:
    """Return the points that hold in a segment, by (team,); one query."""
    return latest(segment.stagepoints_rows.all(), "team_id")  # type: ignore[return-value]


def _write(
    segment: StageSegment,
    team: StageTeam,
    value: int,
    by: User,
    now: datetime,
    *,
    reason: str = "",
    live: bool = False,
) -> StagePoints:
    rules = rules_of(segment)
    if rules.kind != "quiz":
        raise refusals.NotAQuiz
    most = rules.out_of or rules.maximum
    if abs(value) > most:
        raise refusals.BeyondMaximum(team=team.name, most=points(most))
    before = points_of(segment).get((team.pk,))
    if before is not None and (before.value, before.live) == (value, live):
        if live:
            return before
        raise refusals.AsItIs
    stir(segment.stage_id)
    return StagePoints.objects.create(
        segment=segment, team=team, number=before.number + 1 if before else 1, value=value, live=live,
        reason=reason, by=by, at=now,
    )  # fmt: skip
