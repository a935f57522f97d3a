"""The question bank: the list, one question with its proof and history, and the steps of review."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from people.models import User
from questionbank import review
from questionbank.finding import Asked, find, topics_with_counts
from questionbank.formats.record import LETTERS
from questionbank.models import Choice, Citation, Question, QuestionVersion
from questionbank.picking import marked
from questionbank.rechecking import touched_gaps
from questionbank.standing import quote_on
from realtime import clock

PER_PAGE = 25


class QuestionRequest(HttpRequest):
    """A request that the permission table let through; `target` is the question it is about."""

    target: Question
    user: User


@require_safe
def question_list(request: QuestionRequest) -> HttpResponse:
    today = timezone.localdate(clock.now())
    asked = Asked.read(request.GET)
    found = find(asked, today).select_related("topic", "latest_version", "author")
    topics = list(topics_with_counts(today))
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "asked": asked,
        "topics": topics,
        "states": Question.State.choices,
        "held": sum(topic.held for topic in topics),  # type: ignore[attr-defined]
        "drawable": sum(topic.drawable for topic in topics),  # type: ignore[attr-defined]
        "waiting": Question.objects.filter(state=Question.State.IN_REVIEW).count(),
        "touched": touched_gaps(today).count(),
        "lapsed": Question.objects.out_of_force_on(today).count(),
    }
    return render(request, "questionbank/list.html", context)


@require_safe
def detail(request: QuestionRequest, pk: int) -> HttpResponse:
    question, today = request.target, timezone.localdate(clock.now())
    versions = question.versions.select_related("written_by").order_by("-number")
    shown = [_shown(version) for version in versions.prefetch_related("choices", "citations__provision__document")]
    context = {
        "question": question,
        "latest": shown[0],
        "earlier": shown[1:],
        "proofs": [_proof(citation, today) for citation in shown[0]["version"].citations.all()],
        "events": question.events.select_related("actor", "version").order_by("-at", "-pk"),
        "today": today,
        "may_decide": review.may_decide(question, request.user),
        "State": Question.State,
    }
    return render(request, "questionbank/detail.html", context)


def _shown(version: QuestionVersion) -> dict[str, Any]:
    return {"version": version, "choices": list(zip(LETTERS, _in_order(version), strict=False))}


def _proof(citation: Citation, today: date) -> tuple[Citation, str, list[list[tuple[str, bool]]]]:
    """The citation, the words that prove the answer today, and the clause as it stands, or as issued if it is gone."""
    quote = quote_on(citation, today)
    text = citation.provision.full_text(today) or citation.provision.full_text()
    return citation, quote, marked(text, quote)


def _in_order(version: QuestionVersion) -> list[Choice]:
    return sorted(version.choices.all(), key=lambda choice: choice.position)


@require_safe
def preview(request: QuestionRequest, pk: int) -> HttpResponse:
    """The latest wording as a participant sees it: no key, no explanation."""
    version = request.target.latest_version
    assert version is not None  # noqa: S101  # every question is written with a first version
    context = {
        "question": request.target,
        "version": version,
        "choices": [(letter, choice.text) for letter, choice in zip(LETTERS, _in_order(version), strict=False)],
    }
    return render(request, "questionbank/preview.html", context)


@require_safe
def review_queue(request: QuestionRequest) -> HttpResponse:
    waiting = Question.objects.filter(state=Question.State.IN_REVIEW).with_wordings()
    waiting = waiting.select_related("author").prefetch_related("versions").order_by("topic__position", "code")
    page = Paginator(waiting, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(question, review.may_decide(question, request.user)) for question in page]
    return render(request, "questionbank/review.html", {"page": page, "rows": rows})


@require_POST
def send(request: QuestionRequest, pk: int) -> HttpResponse:
    return _step(request, review.send_to_review, _("Sent. Another trainer decides on it."))


@require_POST
def decide(request: QuestionRequest, pk: int) -> HttpResponse:
    """Approve or return the version that stood on the page."""
    seen = request.POST.get("seen", "")
    given: dict[str, Any] = {"comment": _comment(request), "seen": int(seen) if seen.isdecimal() else None}
    if request.POST.get("decision") == "approve":
        return _step(request, review.approve, _("Approved: it can be drawn from now on."), **given)
    return _step(request, review.return_to_author, _("Returned to its author."), **given)


@require_POST
def retire(request: QuestionRequest, pk: int) -> HttpResponse:
    return _step(request, review.retire, _("Retired: it will not be drawn any more."), comment=_comment(request))


def _comment(request: HttpRequest) -> str:
    return request.POST.get("comment", "").replace("\x00", "")[:2000]


def _step(request: QuestionRequest, action: Any, done: str, **given: Any) -> HttpResponse:
    try:
        action(question=request.target, by=request.user, now=clock.now(), **given)
    except review.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("questionbank:detail", request.target.pk)
