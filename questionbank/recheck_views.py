"""Questions whose clause has changed or will: the old and the new words side by side, and what is decided."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from people.models import User
from questionbank import awaiting, rechecking
from questionbank.models import CitationGap
from realtime import clock

PER_PAGE = 20


class GapRequest(HttpRequest):
    """A request that the permission table let through; `target` is the gap it is about."""

    target: CitationGap
    user: User


@require_safe
def recheck_list(request: GapRequest) -> HttpResponse:
    today = timezone.localdate(clock.now())
    page = Paginator(rechecking.touched_gaps(today), PER_PAGE).get_page(request.GET.get("page"))
    rows = [rechecking.shown(gap, request.user) for gap in page]
    context = {"page": page, "rows": rows, "today": today, "waiting": awaiting.waiting(today).count()}
    return render(request, "questionbank/recheck.html", context)


@require_safe
def waiting_list(request: HttpRequest) -> HttpResponse:
    """Questions that are drawn by themselves once their words have effect (again), with that day."""
    today = timezone.localdate(clock.now())
    page = Paginator(awaiting.waiting(today), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": awaiting.rows(page.object_list, today), "today": today}
    return render(request, "questionbank/waiting.html", context)


@require_POST
def keep(request: GapRequest, pk: int) -> HttpResponse:
    quote, note = (request.POST.get(name, "").replace("\x00", "")[:4000] for name in ("quote", "note"))
    try:
        rechecking.still_right(gap=request.target, quote=quote, note=note, by=request.user, now=clock.now())
    except rechecking.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Kept: the question cites the new words from that day on."))
    return redirect("questionbank:recheck")
