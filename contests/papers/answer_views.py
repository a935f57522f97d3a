"""Answers as the page of a paper sends them: a script is given JSON with the receipt, a plain form the next page."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.http import require_POST

from contests.models import Paper
from contests.papers.answering import MOST_FORETOLD, Saved, Sent, go_on, save_prediction
from contests.papers.holding import take_over
from contests.papers.late import save_all_or_keep_late, save_or_keep_late
from contests.papers.versions import version_from
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
from questionbank.bodies import body_of
from questionbank.fields import given
from questionbank.kinds import CHOOSING, NotAResponse, read, settled
from realtime import clock

PREDICTION = 0  # the place by which the page knows the prediction, which stands after the last question


class PaperRequest(HttpRequest):
    """A request that the permission table let through; `target` is the paper it is about."""

    target: Paper


class Unsaved(HttpResponse):
    """The answer to a script, not given yet: what was `sent` is read and let in. `settle` says what came of it."""

    def __init__(self, request: PaperRequest, sent: Sent) -> None:
        super().__init__(content_type="application/json")
        self._request, self.sent = request, sent

    def settle(self, outcome: Saved | Refused) -> None:
        """Make it the receipt, or why there is none. Call it after the commit."""
        told: JsonResponse
        if isinstance(outcome, Refused):
            with translation.override(self._request.LANGUAGE_CODE):
                told = refused_to_script(outcome, self.sent.now)
        else:
            receipt = {"position": self.sent.position, "revision": outcome.revision, "saved_at": outcome.saved_at}
            told = received(receipt, self.sent.paper, self.sent.now)
        self.status_code, self.content = told.status_code, told.content
        self["Content-Length"] = str(len(told.content))


@require_POST
def save(request: PaperRequest, number: int) -> HttpResponse:
    """Save one answer, and wait for whoever else is busy with its paper."""
    if not scripted(request):
        return _save_plain(request, number)
    response = unsaved(request, number)
    if isinstance(response, Unsaved):
        outcome = save_all_or_keep_late([response.sent])[0]
        assert outcome is not None  # noqa: S101  # who waits is given one
        response.settle(outcome)
    return response


@require_POST
def unsaved(request: PaperRequest, number: int) -> HttpResponse:
    """Read an answer that a script sent, for `save`, or for whoever saves it together with those of others.

    A prediction, of which there is one a paper, is saved at once.
    """
    now = clock.now()
    try:
        if request.POST.get("position", "") == str(PREDICTION):
            return received(_keep_prediction(request, now), request.target, now)
        return Unsaved(request, _sent(request, now))
    except Refused as refusal:
        return refused_to_script(refusal, now)


def _save_plain(request: PaperRequest, number: int) -> HttpResponse:
    sitting, now, position = request.target, clock.now(), request.POST.get("position", "")
    go = request.POST.get("go", "")[:4]
    try:
        if position == str(PREDICTION):
            _keep_prediction(request, now)
        else:
            sent = _sent(request, now)
            save_or_keep_late(
                paper=sitting, position=sent.position, chosen=sent.chosen, now=now, browser=sent.browser,
                version=sent.version,
            )  # fmt: skip
        if go.isdecimal() and not sitting.round.paper_rules.back:
            go_on(paper=sitting, left=int(position), now=now, browser=browser_of(request))
    except Refused as refusal:
        return _refused(request, number, refusal, now)
    return redirect(f"{reverse('contests:paper', args=[number])}?cau={go if go.isdecimal() else position}")


@require_POST
def take(request: PaperRequest, number: int) -> HttpResponse:
    """Let this browser answer from now on: for the script, which then sends what it kept, or for a plain form."""
    now = clock.now()
    try:
        taken = take_over(paper=request.target, browser=browser_of(request), now=now)
    except Refused as refusal:
        return _refused(request, number, refusal, now)
    if scripted(request):
        return JsonResponse({"hold": taken.hold})
    return redirect("contests:paper", number)


def scripted(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def browser_of(request: HttpRequest) -> str:
    """Return by what this browser is known while its paper is open: its session."""
    return request.session.session_key or ""


def remaining_ms(sitting: Paper, now: datetime) -> int:
    return max(round((sitting.deadline_at - now).total_seconds() * 1000), 0)


def received(receipt: dict[str, Any], sitting: Paper, now: datetime) -> JsonResponse:
    """Answer a script with the receipt."""
    at = timezone.localtime(receipt["saved_at"]).strftime("%H:%M:%S")
    return JsonResponse(receipt | {"shown": at, "remaining_ms": remaining_ms(sitting, now)})


def refused_to_script(refusal: Refused, now: datetime) -> JsonResponse:
    """Answer a script with the receipt of a refusal: why, and when what was refused came."""
    told = {
        "error": refusal.code, "message": str(refusal), "over": _over(refusal),
        "taken": isinstance(refusal, TakenOver), "received_at": now,
    }  # fmt: skip
    if isinstance(refusal, Outdated):
        told |= {name: refusal.facts[name] for name in ("revision", "hold")}
    return JsonResponse(told, status=409)


def _refused(request: HttpRequest, number: int, refusal: Refused, now: datetime) -> HttpResponse:
    if scripted(request):
        return refused_to_script(refusal, now)
    if not isinstance(refusal, TakenOver):  # of which the page tells by itself
        messages.error(request, str(refusal))
    return redirect("contests:result" if _over(refusal) else "contests:paper", number)


def _over(refusal: Refused) -> bool:
    return isinstance(refusal, AlreadySubmitted | DeadlinePassed)


def _keep_prediction(request: PaperRequest, now: datetime) -> dict[str, Any]:
    """Save the number foretold and return its receipt."""
    sent = request.POST.get("foretold", "").strip()
    if sent and not (sent.isascii() and sent.isdecimal() and len(sent) < 9):
        raise NotForetold(most=MOST_FORETOLD)
    at = save_prediction(
        paper=request.target, foretold=int(sent) if sent else None, now=now, browser=browser_of(request),
        version=version_from(request.POST.get("hold", ""), request.POST.get("edit", "")),
    )  # fmt: skip
    return {"position": PREDICTION, "saved_at": at}


def _sent(request: PaperRequest, now: datetime) -> Sent:
    """Return the answer that was sent as `save_answer` takes it. Raises NotOnPaper or NotThatKind."""
    position = request.POST.get("position", "")
    if not (position.isascii() and position.isdecimal() and len(position) < 5):
        raise NotOnPaper
    version = version_from(request.POST.get("hold", ""), request.POST.get("edit", ""))
    return Sent(
        request.target, int(position), _chosen(request, int(position)), now, browser_of(request), version
    )  # fmt: skip


def _chosen(request: PaperRequest, position: int) -> list[Any]:
    """Return what was chosen of the question at `position`. Raises NotOnPaper or NotThatKind."""
    question = request.target.question_at(position)
    if question is None:
        raise NotOnPaper
    choosing = question.version.kind in CHOOSING  # whose choices the order on the paper already names
    body, order = body_of(question.version, () if choosing else None), question.choice_order
    sent = given(body, dict(request.POST.lists()))
    if choosing:
        if not all(isinstance(place, int) and 0 <= place < len(order) for place in sent):
            raise NotOnPaper
        return [order[place] for place in sent]  # type: ignore[index]
    try:
        return settled(body, read(body, sent), order)
    except NotAResponse as error:
        raise NotThatKind from error
