"""Marks: given by jurors while a segment is open, corrected with a reason after the lock; none is written over."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from contests.models import StageAbsence, StageJuror, StageMark, StageSegment, StageTeam
from contests.record.ledger import note
from contests.stage import refusals
from contests.stage.keeping import (
    absent_from,
    as_told,
    check_in,
    check_of_stage,
    held,
    marks_of,
    reason_given,
    rules_of,
    stir,
)
from contests.stage.marks import fault_in
from contests.stage.programme import Criterion
from contests.templatetags.points import points
from people.models import User

State = StageSegment.State


@transaction.atomic
def give_marks(
    *, segment: StageSegment, juror: StageJuror, team: StageTeam, values: Mapping[int, int], by: User, now: datetime
) -> int:
    """Keep what the juror gives the team: place of the criterion → hundredths. All of `values`, or none.

    by: the juror, or the secretary who enters a paper sheet. A value that stands already is not kept again. Returns
    how many were new. Raises NotNow, NotOfThisStage, NotJudged, JurorAbsent, NoSuchCriterion, MarkBelow, MarkAbove or
    MarkOffStep.
    """
    segment = held(segment)
    check_of_stage(segment, juror, team)
    check_in(segment, State.OPEN)
    if juror.pk in absent_from(segment):
        raise refusals.JurorAbsent
    for place, value in values.items():
        check_mark(segment, place, value)
    written = _write(segment, juror, team, values, by, now)
    if written:
        stir(segment.stage_id)
    return len(written)


@transaction.atomic
def correct_marks(
    *,
    segment: StageSegment,
    juror: StageJuror,
    team: StageTeam,
    values: Mapping[int, int],
    reason: str,
    by: User,
    now: datetime,
) -> list[StageMark]:
    """Put marks of one sheet right after the lock; the earlier ones stay, and all stand in the record.

    values: place of the criterion → hundredths. Raises ReasonWanted, AsItIs where all of them stand already, and what
    `give_marks` raises.
    """
    reason = reason_given(reason)
    segment = held(segment)
    check_of_stage(segment, juror, team)
    check_in(segment, State.LOCKED)
    for place, value in values.items():
        check_mark(segment, place, value)
    before = marks_of(segment)
    written = _write(segment, juror, team, values, by, now, reason)
    if not written:
        raise refusals.AsItIs
    for row in written:
        earlier = before.get((juror.pk, team.pk, row.criterion))
        told = {
            "segment": segment.position, "title": rules_of(segment).title, "team": team.name, "seat": juror.seat,
            "criterion": row.criterion, "before": as_told(earlier.value if earlier else None),
            "after": as_told(row.value), "reason": reason,
        }  # fmt: skip
        note(segment.stage.contest, "mark_corrected", told, by=by, now=now)
    stir(segment.stage_id)
    return written


def check_mark(segment: StageSegment, place: int, value: int) -> None:
    """Raise the refusal for a mark that the sheet of the segment does not know."""
    rules = rules_of(segment)
    if rules.kind != "judged":
        raise refusals.NotJudged
    if not 1 <= place <= len(rules.criteria):
        raise refusals.NoSuchCriterion
    criterion: Criterion = rules.criteria[place - 1]
    match fault_in(value, criterion, rules.step):
        case "below":
            raise refusals.MarkBelow
        case "above":
            raise refusals.MarkAbove(criterion=criterion.title, most=points(criterion.maximum))
        case "step":
            raise refusals.MarkOffStep(criterion=criterion.title, step=points(rules.step))


def _write(
    segment: StageSegment,
    juror: StageJuror,
    team: StageTeam,
    values: Mapping[int, int],
    by: User,
    now: datetime,
    reason: str = "",
) -> list[StageMark]:
    standing = marks_of(segment)
    written = []
    for place, value in sorted(values.items()):
        before = standing.get((juror.pk, team.pk, place))
        if before is None or before.value != value:
            row = StageMark(segment=segment, juror=juror, team=team, criterion=place, value=value, by=by, at=now)
            row.number, row.reason = (before.number + 1 if before else 1), reason
            row.save(force_insert=True)
            written.append(row)
    return written


@transaction.atomic
def note_absence(*, segment: StageSegment, juror: StageJuror, reason: str, by: User, now: datetime) -> StageAbsence:
    """Note that a juror is not there for the segment: their marks are not waited for.

    Raises ReasonWanted, NotNow once it is locked, NotJudged, JurorHasMarked or AsItIs.
    """
    reason = reason_given(reason)
    segment = held(segment)
    check_of_stage(segment, juror)
    check_in(segment, State.WAITING, State.OPEN, State.CLOSED)
    if rules_of(segment).kind != "judged":
        raise refusals.NotJudged
    if segment.stagemark_rows.filter(juror=juror).exists():
        raise refusals.JurorHasMarked
    if juror.pk in absent_from(segment):
        raise refusals.AsItIs
    made = StageAbsence.objects.create(segment=segment, juror=juror, reason=reason, by=by, at=now)
    told = {"segment": segment.position, "title": rules_of(segment).title, "seat": juror.seat, "reason": reason}
    note(segment.stage.contest, "juror_absent", told, by=by, now=now)
    stir(segment.stage_id)
    return made


@transaction.atomic
def end_absence(*, segment: StageSegment, juror: StageJuror, by: User, now: datetime) -> None:
    """Take it back: the juror has come, and is waited for. Raises NotNow once it is locked, or AsItIs."""
    segment = held(segment)
    check_in(segment, State.WAITING, State.OPEN, State.CLOSED)
    if not StageAbsence.objects.filter(segment=segment, juror=juror).delete()[0]:
        raise refusals.AsItIs
    told = {"segment": segment.position, "title": rules_of(segment).title, "seat": juror.seat}
    note(segment.stage.contest, "juror_came", told, by=by, now=now)
    stir(segment.stage_id)
