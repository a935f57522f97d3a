"""Practising on a phone: a start page, one question at a time, and the clause beside each answer."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contests.refusals import Refused
from practice.forms import GOALS, GoalForm, ScopeForm
from practice.models import Turn
from practice.overview import done_today, goal_of, overview, set_goal, streak_of
from practice.own_data import erase, held_of
from practice.refusals import NotAnswered, NotReadable, SetAside, SittingAPaper, Withdrawn
from practice.reserved import holds_at, is_free
from practice.scheduling import FEELS, Feel
from practice.showing import boxes_of, solved
from practice.turns import Scope, answer, next_turn, refuse_sitters, scope_of, stands, tell_feel
from questionbank.bodies import body_of
from questionbank.fields import given
from questionbank.kinds import NotAResponse, read
from realtime import clock


class TurnRequest(HttpRequest):
    """A request that the permission table let through; `target` is one's own turn."""

    target: Turn


def _guests(request: HttpRequest) -> frozenset[int]:
    return getattr(request.user, "guest_entrants", frozenset())


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    shown = {"own": overview(request.user, now), "goals": GOALS, "now": now}  # type: ignore[arg-type]
    return render(request, "practice/start.html", shown)


@require_POST
def goal(request: HttpRequest) -> HttpResponse:
    form = GoalForm(request.POST)
    if form.is_valid():
        set_goal(user=request.user, goal=form.cleaned_data["goal"])  # type: ignore[arg-type]
        messages.success(request, _("Your daily goal is kept."))
    return redirect("practice:start")


@require_POST
def go(request: HttpRequest) -> HttpResponse:
    """Put the next question of what was chosen."""
    return _next(request, ScopeForm(request.POST).scope())


def _next(request: HttpRequest, scope: Scope) -> HttpResponse:
    now = clock.now()
    try:
        turn = next_turn(user=request.user, scope=scope, now=now, guests=_guests(request))  # type: ignore[arg-type]
    except SittingAPaper as refusal:
        messages.error(request, str(refusal))
        return redirect("practice:start")
    if turn is not None:
        return redirect("practice:turn", turn.pk)
    own = overview(request.user, now)  # type: ignore[arg-type]
    return render(request, "practice/done.html", {"own": own, "scope": scope, "now": now})


@require_http_methods(["GET", "HEAD", "POST"])
def turn(request: TurnRequest, pk: int) -> HttpResponse:
    """Show a question; take its answer; show what is right. An answer that comes twice counts once."""
    about, now = request.target, clock.now()
    if request.method == "POST":
        sent = {name: request.POST.getlist(name) for name in request.POST}
        try:
            answer(turn=about, given=given(body_of(about.version), sent), now=now, guests=_guests(request))
        except (NotAnswered, NotReadable) as refusal:
            return _asked(request, about, str(refusal), sent)
        except Refused:
            pass  # the page says why
        return redirect("practice:turn", pk)
    try:
        refuse_sitters(about.user, _guests(request), now)
        _refuse_withdrawn(about, now)
    except Refused as refusal:
        shown = {**_frame(request, about), "refusal": refusal}
        return render(request, "practice/closed.html", shown, status=409)
    if about.answered_at is None:
        return _asked(request, about)
    shown = {**_frame(request, about), "solved": solved(about, now), "streak": streak_of(about.user, now)}
    return render(request, "practice/answered.html", shown)


def _refuse_withdrawn(about: Turn, now: datetime) -> None:
    """Raise Withdrawn where an open turn cannot be answered any more, SetAside where the answer may not be told."""
    holds = holds_at(now)
    if about.answered_at is None and not stands(about, now, holds):
        raise Withdrawn
    if about.answered_at is not None and not is_free(about.question, now, holds):
        raise SetAside


def _asked(
    request: TurnRequest, about: Turn, refusal: str = "", sent: Mapping[str, Sequence[str]] | None = None
) -> HttpResponse:
    """Show the boxes, with what was sent where it can be shown."""
    held: list[object] = []
    if sent is not None:
        body = body_of(about.version)
        with suppress(NotAResponse):
            held = read(body, given(body, sent))
    shown = {**_frame(request, about), "boxes": boxes_of(about, held), "refusal": refusal}
    return render(request, "practice/question.html", shown, status=422 if refusal else 200)


def _frame(request: TurnRequest, about: Turn) -> dict[str, object]:
    now = clock.now()
    return {"turn": about, "done": done_today(about.user, now), "goal": goal_of(about.user)}


@require_POST
def go_on(request: TurnRequest, pk: int) -> HttpResponse:
    """Count how hard the person found it, where they said so, and put the next question."""
    feel = request.POST.get("feel", "")
    if feel in FEELS:
        told: Feel = feel  # type: ignore[assignment]
        tell_feel(turn=request.target, feel=told)
    return _next(request, scope_of(request.target))


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    return render(request, "practice/data.html", {"held": held_of(request.user)})  # type: ignore[arg-type]


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    content = json.dumps(held_of(request.user), ensure_ascii=False, indent=1)  # type: ignore[arg-type]
    response = HttpResponse(content, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="on-tap.json"'
    return response


@require_POST
def erase_own(request: HttpRequest) -> HttpResponse:
    erase(user=request.user)  # type: ignore[arg-type]
    messages.success(request, _("Everything that practice held of you is erased."))
    return redirect("practice:start")
