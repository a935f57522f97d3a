"""Entering without an account, coming back, and what a contest holds of a person who takes part."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contests.entering.admitting import admit, form_at_door, listed_for, remember_listed, tell
from contests.entering.consents import consents_of, set_consent
from contests.entering.guests import entrant_for, forget, remember
from contests.entering.register_forms import DAY, ComeBackForm, ComeInForm
from contests.entering.return_codes import come_back as action_come_back
from contests.entering.return_codes import come_in
from contests.entering.rules import NEEDED
from contests.entering.wording import FIELD_NAMES, kept_in_words
from contests.models import Contest, Entrant
from contests.refusals import Refused
from contests.views import ContestRequest
from realtime import clock


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: ContestRequest, slug: str) -> HttpResponse:
    """Ask what the rules ask, and enter the person."""
    contest, now = request.target, clock.now()
    form = form_at_door(request, contest, now)
    if form is None or entrant_for(request.user, contest) is not None:
        return redirect("contests:detail", slug)
    if request.method == "POST" and form.is_valid():
        try:
            entrant, code = admit(request, contest, form, now)
        except Refused as refusal:
            tell(form, refusal)
        else:
            shown = {"contest": contest, "entrant": entrant, "code": code}
            return render(request, "contests/registered.html", shown)
    shown = {"contest": contest, "form": form, "listed": listed_for(request, contest)}
    return render(request, "contests/register.html", shown, status=_status(form))


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def come_back(request: ContestRequest, slug: str) -> HttpResponse:
    contest = request.target
    form = ComeBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            entrant = action_come_back(contest=contest, now=clock.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            remember(request, entrant)
            messages.success(request, _("Welcome back, %(name)s.") % {"name": entrant.full_name})
            return redirect("contests:detail", slug)
    return render(request, "contests/come_back.html", {"contest": contest, "form": form}, status=_status(form))


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def by_code(request: ContestRequest, slug: str) -> HttpResponse:
    """Let in a person on the organisers' list by employee code and personal code."""
    contest = request.target
    if "list" not in contest.entering.ways or entrant_for(request.user, contest) is not None:
        return redirect("contests:detail", slug)
    form = ComeInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invited = come_in(contest=contest, now=clock.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            remember_listed(request, invited)
            return redirect("contests:register", slug)
    return render(request, "contests/by_code.html", {"contest": contest, "form": form}, status=_status(form))


@require_safe
def my_data(request: ContestRequest, slug: str) -> HttpResponse:
    """Show what this contest holds of the person, how long, and what they agreed to."""
    contest, entrant = request.target, _own(request)
    shown = {
        "contest": contest,
        "entrant": entrant,
        "held": _held(contest, entrant),
        "consents": consents_of(entrant),
        "needed": NEEDED,
        "left": entrant.aside_why == "left",
        "phase": contest.phase_at(clock.now()),
    }
    return render(request, "contests/my_data.html", shown)


@require_POST
def leave_device(request: ContestRequest, slug: str) -> HttpResponse:
    """Let whoever registered in this browser go, for the next person at a shared phone or computer."""
    entrant = _own(request)
    if entrant.user_id is not None:  # an account is left by signing out
        raise Http404
    forget(request, entrant)
    messages.success(request, _("This device no longer knows you. Come back with your return code."))
    return redirect("contests:detail", slug)


@require_POST
def consent(request: ContestRequest, slug: str) -> HttpResponse:
    """Agree to one purpose, or take that back."""
    entrant, now = _own(request), clock.now()
    given = request.POST.get("given") == "yes"
    try:
        set_consent(entrant=entrant, purpose=request.POST.get("purpose", ""), given=given, now=now)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("Your consent is noted.") if given else _("Your consent is taken back, from now on.")
        messages.success(request, said)
    return redirect("contests:my-data", slug)


def _own(request: ContestRequest) -> Entrant:
    entrant = entrant_for(request.user, request.target)
    if entrant is None:  # gone between the gate and here
        raise Http404
    return entrant


def _held(contest: Contest, entrant: Entrant) -> list[tuple[str, str, str]]:
    """Return (field, what is held, how long) for every field of which something is held."""
    last = entrant.citizen_last4
    values: dict[str, Any] = {
        "name": entrant.full_name,
        "birth": entrant.born.strftime(DAY) if entrant.born else "",
        "unit": entrant.unit.name,
        "group": entrant.group.name if entrant.group else "",
        "position": entrant.position,
        "phone": entrant.phone,
        "email": entrant.email,
        "citizen": _("only the last four digits: %(digits)s") % {"digits": last} if last else "",
    }
    asked = {each.field: each for each in contest.entering.fields}
    told = []
    for name, value in values.items():
        if value:
            how_long = kept_in_words(asked[name]) if name in asked else _("Kept as long as the results.")  # type: ignore[index]
            told.append((str(FIELD_NAMES[name]), value, how_long))  # type: ignore[index]
    return told


def _status(form: Any) -> int:
    return 422 if form.is_bound and form.errors else 200
