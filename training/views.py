"""Training-need reports on the screen. No personal name appears on them."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from contests.access import organises
from contests.models import Contest
from questionbank.models import Question
from realtime import clock
from training.access import trains_for
from training.analyses import running, stop
from training.forms import RuleForm
from training.history import history_of
from training.reports import kept_report


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
    made = kept_report(request.target, now=clock.now(), rule=form.rule())
    going = running(request.target)
    if made is None:
        return render(request, "training/analysing.html", {"contest": request.target, "going": going}, status=202)
    table = [(group, [(row, row.cells[index]) for row in made.topics]) for index, group in enumerate(made.groups)]
    shown = {"contest": request.target, "report": made, "form": form, "table": table, "going": going}
    return render(request, "training/report.html", shown, status=400 if form.is_bound and form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def progress(request: ReportRequest, slug: str) -> HttpResponse:
    """Tell how far an analysis is; a POST stops it. Who waited is led back to the report when it is over."""
    if request.method == "POST":
        if stop(contest=request.target):
            messages.warning(request, _("Stopped. The report shows what had been analysed before."))
        return redirect("training:index")
    going = running(request.target)
    if going is not None:
        template = "_analysing.html" if request.headers.get("HX-Request") else "analysing.html"
        return render(request, f"training/{template}", {"contest": request.target, "going": going})
    response = HttpResponse() if request.headers.get("HX-Request") else redirect("training:report", slug)
    response["HX-Redirect"] = reverse("training:report", args=[slug])
    return response


@require_safe
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of one question of the bank."""
    held: Question = request.target  # type: ignore[attr-defined]
    return render(request, "training/question.html", {"question": held, "history": history_of(held)})
