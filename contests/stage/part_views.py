"""A part of a stage contest as its organiser sets it up: what it is, its sheet, and the live round of a quiz."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contests.forms.rows import ADD, filled, one_row_more, rows_of
from contests.live.states import State as LiveState
from contests.models import Stage
from contests.stage import arranging, bells, composing
from contests.stage.keeping import programme_of, rules_of
from contests.stage.pages import SegmentRequest, StageRequest, done
from contests.stage.programme import MOST_SEGMENTS, Criterion, Segment
from contests.stage.setup_forms import CriterionForm, QuizForm, SegmentForm, initial_of
from realtime import clock


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: StageRequest, slug: str) -> HttpResponse:
    stage = request.target
    place = len(programme_of(stage).segments) + 1
    if place > MOST_SEGMENTS:
        return redirect("contests:stage-setup", slug)
    return _part_page(request, stage, place, {}, [])


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SegmentRequest, slug: str, place: int) -> HttpResponse:
    return _part_page(request, request.target.stage, place, *initial_of(rules_of(request.target)))


def _part_page(
    request: HttpRequest, stage: Stage, place: int, usual: dict[str, Any], sheet: list[dict[str, Any]]
) -> HttpResponse:
    sent = one_row_more(request.POST, "criterion") if ADD in request.POST else request.POST
    form = SegmentForm(sent or None, initial=usual or None)
    rows = rows_of(CriterionForm, "criterion", sent or None, initial=sheet, spare=1 if sheet else 3)
    asked = request.method == "POST" and ADD not in request.POST
    if asked and _kept(request, stage, place, form, rows):
        return redirect("contests:stage-setup", stage.contest.slug)
    shown = {"contest": stage.contest, "stage": stage, "form": form, "rows": rows, "place": place, "wrong": asked}
    return render(request, "contests/stage/part.html", shown, status=422 if asked else 200)


def _kept(request: HttpRequest, stage: Stage, place: int, form: SegmentForm, rows: Any) -> bool:
    if not (form.is_valid() and rows.is_valid()):
        return False
    segment = form.segment([Criterion(row["title"].strip(), row["maximum"]) for row in filled(rows)])
    return segment is not None and done(request, _putting(stage, place, segment), _("Kept."))


def _putting(stage: Stage, place: int, segment: Segment) -> Callable[[], None]:
    changed = arranging.with_segment(programme_of(stage), place, segment)
    return lambda: composing.set_programme(stage=stage, programme=changed)


@require_http_methods(["GET", "HEAD", "POST"])
def quiz(request: SegmentRequest, slug: str, place: int) -> HttpResponse:
    """Prepare the live round of a quiz with all teams in it, or link and unlink one that there is."""
    segment = request.target
    form = QuizForm(request.POST if "prepare" in request.POST else None)
    sound = request.method == "POST" and (not form.is_bound or form.is_valid())
    if sound and done(request, lambda: _link(request, form), _("Kept.")):
        return redirect("contests:stage-quiz", slug, place)
    free = segment.stage.contest.live_rounds.filter(stage_segment=None, stage_bell=None)
    shown = {
        "contest": segment.stage.contest, "stage": segment.stage, "segment": segment, "part": rules_of(segment),
        "form": form, "free": free.order_by("-created_at"),
        "finished": segment.live is not None and segment.live.state == LiveState.FINISHED,
    }  # fmt: skip
    return render(request, "contests/stage/quiz.html", shown, status=422 if request.method == "POST" else 200)


def _link(request: SegmentRequest, form: QuizForm) -> None:
    segment = request.target
    if form.is_bound:
        numbers = {name: form.cleaned_data[name] for name in ("questions", "seconds")}
        bells.prepare_quiz(segment=segment, rules=form.rules(), by=request.user, now=clock.now(), **numbers)
        return
    typed = request.POST.get("live", "")
    rounds = segment.stage.contest.live_rounds
    live = rounds.filter(pk=int(typed)).first() if typed.isdecimal() and len(typed) < 16 else None
    composing.link_round(segment=segment, live=live)
