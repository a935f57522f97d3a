"""The organisers' list of who may enter: bringing a file, confirming it, and handing out personal codes."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contests.entering import inviting
from contests.entering.invited_rows import MOST_LISTED
from contests.entering.invited_wording import fault_in_words
from contests.models import Contest, Invited, InvitedFile
from contests.refusals import Refused
from contests.rosters.views import UnitRequest
from contests.units.contact_views import sees_counts
from contests.units.invitations import invitation
from contests.units.turnout import current_of
from contests.views import ContestRequest, share_url
from official.figures import whole
from people.folding import fold
from people.models import Unit
from questionbank.formats.files import LARGEST_FILE, FileTooLarge, NotASpreadsheet, write_workbook
from realtime import clock

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PER_PAGE, SHOWN_FAULTS, SHOWN_PEOPLE = 50, 100, 20
HEAD = ("Họ và tên", "Ngày sinh", "Đơn vị", "Chức vụ", "Mã cán bộ", "Điện thoại", "Email")
CODES_HEAD = ("Đơn vị", "Họ và tên", "Mã cán bộ", "Điện thoại", "Email", "Mã dự thi", "Địa chỉ")


class ListForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("List of people"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": gettext_lazy("Choose a file first.")},
        help_text=format_lazy(
            gettext_lazy(
                "Excel (.xlsx) or CSV, at most 10 MB and {most} people. Columns: full name, date of birth, unit (code "
                "or name), position or group, employee code, phone number, e-mail; only name and unit are needed."
            ),
            most=whole(MOST_LISTED),
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: ContestRequest, slug: str) -> HttpResponse:
    """Show the list; read a file that is brought."""
    contest, now = request.target, clock.now()
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            read = inviting.read_list(
                contest=contest,
                raw=file.read(LARGEST_FILE + 1),
                file_name=file.name,
                by=request.user,  # type: ignore[arg-type]
                now=now,
            )
        except FileTooLarge:
            form.add_error(
                "file", _("This file is too large: at most 10 MB and %(most)s people.") % {"most": whole(MOST_LISTED)}
            )
        except NotASpreadsheet:
            form.add_error("file", _("This is no Excel workbook (.xlsx) and no CSV in UTF-8. Save it as .xlsx first."))
        else:
            return redirect("contests:invited-file", slug, read.pk)
    return render(request, "contests/invited.html", _list(request, contest, form), status=422 if form.errors else 200)


def _list(request: ContestRequest, contest: Contest, form: ListForm) -> dict[str, Any]:
    words = request.GET.get("q", "").strip()[:80]
    found = contest.invited.select_related("unit", "group", "user").order_by("unit__name_folded", "full_name_folded")
    if words:
        found = found.filter(full_name_folded__contains=fold(words)) | found.filter(employee_code__iexact=words)
    waiting = contest.invited.filter(entrant=None)
    return {
        "contest": contest,
        "form": form,
        "words": words,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "total": contest.invited.count(),
        "without_code": waiting.filter(code_hash="").count(),
        "units": Unit.objects.filter(pk__in=waiting.values("unit")).order_by("name_folded"),
        "by_list": "list" in contest.entering.ways,
    }


@require_safe
def template(request: ContestRequest, slug: str) -> HttpResponse:
    """An empty list to fill in."""
    return _workbook(write_workbook(HEAD, [], sheet="Danh sách"), "mau-danh-sach.xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
def file(request: ContestRequest, slug: str, pk: int) -> HttpResponse:
    """Show what a file says and what is wrong with it; put it on the list when the person says so."""
    contest, now = request.target, clock.now()
    read = InvitedFile.objects.filter(contest=contest, pk=pk).select_related("contest").first()
    if read is None:
        raise Http404
    proposal = inviting.proposal_of(read, timezone.localdate(now))
    written = list(proposal.unknown)
    if request.method == "POST":
        if "discard" in request.POST:
            read.delete()
            return redirect("contests:invited", slug)
        chosen = {name: _key(request.POST.get(f"unit_{n}", "")) for n, name in enumerate(written)}
        try:
            added = inviting.confirm(file=read, chosen=chosen, by=request.user, now=now)  # type: ignore[arg-type]
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            said = ngettext("%(count)s person is on the list now.", "%(count)s people are on the list now.", added)
            messages.success(request, said % {"count": added})
        return redirect("contests:invited", slug)
    return render(request, "contests/invited_file.html", _preview(contest, read, proposal))


def _preview(contest: Contest, read: InvitedFile, proposal: inviting.Proposal) -> dict[str, Any]:
    near = Unit.objects.in_bulk({key for keys in proposal.unknown.values() for key in keys})
    units = Unit.objects.in_bulk(set(proposal.units.values()))
    ready = [one for one in proposal.people if one.unit in proposal.units]
    counts = {name: sum(one.unit == name for one in proposal.people) for name in proposal.unknown}
    return {
        "contest": contest,
        "file": read,
        "faults": [(fault, fault_in_words(fault)) for fault in proposal.faults[:SHOWN_FAULTS]],
        "more_faults": max(len(proposal.faults) - SHOWN_FAULTS, 0),
        "bad": len({fault.row for fault in proposal.faults if not fault.note}),
        "unknown": [
            (f"unit_{n}", name, counts[name], [near[key] for key in keys])
            for n, (name, keys) in enumerate(proposal.unknown.items())
        ],
        "ready": len(ready),
        "people": [(one, units[proposal.units[one.unit]].name) for one in ready[:SHOWN_PEOPLE]],
        "can": bool(proposal.people),
    }


@sensitive_variables()
@require_POST
def codes(request: ContestRequest, slug: str) -> HttpResponse:
    """Make personal codes and hand them out this once: as a page to print, or as Excel."""
    contest, now = request.target, clock.now()
    unit = Unit.objects.filter(pk=_key(request.POST.get("unit", ""))).first()
    only, anew = _key(request.POST.get("line", "")), "anew" in request.POST
    if (request.POST.get("unit") and unit is None) or (request.POST.get("line") and not only):
        raise Http404
    made = inviting.issue_codes(contest=contest, by=request.user, now=now, unit=unit, only=only, anew=anew)  # type: ignore[arg-type]
    if not made:
        messages.info(request, _("Everybody on the list has a code or has entered already."))
        return redirect("contests:invited", slug)
    address = share_url(request, contest)
    if request.POST.get("as") == "xlsx":
        rows = [
            (line.unit.name, line.full_name, line.employee_code, line.phone, line.email, code, address)
            for line, code in made
        ]
        return _workbook(write_workbook(CODES_HEAD, rows, sheet="Mã dự thi"), f"ma-du-thi-{contest.slug}.xlsx")
    return render(request, "contests/codes.html", {"contest": contest, "made": made, "address": address})


@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def unit_codes(request: UnitRequest, code: str, slug: str) -> HttpResponse:
    """The people of a unit on the list, for its contact; a POST makes codes for those without one, or one anew."""
    contest, own, now = request.target.contest, request.target.unit, clock.now()
    on_list = contest.invited.filter(unit=own, forgotten_at=None)
    counts = sees_counts(request, current_of(contest, now))
    if request.method == "POST":
        made: list[tuple[Invited, str]] = []
        if not counts:  # who is left without a code would tell how many have entered
            messages.error(request, _("Ask the organisers for codes while the number of entrants is to be foretold."))
        else:
            only = _key(request.POST.get("line", ""))
            if request.POST.get("line") and not on_list.filter(pk=only).exists():
                raise Http404
            made = inviting.issue_codes(contest=contest, by=request.user, now=now, unit=own, only=only)
            if not made:
                messages.info(request, _("Everybody on the list has a code or has entered already."))
        if not made:
            return redirect("contests:unit-codes", code, slug)
        shown = {"contest": contest, "made": made, "address": invitation(request, contest, own), "unit": own}
        return render(request, "contests/codes.html", shown)
    shown = {
        "contest": contest,
        "unit": own,
        "counts": counts,
        "page": Paginator(on_list.order_by("full_name_folded", "pk"), PER_PAGE).get_page(request.GET.get("page")),
        "without_code": on_list.filter(entrant=None, code_hash="").count(),
    }
    return render(request, "contests/unit_codes.html", shown)


@require_POST
def strike_off(request: ContestRequest, slug: str, pk: int) -> HttpResponse:
    found = Invited.objects.select_related("contest").filter(contest=request.target, pk=pk).first()
    if found is None:
        raise Http404
    try:
        inviting.strike_off(invited=found, by=request.user, now=clock.now())  # type: ignore[arg-type]
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(name)s is off the list.") % {"name": found.full_name})
    return redirect("contests:invited", slug)


def _key(given: str) -> int:
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 16 else 0


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=WORKBOOK)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
