"""The host's list of who plays: names to approve, and who is shown the door."""

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contests.live import players, presence, refusals, teams
from contests.live.rules import LiveRules
from contests.live.views import RoundRequest
from contests.models import LivePlayer, LiveRound
from contests.refusals import Refused
from people.folding import fold
from realtime import clock

PAGE = 100


@require_safe
def players_of_round(request: RoundRequest, number: int) -> HttpResponse:
    """Names that wait for approval first; the rest by search, a hundred at a time."""
    return _shown(request, request.target)


@require_safe
def hall(request: RoundRequest, number: int) -> HttpResponse:
    """Who is there, with whose network is at fault where somebody is not: a part of the host's page."""
    live = request.target
    return render(request, "contests/live/_hall.html", {"round": live, "hall": presence.hall(live, clock.now())})


@require_POST
def decide(request: RoundRequest, number: int, player: int) -> HttpResponse:
    """Approve or change a shown name, remove, ban or let back one player."""
    live = request.target
    one = get_object_or_404(live.players.named(), pk=player)
    try:
        _done(request, one)
    except Refused as refusal:
        return _shown(request, live, wrong=one, error=str(refusal))
    messages.success(request, _("Done: %(name)s.") % {"name": one.shown_name})
    return redirect("contests:live-players", live.pk)


def _done(request: RoundRequest, player: LivePlayer) -> None:
    what = request.POST.get("do", "")
    match what:
        case "name":
            players.rename(player=player, nickname=request.POST.get("nickname", ""))
        case "captain":
            teams.name_captain(player=player, by=request.user, now=clock.now())  # type: ignore[arg-type]
        case "remove" | "ban":
            players.remove(player=player, ban=what == "ban", now=clock.now())
        case "readmit":
            players.readmit(player=player)
        case _:
            raise refusals.WrongState


def _shown(request: HttpRequest, live: LiveRound, wrong: LivePlayer | None = None, error: str = "") -> HttpResponse:
    sought = " ".join(request.GET.get("q", "").split())[:60]
    found = _sought(live, sought).order_by("joined_at", "pk")
    captains = LiveRules.from_json(live.rules).captains
    waits = Q(nickname_approved=False) & ~Q(nickname="")
    shown = {
        "round": live,
        "sought": sought,
        "waiting": found.filter(waits, removed_at=None)[:PAGE],
        "players": found.exclude(waits, removed_at=None)[:PAGE],
        "count": found.count(),
        "page": PAGE,
        "captains": set(live.teams.values_list("captain_id", flat=True)) if captains else None,
        "wrong": wrong,
        "error": error,
    }
    return render(request, "contests/live/players.html", shown, status=422 if error else 200)


def _sought(live: LiveRound, words: str) -> QuerySet[LivePlayer]:
    found = live.players.named()
    if words:
        found = found.filter(
            Q(nickname__icontains=words)
            | Q(entrant__full_name_folded__contains=fold(words))
            | Q(entrant__unit__name__icontains=words)
            | Q(stand_in__icontains=words)
        )
    return found
