"""Certificates for everybody: one's own as a PDF at once, and the page that says whether one is genuine."""

import io

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from contests.handouts.codes import grouped, typed
from contests.handouts.sheets import Sheets
from contests.handouts.verifying import standing_of, verified
from contests.models import Paper
from official.certificate import write_certificates


class PaperRequest(HttpRequest):
    """A request that the permission table let through; `target` is the paper."""

    target: Paper


@require_safe
def own(request: PaperRequest, number: int) -> HttpResponse:
    """The certificates that stand of whoever sat this paper, in one PDF."""
    entrant = request.target.entrant
    held = standing_of(entrant)
    if not held:
        messages.info(
            request, _("No certificate of yours stands. Certificates are issued after the results are published.")
        )
        return redirect("contests:result", number)
    sheets, target = Sheets(entrant.contest, request.build_absolute_uri("/")), io.BytesIO()
    write_certificates(target, map(sheets.sheet, held), title=entrant.contest.title)
    answer = HttpResponse(target.getvalue(), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="giay-chung-nhan-{entrant.contest.slug}.pdf"'
    return answer


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """A box for the code, for whoever has the paper and no camera."""
    given = request.GET.get("ma", "")
    if typed(given):
        return redirect("contests:verify-certificate", typed(given))
    return render(request, "contests/handouts/find.html", {"given": given[:60]}, status=404 if given else 200)


@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """What the certificate with this code attests; one page for all that were never issued."""
    found = verified(code)
    shown = {"found": found, "code": grouped(typed(code)), "given": code[:60]}
    name = "contests/handouts/verify.html" if found else "contests/handouts/find.html"
    answer = render(request, name, shown, status=200 if found else 404)
    answer["X-Robots-Tag"] = "noindex"  # a search engine would list names by it
    return answer
