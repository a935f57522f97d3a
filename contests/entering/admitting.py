"""Whoever stands at the door of a contest in a browser: who they are, what they are asked, and letting them in."""

from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone

from contests.entering import entries
from contests.entering.details import asks_more
from contests.entering.guests import remember
from contests.entering.register_forms import RegisterForm
from contests.models import Contest, Entrant, Invited
from contests.refusals import Refused
from contests.units.invitations import unit_invited_by
from people.models import User

LISTED_KEY = "listed_codes"


def remember_listed(request: HttpRequest, invited: Invited) -> None:
    """Keep in the session, under a new key, that this browser has shown the personal code of `invited`."""
    kept = dict(request.session.get(LISTED_KEY, {}))
    request.session.cycle_key()
    request.session[LISTED_KEY] = kept | {str(invited.pk): invited.code_hash}


def listed_for(request: HttpRequest, contest: Contest) -> Invited | None:
    """Return the line of the list whose code this browser has shown, while nobody has entered with it.

    A code that has been made anew since lets nobody in who had shown the old one.
    """
    shown = request.session.get(LISTED_KEY, {})
    lines = contest.invited.filter(pk__in=list(shown), entrant=None) if shown else ()
    return next((line for line in lines if line.code_hash and line.code_hash == shown[str(line.pk)]), None)


def form_at_door(request: HttpRequest, contest: Contest, now: datetime) -> RegisterForm | None:
    """Return the form that this person fills to enter, bound to what was posted; None where none is filled."""
    user, day = request.user, timezone.localdate(now)
    if isinstance(user, User):
        if not asks_more(contest.entering) and not contest.watches:
            return None
        return RegisterForm(request.POST if request.method == "POST" else None, contest=contest, day=day, of=user)
    listed = listed_for(request, contest)
    if listed is None and not contest.entering.registers:
        return None
    bound = request.POST if listed or "full_name" in request.POST else None
    invited = {"unit": unit_invited_by(request)}
    return RegisterForm(bound or None, contest=contest, day=day, of=listed, initial=invited)


def admit(request: HttpRequest, contest: Contest, form: RegisterForm | None, now: datetime) -> tuple[Entrant, str]:
    """Enter this person with a valid form, or with their account alone; return them and a code to come back with.

    The code is empty for an account. Raises what `entries` raises.
    """
    if isinstance(request.user, User):
        details = form.details() if form else None
        return entries.enter_with_account(contest=contest, user=request.user, now=now, details=details), ""
    if form is None:
        raise entries.AccountsOnly
    if isinstance(form.of, Invited):
        phone = form.cleaned_data.get("phone", "")
        entrant, code = entries.enter_listed(invited=form.of, now=now, phone=phone, details=form.details())
    else:
        entrant, code = entries.register(contest=contest, now=now, details=form.details(), **form.person())
    remember(request, entrant)
    return entrant, code


def tell(form: RegisterForm, refusal: Refused) -> None:
    """Put the refusal at the box of the form that it is about, or above the form."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
