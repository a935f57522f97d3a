"""The incident log: reported by organisers and participants, decided by the board."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from contests.access import organises
from contests.models import Contest, Incident
from contests.papers.answer_views import PaperRequest
from contests.papers.sitting import close_overdue
from contests.record.ledger import content_of
from contests.refusals import Refused
from contests.review.desk_views import DeskRequest
from contests.review.forms import DecisionForm, IncidentForm, OwnIncidentForm
from contests.review.incidents import decide, report
from contests.rosters.views import UnitRequest
from realtime import clock

PER_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
def incidents(request: DeskRequest, slug: str) -> HttpResponse:
    """The log, by unit and time, those not decided first; a POST reports a further one."""
    contest, now = request.target, clock.now()
    form = IncidentForm(request.POST or None, contest=contest, day=timezone.localdate(now))
    if request.method == "POST" and form.is_valid():
        try:
            report(contest=contest, by=request.user, now=now, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The incident is in the log."))
            return redirect("contests:incidents", slug)
    found = contest.incidents.select_related("unit", "entrant__unit", "reported_by").order_by(
        F("decided_at").asc(nulls_first=True), "unit__name_folded", "began_at", "pk"
    )
    shown = {
        "contest": contest,
        "form": form,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "deciding": organises(request.user, contest),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "contests/review/incidents.html", shown, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def incident(request: DeskRequest, slug: str, pk: int) -> HttpResponse:
    contest, now = request.target, clock.now()
    found = contest.incidents.select_related("unit", "entrant__unit", "reported_by", "decided_by", "contest")
    made = found.filter(pk=pk).first()
    if made is None:
        raise Http404
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        close_overdue(contest=contest, now=now)
        try:
            papers = decide(incident=made, by=request.user, now=now, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            said = ngettext(
                "Decided. %(count)s open paper has the time back.",
                "Decided. %(count)s open papers have the time back.",
                papers,
            )
            messages.success(request, said % {"count": papers})
            return redirect("contests:incident", slug, pk)
    shown = {"contest": contest, "incident": made, "form": form, "given_back": _given_back(contest, made)}
    return render(request, "contests/review/incident.html", shown, status=422 if form.errors else 200)


def _given_back(contest: Contest, made: Incident) -> int:
    """Return to how many papers the decision gave time, as the record tells."""
    if made.decided_at is None:
        return 0
    told: list[dict[str, Any]] = [content_of(entry) for entry in contest.record.filter(kind="incident_decided")]
    return next((len(content["papers"]) for content in told if content.get("incident") == made.pk), 0)


@require_http_methods(["GET", "HEAD", "POST"])
def own(request: PaperRequest, number: int) -> HttpResponse:
    """Report what happened during one's own paper."""
    paper, now = request.target, clock.now()
    form = OwnIncidentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = request.user if request.user.is_authenticated else None
        try:
            report(contest=paper.contest, entrant=paper.entrant, by=user, now=now, **form.cleaned_data)  # type: ignore[arg-type]
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your report has been received; the board decides on it."))
            return redirect("contests:own-incident", number)
    shown = {
        "paper": paper,
        "contest": paper.contest,
        "form": form,
        "incidents": paper.entrant.incidents.order_by("-reported_at"),
    }
    return render(request, "contests/own_incident.html", shown, status=422 if form.is_bound and form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def of_unit(request: UnitRequest, code: str, slug: str) -> HttpResponse:
    """The incidents of a unit, for its contact; a POST reports a further one."""
    contest, unit, now = request.target.contest, request.target.unit, clock.now()
    form = OwnIncidentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            report(contest=contest, unit=unit, by=request.user, now=now, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Your report has been received; the board decides on it."))
            return redirect("contests:unit-incident", code, slug)
    shown = {
        "contest": contest,
        "unit": unit,
        "form": form,
        "incidents": contest.incidents.filter(unit=unit).order_by("-reported_at"),
    }
    return render(request, "contests/unit_incident.html", shown, status=422 if form.is_bound and form.errors else 200)
