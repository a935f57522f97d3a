"""One activity: entered, read with who changed it, changed, withdrawn, and its proof fetched."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contests.record.sending import sent
from people.models import User
from propaganda.access import enters
from propaganda.forms import ActivityForm, WithdrawForm
from propaganda.models import Activity, Event
from propaganda.naming import AREA_NAMES
from propaganda.periods import year_of
from propaganda.refusals import ChangedMeanwhile, Refused
from propaganda.registering import change, enter, withdraw
from propaganda.views import UnitRequest, version_shown
from realtime import clock


class ActivityRequest(HttpRequest):
    """A request that the permission table let through; `target` is the activity it is about."""

    target: Activity
    user: User


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: UnitRequest, code: str) -> HttpResponse:
    own = request.target
    form = ActivityForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = enter(unit=own, said=form.said(), proof=form.given_proof(), by=request.user, now=clock.now())
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, _("Entered. Enter another, or go back to the unit."))
            return redirect("propaganda:activity", made.pk)
    return render(request, "propaganda/activity_form.html", {"unit": own, "form": form, "version": 0})


@require_safe
def activity(request: ActivityRequest, pk: int) -> HttpResponse:
    found = request.target
    shown = {
        "activity": found,
        "unit": found.unit,
        "year": year_of(found.held_on),
        "areas": [AREA_NAMES[code] for code in found.areas if code in AREA_NAMES],
        "events": Event.objects.filter(about="activity", subject=found.pk).select_related("by"),
        "entering": enters(request.user, found.unit) and found.withdrawn_at is None,
        "form": WithdrawForm(),
    }
    return render(request, "propaganda/activity.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ActivityRequest, pk: int) -> HttpResponse:
    """Change an activity. Who was overtaken keeps what they typed, and sees what stands now beside it."""
    found = request.target
    posted = request.method == "POST"
    form = ActivityForm(
        request.POST if posted else None, request.FILES if posted else None, initial=ActivityForm.initial_of(found)
    )
    theirs = False
    if posted and form.is_valid():
        try:
            change(
                activity=found,
                version=version_shown(request),
                said=form.said(),
                proof=form.given_proof(),
                by=request.user,
                now=clock.now(),
            )
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal))
            theirs = isinstance(refusal, ChangedMeanwhile)
            found.refresh_from_db()
        else:
            messages.success(request, _("Saved."))
            return redirect("propaganda:activity", pk)
    known = found.version if theirs or not posted else version_shown(request)
    shown = {"unit": found.unit, "activity": found, "form": form, "version": known, "theirs": theirs}
    return render(request, "propaganda/activity_form.html", shown)


@require_POST
def take_back(request: ActivityRequest, pk: int) -> HttpResponse:
    form = WithdrawForm(request.POST)
    try:
        withdraw(
            activity=request.target,
            version=version_shown(request),
            why=form.data.get("why", "")[:300],
            by=request.user,
            now=clock.now(),
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Withdrawn: it counts nowhere any more."))
    return redirect("propaganda:activity", pk)


@require_safe
def proof(request: ActivityRequest, pk: int) -> HttpResponseBase:
    """The file, to be kept and not shown: whoever looks opens it with a program of their own."""
    found = request.target
    if not found.proof:
        raise Http404
    ending = found.proof_name.rpartition(".")[2].lower()
    return sent(found.proof.open("rb"), name=f"minh-chung-{pk}.{ending}", content_type="application/octet-stream")
