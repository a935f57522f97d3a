"""A captain's phone: choosing a number when lots are drawn, and the way into the live round of a quiz."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contests.live.states import State as LiveState
from contests.models import LiveRound, Stage, StageTeam
from contests.stage import drawing
from contests.stage.access import team_of
from contests.stage.keeping import programme_of
from contests.stage.lots import MOST_NUMBER
from contests.stage.pages import SegmentRequest, StageRequest, done, looked
from contests.stage.reading import drawing_of, in_order, teams_by_key
from contests.stage.sheet_acts import chosen_in, latest_draw
from realtime import clock


@require_safe
def captain(request: StageRequest, slug: str) -> HttpResponse:
    stage = request.target
    team = _own_team(request, stage)
    rounds = list(_rounds(stage, team))
    seen = f"{stage.version}-{sum(live.version for live in rounds)}"
    return looked(request, "contests/stage/captain.html", seen, lambda: _shown(stage, team, rounds))


def _rounds(stage: Stage, team: StageTeam) -> Any:
    """Return the live rounds of the stage contest that the team plays in and that are not over."""
    ours = {"players__entrant__on_stage__team": team, "players__removed_at": None}
    found = LiveRound.objects.filter(contest=stage.contest, **ours).exclude(state=LiveState.FINISHED)
    return found.distinct().order_by("pk")


def _shown(stage: Stage, team: StageTeam, rounds: list[LiveRound]) -> dict[str, Any]:
    parts, teams = [], teams_by_key(stage)
    rules = programme_of(stage).segments
    for segment in stage.segments.all():
        segment.stage = stage
        drawn = drawing_of(segment)
        order = [one.pk for one in in_order(segment, teams)] if drawn and drawn.seed else []
        place = order.index(team.pk) + 1 if order else 0
        waits = drawn is not None and not drawn.seed and team in drawn.waiting and segment.state == "waiting"
        parts.append((segment, rules[segment.position - 1], drawn, place, waits))
    return {
        "contest": stage.contest, "stage": stage, "team": team, "parts": parts, "rounds": rounds,
        "most_number": MOST_NUMBER,
    }  # fmt: skip


@require_POST
def lot(request: SegmentRequest, slug: str, place: int) -> HttpResponse:
    """Confirm for one's own team, whichever team is sent."""
    segment = request.target
    team = _own_team(request, segment.stage)

    def act() -> None:
        drawing.confirm(draw=latest_draw(segment), team=team, chosen=chosen_in(request), now=clock.now())

    if done(request, act):
        messages.success(request, _("Your number is in."))
    return redirect("contests:stage-captain", slug)


def _own_team(request: HttpRequest, stage: Stage) -> StageTeam:
    team = team_of(request.user, stage)
    if team is None:  # no captain any more, between the gate and here
        raise Http404
    return team
