"""Training-need reports on the screen. No personal name appears on them."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from contests.models import Contest
from questionbank.models import Question
from realtime import clock
from training.access import readable_by
from training.analyses import running, stop
from training.forms import ReportForm
from training.heatmap import heat_map
from training.history import history_of
from training.parting import levels
from training.reports import kept_report, usual_cut

MOST_OTHERS = 20  # further contests that a report may be joined with, the newest


class ReportRequest(HttpRequest):
    """A request that the permission table let through; `target` is the contest it is about."""

    target: Contest


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    closed = Count("papers", filter=Q(papers__submitted_at__isnull=False))
    contests = readable_by(request.user).select_related("unit").annotate(closed=closed).order_by("-closes_at")
    return render(request, "training/index.html", {"contests": contests})


@require_safe
def report(request: ReportRequest, slug: str) -> HttpResponse:
    form = report_form(request)
    made = kept_report(request.target, now=clock.now(), rule=form.rule(), cut=form.cut())
    wrong = form.is_bound and bool(form.errors)
    if request.headers.get("HX-Request") and (made is None or wrong):  # nothing to put in the place of a part
        return whole_page(request.get_full_path())
    going = running(request.target)
    if made is None:
        others = going is None and any(map(running, Contest.objects.filter(pk__in=form.cut().contests)))
        waits = {"contest": request.target, "going": going, "others_going": others}
        return render(request, "training/analysing.html", waits, status=202)
    address = [(name, value) for name, values in request.GET.lists() for value in values]
    shown = {
        "contest": request.target,
        "report": made,
        "form": form,
        "heat": heat_map(made, sort=form.sorted_by, needs=form.only_needs, address=address),
        "figures": form.with_figures,
        "going": going,
    }
    return render(request, "training/report.html", shown, status=400 if wrong else 200)


def report_form(request: ReportRequest) -> ReportForm:
    """Return the form of what the address asks for, with what this reader may ask."""
    contest = request.target
    others = readable_by(request.user).exclude(pk=contest.pk).order_by("-closes_at")
    return ReportForm(
        request.GET or None,
        contest=contest,
        others=list(others[:MOST_OTHERS]),
        depth=levels(),
        grouped=contest.entrants.filter(group__isnull=False).exists(),
        usual=usual_cut(contest),
    )


def whole_page(address: str) -> HttpResponse:
    """Have htmx open `address` instead of a part of the page."""
    response = HttpResponse(status=204)
    response["HX-Redirect"] = address
    return response


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
    back = reverse("training:report", args=[slug])
    asked = request.META.get("QUERY_STRING", "")
    address = f"{back}?{asked}" if asked else back
    response = HttpResponse() if request.headers.get("HX-Request") else redirect(address)
    response["HX-Redirect"] = address
    return response


@require_safe
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of one question of the bank."""
    held: Question = request.target  # type: ignore[attr-defined]
    return render(request, "training/question.html", {"question": held, "history": history_of(held)})
