"""A person's own report: for that person only, by their account or the browser they registered in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from contests.entering.guests import entrant_for
from contests.models import Contest
from realtime import clock
from training.own import own_report


@require_safe
def own(request: HttpRequest, slug: str) -> HttpResponse:
    contest: Contest = request.target  # type: ignore[attr-defined]
    entrant = entrant_for(request.user, contest)
    assert entrant is not None  # noqa: S101  # the permission table asked
    shown = {"contest": contest, "entrant": entrant, "own": own_report(entrant, clock.now())}
    return render(request, "training/own.html", shown)
