"""The secretary's desk: where every part stands, who is missing, the clock, equal teams, and the end."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contests.access import organises
from contests.models import Stage, StageTie
from contests.stage import bells, finishing, hall, refusals, ties
from contests.stage.pages import StageRequest, done, looked, number_in, numbers_in
from contests.stage.reading import clock_of, equal_groups, in_order, parts_of, standing_of, teams_by_key
from realtime import clock


@require_safe
def desk(request: StageRequest, slug: str) -> HttpResponse:
    return looked(request, "contests/stage/desk.html", seen_of(request.target), lambda: _shown(request))


def seen_of(stage: Stage) -> str:
    """Return what changes with whatever the desk shows: the stage contest itself, and its live rounds."""
    rounds = stage.segments.exclude(live=None).values_list("live__version", flat=True)
    extra = stage.bells.values_list("live__version", flat=True)
    return f"{stage.version}-{sum(rounds) + sum(extra)}"


def _shown(request: StageRequest) -> dict[str, Any]:
    stage = request.target
    parts, teams = parts_of(stage), teams_by_key(stage)
    standing = standing_of(stage)
    all_locked = all(part.segment.state == "locked" for part in parts)
    on = next((part for part in parts if part.segment.position == stage.part), None)
    return {
        "contest": stage.contest,
        "stage": stage,
        "organiser": organises(request.user, stage.contest),  # who alone leads live rounds
        "parts": parts,
        "on": on,
        "order": in_order(on.segment, teams) if on else [],
        "clock": clock_of(stage, clock.now()),
        "standing": standing,
        "columns": [part.rules.title for part in parts],
        "all_locked": all_locked,
        "equal": equal_groups(standing) if all_locked else [],
        "bells": _bells(stage, standing) if all_locked else [],
    }


def _bells(stage: Stage, standing: Any) -> list[tuple[Any, list[str]]]:
    """Return the extra questions for teams that are equal still, with their names."""
    undecided = {one.team.pk: one.team.name for one in standing if one.undecided}
    found = stage.bells.select_related("live").order_by("-pk")
    return [(one, [undecided[key] for key in one.teams]) for one in found if undecided.keys() >= set(one.teams)]


@require_POST
def do(request: StageRequest, slug: str) -> HttpResponse:
    """Do what a button of the desk asks for."""
    act, said = _acts(request).get(request.POST.get("do", ""), (_nothing, ""))
    done(request, act, str(said))
    return redirect("contests:stage-desk", slug)


def _acts(request: StageRequest) -> dict[str, tuple[Callable[[], Any], object]]:
    stage, by, now = request.target, request.user, clock.now()
    part, team = number_in(request, "part"), number_in(request, "team")
    return {
        "part": (lambda: hall.call_up(stage=stage, part=part, team=None), ""),
        "call": (lambda: hall.call_up(stage=stage, part=stage.part, team=_team(stage, team)), ""),
        "start": (lambda: hall.start_clock(stage=stage, now=now), ""),
        "stop": (lambda: hall.stop_clock(stage=stage, by=by, now=now), ""),
        "drop": (lambda: hall.drop_clock(stage=stage), _("The clock is stopped; no time was noted.")),
        "extra": (
            lambda: bells.prepare_extra(stage=stage, teams=numbers_in(request, "teams"), by=by, now=now),
            _("The extra question is ready: lead it, then take the order over."),
        ),
        "take": (lambda: bells.take_order(extra=_bell(stage, number_in(request, "bell")), by=by, now=now), _("Kept.")),
        "tie": (lambda: _decide(request, stage), _("Kept.")),
        "finish": (lambda: finishing.finish(stage=stage, by=by, now=now), _("The result is locked.")),
    }


def _nothing() -> None:
    raise refusals.AsItIs


def _team(stage: Stage, key: int) -> Any:
    team = stage.teams.filter(pk=key).first()
    if team is None:
        raise refusals.NotOfThisStage
    return team


def _bell(stage: Stage, key: int) -> Any:
    found = stage.bells.filter(pk=key).first()
    if found is None:
        raise refusals.NotEqualTeams
    return found


def _decide(request: StageRequest, stage: Stage) -> None:
    """Settle the order as the places typed beside the teams say."""
    teams = numbers_in(request, "teams")
    places = {team: number_in(request, f"place-{team}") for team in teams}
    if sorted(places.values()) != list(range(1, len(teams) + 1)):
        raise refusals.PlacesUnclear
    order = sorted(teams, key=lambda team: places[team])
    how = StageTie.How.JURY if request.POST.get("how") == "jury" else StageTie.How.BELL
    reason = request.POST.get("reason", "")
    ties.decide_tie(stage=stage, teams=order, how=how, reason=reason, by=request.user, now=clock.now())
