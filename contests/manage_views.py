"""A contest as its organisers see it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contests import opening
from contests.access import still_plays
from contests.essays import essays_of
from contests.forms import ContestForm, initial_of
from contests.lapsing import lapses_of
from contests.models import Contest, Phase
from contests.papers import close_overdue
from contests.participation import participation
from contests.reach import units_organised_by
from contests.refusals import Refused
from contests.rules import Rules
from contests.views import ContestRequest, share_url
from contests.wording import rules_in_words, slots_of_rounds
from realtime import clock

USUAL = {
    "minutes": 20, "attempts": 1, "counted": "best", "explanations": "after_close", "appeal_days": 3,
}  # fmt: skip


@require_safe
def manage_list(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    own = Contest.objects.filter(unit__in=units_organised_by(request.user)).select_related("unit")  # type: ignore[arg-type]
    contests = list(own.order_by("-created_at"))
    lapses = lapses_of(contests, now)
    shown = [(contest, contest.phase_at(now), lapses.get(contest.pk, [])) for contest in contests]
    return render(request, "contests/manage_list.html", {"contests": shown})


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    usual = USUAL | {"unit": request.user.unit_id}  # type: ignore[union-attr]
    form = ContestForm(request.POST or None, organiser=request.user, day=timezone.localdate(now), initial=usual)
    if request.method == "POST" and form.is_valid():
        try:
            contest = opening.create_contest(draft=form.draft(), by=request.user, now=now)  # type: ignore[arg-type]
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The draft is kept. Open the contest when everything is ready."))
            return redirect("contests:manage", contest.slug)
    return _form_page(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ContestRequest, slug: str) -> HttpResponse:
    contest, now = request.target, clock.now()
    if contest.state != Contest.State.DRAFT:
        messages.error(request, _("This contest has been opened; its rules can no longer change."))
        return redirect("contests:manage", slug)
    form = ContestForm(
        request.POST or None,
        organiser=request.user,
        day=timezone.localdate(now),
        kept=Rules.from_json(contest.rules),
        initial=initial_of(contest),
    )
    if request.method == "POST" and form.is_valid():
        try:
            opening.edit_contest(contest=contest, draft=form.draft(), by=request.user)  # type: ignore[arg-type]
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The draft is kept. Open the contest when everything is ready."))
            return redirect("contests:manage", slug)
    return _form_page(request, form, contest)


def _form_page(request: HttpRequest, form: ContestForm, contest: Contest | None) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "contests/edit.html", {"form": form, "contest": contest}, status=status)


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
        "problems": opening.check_ready(contest=contest, now=now) if phase == Phase.DRAFT else [],
        "scarce": opening.scarcities(contest, now) if phase == Phase.DRAFT else [],
        "essays_to_mark": essays_of(contest).filter(marked_at=None).count(),
        "participation": None
        if still_plays(request.user, contest)
        else participation(contest, timezone.localdate(now)),
        "lapses": lapses_of([contest], now).get(contest.pk, []),
        "share_url": share_url(request, contest),
    }
    return render(request, "contests/manage.html", shown)


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
