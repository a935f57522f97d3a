"""Pages: that a regulation, or a provision of it, has no effect between two days."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from realtime import clock
from regulations import life
from regulations.forms import SuspensionForm
from regulations.models import Document, Suspension


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, pk: int) -> HttpResponse:
    document: Document = request.target  # type: ignore[attr-defined]
    form = SuspensionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            life.suspend_by_decision(
                document=document,
                address=form.cleaned_data["address"],
                since=form.cleaned_data["since"],
                last_day=form.cleaned_data["last_day"],
                reason=form.cleaned_data["reason"],
                by=request.user,  # type: ignore[arg-type]
                now=clock.now(),
            )
        except life.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Recorded. Questions that rest on it are not drawn on those days."))
            return redirect(document)
    context = {
        "form": form,
        "document": document,
        "today": timezone.localdate(clock.now()),
        "suspensions": document.suspensions.select_related("provision", "made_by__source").order_by("since", "pk"),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "regulations/suspend.html", context, status=status)


@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    suspension: Suspension = request.target  # type: ignore[attr-defined]
    try:
        life.lift_suspension(suspension=suspension)
    except life.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken back: the suspension counts for nothing any more."))
    return redirect("regulations:suspend", suspension.document_id)
