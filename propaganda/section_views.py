"""The section for the periodic report: chosen, made in the background, watched, stopped and fetched."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from contests.reach import with_everything_under
from contests.record.sending import sent
from people.models import Unit
from propaganda.naming import period_name
from propaganda.periods import CODES, Period, due_on, period
from propaganda.register import rows_of
from propaganda.section_files import order_of, writer_of
from propaganda.views import UnitRequest
from realtime import clock, making
from realtime.working import in_thread
from training.papers.files import KINDS
from training.papers.views import ENDED

NAMES = {
    "docx": gettext_lazy("The section as a Word file, to be put into the periodic report"),
    "pdf": gettext_lazy("The same as a PDF, to read and to print"),
    "xlsx": gettext_lazy("The figures behind it as an Excel file"),
}


@require_safe
def section(request: UnitRequest, code: str) -> HttpResponse:
    own, asked, now = request.target, _asked(request), clock.now()
    last = min(asked.last, timezone.localdate(now))
    rows = rows_of(with_everything_under({own.pk}), year=asked.year, first=asked.first, last=last, now=now)
    orders = [(kind, said, order_of(own, asked, _issuer(request), kind)) for kind, said in NAMES.items()]
    shown = {
        "unit": own,
        "period": asked,
        "called": period_name(asked),
        "periods": [(each, period_name(Period(each, asked.year))) for each in CODES],
        "units": len(rows),
        "active": sum(bool(row.activities) for row in rows),
        "silent": [row.unit for row in rows if row.is_silent],
        "is_open": last < asked.last,
        "files": [(kind, said, making.progress_of(order), making.file_of(order)) for kind, said, order in orders],
        "issuer": _issuer(request),
        "query": _query(asked),
    }
    return render(request, "propaganda/section.html", shown)


@require_POST
def make(request: UnitRequest, code: str, kind: str) -> HttpResponse:
    """Begin to make a file, or stop it."""
    asked, now = _asked(request), clock.now()
    order = _order(request, asked, kind)
    if request.POST.get("do") == "stop":
        making.cancel(order)
    else:
        write = writer_of(request.target, asked, _issuer(request), kind, now=now)
        making.start(order, write, now=now, run=in_thread)
    return redirect(_address("section-progress", request, asked, kind))


@require_safe
def progress(request: UnitRequest, code: str, kind: str) -> HttpResponse:
    asked = _asked(request)
    held = making.progress_of(_order(request, asked, kind))
    if held is not None and not held.finished:
        shown = {
            "about": request.target.name,
            "progress": held,
            "back": _address("section", request, asked),
            "back_words": _("Section for the periodic report"),
            "looks_at": _address("section-progress", request, asked, kind),
            "stops_at": _address("make-section", request, asked, kind),
        }
        return render(request, "_making.html" if "HX-Request" in request.headers else "making.html", shown)
    return _back(request, asked, str(ENDED[held.refusal]) if held and held.refusal else "")


@require_safe
def file(request: UnitRequest, code: str, kind: str) -> HttpResponseBase:
    asked = _asked(request)
    path = making.file_of(_order(request, asked, kind))
    if path is None:
        return _back(request, asked, _("This file is no longer kept. Make it anew."))
    name = f"tuyen-truyen-cchc-{asked.year}-{asked.code}.{kind}"
    return sent(path.open("rb"), name=name, content_type=KINDS[kind])


def _asked(request: UnitRequest) -> Period:
    """Return the period that the address asks for; the one that is reported next where it names none."""
    year = request.GET.get("nam", "")
    given = int(year) if year.isascii() and year.isdecimal() and len(year) == 4 else 0
    usual = due_on(timezone.localdate(clock.now()))
    return period(request.GET.get("ky", usual.code), given or usual.year) or usual


def _order(request: UnitRequest, asked: Period, kind: str) -> making.Order:
    if kind not in KINDS:
        raise Http404
    return order_of(request.target, asked, _issuer(request), kind)


def _issuer(request: UnitRequest) -> Unit:
    """Return the office whose document it is: the unit itself, or for a province the office of whoever makes it."""
    own, theirs = request.target, request.user.unit
    return theirs if own.kind == Unit.Kind.PROVINCE and theirs is not None else own


def _query(asked: Period) -> str:
    return f"?nam={asked.year}&ky={asked.code}"


def _address(name: str, request: UnitRequest, asked: Period, *kind: str) -> str:
    return f"{reverse(f'propaganda:{name}', args=[request.target.code, *kind])}{_query(asked)}"


def _back(request: UnitRequest, asked: Period, said: str) -> HttpResponse:
    if said:
        messages.warning(request, said)
    address = _address("section", request, asked)
    return HttpResponse(headers={"HX-Redirect": address}) if "HX-Request" in request.headers else redirect(address)
