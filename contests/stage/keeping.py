"""Rows of a stage contest: held while they are changed, read as the rules know them, and told of after the commit."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import F

from contests.models import Stage, StageAbsence, StageJuror, StageMark, StageSegment, StageTeam
from contests.models.stage import Kept
from contests.stage.combining import figure
from contests.stage.programme import Programme, Segment
from contests.stage.refusals import NotNow, NotOfThisStage, ReasonWanted, StageFinished, StageNotBegun

Row = TypeVar("Row", bound=Kept)


def programme_of(stage: Stage) -> Programme:
    return Programme.from_json(stage.programme)


def rules_of(segment: StageSegment) -> Segment:
    """Return what the programme says of this segment."""
    return programme_of(segment.stage).segments[segment.position - 1]


def held(segment: StageSegment) -> StageSegment:
    """Return the segment as it is, held until the transaction ends: marks, times and moves come one after the other.

    Raises StageNotBegun, or StageFinished once the result is locked for good.
    """
    fresh = StageSegment.objects.select_for_update(of=("self",)).select_related("stage__contest").get(pk=segment.pk)
    if fresh.stage.begun_at is None:
        raise StageNotBegun
    if fresh.stage.finished_at is not None:
        raise StageFinished
    return fresh


def all_locked(stage: Stage) -> Stage:
    """Return the stage contest as it is, its segments held: no correction changes a total meanwhile.

    Raises StageFinished, or NotNow while a segment is not locked.
    """
    for segment in StageSegment.objects.select_for_update(of=("self",)).filter(stage=stage).order_by("pk"):
        check_in(segment, StageSegment.State.LOCKED)
    fresh = Stage.objects.select_for_update(of=("self",)).select_related("contest").get(pk=stage.pk)
    if fresh.finished_at is not None:
        raise StageFinished
    return fresh


def check_of_stage(segment: StageSegment, *whose: StageTeam | StageJuror) -> None:
    """Raise NotOfThisStage unless all of these belong to the stage contest of the segment."""
    if any(one.stage_id != segment.stage_id for one in whose):
        raise NotOfThisStage


def check_in(segment: StageSegment, *states: str) -> None:
    """Raise NotNow unless the segment is in one of `states`."""
    if segment.state not in states:
        raise NotNow(state=segment.get_state_display())


def reason_given(reason: str) -> str:
    """Return the words of a reason. Raises ReasonWanted where there are none."""
    if not reason.strip():
        raise ReasonWanted
    return reason.strip()


def latest(rows: Iterable[Row], *key: str) -> dict[tuple[Any, ...], Row]:
    """Return of each key the row with the highest number: the one that holds."""
    found: dict[tuple[Any, ...], Row] = {}
    for row in rows:
        at = tuple(getattr(row, name) for name in key)
        if at not in found or found[at].number < row.number:
            found[at] = row
    return found


def as_told(hundredths: int | None) -> str:
    """Return points as a line of the record tells them."""
    return "–" if hundredths is None else str(figure(hundredths, 2))


def marks_of(segment: StageSegment) -> dict[tuple[Any, ...], StageMark]:
    """Return the marks that hold in a segment, by (juror, team, criterion); one query."""
    return latest(segment.stagemark_rows.all(), "juror_id", "team_id", "criterion")


def absent_from(segment: StageSegment) -> frozenset[int]:
    """Return the jurors who are not there for the segment."""
    return frozenset(StageAbsence.objects.filter(segment=segment).values_list("juror_id", flat=True))


def stir(stage_id: int) -> None:
    """Have every screen of the stage contest find, when it next asks, that something has changed."""
    Stage.objects.filter(pk=stage_id).update(version=F("version") + 1)
