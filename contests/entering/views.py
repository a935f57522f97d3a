"""Who may enter and who has: a contest's entering as its organisers settle and see it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contests.entering import settling, staff
from contests.entering.forms import EntryForm, StaffForm, initial_entry
from contests.entering.return_codes import reissue_code
from contests.entering.twins import likely_twins
from contests.entering.wording import PARTS, entry_in_words
from contests.models import Contest, Entrant
from contests.record.signing import signed_now
from contests.refusals import Refused
from contests.views import ContestRequest
from people.folding import fold
from realtime import clock

PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: ContestRequest, slug: str) -> HttpResponse:
    """Settle who may enter while the contest is a draft; read it, and name staff, at any time."""
    contest, day = request.target, timezone.localdate(clock.now())
    draft = contest.state == Contest.State.DRAFT
    form = EntryForm(request.POST or None, day=day, initial=initial_entry(contest)) if draft else None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            if form is None:
                raise settling.AlreadyOpened
            units = form.cleaned_data["eligible_units"]
            settling.set_entry(contest=contest, entry=form.entry(), eligible_units=units)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Who may enter is kept."))
            return redirect("contests:manage", slug)
    return _entry_page(request, contest, form, StaffForm())


def _entry_page(
    request: ContestRequest, contest: Contest, form: EntryForm | None, staff_form: StaffForm
) -> HttpResponse:
    shown = {
        "contest": contest,
        "form": form,
        "words": entry_in_words(contest),
        "staff": contest.staff.select_related("user").order_by("duty", "user__full_name_folded"),
        "staff_form": staff_form,
        "invited": contest.invited.count(),
        "signed": signed_now(contest) if form is not None else [],
    }
    bad = any(each is not None and each.is_bound and each.errors for each in (form, staff_form))
    return render(request, "contests/entry.html", shown, status=422 if bad else 200)


@require_POST
def name_staff(request: ContestRequest, slug: str) -> HttpResponse:
    """Give a person a duty in the contest, or take it away."""
    contest, now = request.target, clock.now()
    released = request.POST.get("release", "")
    if released.isdecimal() and len(released) < 16:
        held = contest.staff.select_related("user", "contest").filter(pk=int(released)).first()
        if held is not None:
            staff.release_staff(staff=held, by=request.user, now=now)  # type: ignore[arg-type]
        return redirect("contests:entry", slug)
    form = StaffForm(request.POST)
    if form.is_valid():
        try:
            staff.name_staff(contest=contest, by=request.user, now=now, **form.cleaned_data)  # type: ignore[arg-type]
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            return redirect("contests:entry", slug)
    day = timezone.localdate(now)
    draft = contest.state == Contest.State.DRAFT
    return _entry_page(request, contest, EntryForm(day=day, initial=initial_entry(contest)) if draft else None, form)


@require_safe
def entrants(request: ContestRequest, slug: str) -> HttpResponse:
    """Everybody who has entered, to find somebody; and what looks odd."""
    contest = request.target
    words = request.GET.get("q", "").strip()[:80]
    found = contest.entrants.select_related("unit", "user", "group").order_by("full_name_folded", "pk")
    if words:
        digits = "".join(c for c in words if c.isdigit() and c.isascii())
        by_phone = found.filter(phone__contains=digits) if len(digits) >= 4 else found.none()
        found = found.filter(full_name_folded__contains=fold(words)) | by_phone
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    shown: dict[str, Any] = {
        "contest": contest,
        "words": words,
        "page": page,
        "aside": contest.entrants.exclude(aside_at=None).select_related("unit").order_by("full_name_folded")[:PER_PAGE],
        "why": {part: str(name) for part, name in PARTS.items()},
        "twins": likely_twins(contest) if not words and page.number == 1 else [],
    }
    return render(request, "contests/entrants.html", shown)


@sensitive_variables()
@require_POST
def reissue(request: ContestRequest, slug: str, pk: int) -> HttpResponse:
    """Show once the new return code of somebody who lost theirs."""
    contest = request.target
    entrant = Entrant.objects.select_related("contest", "unit").filter(contest=contest, pk=pk).first()
    if entrant is None:
        raise Http404
    try:
        code = reissue_code(entrant=entrant, by=request.user, now=clock.now())  # type: ignore[arg-type]
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("contests:entrants", slug)
    return render(request, "contests/reissued.html", {"contest": contest, "entrant": entrant, "code": code})
