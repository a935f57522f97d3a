"""The MC's page with its script, the screen of the hall that it leads, and where the script is written."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contests.models import Stage, StageSegment
from contests.stage import cues as cueing
from contests.stage import hall
from contests.stage.cue_wording import MOMENTS, present_cue, read_out, usual_words
from contests.stage.keeping import programme_of
from contests.stage.pages import StageRequest, done, looked, number_in
from contests.stage.reading import clock_of, drawing_of, in_order, rows_in, standing_of, teams_by_key
from contests.stage.states import State
from realtime import clock

Scene = Stage.Scene
WITH_STANDING = (Scene.TOTALS, Scene.FINAL)


@require_safe
def mc(request: StageRequest, slug: str) -> HttpResponse:
    """What is read now, and the buttons that show the hall the next thing."""
    stage = request.target
    return looked(request, "contests/stage/mc.html", str(stage.version), lambda: _for_mc(stage))


@require_safe
def projector(request: StageRequest, slug: str) -> HttpResponse:
    """The hall's screen: what the host has put on it, and nothing else."""
    stage = request.target
    return looked(request, "contests/stage/projector.html", str(stage.version), lambda: _in_hall(stage))


@require_POST
def show(request: StageRequest, slug: str) -> HttpResponse:
    """Put a scene on the projector."""
    scene = request.POST.get("scene", "")
    if scene in Scene.values:
        done(request, lambda: hall.show(stage=request.target, scene=scene, part=number_in(request, "part")))
    back = "stage-desk" if request.POST.get("from") == "desk" else "stage-mc"
    return redirect(f"contests:{back}", slug)


def _on(stage: Stage) -> StageSegment | None:
    found = stage.segments.select_related("live").filter(position=stage.part).first()
    if found is not None:
        found.stage = stage
    return found


def _in_hall(stage: Stage) -> dict[str, Any]:
    """Return only what the scene shows: no figure is in the page before the host reveals it."""
    segment, rules, teams = _on(stage), programme_of(stage).segments, teams_by_key(stage)
    shown: dict[str, Any] = {
        "contest": stage.contest, "stage": stage, "scene": stage.scene, "segment": segment,
        "part": rules[segment.position - 1] if segment else None, "rules": rules, "teams": list(teams.values()),
    }  # fmt: skip
    if stage.scene in WITH_STANDING:
        shown["standing"] = standing_of(stage)
    elif segment is not None and stage.scene == Scene.PART:
        shown |= {
            "order": in_order(segment, teams),
            "clock": clock_of(stage, clock.now()),
            "row": _timed(stage, segment),
        }
    elif segment is not None and stage.scene == Scene.DRAW:
        shown["drawing"] = drawing_of(segment)
    elif segment is not None and stage.scene == Scene.SCORES:
        shown["scores"] = _scores(segment)
    return shown


def _timed(stage: Stage, segment: StageSegment) -> Any:
    """Return the row of the team on stage, for the time that it took."""
    if stage.on_stage_id is None or stage.clock_started_at is not None:
        return None
    return next((row.sheet for row in rows_in(segment) if row.team.pk == stage.on_stage_id), None)


def _scores(segment: StageSegment) -> list[Any]:
    """Return the teams of a locked part, best first."""
    if segment.state != State.LOCKED:
        return []
    rows = [row for row in rows_in(segment) if row.sheet.score]
    return sorted(rows, key=lambda row: -row.sheet.score.points)  # type: ignore[union-attr]


def _for_mc(stage: Stage) -> dict[str, Any]:
    shown = _in_hall(stage)
    moment, cue = present_cue(stage, shown["segment"], shown["part"])
    segments = {one.position: one for one in stage.segments.select_related("live")}
    return shown | {
        "moment": MOMENTS[moment],
        "cue": cue,
        "read_out": read_out(shown["standing"]) if "standing" in shown else [],
        "parts": [(segments[at], one) for at, one in enumerate(shown["rules"], start=1)],
        "all_locked": all(one.state == State.LOCKED for one in segments.values()),
    }


class CueForm(forms.Form):
    read = forms.CharField(
        label=gettext_lazy("To be read"), required=False, max_length=cueing.LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    note = forms.CharField(label=gettext_lazy("Note for the MC alone"), required=False, max_length=cueing.LONGEST)


@require_http_methods(["GET", "HEAD", "POST"])
def cues(request: StageRequest, slug: str) -> HttpResponse:
    """The script: what is read at the welcome, at each moment of each part, and at the end."""
    stage = request.target
    segments = list(stage.segments.all())
    groups = [(stage, None, _cue_forms(request, stage, None)), *((one, at, _cue_forms(request, stage, one))
              for at, one in enumerate(segments, start=1))]  # fmt: skip
    asked = request.method == "POST"
    if asked and all(form.is_valid() for _of, _at, own in groups for _moment, form, _usual in own):
        for of, _at, own in groups:
            told = {moment: cueing.Cue(**form.cleaned_data) for moment, form, _usual in own}
            cueing.write_cues(of=of, cues=told)
        messages.success(request, _("Kept."))
        return redirect("contests:stage-cues", slug)
    rules = programme_of(stage).segments
    shown = {
        "contest": stage.contest, "stage": stage,
        "groups": [(rules[at - 1].title if at else "", [(MOMENTS[m], f, usual) for m, f, usual in own])
                   for _of, at, own in groups],
    }  # fmt: skip
    return render(request, "contests/stage/cues.html", shown, status=422 if asked else 200)


def _cue_forms(request: StageRequest, stage: Stage, segment: StageSegment | None) -> list[tuple[str, CueForm, str]]:
    of = stage if segment is None else segment
    part = programme_of(stage).segments[segment.position - 1] if segment else None
    moments = cueing.OF_PART if segment else cueing.OF_STAGE
    found = []
    for moment in moments:
        written = cueing.cue_of(of.cues, moment)
        prefix = f"{segment.position if segment else 0}-{moment}"
        initial = {"read": written.read, "note": written.note}
        form = CueForm(request.POST or None, prefix=prefix, initial=initial)
        found.append((moment, form, usual_words(moment, stage, part)))
    return found
