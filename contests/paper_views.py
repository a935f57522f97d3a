"""A paper on a phone: one question per screen, every answer saved at once."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contests import watching
from contests.articles.papers import FORETOLD
from contests.boards import board_name
from contests.handouts.verifying import standing_of
from contests.holding import holds, take_over
from contests.late import save_or_keep_late
from contests.models import LateAnswer, Paper, PaperQuestion
from contests.papers import (
    MOST_FORETOLD,
    attempts_left,
    close_overdue,
    go_on,
    save_prediction,
    submit,
)
from contests.receipts import agrees
from contests.record.final import final_of
from contests.refusals import (
    AlreadySubmitted,
    DeadlinePassed,
    NotForetold,
    NotOnPaper,
    NotThatKind,
    Outdated,
    Refused,
    TakenOver,
)
from contests.results import explanations_due, explanations_shown, review
from contests.review.appeals import appeals_until
from contests.sealing import sealed
from contests.tally import came_true
from contests.versions import version_from
from leaderboard.sources import fresh
from questionbank.assets import shown_with
from questionbank.blueprint import FULL_POINTS
from questionbank.bodies import body_of, choices_of
from questionbank.fields import Media, boxes, given
from questionbank.kinds import CHOOSING, NotAResponse, read, settled, shown
from questionbank.models import Choice
from realtime import clock

PREDICTION = 0  # the place by which the page knows the prediction, which stands after the last question


class PaperRequest(HttpRequest):
    """A request that the permission table let through; `target` is the paper it is about."""

    target: Paper


@require_safe
def paper(request: PaperRequest, number: int) -> HttpResponse:
    now = clock.now()
    close_overdue(paper=request.target, now=now)
    sitting = Paper.objects.select_related("contest", "round", "entrant__contest").get(pk=number)
    if sitting.submitted_at is not None:
        return redirect("contests:result", number)
    if not holds(_browser(request), sitting):
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


def _scripted(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _browser(request: HttpRequest) -> str:
    """Return by what this browser is known while its paper is open: its session."""
    return request.session.session_key or ""


def _frame_of(sitting: Paper, now: datetime) -> dict[str, Any]:
    return {"paper": sitting, "contest": sitting.contest, "remaining_ms": _remaining_ms(sitting, now)}


def _remaining_ms(sitting: Paper, now: datetime) -> int:
    return max(round((sitting.deadline_at - now).total_seconds() * 1000), 0)


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


@require_POST
def save(request: PaperRequest, number: int) -> HttpResponse:
    """Save one answer: for the script as JSON with the receipt, for a plain form by going on to a question."""
    sitting, now = request.target, clock.now()
    plain = not _scripted(request)
    position = request.POST.get("position", "")
    try:
        receipt = _keep(request, sitting, position, now)
        if plain and request.POST.get("go", "").isdecimal() and not sitting.round.paper_rules.back:
            go_on(paper=sitting, left=int(position), now=now, browser=_browser(request))
    except Refused as refusal:
        return _refused(request, number, refusal, now)
    if plain:
        go = request.POST.get("go", "")[:4]
        return redirect(f"{reverse('contests:paper', args=[number])}?cau={go if go.isdecimal() else position}")
    at = timezone.localtime(receipt["saved_at"]).strftime("%H:%M:%S")
    return JsonResponse(receipt | {"shown": at, "remaining_ms": _remaining_ms(sitting, now)})


def _refused(request: HttpRequest, number: int, refusal: Refused, now: datetime) -> HttpResponse:
    """Answer with the receipt of a refusal: why, and when what was refused came."""
    over = isinstance(refusal, AlreadySubmitted | DeadlinePassed)
    if not _scripted(request):
        if not isinstance(refusal, TakenOver):  # of which the page tells by itself
            messages.error(request, str(refusal))
        return redirect("contests:result" if over else "contests:paper", number)
    told = {
        "error": refusal.code, "message": str(refusal), "over": over, "taken": isinstance(refusal, TakenOver),
        "received_at": now,
    }  # fmt: skip
    if isinstance(refusal, Outdated):
        told |= {name: refusal.facts[name] for name in ("revision", "hold")}
    return JsonResponse(told, status=409)


def _keep(request: HttpRequest, sitting: Paper, position: str, now: datetime) -> dict[str, Any]:
    """Save what was sent for the question, or the prediction, at that place, and return the receipt."""
    asking = {
        "browser": _browser(request),
        "version": version_from(request.POST.get("hold", ""), request.POST.get("edit", "")),
    }
    if position == str(PREDICTION):
        given_number = request.POST.get("foretold", "").strip()
        if given_number and not (given_number.isascii() and given_number.isdecimal() and len(given_number) < 9):
            raise NotForetold(most=MOST_FORETOLD)
        foretold = int(given_number) if given_number else None
        at = save_prediction(paper=sitting, foretold=foretold, now=now, **asking)
        return {"position": PREDICTION, "saved_at": at}
    place, chosen = _read_answer(request, sitting)
    saved = save_or_keep_late(paper=sitting, position=place, chosen=chosen, now=now, **asking)
    return {"position": place, "revision": saved.revision, "saved_at": saved.saved_at}


@require_POST
def take(request: PaperRequest, number: int) -> HttpResponse:
    """Let this browser answer from now on: for the script, which then sends what it kept, or for a plain form."""
    now = clock.now()
    try:
        taken = take_over(paper=request.target, browser=_browser(request), now=now)
    except Refused as refusal:
        return _refused(request, number, refusal, now)
    if _scripted(request):
        return JsonResponse({"hold": taken.hold})
    return redirect("contests:paper", number)


def _read_answer(request: HttpRequest, sitting: Paper) -> tuple[int, list[Any]]:
    """Return the place of the question and its answer as `save_answer` takes it. Raises NotOnPaper or NotThatKind."""
    position = request.POST.get("position", "")
    if not (position.isascii() and position.isdecimal() and len(position) < 5):
        raise NotOnPaper
    question = sitting.question_at(int(position))
    if question is None:
        raise NotOnPaper
    choosing = question.version.kind in CHOOSING  # whose choices the order on the paper already names
    body, order = body_of(question.version, () if choosing else None), question.choice_order
    sent = given(body, dict(request.POST.lists()))
    if choosing:
        if not all(isinstance(place, int) and 0 <= place < len(order) for place in sent):
            raise NotOnPaper
        return int(position), [order[place] for place in sent]  # type: ignore[index]
    try:
        return int(position), settled(body, read(body, sent), order)
    except NotAResponse as error:
        raise NotThatKind from error


@require_safe
def remaining(request: PaperRequest, number: int) -> JsonResponse:
    """Tell the script how much time is left and whether another device took the paper, for a phone that slept."""
    sitting = request.target
    over = sitting.submitted_at is not None
    taken = not over and not holds(_browser(request), sitting)
    return JsonResponse({"remaining_ms": _remaining_ms(sitting, clock.now()), "over": over, "taken": taken})


@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: PaperRequest, number: int) -> HttpResponse:
    """Ask whether to hand in, naming what is unanswered; then do so."""
    sitting, now = request.target, clock.now()
    if request.method == "POST":
        try:
            submit(paper=sitting, now=now, browser=_browser(request))
        except TakenOver:
            return redirect("contests:paper", number)
        return redirect("contests:result", number)
    close_overdue(paper=sitting, now=now)
    sitting.refresh_from_db()
    if sitting.submitted_at is not None:
        return redirect("contests:result", number)
    if not holds(_browser(request), sitting):
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
