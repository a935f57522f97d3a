"""The public pages of contests: finding one, reading its rules, entering, and its boards."""

import io
from collections.abc import Sequence
from datetime import datetime

import segno
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from contests.access import organises
from contests.boards import blocks_of, board_name
from contests.entering import entries
from contests.entering.guests import entrant_for
from contests.entering.wording import who_in_words
from contests.freezing import frozen_since
from contests.models import Contest, Entrant, Phase, Round
from contests.papers.devices import with_device
from contests.papers.sitting import attempts_left, close_overdue, open_paper_of, start_paper
from contests.record.editions import latest_published
from contests.record.final import final_of
from contests.record.signing import editions_waiting_for, held_by, waiting_for
from contests.refusals import DetailsWanted, Refused
from contests.review.access import on_board
from contests.sealing import sealed
from contests.units.invitations import remember_unit
from contests.units.standings import sides_of
from contests.wording import rules_in_words, slots_of_rounds
from leaderboard.frames import ROWS, page
from people.models import User
from realtime import clock

EACH_SIDE = 3  # neighbours shown around one's own line


class ContestRequest(HttpRequest):
    """A request that the permission table let through; `target` is the contest it is about."""

    target: Contest


@require_safe
def contest_list(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    by_phase: dict[Phase, list[Contest]] = {Phase.RUNNING: [], Phase.COMING: [], Phase.OVER: []}
    for contest in Contest.objects.public().select_related("unit").order_by("-closes_at"):
        by_phase[contest.phase_at(now)].append(contest)
    groups = [(phase, found) for phase, found in by_phase.items() if found]
    shown = {"groups": groups, "now": now}
    if isinstance(request.user, User):
        shown |= {
            "to_sign": waiting_for(request.user),
            "editions_to_sign": editions_waiting_for(request.user),
            "held": held_by(request.user),
        }
    return render(request, "contests/list.html", shown)


@require_safe
def short(request: ContestRequest, number: int) -> HttpResponse:
    remember_unit(request)
    return redirect("contests:detail", request.target.slug)


@require_safe
def detail(request: ContestRequest, slug: str) -> HttpResponse:
    contest, now = request.target, clock.now()
    close_overdue(contest=contest, now=now)
    rounds = list(contest.rounds.all())
    current = current_round(rounds, now)
    entrant = entrant_for(request.user, contest)
    papers = list(entrant.papers.select_related("round").order_by("round__position", "number")) if entrant else []
    shown = {
        "contest": contest,
        "now": now,
        "phase": contest.phase_at(now),
        "rounds": rounds,
        "current": current,
        "current_phase": current.phase_at(now),
        "rules": current.paper_rules,
        "words": rules_in_words(contest),
        "slots": slots_of_rounds(rounds),
        "entering": contest.entering,
        "without_account": contest.entering.registers or "list" in contest.entering.ways,
        "who": who_in_words(contest),
        "eligible": list(contest.eligible_units.order_by("name_folded")),
        "entrant": entrant,
        "papers": papers,
        "open_paper": next((p for p in papers if p.submitted_at is None), None),
        "attempts_left": attempts_left(entrant, current, now),
        "share_url": share_url(request, contest),
        "can_manage": organises(request.user, contest),
        "on_board": on_board(request.user, contest) and contest.state != Contest.State.DRAFT,
        "latest": latest_published(contest),
        **(final_of(entrant) if entrant else {}),
    }
    return render(request, "contests/detail.html", shown)


def current_round(rounds: Sequence[Round], now: datetime) -> Round:
    """Return the round that runs, or the next to come, or the last."""
    return next((one for one in rounds if now < one.ends_at()), rounds[-1])


def share_url(request: HttpRequest, contest: Contest) -> str:
    """Return the short address of `contest` to hand on."""
    return request.build_absolute_uri(reverse("contests:short", args=[contest.pk]))


@require_safe
def qr(request: ContestRequest, slug: str) -> HttpResponse:
    picture = io.BytesIO()
    segno.make(share_url(request, request.target), error="m").save(picture, kind="svg", scale=8, border=2)
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")


@require_POST
def enter(request: ContestRequest, slug: str) -> HttpResponse:
    """Enter, where that has not been done, and begin a paper or go on with the open one."""
    contest, now = request.target, clock.now()
    entrant = entrant_for(request.user, contest)
    if entrant is None and not request.user.is_authenticated:
        if contest.entering.registers:
            return redirect("contests:register", slug)
        if "list" in contest.entering.ways:
            return redirect("contests:by-code", slug)
        return redirect_to_login(reverse("contests:detail", args=[slug]))
    if entrant is None and contest.watches:  # it is asked first whether they agree
        return redirect("contests:register", slug)
    try:
        entrant = entrant or entries.enter_with_account(contest=contest, user=request.user, now=now)  # type: ignore[arg-type]
        paper = start_paper(entrant=entrant, now=now, browser=request.session.session_key or "")
    except DetailsWanted:
        return redirect("contests:register", slug)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("contests:detail", slug)
    return with_device(request, redirect("contests:paper", paper.pk), contest, paper)


@require_safe
def board(request: ContestRequest, slug: str) -> HttpResponse:
    contest, now = request.target, clock.now()
    by = "units" if request.GET.get("theo") == "don-vi" else "people"
    rounds = list(contest.rounds.all())
    of = _board_of(contest, rounds, request.GET.get("dot", ""), now)
    entrant = entrant_for(request.user, contest)
    blocks = blocks_of(of) if by == "units" else []
    block = request.GET.get("khoi", "")
    block = block if block in blocks else next(iter(blocks), "")
    name = board_name(of, by, block)  # type: ignore[arg-type]
    number = _page(request)
    me = _me(entrant, of, by)
    read = page(name, (number - 1) * ROWS, me, EACH_SIDE)
    shown = {
        "contest": contest,
        "by": by,
        "rounds": rounds if len(rounds) > 1 else [],
        "has_overall": contest.rules["overall"] != "none",
        "blocks": blocks,
        "block": block,
        "has_rosters": contest.rules["units"]["roster"] != "none",
        "of": of,
        "sealed": sealed(of, now),
        "frozen_since": frozen_since(of, now),
        "board": read.frame,
        "page": number,
        "pages": max(-(-read.frame["size"] // ROWS), 1),
        "me": me,
        "mine": read.mine,
        "near": read.near,
        "my_page": read.above // ROWS + 1 if read.mine else 0,
        "entrant_open": bool(entrant and open_paper_of(entrant)),
        "phase": of.phase_at(now),
        "published": latest_published(contest),
    }
    return render(request, "contests/board.html", shown)


def _page(request: HttpRequest) -> int:
    asked = request.GET.get("page", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and 0 < len(asked) < 7 and int(asked) else 1


def _board_of(contest: Contest, rounds: Sequence[Round], asked: str, now: datetime) -> Contest | Round:
    """Return the round asked for by its place, else the whole contest, or the round of today if none add up."""
    if len(rounds) > 1:
        chosen = next((one for one in rounds if str(one.position) == asked), None)
        if chosen is not None:
            return chosen
        if contest.rules["overall"] == "none":
            return current_round(rounds, now)
    return contest


def _me(entrant: Entrant | None, of: Contest | Round, by: str) -> str:
    """Return the id of the line that is this person's on a board: their own, or that of the unit they count for."""
    if entrant is None:
        return ""
    return str(entrant.pk if by == "people" else sides_of(of).for_unit(entrant.unit_id))
