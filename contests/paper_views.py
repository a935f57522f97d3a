"""A paper on a phone: one question per screen, every answer saved at once."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contests.boards import board_name
from contests.models import Paper, PaperQuestion
from contests.papers import close_overdue, save_answer, submit
from contests.refusals import AlreadySubmitted, DeadlinePassed, NotOnPaper, Refused
from contests.results import PLACES, explanations_due, explanations_shown, review
from contests.rules import Rules
from leaderboard.sources import fresh
from questionbank.models import Choice, Kind
from realtime import clock


class PaperRequest(HttpRequest):
    """A request that the permission table let through; `target` is the paper it is about."""

    target: Paper


@require_safe
def paper(request: PaperRequest, number: int) -> HttpResponse:
    now = clock.now()
    close_overdue(contest=request.target.contest, now=now)
    sitting = Paper.objects.select_related("contest").get(pk=number)
    if sitting.submitted_at is not None:
        return redirect("contests:result", number)
    questions = _shown(sitting)
    shown = {
        **_frame_of(sitting, now),
        "questions": questions,
        "current": _current(request.GET.get("cau", ""), questions),
        "unanswered": sum(not q["answered"] for q in questions),
    }
    return render(request, "contests/paper.html", shown)


def _frame_of(sitting: Paper, now: datetime) -> dict[str, Any]:
    return {"paper": sitting, "contest": sitting.contest, "remaining_ms": _remaining_ms(sitting, now)}


def _remaining_ms(sitting: Paper, now: datetime) -> int:
    return max(round((sitting.deadline_at - now).total_seconds() * 1000), 0)


def _current(asked: str, questions: list[dict[str, Any]]) -> int:
    """Return the place asked for, or the first without an answer."""
    if asked.isdecimal() and 1 <= int(asked) <= len(questions):
        return int(asked)
    return next((q["position"] for q in questions if not q["answered"]), 1)


def _shown(sitting: Paper) -> list[dict[str, Any]]:
    """Return what the page shows of each question; a choice is known to it only by its place on this paper."""
    questions = list(sitting.questions.select_related("version", "answer").order_by("position"))
    texts = dict(Choice.objects.filter(version__in=[q.version_id for q in questions]).values_list("pk", "text"))
    return [_question(q, texts) for q in questions]


def _question(question: PaperQuestion, texts: dict[int, str]) -> dict[str, Any]:
    answer = getattr(question, "answer", None)
    mine = set(answer.chosen) if answer else set()
    choices = [
        {"place": place, "letter": PLACES[place - 1], "text": texts[pk], "chosen": pk in mine}
        for place, pk in enumerate(question.choice_order, start=1)
    ]
    return {
        "position": question.position,
        "stem": question.version.stem,
        "several": question.version.kind == Kind.MULTIPLE,
        "choices": choices,
        "answered": bool(mine),
        "saved_at": answer.saved_at if answer else None,
    }


@require_POST
def save(request: PaperRequest, number: int) -> HttpResponse:
    """Save one answer: for the script as JSON with the receipt, for a plain form by going on to a question."""
    sitting, now = request.target, clock.now()
    plain = "application/json" not in request.headers.get("Accept", "")
    try:
        position, chosen = _read_answer(request, sitting)
        saved = save_answer(paper=sitting, position=position, chosen=chosen, now=now)
    except Refused as refusal:
        over = isinstance(refusal, AlreadySubmitted | DeadlinePassed)
        if not plain:
            return JsonResponse({"error": refusal.code, "message": str(refusal), "over": over}, status=409)
        messages.error(request, str(refusal))
        return redirect("contests:result" if over else "contests:paper", number)
    if plain:
        go = request.POST.get("go", "")
        return redirect(f"{reverse('contests:paper', args=[number])}?cau={go if go.isdecimal() else position}")
    shown = timezone.localtime(saved.saved_at).strftime("%H:%M:%S")
    receipt = {"position": position, "revision": saved.revision, "saved_at": saved.saved_at, "shown": shown}
    return JsonResponse(receipt | {"remaining_ms": _remaining_ms(sitting, now)})


def _read_answer(request: HttpRequest, sitting: Paper) -> tuple[int, list[int]]:
    """Return the place of the question and the ids of the choices at the places that were sent."""
    position, places = request.POST.get("position", ""), request.POST.getlist("choice")
    if not all(n.isascii() and n.isdecimal() and len(n) < 5 for n in [position, *places]):
        raise NotOnPaper
    question = sitting.questions.filter(position=int(position)).first()
    order = question.choice_order if question else []
    if not all(1 <= int(place) <= len(order) for place in places):
        raise NotOnPaper
    return int(position), [order[int(place) - 1] for place in places]


@require_safe
def remaining(request: PaperRequest, number: int) -> JsonResponse:
    """Tell the script how much time is left, for a phone that slept."""
    sitting = request.target
    return JsonResponse({"remaining_ms": _remaining_ms(sitting, clock.now()), "over": sitting.submitted_at is not None})


@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: PaperRequest, number: int) -> HttpResponse:
    """Ask whether to hand in, naming what is unanswered; then do so."""
    sitting, now = request.target, clock.now()
    if request.method == "POST":
        submit(paper=sitting, now=now)
        return redirect("contests:result", number)
    close_overdue(contest=sitting.contest, now=now)
    sitting.refresh_from_db()
    if sitting.submitted_at is not None:
        return redirect("contests:result", number)
    questions = _shown(sitting)
    open_places = [q["position"] for q in questions if not q["answered"]]
    shown = {**_frame_of(sitting, now), "count": len(questions), "unanswered": open_places}
    return render(request, "contests/hand_in.html", shown)


@require_safe
def result(request: PaperRequest, number: int) -> HttpResponse:
    now = clock.now()
    close_overdue(contest=request.target.contest, now=now)
    done = Paper.objects.select_related("contest", "entrant__unit").get(pk=number)
    if done.submitted_at is None:
        return redirect("contests:paper", number)
    name = board_name(done.contest, "people")
    store = fresh(name)
    rules = Rules.from_json(done.contest.rules)
    shown = {
        "paper": done,
        "contest": done.contest,
        "standing": store.standing(name, str(done.entrant_id)),
        "size": store.size(name),
        "questions": review(done) if explanations_shown(done, now) else None,
        "due": explanations_due(done, now),
        "attempts_left": max(rules.attempts - done.entrant.papers.count(), 0),
        "phase": done.contest.phase_at(now),
    }
    return render(request, "contests/result.html", shown)
