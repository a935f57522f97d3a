"""A contest as a unit's contact sees it: participation, who is missing, the invitation and reminders."""

import io

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from contests.access import organises, organises_only
from contests.models import Contest, Phase, Roster, Round
from contests.papers.sitting import close_overdue
from contests.reach import with_everything_under
from contests.refusals import Refused
from contests.rosters.keeping import freeze_due, rosters_kept
from contests.rosters.views import UnitRequest
from contests.units.contact_sight import counts_are_sealed, may_see_counts
from contests.units.invitations import invitation
from contests.units.reminders import MOST_AT_ONCE, addressees, remind, words_to_paste
from contests.units.turnout import people_of, progress
from contests.units.views import list_asked
from people.models import Role, RoleAssignment, Unit, User
from realtime import clock

MOST_NAMES = 500


class ContactRequest(HttpRequest):
    user: User


@require_safe
def my_units(request: ContactRequest) -> HttpResponse:
    """The units of which one is the contact, each with the contests that it may enter and that are not long over."""
    held = RoleAssignment.objects.filter(user=request.user, role=Role.CONTACT, unit__isnull=False)
    units = [each.unit for each in held.select_related("unit").order_by("unit__name_folded") if each.unit]
    now = clock.now()
    public = list(Contest.objects.public().prefetch_related("eligible_units").order_by("-closes_at")[:100])
    under = {unit.pk: with_everything_under({unit.pk}) for unit in units}
    reach = {each.pk: with_everything_under([unit.pk for unit in each.eligible_units.all()]) for each in public}
    rows = [
        (unit, [(each, each.phase_at(now)) for each in public if not reach[each.pk] or reach[each.pk] & under[unit.pk]])
        for unit in units
    ]
    return render(request, "contests/my_units.html", {"rows": rows})


@require_safe
def unit(request: UnitRequest, code: str, slug: str) -> HttpResponse:
    """Participation of the unit and what is under it, who has not finished, and what to hand on."""
    contest, own, now = request.target.contest, request.target.unit, clock.now()
    close_overdue(contest=contest, now=now)
    freeze_due(contest=contest, now=now)
    of = list_asked(request, contest)
    counts = sees_counts(request, of)
    roster = _roster(of, own)
    seen = people_of(of, roster) if roster and counts else []
    waiting = [one for one in seen if one.state in ("absent", "entered")]
    address = invitation(request, contest, own)
    rows = progress(of, with_everything_under({own.pk})) if counts else []
    shown = {
        "contest": contest,
        "unit": own,
        "of": of,
        "phase": of.phase_at(now),
        "running": of.phase_at(now) == Phase.RUNNING,
        "counts": counts,
        "mine": next((row for row in rows if row.unit.pk == own.pk), None),
        "under": [row for row in rows if row.unit.pk != own.pk],
        "roster": roster,
        "waiting": waiting[:MOST_NAMES],
        "waiting_count": len(waiting),
        "with_address": len(addressees(of, own, seen)) if counts and of.phase_at(now) == Phase.RUNNING else 0,
        "address": address,
        "words": words_to_paste(contest, of, [one.line.full_name for one in waiting[:MOST_NAMES]], address),
        "organising": organises(request.user, contest),
        "invited": contest.invited.filter(unit=own).exists(),
    }
    return render(request, "contests/unit.html", shown)


def sees_counts(request: UnitRequest, of: Contest | Round) -> bool:
    """Say whether the person who asks may see counts and names now; organisers who do not play always do."""
    contest, now = request.target.contest, clock.now()
    if organises_only(request.user, contest) or not counts_are_sealed(contest, now):
        return True
    held = RoleAssignment.objects.filter(user=request.user, role=Role.CONTACT)
    mine = set(held.values_list("unit_id", flat=True))
    spoken_for = with_everything_under({pk for pk in mine if pk is not None})
    return request.target.unit.pk in spoken_for and None not in mine and may_see_counts(of, spoken_for, now)


def _roster(of: Contest | Round, own: Unit) -> Roster | None:
    kept = rosters_kept(of)
    return Roster.objects.filter(set=kept, unit=own).first() if kept else None


@require_safe
def unit_qr(request: UnitRequest, code: str, slug: str) -> HttpResponse:
    picture = io.BytesIO()
    address = invitation(request, request.target.contest, request.target.unit)
    segno.make(address, error="m").save(picture, kind="svg", scale=8, border=2)
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")


@require_POST
def unit_remind(request: UnitRequest, code: str, slug: str) -> HttpResponse:
    """Write to those of the unit who have given an address and not finished."""
    contest, own, now = request.target.contest, request.target.unit, clock.now()
    of = list_asked(request, contest)
    roster = _roster(of, own)
    if roster is None and not contest.entrants.filter(unit=own).exclude(email="").exists():
        messages.error(request, _("Your unit has no list of people with addresses yet."))
        return redirect("contests:unit", code, slug)
    try:
        done = remind(of=of, unit=own, roster=roster, address=invitation(request, contest, own), now=now)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("contests:unit", code, slug)
    if done.failed:
        messages.error(request, _("The mail server did not take the mail. Please try again later."))
    elif not sees_counts(request, of):
        messages.success(request, _("Whoever has not finished and gave an address is reminded."))
    elif done.sent:
        said = ngettext("%(count)s reminder is sent.", "%(count)s reminders are sent.", done.sent)
        messages.success(request, said % {"count": done.sent} + _further(done.waiting))
    else:
        messages.info(request, _("Nobody to remind: all have finished, were reminded today, or gave no address."))
    return redirect("contests:unit", code, slug)


def _further(waiting: int) -> str:
    if not waiting:
        return ""
    said = _("At most %(most)s are sent at once: press again for the other %(waiting)s.")
    return " " + said % {"most": MOST_AT_ONCE, "waiting": waiting}
