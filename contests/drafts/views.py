"""A draft on a few short pages: each saves its own part and leaves the others as they are."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contests.drafts import drafting
from contests.drafts.readiness import over_ceilings
from contests.forms import basics as basics_form
from contests.forms import hosts as hosts_form
from contests.forms import prizes as prizes_form
from contests.forms import ranking as ranking_form
from contests.forms.rows import ADD, filled, one_row_more, rows_of
from contests.models import Contest
from contests.prizes import Prize, fund
from contests.reach import blocks_with_prizes
from contests.record.signing import signed_now
from contests.refusals import Refused
from contests.rules import Rules
from contests.views import ContestRequest
from official.figures import dong
from realtime import clock

LOOK = "look"  # the name of the button that adds up the prizes and keeps nothing
View = Callable[..., HttpResponse]


def of_a_draft(view: View) -> View:
    """Let a page of a draft answer only while the contest is one."""

    @wraps(view)
    def only_drafts(request: ContestRequest, slug: str, **given: Any) -> HttpResponse:
        if request.target.state != Contest.State.DRAFT:
            messages.error(request, _("This contest has been opened; its rules can no longer change."))
            return redirect("contests:manage", slug)
        return view(request, slug, **given)

    return only_drafts


def keep(request: HttpRequest, form: Any, act: Callable[[], Any]) -> bool:
    """Do what the form asks for and say so; tell a refusal at the form. Returns whether it was done."""
    try:
        act()
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("This part of the draft is kept."))
    return True


def part_page(request: ContestRequest, name: str, *forms: Any, **shown: Any) -> HttpResponse:
    """Return the page of a part; 422 where a form was sent and something in it is wrong."""
    wrong = any(form.is_bound and not form.is_valid() for form in forms) and ADD not in request.POST
    context = {"contest": request.target, "signed": signed_now(request.target), "wrong": wrong, **shown}
    return render(request, f"contests/draft/{name}.html", context, status=422 if wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_draft
def basics(request: ContestRequest, slug: str) -> HttpResponse:
    contest = request.target
    form = basics_form.BasicsForm(
        request.POST or None,
        organiser=request.user,
        day=timezone.localdate(clock.now()),
        initial=basics_form.initial_of(contest),
    )
    if request.method == "POST" and form.is_valid():

        def act() -> None:
            drafting.edit_basics(contest=contest, basics=form.basics(), by=request.user)  # type: ignore[arg-type]

        if keep(request, form, act):
            return redirect("contests:manage", slug)
    return part_page(request, "basics", form, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_draft
def ranking(request: ContestRequest, slug: str) -> HttpResponse:
    contest = request.target
    form = ranking_form.RankingForm(request.POST or None, initial=ranking_form.initial_of(contest))
    if request.method == "POST" and form.is_valid():

        def act() -> None:
            drafting.edit_ranking(contest=contest, by=request.user, **form.settings())  # type: ignore[arg-type]

        if keep(request, form, act):
            return redirect("contests:manage", slug)
    return part_page(request, "ranking", form, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_draft
def prizes(request: ContestRequest, slug: str) -> HttpResponse:
    contest = request.target
    sent = one_row_more(request.POST, "prize") if ADD in request.POST else request.POST
    rows = rows_of(prizes_form.PrizeForm, "prize", sent or None, initial=prizes_form.initial_of(contest))
    rules = Rules.from_json(contest.rules)
    table = rules.prizes
    if rows.is_bound and rows.is_valid():
        table = tuple(prizes_form.prize_of(row) for row in filled(rows))
        if not {ADD, LOOK} & set(request.POST) and _kept_prizes(request, table):
            return redirect("contests:manage", slug)
    rounds = contest.rounds.count()
    blocks = blocks_with_prizes(contest, replace(rules, prizes=table), timezone.localdate(contest.opens_at))
    shown = {
        "fund": dong(fund(table, rounds, blocks)), "rounds": rounds, "blocks": blocks, "over": over_ceilings(table),
    }  # fmt: skip
    return part_page(request, "prizes", rows, rows=rows, **shown)


def _kept_prizes(request: ContestRequest, table: Sequence[Prize]) -> bool:
    """Keep the table and say so, with a warning for each prize above its ceiling."""
    try:
        drafting.edit_prizes(contest=request.target, prizes=table, by=request.user)  # type: ignore[arg-type]
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, _("This part of the draft is kept."))
    for line in over_ceilings(table):
        messages.warning(request, line)
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_draft
def hosts(request: ContestRequest, slug: str) -> HttpResponse:
    contest = request.target
    usual, named = hosts_form.initial_of(contest)
    sent = one_row_more(request.POST, "host") if ADD in request.POST else request.POST
    form = hosts_form.AppealsForm(sent or None, initial=usual)
    rows = rows_of(hosts_form.HostForm, "host", sent or None, initial=named, spare=1 if named else 2)
    if request.method == "POST" and ADD not in request.POST and form.is_valid() and rows.is_valid():
        drafts = hosts_form.drafts_of(rows)

        def act() -> None:
            drafting.edit_hosts(contest=contest, hosts=drafts, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]

        if not any(row.errors for row in rows) and keep(request, form, act):
            return redirect("contests:manage", slug)
    return part_page(request, "hosts", form, rows, form=form, rows=rows)
