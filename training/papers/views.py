"""The papers of a report: a page from which each file is made, watched, stopped and fetched."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from contests.record.sending import sent
from realtime import clock, making
from realtime.working import in_thread
from training.analyses import latest
from training.findings import Rule
from training.forms import RuleForm
from training.models import Analysis
from training.papers.files import KINDS, order_of, writer_of
from training.reports import kept_report
from training.views import ReportRequest

NAMES = {
    "docx": gettext_lazy("The report as a Word file, for the office to number, sign and hand on"),
    "pdf": gettext_lazy("The same as a PDF, to read and to print"),
    "xlsx": gettext_lazy("The figures behind it as an Excel file, with method and parameters"),
}
ENDED = {
    "Cancelled": gettext_lazy("Stopped; no file was made."),
    "Failed": gettext_lazy("The file could not be made. Try again, or tell whoever runs the server."),
}


@require_safe
def papers(request: ReportRequest, slug: str) -> HttpResponse:
    rule = _rule(request)
    made = kept_report(request.target, now=clock.now(), rule=rule)
    kept = latest(request.target)
    if made is None or kept is None:
        return redirect("training:report", slug)
    orders = [(kind, said, order_of(kept, kind, rule)) for kind, said in NAMES.items()]
    files = [
        (kind, said, making.progress_of(order), making.file_of(order), _asked(rule)) for kind, said, order in orders
    ]
    shown = {"contest": request.target, "report": made, "files": files, "asked": _asked(rule)}
    return render(request, "training/papers.html", shown)


@require_POST
def make(request: ReportRequest, slug: str, kind: str) -> HttpResponse:
    """Begin to make a file, or stop it."""
    rule, kept = _rule(request), _kept(request, kind)
    order, now = order_of(kept, kind, rule), clock.now()
    if request.POST.get("do") == "stop":
        making.cancel(order)
    else:
        making.start(order, writer_of(kept, kind, rule, now=now), now=now, run=in_thread)
    return redirect(_address("paper-progress", request, rule, kind))


@require_safe
def progress(request: ReportRequest, slug: str, kind: str) -> HttpResponse:
    """How far a file is; when it is over, the page of the papers with what came of it."""
    rule = _rule(request)
    held = making.progress_of(order_of(_kept(request, kind), kind, rule))
    if held is not None and not held.finished:
        shown = {
            "about": request.target.title,
            "progress": held,
            "back": _address("papers", request, rule),
            "back_words": _("Papers of the report"),
            "looks_at": _address("paper-progress", request, rule, kind),
            "stops_at": _address("make-paper", request, rule, kind),
        }
        return render(request, "_making.html" if "HX-Request" in request.headers else "making.html", shown)
    return _back(request, rule, str(ENDED[held.refusal]) if held and held.refusal else "")


@require_safe
def paper(request: ReportRequest, slug: str, kind: str) -> HttpResponseBase:
    rule = _rule(request)
    path = making.file_of(order_of(_kept(request, kind), kind, rule))
    if path is None:
        return _back(request, rule, _("This file is no longer kept. Make it anew."))
    return sent(path.open("rb"), name=f"bao-cao-nhu-cau-{slug}.{kind}", content_type=KINDS[kind])


def _kept(request: ReportRequest, kind: str) -> Analysis:
    kept = latest(request.target)
    if kind not in KINDS or kept is None:
        raise Http404
    return kept


def _rule(request: ReportRequest) -> Rule:
    return RuleForm(request.GET if "target" in request.GET else None).rule()


def _asked(rule: Rule) -> str:
    return f"?target={rule.target * 100:.0f}&threshold={rule.threshold * 100:.0f}"


def _address(name: str, request: ReportRequest, rule: Rule, *kind: str) -> str:
    return f"{reverse(f'training:{name}', args=[request.target.slug, *kind])}{_asked(rule)}"


def _back(request: ReportRequest, rule: Rule, said: str) -> HttpResponse:
    if said:
        messages.warning(request, said)
    address = _address("papers", request, rule)
    return HttpResponse(headers={"HX-Redirect": address}) if "HX-Request" in request.headers else redirect(address)
