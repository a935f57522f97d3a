"""Rosters from a file: sent, looked through with every fault by its cell, and taken when the sender confirms."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from contests.access import organises
from contests.models import Contest, RosterUpload, Round
from contests.reach import units_that_may_enter, with_everything_under
from contests.refusals import Refused
from contests.rosters.files import UploadGone, keep_upload, read_file, take_upload
from contests.rosters.keeping import is_frozen, roster_set
from contests.rosters.reading import Fault
from contests.rosters.refusals import RosterFrozen
from contests.rosters.views import UnitRequest
from contests.units.forms import RosterFileForm
from contests.units.views import UnitsRequest, list_asked
from people.models import Unit
from realtime import clock

MOST_FAULTS = 100
SENTENCES = {
    "no_columns": gettext_lazy("No row names the columns: write “Họ và tên”, or “Số người”, above the list."),
    "no_unit_column": gettext_lazy("The column “Đơn vị” is missing: write each person's unit, by its name or code."),
    "empty": gettext_lazy("The columns are there, but no row stands below them."),
    "no_unit": gettext_lazy("“%(fact)s” is no unit that this list may name. Check the name, or write its code."),
    "unit_missing": gettext_lazy("The unit is missing."),
    "two_units": gettext_lazy("Several units are called “%(fact)s”: write the unit's code."),
    "no_name": gettext_lazy("Write the full name: family name and given name."),
    "too_long": gettext_lazy("Longer than %(fact)s characters."),
    "no_email": gettext_lazy("“%(fact)s” is no email address."),
    "no_account": gettext_lazy("There is no open account “%(fact)s”."),
    "twice": gettext_lazy("Stands already in cell %(fact)s."),
    "no_number": gettext_lazy("Write a whole number instead of “%(fact)s”."),
    "too_many_exempted": gettext_lazy("More people are exempted than the unit has."),
    "no_reason": gettext_lazy("Write why they are exempted, in the column “Lý do miễn”."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def rosters_file(request: UnitsRequest, slug: str) -> HttpResponse:
    """The organisers bring the rosters of any units that may enter."""
    contest = request.target
    units = list(units_that_may_enter(contest, timezone.localdate(clock.now())))
    return _send(request, contest, units, None, reverse("contests:units", args=[slug]))


@require_http_methods(["GET", "HEAD", "POST"])
def unit_file(request: UnitRequest, code: str, slug: str) -> HttpResponse:
    """A contact brings the roster of their unit, or of those under it."""
    contest, unit = request.target.contest, request.target.unit
    units = list(Unit.objects.filter(pk__in=with_everything_under({unit.pk})))
    return _send(request, contest, units, unit, reverse("contests:unit-roster", args=[code, slug]))


def _send(
    request: UnitsRequest | UnitRequest, contest: Contest, units: Sequence[Unit], only: Unit | None, home: str
) -> HttpResponse:
    of, now = list_asked(request, contest), clock.now()
    form = RosterFileForm(request.POST or None, request.FILES or None)
    faults: list[tuple[Fault, str]] = []
    if request.method == "POST" and form.is_valid():
        try:
            if is_frozen(of, now) and not organises(request.user, contest):
                raise RosterFrozen
            lists = read_file(raw=form.cleaned_data["file"].read(), units=units, only=only)
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            faults = [(fault, str(SENTENCES[fault.kind]) % {"fact": fault.fact}) for fault in lists.faults]
            if not faults:
                upload = keep_upload(kept=roster_set(of), lists=lists, by=request.user, now=now)
                return redirect(_preview(slug=contest.slug, only=only, pk=upload.pk))
    shown = {
        "contest": contest,
        "unit": only,
        "home": home,
        "of": of,
        "form": form,
        "faults": faults[:MOST_FAULTS],
        "further": max(len(faults) - MOST_FAULTS, 0),
        "taken_now": not is_frozen(of, now) or organises(request.user, contest),
    }
    status = 422 if faults or (form.is_bound and form.errors) else 200
    return render(request, "contests/roster_file.html", shown, status=status)


def _preview(*, slug: str, only: Unit | None, pk: int) -> str:
    if only is None:
        return reverse("contests:rosters-upload", args=[slug, pk])
    return reverse("contests:unit-roster-upload", args=[only.code, slug, pk])


@require_http_methods(["GET", "HEAD", "POST"])
def rosters_upload(request: UnitsRequest, slug: str, pk: int) -> HttpResponse:
    contest = request.target
    units = units_that_may_enter(contest, timezone.localdate(clock.now()))
    home = reverse("contests:units", args=[slug])
    return _look(request, contest, set(units.values_list("pk", flat=True)), pk, home, None)


@require_http_methods(["GET", "HEAD", "POST"])
def unit_upload(request: UnitRequest, code: str, slug: str, pk: int) -> HttpResponse:
    contest, unit = request.target.contest, request.target.unit
    home = reverse("contests:unit-roster", args=[code, slug])
    return _look(request, contest, with_everything_under({unit.pk}), pk, home, unit)


def _look(
    request: UnitsRequest | UnitRequest, contest: Contest, units: set[int], pk: int, home: str, only: Unit | None
) -> HttpResponse:
    upload = RosterUpload.objects.filter(set__contest=contest, sent_by=request.user, pk=pk).first()
    if upload is None:
        messages.error(request, str(UploadGone()))
        return redirect(home)
    of: Contest | Round = upload.set.round or contest
    now, refused = clock.now(), ""
    if request.method == "POST":
        organising = organises(request.user, contest)
        reason = request.POST.get("reason", "") if organising else ""
        try:
            taken = take_upload(upload=upload, units=units, by=request.user, now=now, reason=reason)
        except Refused as refusal:
            refused = str(refusal)
        else:
            said = ngettext("The roster of %(count)s unit is kept.", "The rosters of %(count)s units are kept.", taken)
            messages.success(request, said % {"count": taken})
            return redirect(home)
    shown = {
        "contest": contest,
        "unit": only,
        "home": home,
        "of": of,
        "rows": _rows(upload),
        "people": sum(len(rows) for rows in upload.content["people"].values()),
        "frozen": is_frozen(of, now),
        "refused": refused,
    }
    return render(request, "contests/roster_upload.html", shown, status=422 if refused else 200)


def _rows(upload: RosterUpload) -> list[tuple[Unit, int, int, int | None, list[list[str]]]]:
    """Return (unit, people, exempted, people on its roster now, the first people) of each unit in the upload."""
    content = upload.content
    keys = [int(key) for key in (*content["people"], *content["numbers"])]
    found = Unit.objects.in_bulk(keys)
    now = dict(upload.set.rosters.filter(unit__in=keys).values_list("unit", "headcount"))
    told = []
    for key, rows in content["people"].items():
        told.append((found[int(key)], len(rows), sum(bool(row[5]) for row in rows), now.get(int(key)), rows[:5]))
    for key, (headcount, exempted, _why) in content["numbers"].items():
        told.append((found[int(key)], headcount, exempted, now.get(int(key)), []))
    return sorted(told, key=lambda row: row[0].name_folded)
