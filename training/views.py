"""Training-need reports on the screen and as a Word file. No personal name appears on either."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from contests.access import organises
from contests.models import Contest
from questionbank.models import Question
from realtime import clock
from training.access import trains_for
from training.forms import RuleForm
from training.history import history_of
from training.reports import build_report
from training.word import write_report

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class ReportRequest(HttpRequest):
    """A request that the permission table let through; `target` is the contest it is about."""

    target: Contest


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    closed = Count("papers", filter=Q(papers__submitted_at__isnull=False))
    contests = Contest.objects.public().select_related("unit").annotate(closed=closed).order_by("-closes_at")
    readable = [c for c in contests if trains_for(request.user, c) or organises(request.user, c)]
    return render(request, "training/index.html", {"contests": readable})


@require_safe
def report(request: ReportRequest, slug: str) -> HttpResponse:
    asked = request.GET if "target" in request.GET else None
    form = RuleForm(asked, initial=None)
    made = build_report(request.target, now=clock.now(), rule=form.rule())
    table = [(group, [(row, row.cells[index]) for row in made.topics]) for index, group in enumerate(made.groups)]
    shown = {"contest": request.target, "report": made, "form": form, "table": table}
    return render(request, "training/report.html", shown, status=400 if form.is_bound and form.errors else 200)


@require_safe
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of one question of the bank."""
    held: Question = request.target  # type: ignore[attr-defined]
    return render(request, "training/question.html", {"question": held, "history": history_of(held)})


@require_safe
def word(request: ReportRequest, slug: str) -> HttpResponse:
    """The report as offices hand it on, always in Vietnamese."""
    now = clock.now()
    made = build_report(request.target, now=now, rule=RuleForm(request.GET if "target" in request.GET else None).rule())
    response = HttpResponse(write_report(made, day=timezone.localdate(now)), content_type=WORD)
    response["Content-Disposition"] = f'attachment; filename="bao-cao-nhu-cau-{request.target.slug}.docx"'
    return response
