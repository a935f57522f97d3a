"""How long teams took, as the secretary measures it, and what is taken away for it, as the jury decides."""

from datetime import datetime

from django.db import transaction

from contests.models import StageSegment, StageTeam, StageTime
from contests.record.ledger import note
from contests.stage import refusals
from contests.stage.keeping import as_told, check_in, check_of_stage, held, latest, reason_given, rules_of, stir
from contests.templatetags.points import points
from people.models import User

State = StageSegment.State
A_DAY = 86_400  # seconds


@transaction.atomic
def note_time(*, segment: StageSegment, team: StageTeam, seconds: int, by: User, now: datetime) -> StageTime:
    """Keep how many seconds the team took. A deduction that was decided for another time is to be decided anew.

    Raises NotNow, NotOfThisStage, NoTimeLimit, TimeOutOfRange or AsItIs.
    """
    segment = held(segment)
    check_of_stage(segment, team)
    check_in(segment, State.OPEN, State.CLOSED)
    if not rules_of(segment).seconds:
        raise refusals.NoTimeLimit
    if not 0 <= seconds < A_DAY:
        raise refusals.TimeOutOfRange
    before = times_of(segment).get((team.pk,))
    if before is not None and before.seconds == seconds:
        raise refusals.AsItIs
    return _write(segment, team, before, seconds, None, by, now)


@transaction.atomic
def decide_deduction(
    *, segment: StageSegment, team: StageTeam, deduction: int, by: User, now: datetime, reason: str = ""
) -> StageTime:
    """Keep what the jury takes away, in hundredths; 0: nothing. After the lock it is a correction, with its reason.

    Raises NotNow, NotOfThisStage, TimeNotNoted, DeductionTooHigh, ReasonWanted or AsItIs.
    """
    segment = held(segment)
    check_of_stage(segment, team)
    check_in(segment, State.OPEN, State.CLOSED, State.LOCKED)
    before = times_of(segment).get((team.pk,))
    if before is None:
        raise refusals.TimeNotNoted
    most = rules_of(segment).maximum
    if not 0 <= deduction <= most:
        raise refusals.DeductionTooHigh(most=points(most))
    if before.deduction == deduction:
        raise refusals.AsItIs
    if segment.state != State.LOCKED:
        return _write(segment, team, before, before.seconds, deduction, by, now)
    reason = reason_given(reason)
    made = _write(segment, team, before, before.seconds, deduction, by, now, reason)
    told = {
        "segment": segment.position, "title": rules_of(segment).title, "team": team.name,
        "before": as_told(before.deduction), "after": as_told(deduction), "reason": reason,
    }  # fmt: skip
    note(segment.stage.contest, "deduction_corrected", told, by=by, now=now)
    return made


def times_of(segment: StageSegment) -> dict[tuple[int], StageTime]:
    """Return the times that hold in a segment, by (team,); one query."""
    return latest(segment.stagetime_rows.all(), "team_id")  # type: ignore[return-value]


def _write(
    segment: StageSegment,
    team: StageTeam,
    before: StageTime | None,
    seconds: int,
    deduction: int | None,
    by: User,
    now: datetime,
    reason: str = "",
) -> StageTime:
    stir(segment.stage_id)
    return StageTime.objects.create(
        segment=segment, team=team, number=before.number + 1 if before else 1, seconds=seconds, deduction=deduction,
        reason=reason, by=by, at=now,
    )  # fmt: skip
