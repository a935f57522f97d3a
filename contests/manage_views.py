"""A contest as its organisers see it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contests.access import still_plays
from contests.drafts import opening
from contests.drafts.checklist import parts_of
from contests.drafts.lapsing import lapses_of
from contests.drafts.readiness import check_ready, warnings_of
from contests.models import Contest, Phase, Round
from contests.papers.essays import essays_of
from contests.papers.sitting import close_overdue
from contests.reach import units_organised_by
from contests.record.signing import hosts_of, unsigned_rules
from contests.refusals import Refused
from contests.units.participation import participation
from contests.views import ContestRequest, share_url
from contests.wording import rules_in_words, slots_of_rounds
from realtime import clock


@require_safe
def manage_list(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    own = Contest.objects.filter(unit__in=units_organised_by(request.user)).select_related("unit")  # type: ignore[arg-type]
    contests = list(own.order_by("-created_at"))
    lapses = lapses_of(contests, now)
    shown = [(contest, contest.phase_at(now), lapses.get(contest.pk, [])) for contest in contests]
    return render(request, "contests/manage_list.html", {"contests": shown})


@require_safe
def manage(request: ContestRequest, slug: str) -> HttpResponse:
    contest, now = request.target, clock.now()
    close_overdue(contest=contest, now=now)
    rounds = list(contest.rounds.all())
    phase = contest.phase_at(now)
    shown = {
        "contest": contest,
        "phase": phase,
        "rounds": rounds,
        "words": rules_in_words(contest),
        "slots": slots_of_rounds(rounds),
        **(_of_draft(contest, rounds, now) if phase == Phase.DRAFT else {}),
        "essays_to_mark": essays_of(contest).filter(marked_at=None).count(),
        "participation": None
        if still_plays(request.user, contest)
        else participation(contest, timezone.localdate(now)),
        "lapses": lapses_of([contest], now).get(contest.pk, []),
        "share_url": share_url(request, contest),
    }
    return render(request, "contests/manage.html", shown)


def _of_draft(contest: Contest, rounds: Sequence[Round], now: datetime) -> dict[str, Any]:
    """Return what the page shows of a draft: its parts, what stands in the way of opening, and who has signed."""
    missing = unsigned_rules(contest)
    return {
        "parts": parts_of(contest, rounds),
        "problems": check_ready(contest=contest, now=now),
        "warnings": warnings_of(contest, now),
        "hosts": [(body, body not in missing) for body in hosts_of(contest)],
        "missing": missing,
    }


@require_POST
def open_now(request: ContestRequest, slug: str) -> HttpResponse:
    try:
        opening.open_contest(contest=request.target, now=clock.now(), by=request.user)  # type: ignore[arg-type]
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The contest is open and its rules are frozen."))
    return redirect("contests:manage", slug)


@require_POST
def close_now(request: ContestRequest, slug: str) -> HttpResponse:
    try:
        opening.close_contest(contest=request.target, now=clock.now(), by=request.user)  # type: ignore[arg-type]
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The contest is closed. Papers that were open are marked as they stood."))
    return redirect("contests:manage", slug)


@require_safe
def participation_by_unit(request: ContestRequest, slug: str) -> HttpResponse:
    """Participation alone: the part of the page that renews itself, and a page for a second screen."""
    contest, now = request.target, clock.now()
    close_overdue(contest=contest, now=now)
    shown = {"contest": contest, "participation": participation(contest, timezone.localdate(now)), "now": now}
    name = "_participation.html" if request.headers.get("HX-Request") else "participation.html"
    return render(request, f"contests/{name}", shown)
