"""Units of a contest as its organisers see them: how they are ranked, their rosters, and how they take part."""

from collections import Counter

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contests.models import Contest, RosterRequest, Round
from contests.papers.sitting import close_overdue
from contests.reach import units_that_may_enter
from contests.record.signing import signed_now
from contests.refusals import Refused
from contests.rosters.files import take_accounts, take_invited
from contests.rosters.keeping import freeze, freeze_due, roster_set, rosters_kept
from contests.rosters.requests import answer
from contests.rules import Rules
from contests.units.forms import UnitRulesForm, initial_of
from contests.units.presets import PRESETS
from contests.units.settling import set_unit_rules
from contests.units.standings import rulings_on, units_rules
from contests.units.turnout import current_of, progress
from contests.units.wording import units_in_words
from people.contacts import ContactRefused, name_contact, release_contact
from people.models import Role, RoleAssignment, Unit, User
from realtime import clock


class UnitsRequest(HttpRequest):
    """A request that the permission table let through; `target` is the contest."""

    target: Contest
    user: User


def list_asked(request: HttpRequest, contest: Contest) -> Contest | Round:
    """Return what the rosters on the page are of: the round asked for by its place, else the one of today."""
    asked = request.POST.get("dot") or request.GET.get("dot", "")
    if units_rules(contest).roster == "round":
        for one in contest.rounds.all():
            if str(one.position) == asked:
                return one
    return current_of(contest, clock.now())


@require_safe
def units(request: UnitsRequest, slug: str) -> HttpResponse:
    """Every unit against its roster, those below the threshold first; by block where asked."""
    contest, now = request.target, clock.now()
    close_overdue(contest=contest, now=now)
    freeze_due(contest=contest, now=now)
    of = list_asked(request, contest)
    rows = progress(of)
    blocks = sorted(Counter(row.block for row in rows if row.block))
    block = request.GET.get("khoi", "")
    rules = units_rules(contest)
    shown = {
        "contest": contest,
        "draft": contest.state == Contest.State.DRAFT,
        "words": units_in_words(rules),
        "keeps": rules.roster != "none",
        "rounds": list(contest.rounds.all()) if rules.roster == "round" else [],
        "of": of,
        "kept": rosters_kept(of),
        "rows": [row for row in rows if not block or row.block == block],
        "below": sum(row.is_below for row in rows),
        "blocks": blocks,
        "block": block,
        "out": rulings_on(of).out,
        "requests": _requests(contest),
        "invited": contest.invited.exists(),
    }
    return render(request, "contests/units.html", shown)


def _requests(contest: Contest) -> list[RosterRequest]:
    waiting = RosterRequest.objects.filter(set__contest=contest, answered_at=None)
    return list(waiting.select_related("unit", "set__round", "asked_by").order_by("asked_at"))


@require_http_methods(["GET", "HEAD", "POST"])
def unit_rules(request: UnitsRequest, slug: str) -> HttpResponse:
    """Settle how units are ranked; begin from what a real contest used, or from what the draft says."""
    contest = request.target
    if contest.state != Contest.State.DRAFT:
        messages.error(request, _("This contest has been opened; its rules can no longer change."))
        return redirect("contests:units", slug)
    preset = PRESETS.get(request.GET.get("mau", ""))
    rules = preset.rules if preset else Rules.from_json(contest.rules).units
    form = UnitRulesForm(request.POST or None, initial=initial_of(rules))
    if request.method == "POST" and form.is_valid():
        try:
            set_unit_rules(contest=contest, rules=form.rules())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("How units are ranked is kept."))
            return redirect("contests:units", slug)
    shown = {
        "contest": contest, "form": form, "presets": PRESETS, "preset": request.GET.get("mau", ""),
        "signed": signed_now(contest),
    }  # fmt: skip
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "contests/unit_rules.html", shown, status=status)


@require_POST
def from_accounts(request: UnitsRequest, slug: str) -> HttpResponse:
    """Make the accounts of every unit that may enter its roster."""
    contest, now = request.target, clock.now()
    found = list(units_that_may_enter(contest, timezone.localdate(now)))
    try:
        taken = take_accounts(
            kept=roster_set(list_asked(request, contest)), units=found, by=request.user, now=now,
            reason=request.POST.get("reason", ""),
        )  # fmt: skip
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        said = ngettext("The accounts of %(count)s unit are its roster now.",
                        "The accounts of %(count)s units are their rosters now.", taken)  # fmt: skip
        messages.success(request, said % {"count": taken})
    return back(request, slug)


@require_POST
def from_list(request: UnitsRequest, slug: str) -> HttpResponse:
    """Make the organisers' list of who may enter the rosters of the units that stand on it."""
    try:
        taken = take_invited(
            kept=roster_set(list_asked(request, request.target)), by=request.user, now=clock.now(),
            reason=request.POST.get("reason", ""),
        )  # fmt: skip
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        said = ngettext("The list is the roster of %(count)s unit now.",
                        "The list is the roster of %(count)s units now.", taken)  # fmt: skip
        messages.success(request, said % {"count": taken})
    return back(request, slug)


@require_POST
def freeze_now(request: UnitsRequest, slug: str) -> HttpResponse:
    try:
        freeze(kept=roster_set(list_asked(request, request.target)), by=request.user, now=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The rosters are frozen; the record keeps their digest."))
    return back(request, slug)


@require_POST
def answer_request(request: UnitsRequest, slug: str, pk: int) -> HttpResponse:
    asked = RosterRequest.objects.filter(set__contest=request.target, pk=pk).first()
    if asked is None:
        raise Http404
    accepted = request.POST.get("answer") == "accept"
    try:
        answer(request=asked, accepted=accepted, words=request.POST.get("words", ""), by=request.user, now=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The request is accepted.") if accepted else _("The request is refused."))
    return redirect("contests:units", slug)


@require_POST
def contact(request: UnitsRequest, slug: str, code: str) -> HttpResponse:
    """Name a contact of a unit by account name, or release one."""
    unit = get_object_or_404(Unit, code=code)
    try:
        if "release" in request.POST:
            held = RoleAssignment.objects.filter(unit=unit, role=Role.CONTACT, pk=_key(request.POST["release"])).first()
            if held is not None:
                release_contact(assignment=held, by=request.user)
        else:
            name_contact(unit=unit, username=request.POST.get("username", ""), by=request.user)
    except ContactRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("contests:unit-roster", code, slug)


def back(request: UnitsRequest, slug: str) -> HttpResponse:
    response = redirect("contests:units", slug)
    asked = request.POST.get("dot", "")
    if asked.isascii() and asked.isdecimal() and len(asked) < 5:
        response["Location"] += f"?dot={int(asked)}"
    return response


def _key(given: str) -> int:
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 16 else 0
