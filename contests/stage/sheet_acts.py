"""What the forms of a part's sheet ask for, each translated into one action."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from contests.models import StageDraw, StageJuror, StageSegment, StageTeam
from contests.stage import drawing, hall, marking, quizzes, refusals, segments, timing
from contests.stage.fields import PointsField, SecondsField
from contests.stage.keeping import marks_of, rules_of
from contests.stage.lots import MOST_NUMBER
from contests.stage.pages import SegmentRequest, number_in
from contests.stage.states import Command, State
from realtime import clock


def act(request: SegmentRequest) -> None:
    """Do what the form asks for. Raises Refused, with what is wrong in words."""
    ACTS.get(request.POST.get("do", ""), _unknown)(request, request.target)


def _unknown(request: SegmentRequest, segment: StageSegment) -> None:
    raise refusals.UnknownHere


def _by(request: SegmentRequest) -> dict[str, Any]:
    return {"by": request.user, "now": clock.now()}


def _move(request: SegmentRequest, segment: StageSegment) -> None:
    typed = request.POST.get("command", "")
    if typed not in set(Command):
        raise refusals.UnknownHere
    command, expected = Command(typed), number_in(request, "version")
    if command is Command.OPEN:
        hall.open_part(segment=segment, expected=expected, **_by(request))
        return
    reason = request.POST.get("reason", "")
    segments.move(segment=segment, command=command, expected=expected, reason=reason, **_by(request))


def _draw(request: SegmentRequest, segment: StageSegment) -> None:
    drawing.prepare_draw(segment=segment, reason=request.POST.get("reason", ""), **_by(request))


def _draw_for(request: SegmentRequest, segment: StageSegment) -> None:
    draw = latest_draw(segment)
    drawing.confirm(draw=draw, team=_team(request), chosen=chosen_in(request), **_by(request))


def latest_draw(segment: StageSegment) -> StageDraw:
    """Return the latest draw of the part. Raises DrawOver where there is none."""
    found = segment.draws.order_by("-number").first()
    if found is None:
        raise refusals.DrawOver
    return found


def chosen_in(request: SegmentRequest) -> int:
    """Return the number that was typed for a draw. Raises ChosenOutOfRange where it is none."""
    typed = request.POST.get("chosen", "").strip()
    if not typed.isdecimal() or len(typed) > 6:
        raise refusals.ChosenOutOfRange(most=MOST_NUMBER)
    return int(typed)


def _absent(request: SegmentRequest, segment: StageSegment) -> None:
    marking.note_absence(segment=segment, juror=_juror(request), reason=request.POST.get("reason", ""), **_by(request))


def _came(request: SegmentRequest, segment: StageSegment) -> None:
    marking.end_absence(segment=segment, juror=_juror(request), **_by(request))


def _time(request: SegmentRequest, segment: StageSegment) -> None:
    seconds = _read(SecondsField(label=_("time")), request.POST.get("seconds", ""))
    timing.note_time(segment=segment, team=_team(request), seconds=seconds, **_by(request))


def _deduction(request: SegmentRequest, segment: StageSegment) -> None:
    taken = _read(PointsField(label=_("deduction")), request.POST.get("deduction", ""))
    timing.decide_deduction(
        segment=segment, team=_team(request), deduction=taken, reason=request.POST.get("reason", ""), **_by(request)
    )


def _points(request: SegmentRequest, segment: StageSegment) -> None:
    value = _read(PointsField(label=_("points"), least=-1_000_000), request.POST.get("value", ""))
    given = {"segment": segment, "team": _team(request), "value": value, **_by(request)}
    if segment.state == State.LOCKED:
        quizzes.correct_points(**given, reason=request.POST.get("reason", ""))
    else:
        quizzes.enter_points(**given)


def _marks(request: SegmentRequest, segment: StageSegment) -> None:
    """Enter the marks of a paper sheet while the part is open; put one or more right once it is locked."""
    juror, team = _juror(request), _team(request)
    values = marks_in(request.POST, segment)
    if segment.state != State.LOCKED:
        marking.give_marks(segment=segment, juror=juror, team=team, values=values, **_by(request))
        return
    standing = marks_of(segment)
    changed = {
        place: value
        for place, value in values.items()
        if (before := standing.get((juror.pk, team.pk, place))) is None or before.value != value
    }
    if not changed:
        raise refusals.AsItIs
    marking.correct_marks(
        segment=segment, juror=juror, team=team, values=changed, reason=request.POST.get("reason", ""), **_by(request)
    )


def marks_in(sent: Mapping[str, Any], segment: StageSegment) -> dict[int, int]:
    """Return the marks that were typed: place of the criterion → hundredths; an empty field gives none.

    Raises NotANumber.
    """
    criteria = rules_of(segment).criteria
    found = {}
    for place, criterion in enumerate(criteria, start=1):
        typed = str(sent.get(f"c{place}", "")).strip()
        if typed:
            found[place] = _read(PointsField(label=criterion.title, least=-1_000_000), typed)
    return found


def _read(field: forms.Field, typed: str) -> Any:
    try:
        return field.clean(typed)
    except forms.ValidationError as wrong:
        raise refusals.NotANumber(what=field.label, why=" ".join(wrong.messages)) from wrong


def _team(request: SegmentRequest) -> StageTeam:
    found = StageTeam.objects.filter(stage=request.target.stage_id, pk=number_in(request, "team")).first()
    if found is None:
        raise refusals.NotOfThisStage
    return found


def _juror(request: SegmentRequest) -> StageJuror:
    found = StageJuror.objects.filter(stage=request.target.stage_id, pk=number_in(request, "juror")).first()
    if found is None:
        raise refusals.NotOfThisStage
    return found


ACTS: dict[str, Callable[[SegmentRequest, StageSegment], None]] = {
    "move": _move,
    "draw": _draw,
    "draw-for": _draw_for,
    "absent": _absent,
    "came": _came,
    "time": _time,
    "deduction": _deduction,
    "points": _points,
    "marks": _marks,
}
