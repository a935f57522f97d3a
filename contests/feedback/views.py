"""Feedback on questions: sent from one's own result or from practice, and answered by the keepers of the bank."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from contests.feedback.answering import Finding, answer
from contests.feedback.forms import AnswerForm, FeedbackForm, PaperFeedbackForm
from contests.feedback.reading import contests_that_asked
from contests.feedback.sending import send_about, send_about_paper
from contests.models import Feedback, Paper
from contests.papers.answer_views import PaperRequest
from contests.papers.sitting import close_overdue
from contests.refusals import Refused
from contests.results import PLACES, explanations_due, explanations_shown
from contests.review.access import on_board
from contests.review.appeals import appeals_until
from people.models import User
from questionbank.bodies import body_of, choices_of
from questionbank.kinds import CHOOSING
from questionbank.models import QuestionVersion
from questionbank.solutions import lines
from realtime import clock

PER_PAGE = 25
THANKS = gettext_noop("Thank you. The keepers of the question bank read it; the answer will stand here.")


class VersionRequest(HttpRequest):
    """A request that the permission table let through; `target` is a wording that the account has seen."""

    target: QuestionVersion
    user: User


class KeeperRequest(HttpRequest):
    """A request that the permission table let through; `target` is the feedback."""

    target: Feedback
    user: User


@require_http_methods(["GET", "HEAD", "POST"])
def about_paper(request: PaperRequest, number: int) -> HttpResponse:
    """Write about a question of one's own paper, and read what was answered."""
    now = clock.now()
    close_overdue(contest=request.target.contest, now=now)
    paper = Paper.objects.select_related("round__contest", "contest", "entrant").get(pk=number)
    if paper.submitted_at is None:
        return redirect("contests:paper", number)
    places = dict(paper.questions.order_by("position").values_list("version", "position"))
    form = PaperFeedbackForm(
        request.POST or None, positions=list(places.values()), initial={"position": request.GET.get("cau", "")}
    )
    if request.method == "POST" and form.is_valid():
        try:
            send_about_paper(paper=paper, position=form.cleaned_data["position"], said=form.said(), now=now)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Thank you. The keepers of the question bank read it; the answer will stand here.")
            )
            return redirect("contests:feedback-paper", number)
    until, shown = appeals_until(paper), explanations_shown(paper, now)
    own = list(Feedback.objects.filter(entrant=paper.entrant_id, version__in=places).order_by("-sent_at"))
    context = {
        "paper": paper,
        "contest": paper.contest,
        "form": form,
        "own": [(each, places[each.version_id]) for each in own] if shown else [],
        "may_write": shown,
        "due": explanations_due(paper, now),
        "appeals_until": until if until and now < until else None,
    }
    return render(request, "contests/feedback/paper.html", context, status=_status(form))


@require_http_methods(["GET", "HEAD", "POST"])
def about_question(request: VersionRequest, pk: int) -> HttpResponse:
    """Write about a question seen in practice, and read what was answered."""
    version = request.target
    form = FeedbackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            send_about(version=version, by=request.user, said=form.said(), now=clock.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Thank you. The keepers of the question bank read it; the answer will stand here.")
            )
            return redirect("contests:feedback-question", pk)
    own = Feedback.objects.filter(user=request.user, version=version).order_by("-sent_at")
    context = {"version": version, "form": form, "own": [(each, 0) for each in own]}
    return render(request, "contests/feedback/question.html", context, status=_status(form))


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """What people say of the questions: what waits first, the oldest of it on top."""
    found = Feedback.objects.select_related("version__question", "answered_by")
    code = request.GET.get("ma", "")[:30]
    if code:
        found = found.filter(version__question__code=code)
    page = Paginator(found.order_by(F("answered_at").desc(nulls_first=True), "sent_at", "pk"), PER_PAGE)
    shown = {
        "page": page.get_page(request.GET.get("page")),
        "waiting": found.filter(answered_at=None).count(),
        "code": code,
    }
    return render(request, "contests/feedback/inbox.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def triage(request: KeeperRequest, pk: int) -> HttpResponse:
    """One person's word with the question, its key and its proof; a POST answers it."""
    feedback = request.target
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            answer(
                feedback=feedback, finding=Finding(given["finding"]), words=given["words"],
                shown_to_all=given["shown_to_all"], by=request.user, now=clock.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Answered. The sender reads it with the question."))
            return redirect("contests:feedback", pk)
    version = feedback.version
    choices = choices_of([version.pk]).get(version.pk, [])
    shown = {
        "feedback": feedback,
        "version": version,
        "form": form,
        "choices": list(zip(PLACES, choices, strict=False)) if version.kind in CHOOSING else [],
        "lines": [] if version.kind in CHOOSING else lines(body_of(version, choices), []),
        "citations": version.citations.select_related("provision__document"),
        "asked": [(each, on_board(request.user, each.contest)) for each in contests_that_asked(feedback)],
        "others": Feedback.objects.filter(version__question=version.question_id).exclude(pk=pk).count(),
    }
    return render(request, "contests/feedback/triage.html", shown, status=_status(form))


def _status(form: FeedbackForm | AnswerForm) -> int:
    return 422 if form.is_bound and form.errors else 200
