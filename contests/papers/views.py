"""A paper on a phone: one question per screen, every answer saved at once."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from contests.articles.papers import FORETOLD
from contests.boards import board_name
from contests.handouts.verifying import standing_of
from contests.models import LateAnswer, Paper, PaperQuestion
from contests.papers.answer_views import PREDICTION, PaperRequest, browser_of, remaining_ms
from contests.papers.holding import holds
from contests.papers.receipts import agrees
from contests.papers.sitting import attempts_left, close_overdue, submit
from contests.record.final import final_of
from contests.refusals import (
    TakenOver,
)
from contests.results import explanations_due, explanations_shown, review
from contests.review.appeals import appeals_until
from contests.sealing import sealed
from contests.signals import watching
from contests.tally import came_true
from leaderboard.sources import fresh
from questionbank.assets import shown_with
from questionbank.blueprint import FULL_POINTS
from questionbank.bodies import body_of, choices_of
from questionbank.fields import Media, boxes
from questionbank.kinds import CHOOSING, shown
from questionbank.models import Choice
from realtime import clock


@require_safe
def paper(request: PaperRequest, number: int) -> HttpResponse:
    now = clock.now()
    close_overdue(paper=request.target, now=now)
    sitting = Paper.objects.select_related("contest", "round", "entrant__contest").get(pk=number)
    if sitting.submitted_at is not None:
        return redirect("contests:result", number)
    if not holds(browser_of(request), sitting):
        return render(request, "contests/elsewhere.html", _frame_of(sitting, now), status=409)
    rules, questions = sitting.round.paper_rules, _shown(sitting)
    current = _current(request.GET.get("cau", ""), questions, rules.predicts)
    if not rules.back:
        current = sitting.reached if sitting.reached <= len(questions) else PREDICTION
    context = {
        **_frame_of(sitting, now),
        "questions": [q for q in questions if rules.back or q["position"] == current],
        "count": len(questions),
        "current": current,
        "rules": rules,
        "asks_to_foretell": FORETOLD.get(rules.predicts, ""),
        "watched": watching.is_watched(sitting.entrant),
        "unanswered": sum(not q["answered"] for q in questions),
    }
    return render(request, "contests/paper.html", context)


def _frame_of(sitting: Paper, now: datetime) -> dict[str, Any]:
    return {"paper": sitting, "contest": sitting.contest, "remaining_ms": remaining_ms(sitting, now)}


def _current(asked: str, questions: list[dict[str, Any]], predicts: str) -> int:
    """Return the place asked for, or the first without an answer."""
    if predicts and asked == str(PREDICTION):
        return PREDICTION
    if asked.isdecimal() and len(asked) < 5 and 1 <= int(asked) <= len(questions):
        return int(asked)
    return next((q["position"] for q in questions if not q["answered"]), 1)


def _shown(sitting: Paper) -> list[dict[str, Any]]:
    """Return what the page shows of each question; what it may choose is known to it only by its place here."""
    questions = list(sitting.questions.select_related("version", "answer").order_by("position"))
    choices, media = choices_of(q.version_id for q in questions), shown_with(q.version_id for q in questions)
    return [_question(q, choices.get(q.version_id, []), media.get(q.version_id, {})) for q in questions]


def _question(question: PaperQuestion, choices: list[Choice], media: Media) -> dict[str, Any]:
    answer = getattr(question, "answer", None)
    kept, version = answer.chosen if answer else [], question.version
    body = body_of(version, choices)
    order, places = question.choice_order, {choice.pk: place for place, choice in enumerate(choices)}
    if version.kind in CHOOSING:
        order, kept = [places[pk] for pk in order], [places[pk] for pk in kept]
    return {
        "position": question.position,
        "boxes": boxes(body, shown(body, kept, order), order, media=media),
        "answered": bool(kept),
        "points": question.points / 100 if question.points != FULL_POINTS else None,
        "saved_at": answer.saved_at if answer else None,
        "revision": answer.revision if answer else 0,
    }


@require_safe
def remaining(request: PaperRequest, number: int) -> JsonResponse:
    """Tell the script how much time is left and whether another device took the paper, for a phone that slept."""
    sitting = request.target
    over = sitting.submitted_at is not None
    taken = not over and not holds(browser_of(request), sitting)
    return JsonResponse({"remaining_ms": remaining_ms(sitting, clock.now()), "over": over, "taken": taken})


@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: PaperRequest, number: int) -> HttpResponse:
    """Ask whether to hand in, naming what is unanswered; then do so."""
    sitting, now = request.target, clock.now()
    if request.method == "POST":
        try:
            submit(paper=sitting, now=now, browser=browser_of(request))
        except TakenOver:
            return redirect("contests:paper", number)
        return redirect("contests:result", number)
    close_overdue(paper=sitting, now=now)
    sitting.refresh_from_db()
    if sitting.submitted_at is not None:
        return redirect("contests:result", number)
    if not holds(browser_of(request), sitting):
        return redirect("contests:paper", number)
    questions = _shown(sitting)
    open_places = [q["position"] for q in questions if not q["answered"]]
    rules = sitting.round.paper_rules
    context = {
        **_frame_of(sitting, now),
        "count": len(questions),
        "unanswered": open_places,
        "back": rules.back,
        "not_foretold": bool(rules.predicts) and sitting.prediction is None,
    }
    return render(request, "contests/hand_in.html", context)


@require_safe
def result(request: PaperRequest, number: int) -> HttpResponse:
    now = clock.now()
    close_overdue(paper=request.target, now=now)
    done = Paper.objects.select_related("round__contest", "contest", "entrant__unit").get(pk=number)
    if done.submitted_at is None:
        return redirect("contests:paper", number)
    name = board_name(done.round, "people")
    store = fresh(name)
    context = {
        "paper": done,
        "contest": done.contest,
        "standing": store.standing(name, str(done.entrant_id)),
        "size": store.size(name),
        "questions": review(done) if explanations_shown(done, now) else None,
        "due": explanations_due(done, now),
        "sealed": sealed(done.round, now),
        "asked_to_foretell": FORETOLD.get(done.round.paper_rules.predicts, ""),
        "came_true": came_true(done.round, now),
        "attempts_left": attempts_left(done.entrant, done.round, now),
        "phase": done.round.phase_at(now),
        "late": [_late(one) for one in done.late_answers.all()],
        "receipt_agrees": agrees(done),
        "now": now,
        "appeals_until": appeals_until(done),
        "appeals_filed": done.appeals.count(),
        "certificates": len(standing_of(done.entrant)),
        **final_of(done.entrant),
    }
    return render(request, "contests/result.html", context)


def _late(one: LateAnswer) -> dict[str, Any]:
    """Return when a late answer came, to the millisecond, and by how many seconds it missed."""
    at = timezone.localtime(one.received_at)
    return {
        "position": one.position,
        "at": f"{at:%H:%M:%S},{at.microsecond // 1000:03}",
        "seconds": (one.received_at - one.closed_at).total_seconds(),
        "after": one.after,
    }
