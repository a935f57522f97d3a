"""Certificates at the desk: issued for the published results, printed many at a time."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from contests.access import organises
from contests.handouts import printing
from contests.handouts.issuing import issue
from contests.handouts.refusals import Cancelled
from contests.handouts.verifying import standing
from contests.models import Certificate, Contest
from contests.record.editions import latest_published
from contests.record.sending import sent
from contests.refusals import Refused
from people.models import User
from realtime import clock
from realtime.working import in_thread

PDF = "application/pdf"
_ENDED = {
    "Cancelled": Cancelled.message,
    "Failed": gettext_lazy("Printing failed; no file was made. Try again, or tell whoever runs the server."),
}


class HandoutRequest(HttpRequest):
    """A request that the permission table let through; `target` is the contest."""

    target: Contest
    user: User


@require_safe
def certificates(request: HandoutRequest, slug: str) -> HttpResponse:
    contest = request.target
    held = standing(contest)
    found = printing.parts_of(contest, held)
    progress = partial(printing.progress_of, contest)
    kinds = dict(Certificate.Kind.choices)
    shown = {
        "contest": contest,
        "edition": latest_published(contest),
        "organising": organises(request.user, contest),
        "standing": len(held),
        "fallen": contest.certificates.count() - len(held),
        "proofs": any(one.kind == Certificate.Kind.TAKING_PART for one in held),
        "parts": [(one, kinds[one.kind], progress(one), printing.file_of(contest, one)) for one in found],  # type: ignore[index]
    }
    return render(request, "contests/handouts/certificates.html", shown)


@require_POST
def issue_now(request: HandoutRequest, slug: str) -> HttpResponse:
    try:
        made = issue(
            contest=request.target, taking_part="taking_part" in request.POST, by=request.user, now=clock.now()
        )  # fmt: skip
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        said = ngettext("%(count)s certificate was issued.", "%(count)s certificates were issued.", made)
        nothing = _("Nothing to issue: everybody has theirs.")
        messages.success(request, said % {"count": made} if made else nothing)
    return redirect("contests:certificates", slug)


@require_POST
def print_now(request: HandoutRequest, slug: str, kind: str, part: int) -> HttpResponse:
    """Begin to print a file of certificates, or stop it."""
    found = _part(request.target, kind, part)
    if found is None:
        return _back(request, _("These certificates no longer stand as they did. Look at the list again."))
    if request.POST.get("do") == "stop":
        printing.cancel(request.target, found)
    else:
        base = request.build_absolute_uri("/")
        printing.start(request.target, found, base=base, now=clock.now(), run=in_thread)
    return redirect("contests:print-progress", slug, kind, part)


@require_safe
def progress(request: HandoutRequest, slug: str, kind: str, part: int) -> HttpResponse:
    """How far it is; when it is over, the page of the certificates with what came of it."""
    contest, found = request.target, _part(request.target, kind, part)
    held = printing.progress_of(contest, found) if found else None
    if held is not None and not held.finished:
        name = "_progress.html" if "HX-Request" in request.headers else "progress.html"
        return render(request, f"contests/handouts/{name}", {"contest": contest, "part": found, "progress": held})
    return _back(request, _ENDED[held.refusal] if held and held.refusal else "")


@require_safe
def printed(request: HandoutRequest, slug: str, kind: str, part: int) -> HttpResponseBase:
    found = _part(request.target, kind, part)
    path = printing.file_of(request.target, found) if found else None
    if found is None or path is None:
        return _back(request, _("This file is no longer kept. Print it anew."))
    name = f"giay-chung-nhan-{slug}-{found.first}-{found.last}.pdf"
    return sent(path.open("rb"), name=name, content_type=PDF)


def _part(contest: Contest, kind: str, number: int) -> printing.Part | None:
    parts = printing.parts_of(contest, standing(contest))
    return next((one for one in parts if (one.kind, one.number) == (kind, number)), None)


def _back(request: HandoutRequest, said: str | Promise) -> HttpResponse:
    """Lead to the page of the certificates, and say there why."""
    if said:
        messages.warning(request, str(said))
    address = reverse("contests:certificates", args=[request.target.slug])
    return HttpResponse(headers={"HX-Redirect": address}) if "HX-Request" in request.headers else redirect(address)
