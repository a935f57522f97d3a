"""What happened in a live round, step by step: for the minutes, and for whoever asks afterwards."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from contests.live.move_wording import MOVES
from contests.live.views import RoundRequest
from contests.models import LiveRound

PAGE = 100


@require_safe
def moves_of_round(request: RoundRequest, number: int) -> HttpResponse:
    """Every step that was committed, in order, with who pressed it; a hundred on a page."""
    live = request.target
    page = Paginator(live.moves.select_related("by").order_by("version"), PAGE).get_page(request.GET.get("page"))
    lines = [
        {
            "move": move,
            "what": MOVES[move.move],
            "before": LiveRound.State(move.before).label,
            "after": LiveRound.State(move.after).label,
        }
        for move in page
    ]
    return render(request, "contests/live/moves.html", {"round": live, "page": page, "lines": lines})
