"""What the hall sees of a stage contest: the scene on the projector, who is on stage, and the clock of that team."""

from datetime import datetime

from django.db import transaction

from contests.models import Stage, StageSegment, StageTeam
from contests.stage import refusals
from contests.stage.keeping import check_in, held, rules_of, stir
from contests.stage.segments import move
from contests.stage.states import Command
from contests.stage.timing import note_time
from people.models import User

Scene = Stage.Scene
State = StageSegment.State
ABOUT_A_PART = (Scene.PART, Scene.DRAW, Scene.SCORES)


@transaction.atomic
def show(*, stage: Stage, scene: str, part: int = 0) -> None:
    """Put a scene on the projector. part: the place of the segment that it is about, where it is about one.

    Raises NoSuchPart, ClockRuns where another part would come on while the clock runs, or NotLockedYet for figures that
    do not stand yet.
    """
    wanted = Scene(scene)
    stage = _held(stage)
    changes: dict[str, object] = {"scene": wanted}
    if wanted in ABOUT_A_PART:
        segment = stage.segments.filter(position=part).first()
        if segment is None:
            raise refusals.NoSuchPart
        if wanted is Scene.SCORES and segment.state != State.LOCKED:
            raise refusals.NotLockedYet
        if part != stage.part:
            if stage.clock_started_at is not None:
                raise refusals.ClockRuns
            changes |= {"part": part, "on_stage": None}
    elif wanted is Scene.FINAL and stage.segments.exclude(state=State.LOCKED).exists():
        raise refusals.NotLockedYet
    Stage.objects.filter(pk=stage.pk).update(**changes)
    stir(stage.pk)


@transaction.atomic
def call_up(*, stage: Stage, part: int, team: StageTeam | None) -> None:
    """Call a team to the stage for a part, and show so; None: the stage is empty.

    Raises NoSuchPart, NotOfThisStage or ClockRuns.
    """
    stage = _held(stage)
    if team is not None and team.stage_id != stage.pk:
        raise refusals.NotOfThisStage
    if not stage.segments.filter(position=part).exists():
        raise refusals.NoSuchPart
    if stage.clock_started_at is not None:
        raise refusals.ClockRuns
    Stage.objects.filter(pk=stage.pk).update(part=part, on_stage=team, scene=Scene.PART)
    stir(stage.pk)


@transaction.atomic
def open_part(*, segment: StageSegment, expected: int, by: User, now: datetime) -> None:
    """Open a part for marks and put it on, with nobody on stage yet. Raises what `move` and `call_up` raise."""
    moved = move(segment=segment, command=Command.OPEN, expected=expected, by=by, now=now)
    call_up(stage=moved.stage, part=moved.position, team=None)


@transaction.atomic
def start_clock(*, stage: Stage, now: datetime) -> None:
    """Start the clock of the team on stage. Raises NobodyOnStage, NoTimeLimit, ClockRuns or NotNow."""
    segment = _part_of(stage)
    fresh = _held(stage)
    if fresh.clock_started_at is not None:
        raise refusals.ClockRuns
    if fresh.on_stage_id is None or fresh.part != segment.position:
        raise refusals.NobodyOnStage
    if not rules_of(segment).seconds:
        raise refusals.NoTimeLimit
    check_in(segment, State.OPEN)
    Stage.objects.filter(pk=stage.pk).update(clock_started_at=now, scene=Scene.PART)
    stir(stage.pk)


@transaction.atomic
def stop_clock(*, stage: Stage, by: User, now: datetime) -> int:
    """Stop the clock and note how many whole seconds the team took. Returns them.

    Raises ClockStands, and what `note_time` raises.
    """
    segment = _part_of(stage)
    fresh = _held(stage)
    if fresh.clock_started_at is None or fresh.on_stage is None:
        raise refusals.ClockStands
    seconds = max(int((now - fresh.clock_started_at).total_seconds()), 0)
    Stage.objects.filter(pk=stage.pk).update(clock_started_at=None)
    try:
        note_time(segment=segment, team=fresh.on_stage, seconds=seconds, by=by, now=now)
    except refusals.AsItIs:  # measured a second time, to the same second
        stir(stage.pk)
    return seconds


@transaction.atomic
def drop_clock(*, stage: Stage) -> None:
    """Stop a clock that was started by mistake, and note nothing. Raises ClockStands."""
    if Stage.objects.filter(pk=stage.pk, clock_started_at__isnull=False).update(clock_started_at=None) != 1:
        raise refusals.ClockStands
    stir(stage.pk)


def _part_of(stage: Stage) -> StageSegment:
    """Return the segment that is on, held: a segment is always held before its stage contest."""
    segment = StageSegment.objects.filter(stage=stage, position=Stage.objects.get(pk=stage.pk).part).first()
    if segment is None:
        raise refusals.NobodyOnStage
    return held(segment)


def _held(stage: Stage) -> Stage:
    return Stage.objects.select_for_update(of=("self",)).select_related("on_stage").get(pk=stage.pk)
