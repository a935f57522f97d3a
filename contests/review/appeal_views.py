"""Appeals: filed from one's own result, and answered at the board's desk."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from contests.models import Appeal, Contest, Paper, PaperQuestion
from contests.papers.answer_views import PaperRequest
from contests.papers.sitting import close_overdue
from contests.refusals import Refused
from contests.results import explanations_due, explanations_shown
from contests.review.appeals import answer_appeal, appeals_until, file_appeal
from contests.review.asked import appeals_by_question
from contests.review.desk_views import DeskRequest
from contests.review.forms import AnswerForm, AppealForm
from questionbank.bodies import choices_of
from questionbank.models import QuestionVersion
from realtime import clock

PER_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
def file(request: PaperRequest, number: int) -> HttpResponse:
    """File an appeal about one's own paper, and read what became of those filed."""
    now = clock.now()
    close_overdue(contest=request.target.contest, now=now)
    paper = Paper.objects.select_related("round__contest", "contest", "entrant__unit").get(pk=number)
    if paper.submitted_at is None:
        return redirect("contests:paper", number)
    positions = list(paper.questions.order_by("position").values_list("position", flat=True))
    form = AppealForm(request.POST or None, positions=positions, initial={"position": request.GET.get("cau", "")})
    if request.method == "POST" and form.is_valid():
        try:
            made = file_appeal(paper=paper, now=now, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            said = _("Your appeal has been received under number %(number)s. The answer will stand on this page.")
            messages.success(request, said % {"number": made.pk})
            return redirect("contests:file-appeal", number)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "contests/file_appeal.html", _own(paper, form, now), status=status)


def _own(paper: Paper, form: AppealForm, now: datetime) -> dict[str, Any]:
    until = appeals_until(paper)
    return {
        "paper": paper,
        "contest": paper.contest,
        "form": form,
        "until": until,
        "taken": until is not None and now < until,
        "appeals": paper.appeals.order_by("filed_at"),
        # An answer may tell what is right: it waits as the right answers do.
        "answers_shown": explanations_shown(paper, now),
        "due": explanations_due(paper, now),
    }


@require_safe
def appeals(request: DeskRequest, slug: str) -> HttpResponse:
    """The appeals of a contest: those that wait first, the oldest of them on top."""
    contest = request.target
    found = Appeal.objects.filter(paper__contest=contest).select_related(
        "paper__entrant__unit", "paper__round__contest", "answered_by"
    )
    page = Paginator(found.order_by(F("answered_at").asc(nulls_first=True), "filed_at", "pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    versions, alike = _versions(list(page)), appeals_by_question(contest)
    rows = [(each, versions.get((each.paper_id, each.position))) for each in page]
    shown = {
        "contest": contest,
        "page": page,
        "rows": [(each, version, alike.get(version.pk, 0) - 1 if version else 0) for each, version in rows],
        "waiting": found.filter(answered_at=None).count(),
        "total": found.count(),
    }
    return render(request, "contests/review/appeals.html", shown)


def _versions(found: list[Appeal]) -> dict[tuple[int, int], QuestionVersion]:
    """Return the wording that each appeal is about, by paper and place; one query."""
    asked = PaperQuestion.objects.filter(
        paper__in=[each.paper_id for each in found], position__in={each.position for each in found}
    ).select_related("version__question")
    return {(question.paper_id, question.position): question.version for question in asked}


@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: DeskRequest, slug: str, pk: int) -> HttpResponse:
    contest = request.target
    found = Appeal.objects.select_related("paper__entrant__unit", "paper__round__contest", "answered_by")
    made = found.filter(pk=pk, paper__contest=contest).first()
    if made is None:
        raise Http404
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            answer_appeal(
                appeal=made, upheld=form.cleaned_data["outcome"] == "yes", answer=form.cleaned_data["answer"],
                by=request.user, now=clock.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The appeal is answered."))
            return redirect("contests:appeals", slug)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "contests/review/appeal.html", _one(contest, made, form), status=status)


def _one(contest: Contest, made: Appeal, form: AnswerForm) -> dict[str, Any]:
    question = made.paper.question_at(made.position) if made.position else None
    version = question.version if question else None
    choices = choices_of([version.pk]).get(version.pk, []) if version else []
    answer = getattr(question, "answer", None)
    return {
        "contest": contest,
        "appeal": made,
        "form": form,
        "version": version,
        "choices": [(choice, bool(answer and choice.pk in answer.chosen)) for choice in choices],
        "alike": appeals_by_question(contest).get(version.pk, 1) - 1 if version else 0,
    }
