"""The first page of the board's desk."""

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from contests.access import organises
from contests.models import Contest, Round
from contests.papers.sitting import close_overdue
from contests.record.kept import lists_kept
from contests.record.words import prize_in_words
from contests.review.asked import appeals_by_question
from contests.review.desk import desk_of
from contests.review.proposals import prize_plain
from contests.standings import Listing, Standing
from people.models import User
from realtime import clock

PER_PAGE = 50
PAGES = {
    "running": "contests:manage", "essays": "contests:essays", "appeals": "contests:appeals",
    "incidents": "contests:incidents", "corrections": "contests:questions", "ties": "contests:ties",
}  # fmt: skip


class DeskRequest(HttpRequest):
    """A request that the permission table let through; `target` is the contest."""

    target: Contest
    user: User


@require_safe
def desk(request: DeskRequest, slug: str) -> HttpResponse:
    contest, now = request.target, clock.now()
    close_overdue(contest=contest, now=now)
    kept = lists_kept(contest, now)
    found = desk_of(contest, now, kept)
    organising = organises(request.user, contest)
    shown = {
        "contest": contest,
        "desk": found,
        "steps": [
            (step, [(each, _page_of(each.kind, contest, organising)) for each in step.obstacles])
            for step in found.steps
        ],
        "organising": organising,
        "editions": contest.editions.defer("content").order_by("-number"),
        "appealed": sum(appeals_by_question(contest).values()),
        **_standings(request, kept.lists, now),
    }
    return render(request, "contests/review/desk.html", shown)


def _page_of(kind: str, contest: Contest, organising: bool) -> str:
    """Return the address of the page that removes an obstacle; "" where this person may not use it."""
    if kind in ("running", "essays", "ties") and not organising:
        return ""
    return reverse(PAGES[kind], args=[contest.slug])


def _standings(request: HttpRequest, lists: list[Listing], now: datetime) -> dict[str, Any]:
    """Return the provisional list asked for, a page of it, with names."""
    asked = request.GET.get("dot", "")
    shown = next((each for each in lists if _key(each.of) == asked), lists[0])
    of = shown.of
    page = Paginator(shown.lines, PER_PAGE).get_page(request.GET.get("page"))
    contest = of.contest if isinstance(of, Round) else of
    people = contest.entrants.select_related("unit").in_bulk([line.entrant for line in page])
    return {
        "lists": [(each.of, _key(each.of)) for each in lists],
        "of": of,
        "page": page,
        "rows": [(line, people[line.entrant], line.result.score / 100, _prize(line)) for line in page],
    }


def _key(of: Contest | Round) -> str:
    return str(of.position) if isinstance(of, Round) else ""


def _prize(line: Standing) -> str:
    return prize_in_words(prize_plain(line.award.prize))
