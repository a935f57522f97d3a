"""Training plans on the screen and as files."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contests.models import Contest
from contests.refusals import Refused
from realtime import clock
from training.access import trains_for
from training.papers.files import KINDS
from training.planning import editing
from training.planning.approving import CLAUSES, approve_plan, current_sheet, mark_done, sheet_of
from training.planning.editing import Edit
from training.planning.forms import HeadingForm, ProposeForm, RevisionForm
from training.planning.models import Plan
from training.planning.plan_excel import write_workbook
from training.planning.plan_word import write_plan
from training.planning.proposing import by_topic, propose_plan
from training.planning.sheet import Sheet
from training.reports import kept_report


class ContestRequest(HttpRequest):
    """`target` is the contest that the page is about; the permission table let the person through."""

    target: Contest


class PlanRequest(HttpRequest):
    target: Plan


@require_safe
def plans(request: ContestRequest, slug: str) -> HttpResponse:
    held = request.target.plans.select_related("created_by").prefetch_related("classes__groups")
    shown = {"contest": request.target, "plans": held, "trains": trains_for(request.user, request.target)}
    return render(request, "training/plans/list.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: ContestRequest, slug: str) -> HttpResponse:
    contest, now = request.target, clock.now()
    usual = {
        "title": _("Training by the results of “%(contest)s”") % {"contest": contest.title},
        "host": contest.unit.name,
    }
    asked = {name: request.GET[name] for name in ("target", "threshold") if name in request.GET}
    form = ProposeForm(request.POST or None, initial={**usual, **asked})
    if form.is_valid():
        report = kept_report(contest, now=now, rule=form.rule())
        if report is None:
            return redirect("training:report", slug)
        try:
            made = propose_plan(
                contest=contest, report=report, budget=form.budget(), title=form.cleaned_data["title"],
                host=form.cleaned_data["host"], cut_off=report.header.cut_off, by=request.user, now=now,  # type: ignore[arg-type]
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The plan is proposed. Look it through, change it, then approve it."))
            return redirect("training:plan", made.pk)
    status = 422 if form.errors else 200
    return render(request, "training/plans/propose.html", {"contest": contest, "form": form}, status=status)


@require_safe
def plan(request: PlanRequest, number: int) -> HttpResponse:
    held = request.target
    classes = held.classes.select_related("topic").prefetch_related("groups", CLAUSES, "attendances")
    shown = {
        "plan": held,
        "sheet": sheet_of(held),
        "classes": classes,
        "left_out": by_topic(held.left_out),
        "events": held.events.select_related("by"),
        "editions": held.editions.select_related("approved_by").order_by("-version"),
        "heading": HeadingForm(initial={"title": held.title, "host": held.host}),
        "trains": trains_for(request.user, held.contest),
    }
    return render(request, "training/plans/plan.html", shown)


@require_POST
def rename(request: PlanRequest, number: int) -> HttpResponse:
    form = HeadingForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write a title of at most 200 characters."))
        return redirect("training:plan", number)

    def act(edit: Edit) -> None:
        editing.rename_plan(edit, title=form.cleaned_data["title"], host=form.cleaned_data["host"])

    kept(request, request.target, act, _("The heading is kept."))
    return redirect("training:plan", number)


@require_POST
def approve(request: PlanRequest, number: int) -> HttpResponse:
    def act(edit: Edit) -> None:
        approve_plan(plan=edit.plan, revision=edit.revision, by=edit.by, now=edit.now)

    kept(request, request.target, act, _("The plan is approved. A later change begins another version."))
    return redirect("training:plan", number)


@require_POST
def finish(request: PlanRequest, number: int) -> HttpResponse:
    def act(edit: Edit) -> None:
        mark_done(plan=edit.plan, revision=edit.revision, by=edit.by, now=edit.now)

    kept(request, request.target, act, _("The plan is marked as carried out."))
    return redirect("training:plan", number)


@require_safe
def word(request: PlanRequest, number: int) -> HttpResponse:
    held = request.target
    made = write_plan(_asked(request), contest=held.contest, day=timezone.localdate(clock.now()))
    return _file(made, KINDS["docx"], f"ke-hoach-boi-duong-{held.pk}.docx")


@require_safe
def excel(request: PlanRequest, number: int) -> HttpResponse:
    return _file(write_workbook(_asked(request)), KINDS["xlsx"], f"ke-hoach-boi-duong-{request.target.pk}.xlsx")


def kept(request: HttpRequest, plan: Plan, act: Callable[[Edit], Any], said: str) -> bool:
    """Do a change for the revision that the page showed, and say so; tell a refusal. Returns whether it was done."""
    form = RevisionForm(request.POST)
    revision = form.cleaned_data["revision"] if form.is_valid() else 0
    try:
        act(Edit(plan, revision, request.user, clock.now()))  # type: ignore[arg-type]
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, said)
    return True


def _asked(request: PlanRequest) -> Sheet:
    """Return the version that the address names ("ban"), or the plan as it stands."""
    version = request.GET.get("ban", "")
    if not version:
        return current_sheet(request.target)
    wanted = int(version) if version.isdecimal() and len(version) < 5 else 0
    edition = request.target.editions.filter(version=wanted).first()
    if edition is None:
        raise Http404
    return Sheet.from_json(edition.content)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
