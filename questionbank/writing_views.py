"""Writing a question: the clause is picked on the same page, and no step of it loses a word that was typed.

Every button of the page sends the whole form. With htmx only the part around the citation
is put in again; without it the page comes back as it was, with one thing opened or cited.
"""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.models import User
from questionbank import review, writing
from questionbank.attaching import Attachments, attached_by, attached_to
from questionbank.forms import PLACES, QuestionForm, initial_of, typed
from questionbank.models import Question
from questionbank.picking import cited_by, own_words, picker
from realtime import clock
from regulations.models import Provision
from regulations.reading import paragraphs

# Where the form shows what `writing` calls otherwise; None: above the form.
FIELD = {"choices": "choice_0", "partners": "choice_0", "remarks": "choice_0", "media": None}
Cited = list[tuple[Provision, str]]


class WritingRequest(HttpRequest):
    """A request that the permission table let through."""

    target: Question
    user: User


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: WritingRequest) -> HttpResponse:
    if request.method == "POST":
        return _sent(request, None)
    cited = _with_own_words(cited_by([request.GET.get("provision", "")], []))
    return _page(request, None, QuestionForm(), cited)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: WritingRequest, pk: int) -> HttpResponse:
    question = request.target
    if request.method == "POST":
        return _sent(request, question)
    cited: Cited = []
    if question.latest_version is not None:
        kept = question.latest_version.citations.select_related("provision__document").order_by("pk")
        cited = [(citation.provision, citation.quote) for citation in kept]
    return _page(request, question, QuestionForm(initial=initial_of(question)), cited)


def _sent(request: WritingRequest, question: Question | None) -> HttpResponse:
    do, _colon, key = request.POST.get("do", "save").partition(":")
    cited = cited_by(request.POST.getlist("provision"), request.POST.getlist("quote"))
    attachments = attached_by(request.POST, request.FILES, now=clock.now())
    if attachments.refusal:
        form = QuestionForm(request.POST)
        form.add_error(None, attachments.refusal)
        return _page(request, question, form, cited, attachments=attachments)
    if do not in ("save", "send"):
        form = QuestionForm(initial=typed(request.POST))
        return _page(request, question, form, _changed(cited, do, key), attachments=attachments)
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return _page(request, question, form, cited, attachments=attachments)
    if do == "send" and not cited:
        lacking = _("Pick the clause that proves the answer.")
        return _page(request, question, form, cited, lacking, attachments=attachments)
    try:
        kept = _keep(request, question, form, cited, attachments)
    except writing.BadWording as bad:
        if bad.field == "cited":
            return _page(request, question, form, cited, str(bad), attachments=attachments)
        form.add_error(FIELD.get(bad.field, bad.field), str(bad))
        return _page(request, question, form, cited, attachments=attachments)
    except writing.Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, question, form, cited, attachments=attachments)
    return _kept(request, kept, send=do == "send")


def _keep(
    request: WritingRequest, question: Question | None, form: QuestionForm, cited: Cited, attachments: Attachments
) -> Question:
    wording, topic, now = form.wording(cited), form.cleaned_data["topic"], clock.now()
    wording = replace(wording, media=attachments.held)
    if question is None:
        return writing.write_question(topic=topic, wording=wording, by=request.user, now=now)
    seen = request.POST.get("seen", "")
    writing.revise(
        question=question,
        wording=wording,
        by=request.user,
        now=now,
        topic=topic,
        seen=int(seen) if seen.isdecimal() and len(seen) < 10 else None,
    )
    return question


def _kept(request: WritingRequest, question: Question, *, send: bool) -> HttpResponse:
    if send:
        try:
            review.send_to_review(question=question, by=request.user, now=clock.now())
        except review.Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Kept and sent to review. Another trainer decides on it."))
    else:
        messages.success(request, _("The draft is kept. Send it to review when it is ready."))
    return redirect("questionbank:detail", question.pk)


def _changed(cited: Cited, do: str, key: str) -> Cited:
    if do == "cite" and all(str(provision.pk) != key for provision, _quote in cited):
        return [*cited, *_with_own_words(cited_by([key], []))]
    if do == "uncite":
        return [(provision, quote) for provision, quote in cited if str(provision.pk) != key]
    return cited


def _with_own_words(cited: Cited) -> Cited:
    return [(provision, own_words(provision)) for provision, _quote in cited]


def _page(
    request: WritingRequest,
    question: Question | None,
    form: QuestionForm,
    cited: Cited,
    cited_error: str = "",
    *,
    attachments: Attachments | None = None,
) -> HttpResponse:
    if attachments is None:
        attachments = attached_to(question.latest_version if question else None)
    today = timezone.localdate(clock.now())
    context: dict[str, Any] = {
        "form": form,
        "question": question,
        "attachments": attachments.shown(),
        "places": [(place, letter) for place, letter in enumerate(PLACES)],
        "seen": request.POST.get("seen") or (question and question.latest_version and question.latest_version.number),
        "cited": [(p, quote, paragraphs(p.full_text(today) or p.full_text())) for p, quote in cited],
        "cited_error": cited_error,
        "picker": picker(**_open_in(request.POST, cited)),
        "today": today,
    }
    wrong = form.errors or cited_error
    return render(request, "questionbank/form.html", context, status=400 if wrong else 200)


def _open_in(post: QueryDict, cited: Cited) -> dict[str, str]:
    """Return what the picker has open; at first, the regulation that the question cites already."""
    do, _colon, key = post.get("do", "").partition(":")
    document = post.get("document", str(cited[0][0].document_id) if cited else "")
    if do == "choose":
        return {"document": document}
    words = post.get("words", "").replace("\x00", "").strip()[:200] if do in ("find", "cite", "uncite") else ""
    return {"document": document, "opened": key if do == "open" else post.get("opened", ""), "words": words}
