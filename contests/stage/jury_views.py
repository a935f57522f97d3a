"""A juror's page on a phone: a card for each team, every mark saved as it is given, nobody else's shown."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from contests.models import Stage, StageJuror, StageSegment, StageTeam
from contests.refusals import Refused
from contests.stage import marking, refusals, sheet_acts
from contests.stage.access import juror_of
from contests.stage.keeping import absent_from, marks_of, programme_of, rules_of
from contests.stage.pages import SegmentRequest, StageRequest, looked, number_in
from contests.stage.programme import Criterion
from contests.stage.reading import in_order, teams_by_key
from contests.stage.states import State
from realtime import clock


@dataclass(frozen=True, slots=True)
class Card:
    """What the juror has given one team. marks: (place, criterion, hundredths or None). left: how many are missing."""

    team: StageTeam
    marks: tuple[tuple[int, Criterion, int | None], ...]

    @property
    def left(self) -> int:
        return sum(value is None for _place, _criterion, value in self.marks)

    @property
    def total(self) -> int:
        return sum(value or 0 for _place, _criterion, value in self.marks)


@require_safe
def judge(request: StageRequest, slug: str) -> HttpResponse:
    """The part that is on, or the one asked for."""
    stage, juror = request.target, _own_seat(request, request.target)
    judged = [at for at, rules in enumerate(programme_of(stage).segments, start=1) if rules.kind == "judged"]
    segments = [one for one in stage.segments.all() if one.position in judged]
    asked = request.GET.get("phan", "")
    segment = next((one for one in segments if str(one.position) == asked), None) or _usual(stage, segments)
    seen = "-".join(f"{one.version}" for one in segments)
    if segment is not None:
        segment.stage = stage
        absent = juror.pk in absent_from(segment)
        seen += f"/{segment.position}/{absent:d}/{stage.on_stage_id}/{stage.finished_at is not None:d}"
        seen += f"/{segment.draws.exclude(made_at=None).count()}"
    return looked(request, "contests/stage/judge.html", seen, lambda: _shown(stage, juror, segments, segment))


def _usual(stage: Stage, segments: list[StageSegment]) -> StageSegment | None:
    """Return the part that is on; else the one that is open, else the first that is not locked."""
    on = [one for one in segments if one.position == stage.part]
    opened = [one for one in segments if one.state == State.OPEN]
    coming = [one for one in segments if one.state != State.LOCKED]
    return next(iter(on + opened + coming + segments), None)


def _shown(
    stage: Stage, juror: StageJuror, segments: list[StageSegment], segment: StageSegment | None
) -> dict[str, Any]:
    rules = programme_of(stage).segments
    shown = {
        "contest": stage.contest, "stage": stage, "juror": juror, "segment": segment,
        "parts": [(one, rules[one.position - 1]) for one in segments],
    }  # fmt: skip
    if segment is None:
        return shown
    return shown | {
        "part": rules[segment.position - 1],
        "absent": juror.pk in absent_from(segment),
        "cards": [_card(segment, juror, team) for team in in_order(segment, teams_by_key(stage))],
        "open": segment.state == State.OPEN,
    }


def _card(segment: StageSegment, juror: StageJuror, team: StageTeam) -> Card:
    given = {key[2]: mark.value for key, mark in marks_of(segment).items() if key[:2] == (juror.pk, team.pk)}
    criteria = rules_of(segment).criteria
    return Card(team, tuple((place, one, given.get(place)) for place, one in enumerate(criteria, start=1)))


@require_POST
def mark(request: SegmentRequest, slug: str, place: int) -> HttpResponse:
    """Keep what the juror gives a team; the seat is that of who asks, whatever is sent."""
    segment = request.target
    juror = _own_seat(request, segment.stage)
    team = segment.stage.teams.filter(pk=number_in(request, "team")).first()
    error = ""
    try:
        if team is None:
            raise refusals.NotOfThisStage
        values = sheet_acts.marks_in(request.POST, segment)
        marking.give_marks(segment=segment, juror=juror, team=team, values=values, by=request.user, now=clock.now())
    except Refused as refusal:
        error = str(refusal)
    shown = {"segment": segment, "error": error, "now": clock.now(), "part": rules_of(segment)}
    if team is not None:
        shown["card"] = _card(segment, juror, team)
    if request.headers.get("HX-Request"):
        return render(request, "contests/stage/_given.html", shown)
    if error:
        return render(request, "contests/stage/refused.html", {**shown, "contest": segment.stage.contest}, status=422)
    response = redirect("contests:stage-judge", slug)
    response["Location"] += f"?phan={place}"
    return response


def _own_seat(request: HttpRequest, stage: Stage) -> StageJuror:
    juror = juror_of(request.user, stage)
    if juror is None:  # unseated between the gate and here
        raise Http404
    return juror
