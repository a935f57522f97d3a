"""The question bank: finding, writing, reviewing."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.models import User
from questionbank import review, writing
from questionbank.forms import QuestionForm, initial_of
from questionbank.models import Question, QuestionQuerySet, Topic
from realtime import clock
from regulations.models import Document, Provision

PER_PAGE = 30
CITABLE = (Provision.Kind.ARTICLE, Provision.Kind.SECTION, Provision.Kind.CLAUSE, Provision.Kind.POINT)


class QuestionRequest(HttpRequest):
    """A request that the permission table let through; `target` is the question it is about."""

    target: Question
    user: User


def filtered(request: HttpRequest) -> QuestionQuerySet:
    """Return the questions that the filters in the address ask for."""
    today = timezone.localdate(clock.now())
    words, topic, state = (request.GET.get(name, "")[:200].strip() for name in ("q", "topic", "state"))
    found = Question.objects.select_related("topic", "latest_version").order_by("topic__position", "code")
    if words:
        found = found.with_words(words)
    if topic:
        found = found.filter(topic__code=topic)
    if state in Question.State.values:
        found = found.filter(state=state)
    if request.GET.get("flag"):
        found = found.filter(pk__in=Question.objects.out_of_force_on(today).values("pk"))
    return found


@require_safe
def question_list(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate(clock.now())
    page = Paginator(filtered(request), PER_PAGE).get_page(request.GET.get("page"))
    shown = {
        "page": page,
        "topics": Topic.objects.order_by("position"),
        "states": Question.State.choices,
        "out_of_force": set(
            Question.objects.out_of_force_on(today).filter(pk__in=[q.pk for q in page]).values_list("pk", flat=True)
        ),
        "waiting": Question.objects.filter(state=Question.State.IN_REVIEW).count(),
        "asked": {name: request.GET.get(name, "") for name in ("q", "topic", "state", "flag")},
    }
    return render(request, "questionbank/list.html", shown)


@require_safe
def detail(request: QuestionRequest, pk: int) -> HttpResponse:
    question, version = request.target, request.target.latest_version
    shown = {
        "question": question,
        "version": version,
        "choices": list(version.choices.order_by("position")) if version else [],
        "citations": version.citations.select_related("provision__document") if version else [],
        "events": question.events.select_related("actor", "version").order_by("-at"),
        "versions": question.versions.count(),
        "today": timezone.localdate(clock.now()),
        "may_decide": review.may_decide(question, request.user),
        "State": Question.State,
    }
    return render(request, "questionbank/detail.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: QuestionRequest) -> HttpResponse:
    asked = request.GET.get("provision", "")
    form = QuestionForm(request.POST or None, initial={"provision": asked if asked.isdecimal() else None})
    if request.method == "POST" and form.is_valid():
        try:
            question = writing.write_question(
                topic=form.cleaned_data["topic"], wording=form.wording(), by=request.user, now=clock.now()
            )
        except writing.BadWording as bad:
            form.add_error(_field_of(bad), str(bad))
        else:
            messages.success(request, _("The draft is kept. Send it to review when it is ready."))
            return redirect("questionbank:detail", question.pk)
    return _form_page(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: QuestionRequest, pk: int) -> HttpResponse:
    question = request.target
    initial = initial_of(question.latest_version) if question.latest_version else {}
    asked = request.GET.get("provision", "")
    if asked.isdecimal():
        initial |= {"provision": asked, "quote": ""}
    form = QuestionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            writing.revise(question=question, wording=form.wording(), by=request.user, now=clock.now())
        except writing.BadWording as bad:
            form.add_error(_field_of(bad), str(bad))
        else:
            messages.success(request, _("The new version is kept as a draft."))
            return redirect("questionbank:detail", pk)
    return _form_page(request, form, question)


def _field_of(bad: writing.BadWording) -> str:
    return {"choices": "choice_0", "cited": "quote"}.get(bad.field, bad.field)


def _form_page(request: HttpRequest, form: QuestionForm, question: Question | None) -> HttpResponse:
    chosen = form["provision"].value()
    provision = None
    if str(chosen or "").isdecimal():
        provision = Provision.objects.select_related("document").filter(pk=chosen).first()
    shown = {"form": form, "question": question, "provision": provision, **_picked(request)}
    return render(request, "questionbank/form.html", shown, status=400 if form.errors else 200)


@require_safe
def picker(request: HttpRequest) -> HttpResponse:
    """The tree to pick from: regulations, then articles or sections, then what stands under one of them."""
    return render(request, "questionbank/_picker.html", _picked(request))


def _picked(request: HttpRequest) -> dict[str, Any]:
    number, under = request.GET.get("document", ""), request.GET.get("under", "")
    document = Document.objects.filter(pk=number).first() if number.isdecimal() else None
    parent = Provision.objects.filter(pk=under, document=document).first() if document and under.isdecimal() else None
    citable = Provision.objects.filter(kind__in=CITABLE).order_by("position")
    if parent is not None:
        shown = citable.filter(document=document, position__gte=parent.position, position__lte=parent.last_position)
    elif document is not None:
        shown = citable.filter(document=document, kind__in=CITABLE[:2])
    else:
        shown = citable.none()
    return {
        "documents": Document.objects.without_source().order_by("-issued_on"),
        "picked_document": document,
        "picked_parent": parent,
        "provisions": shown,
        "today": timezone.localdate(clock.now()),
    }


@require_safe
def review_queue(request: QuestionRequest) -> HttpResponse:
    waiting = Question.objects.filter(state=Question.State.IN_REVIEW).select_related(
        "topic", "latest_version", "author"
    )
    rows = [(question, review.may_decide(question, request.user)) for question in waiting.order_by("code")]
    return render(request, "questionbank/review.html", {"rows": rows})


@require_POST
def send(request: QuestionRequest, pk: int) -> HttpResponse:
    return _step(request, review.send_to_review, _("Sent. Another trainer decides on it."))


@require_POST
def decide(request: QuestionRequest, pk: int) -> HttpResponse:
    comment = request.POST.get("comment", "")[:2000]
    if request.POST.get("decision") == "approve":
        return _step(request, review.approve, _("Approved: it can be drawn from now on."), comment=comment)
    return _step(request, review.return_to_author, _("Returned to its author."), comment=comment)


@require_POST
def retire(request: QuestionRequest, pk: int) -> HttpResponse:
    return _step(request, review.retire, _("It will not be drawn any more."))


def _step(request: QuestionRequest, action: Any, done: str, **more: Any) -> HttpResponse:
    try:
        action(question=request.target, by=request.user, now=clock.now(), **more)
    except review.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("questionbank:detail", request.target.pk)
