"""The page on which a host has a round rehearsed and reads what came of it."""

from contextlib import suppress

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from contests.live.refusals import AsBefore
from contests.live.rehearsal import rehearsals
from contests.live.views import RoundRequest
from contests.refusals import Refused
from realtime import clock

SHEETS = 5  # the last rehearsals, as many


@require_http_methods(["GET", "HEAD", "POST"])
def rehearsals_of_round(request: RoundRequest, number: int) -> HttpResponse:
    """Begin a rehearsal, and show the sheets of earlier ones. Asked for by a stage, it shows those of its round."""
    live, now, error = request.target.real, clock.now(), ""
    wanted = request.POST.get("phones", "200").strip()
    if request.method == "POST":
        try:
            phones = int(wanted) if wanted.isdecimal() and len(wanted) < len("1000000") else 0
            made = rehearsals.begin(live=live, phones=phones, by=request.user, now=now)  # type: ignore[arg-type]
            return redirect("contests:live-host", made.stage.pk)
        except Refused as refusal:
            error = str(refusal)
    rehearsals.sweep(now=now)
    shown = {
        "round": live,
        "running": live.rehearsals.filter(running=True).select_related("stage").first(),
        "sheets": live.rehearsals.filter(running=False).order_by("-begun_at")[:SHEETS],
        "phones": wanted,
        "fewest": rehearsals.FEWEST,
        "most": rehearsals.MOST,
        "minutes": round(rehearsals.LONGEST.total_seconds() / 60),
        "error": error,
    }
    return render(request, "contests/live/rehearsals.html", shown, status=422 if error else 200)


@require_POST
def stop(request: RoundRequest, number: int, rehearsal: int) -> HttpResponse:
    """Ask a rehearsal to end; its sheet follows in a moment."""
    one = get_object_or_404(request.target.real.rehearsals, pk=rehearsal)
    with suppress(AsBefore):  # it is ending, or over: the page shows which
        rehearsals.stop(rehearsal=one, now=clock.now())
    return redirect("contests:live-rehearsals", one.of_id)
