"""One unit's roster: given and corrected by its contact until it freezes, by the organisers also afterwards."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contests.access import organises
from contests.models import Contest, RosterLine, RosterRequest, RosterSet, Round
from contests.refusals import Refused
from contests.rosters.keeping import (
    Person,
    add_person,
    exempt_person,
    freeze_due,
    give_headcount,
    is_frozen,
    remove_person,
    roster_set,
    rosters_kept,
)
from contests.rosters.requests import Change, ask
from contests.units.access import UnitInContest
from contests.units.forms import HeadcountForm, LineForm, PersonForm
from contests.units.standings import rulings_on, units_rules
from contests.units.views import list_asked
from people.contacts import contacts_of
from people.models import Unit, User
from realtime import clock


class UnitRequest(HttpRequest):
    """A request that the permission table let through; `target` is the unit in the contest."""

    target: UnitInContest
    user: User


FORMS: Mapping[str, type[forms.Form]] = {
    "headcount": HeadcountForm, "add": PersonForm, "remove": LineForm, "exempt": LineForm,
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def roster(request: UnitRequest, code: str, slug: str) -> HttpResponse:
    """Show the roster; with POST change it, or ask for the change where it is frozen and one does not organise."""
    contest, unit, now = request.target.contest, request.target.unit, clock.now()
    freeze_due(contest=contest, now=now)
    of = list_asked(request, contest)
    what = request.POST.get("what", "")
    form = FORMS[what](request.POST) if what in FORMS else None
    if form is not None and form.is_valid():
        try:
            said = _take(request, of, unit, what, form.cleaned_data, now)
        except Refused as refusal:
            form.add_error("reason" if "reason" in form.fields else None, str(refusal))
        else:
            messages.success(request, said)
            return _to_roster(code, slug, of)
    return _page(request, of, form, what)


def _take(
    request: UnitRequest, of: Contest | Round, unit: Unit, what: str, given: Mapping[str, Any], now: datetime
) -> str:
    reason, kept = given.get("reason", ""), roster_set(of)
    if is_frozen(of, now) and not organises(request.user, request.target.contest):
        change = _change(what, given, kept, unit)
        ask(kept=kept, unit=unit, change=change, reason=reason, by=request.user, now=now)
        return _("The organisers have your request; you will see their answer here.")
    how: dict[str, Any] = {"kept": kept, "unit": unit, "by": request.user, "now": now, "reason": reason}
    acts: Mapping[str, Callable[[], Any]] = {
        "headcount": lambda: give_headcount(
            headcount=given["headcount"], exempted=given["exempted"], exempt_reason=given["exempt_reason"], **how
        ),
        "add": lambda: add_person(person=_person(given), **how),
        "remove": lambda: remove_person(line=given["line"], **how),
        "exempt": lambda: exempt_person(line=given["line"], why=given["why"], **how),
    }
    acts[what]()
    return _("The roster is changed.")


def _person(given: Mapping[str, Any]) -> Person:
    return Person(given["full_name"], given["code"], given["position_group"], given["email"])


def _change(what: str, given: Mapping[str, Any], kept: RosterSet, unit: Unit) -> Change:
    if what == "headcount":
        return Change("headcount", given["headcount"], given["exempted"], given["exempt_reason"])
    if what == "add":
        return Change("add", name=given["full_name"], code=given["code"], position_group=given["position_group"])
    line = RosterLine.objects.filter(roster__set=kept, roster__unit=unit, pk=given["line"]).first()
    name = line.full_name if line else ""
    if what == "remove":
        return Change("remove", line=given["line"], name=name)
    return Change("exempt", line=given["line"], name=name, why=given["why"])


def _page(request: UnitRequest, of: Contest | Round, form: forms.Form | None, what: str) -> HttpResponse:
    contest, unit, now = request.target.contest, request.target.unit, clock.now()
    kept = rosters_kept(of)
    found = kept.rosters.filter(unit=unit).first() if kept else None
    numbers = found if found and not found.named else None
    initial = {
        name: getattr(numbers, name) for name in ("headcount", "exempted", "exempt_reason") if numbers is not None
    }
    organising, frozen = organises(request.user, contest), is_frozen(of, now)
    headcount_form = form if form is not None and what == "headcount" else HeadcountForm(initial=initial)
    person_form = form if form is not None and what == "add" else PersonForm()
    for each in (headcount_form, person_form):
        each.fields["reason"].required = frozen
    shown = {
        "contest": contest,
        "unit": unit,
        "of": of,
        "rounds": list(contest.rounds.all()) if units_rules(contest).roster == "round" else [],
        "keeps": units_rules(contest).roster != "none",
        "kept": kept,
        "roster": found,
        "lines": list(found.lines.order_by("full_name_folded", "pk")) if found else [],
        "frozen": frozen,
        "asks": frozen and not organising,
        "organising": organising,
        "headcount_form": headcount_form,
        "person_form": person_form,
        "line_form": form if what in ("remove", "exempt") else None,
        "requests": _requests(kept, unit),
        "contacts": contacts_of(unit) if organising else [],
        "is_out": unit.pk in rulings_on(of).out,
        "ranked": found is not None or contest.entrants.filter(unit=unit).exists(),
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "contests/unit_roster.html", shown, status=status)


def _requests(kept: RosterSet | None, unit: Unit) -> list[RosterRequest]:
    asked = RosterRequest.objects.filter(set=kept, unit=unit) if kept else RosterRequest.objects.none()
    return list(asked.order_by("-asked_at").select_related("asked_by")[:20])


def _to_roster(code: str, slug: str, of: Contest | Round) -> HttpResponse:
    response = redirect("contests:unit-roster", code, slug)
    if isinstance(of, Round):
        response["Location"] += f"?dot={of.position}"
    return response
