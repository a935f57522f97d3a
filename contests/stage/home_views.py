"""A stage contest for everybody: who competes in what, and the ways to one's own pages."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from contests.stage.access import ROUTES
from contests.stage.keeping import programme_of
from contests.stage.pages import StageRequest
from contests.stage.reading import standing_of
from contests.stage.wording import about

OWN = ("stage-judge", "stage-captain", "stage-desk", "stage-mc", "stage-projector")


@require_safe
def home(request: StageRequest, slug: str) -> HttpResponse:
    """Programme and teams; the standing only once the result is locked."""
    stage = request.target
    shown = {
        "contest": stage.contest,
        "stage": stage,
        "parts": [(one, about(one)) for one in programme_of(stage).segments],
        "teams": stage.teams.select_related("unit").order_by("pk"),
        "own": [name for name in OWN if ROUTES[f"contests:{name}"].who(request.user, stage)],
        "columns": [one.title for one in programme_of(stage).segments],
        "standing": standing_of(stage) if stage.finished_at else [],
    }
    return render(request, "contests/stage/home.html", shown)
