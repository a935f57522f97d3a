"""The question bank: the list, one question with its proof and history, and the steps of review."""

import re
from datetime import date
from random import Random
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from people.models import User
from questionbank import review
from questionbank.access import keeps_topics
from questionbank.assets import shown, shown_with
from questionbank.bodies import body_of
from questionbank.exporting import FORMATS
from questionbank.fields import LETTERS, boxes
from questionbank.finding import AGES, Asked, find, topics_with_counts
from questionbank.kinds import CHOOSING, shuffled
from questionbank.models import Asset, Citation, Difficulty, Kind, Question, QuestionVersion, Topic
from questionbank.picking import marked
from questionbank.rechecking import touched_gaps
from questionbank.solutions import lines
from questionbank.standing import quote_on
from questionbank.twins import pairs, twins_of
from realtime import clock
from regulations.models import Document

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
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    on_page = [question.pk for question in page]
    lapsed = Question.objects.filter(pk__in=on_page).marked_on(today).filter(lapsed=True)
    context = {
        "page": page,
        "lapsed": set(lapsed.values_list("pk", flat=True)),
        "asked": asked,
        "topics": Topic.objects.order_by("position", "code"),
        "states": Question.State.choices,
        "kinds": Kind.choices,
        "difficulties": Difficulty.choices,
        "documents": Document.objects.without_source().order_by("number_folded"),
        "authors": User.objects.filter(questions_written__isnull=False).distinct().order_by("full_name"),
        "ages": list(AGES),
        "formats": [(key, label) for key, (label, _write) in FORMATS.items() if key != "excel"],
        "waiting": Question.objects.filter(state__in=review.WAITING).count(),
        "touched": touched_gaps(today).count(),
    }
    return render(request, "questionbank/list.html", context)


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """How the bank is filled: a part of the list page that a large bank takes a moment to count."""
    today = timezone.localdate(clock.now())
    topics = topics_with_counts(today)
    context = {
        "keeps_topics": keeps_topics(request.user),
        "topics": topics,
        "held": sum(topic.held for topic in topics),
        "drawable": sum(topic.drawable for topic in topics),
        "waiting": Question.objects.filter(state__in=review.WAITING).count(),
        "lapsed": Question.objects.out_of_force_on(today).count(),
    }
    return render(request, "questionbank/_figures.html", context)


@require_safe
def asset(request: HttpRequest, sha256: str) -> HttpResponse:
    """A picture, sound or film of a question. Its address names what is in it: whoever has it has been shown it."""
    held = get_object_or_404(Asset, sha256=sha256)
    data = bytes(held.data)
    span = _span(request.headers.get("Range", ""), len(data))
    response = HttpResponse(data[span[0] : span[1]] if span else data, content_type=held.content_type)
    if span:  # players on phones ask for parts
        response.status_code = 206
        response["Content-Range"] = f"bytes {span[0]}-{span[1] - 1}/{len(data)}"
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _span(header: str, size: int) -> tuple[int, int] | None:
    """Return (first, one after the last) of "bytes=0-499"; None for the whole, also where it cannot be read."""
    found = re.fullmatch(r"bytes=(\d{1,12})-(\d{0,12})", header)
    if not found or int(found[1]) >= size:
        return None
    return int(found[1]), min(int(found[2]) + 1, size) if found[2] else size


@require_safe
def alike(request: HttpRequest) -> HttpResponse:
    """Pairs of questions across the bank that ask nearly the same."""
    page = Paginator(pairs(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "questionbank/alike.html", {"page": page})


@require_safe
def detail(request: QuestionRequest, pk: int) -> HttpResponse:
    question, today = request.target, timezone.localdate(clock.now())
    versions = question.versions.select_related("written_by").order_by("-number")
    worded = [_shown(version) for version in versions.prefetch_related("choices", "citations__provision__document")]
    context = {
        "question": question,
        "latest": worded[0],
        "earlier": worded[1:],
        "proofs": [_proof(citation, today) for citation in worded[0]["version"].citations.all()],
        "events": question.events.select_related("actor", "version").order_by("-at", "-pk"),
        "today": today,
        "twins": [t for t in twins_of({question.pk: worded[0]["version"].stem})[question.pk] if t.pk != question.pk],
        "may_decide": review.may_decide(question, request.user),
        "may_approve": review.may_approve(question, request.user),
        "State": Question.State,
    }
    return render(request, "questionbank/detail.html", context)


def _shown(version: QuestionVersion) -> dict[str, Any]:
    held = sorted(version.choices.all(), key=lambda choice: choice.position)
    body = body_of(version, held)
    media = [shown(medium) for medium in version.media.select_related("asset").defer("asset__data").order_by("place")]
    common = {"version": version, "media": media}
    if version.kind in CHOOSING:
        return {**common, "choices": list(zip(LETTERS, held, strict=False)), "lines": []}
    return {**common, "choices": [], "lines": lines(body, []), "body": body}


def _proof(citation: Citation, today: date) -> tuple[Citation, str, list[list[tuple[str, bool]]]]:
    """The citation, the words that prove the answer today, and the clause as it stands, or as issued if it is gone."""
    quote = quote_on(citation, today)
    text = citation.provision.full_text(today) or citation.provision.full_text()
    return citation, quote, marked(text, quote)


@require_safe
def preview(request: QuestionRequest, pk: int) -> HttpResponse:
    """The latest wording as a participant sees it: no key, no explanation."""
    version = request.target.latest_version
    assert version is not None  # noqa: S101  # every question is written with a first version
    body = body_of(version)
    order = shuffled(body, Random(version.pk))  # noqa: S311  # an order to look at, nothing depends on it
    media = shown_with([version.pk]).get(version.pk, {})
    context = {"question": request.target, "version": version, "boxes": boxes(body, [], order, media=media)}
    return render(request, "questionbank/preview.html", context)


@require_safe
def review_queue(request: QuestionRequest) -> HttpResponse:
    waiting = Question.objects.filter(state__in=review.WAITING).with_wordings()
    waiting = waiting.select_related("author").prefetch_related("versions").order_by("topic__position", "code")
    page = Paginator(waiting, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(question, review.may_decide(question, request.user)) for question in page]
    return render(request, "questionbank/review.html", {"page": page, "rows": rows})


@require_POST
def send(request: QuestionRequest, pk: int) -> HttpResponse:
    return _step(request, review.send_to_review, _("Sent. Another trainer decides on it."))


@require_POST
def decide(request: QuestionRequest, pk: int) -> HttpResponse:
    """Vet, approve, return or comment on the version that stood on the page."""
    seen = request.POST.get("seen", "")
    given: dict[str, Any] = {
        "comment": _comment(request),
        "seen": int(seen) if seen.isdecimal() and len(seen) < 10 else None,
    }
    decision = request.POST.get("decision")
    if decision == "comment":
        return _step(request, review.comment_on, _("Your comment is kept."), comment=given["comment"])
    if decision == "vet":
        return _step(request, review.vet, _("Vetted. A third person approves it."), **given)
    if decision == "approve":
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
