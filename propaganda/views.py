"""The register of units: who planned and did what in a year, and the plan of a unit line by line."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from contests.reach import with_everything_under
from people.models import Unit, User
from propaganda.access import enters, units_read_by
from propaganda.contests_held import contests_in, held
from propaganda.forms import LineForm, PlanForm
from propaganda.models import Activity, Event, Kind, PlanItem, YearPlan
from propaganda.periods import FIRST_YEAR, LAST_YEAR, Period, due_on, year_of
from propaganda.planning import add_line, change_line, remove_line, set_plan
from propaganda.refusals import Refused
from propaganda.register import rows_of
from realtime import clock

MOST_EVENTS = 50


class UnitRequest(HttpRequest):
    """A request that the permission table let through; `target` is the unit it is about."""

    target: Unit
    user: User


class LineRequest(HttpRequest):
    target: PlanItem
    user: User


def year_asked(request: HttpRequest) -> int:
    """Return the reporting year that the address asks for; that of today where it asks for none, or for nonsense."""
    given = request.GET.get("nam", "")
    year = int(given) if given.isascii() and given.isdecimal() and len(given) == 4 else 0
    return year if FIRST_YEAR <= year <= LAST_YEAR else year_of(timezone.localdate(clock.now()))


@require_safe
def index(request: UnitRequest) -> HttpResponse:
    """Every unit that one may read, with its plan, what it did, and who handed in nothing."""
    year, now = year_asked(request), clock.now()
    whole = Period("nam", year)
    rows = rows_of(units_read_by(request.user), year=year, first=whole.first, last=whole.last, now=now)
    silent = [row for row in rows if row.is_silent]
    shown = {
        "year": year,
        "years": _years(),
        "rows": silent if "chua-nop" in request.GET else rows,
        "only_silent": "chua-nop" in request.GET,
        "all": len(rows),
        "with_plan": sum(row.plan is not None for row in rows),
        "silent": len(silent),
        "period": due_on(timezone.localdate(now)),
        "tops": _tops(request.user),
    }
    return render(request, "propaganda/index.html", shown)


@require_safe
def unit(request: UnitRequest, code: str) -> HttpResponse:
    own, year, now = request.target, year_asked(request), clock.now()
    whole = Period("nam", year)
    found = rows_of({own.pk}, year=year, first=whole.first, last=whole.last, now=now)
    row = next((each for each in found if each.unit.pk == own.pk), None)
    plan = YearPlan.objects.filter(unit=own, year=year).first()
    under = with_everything_under({own.pk}) - {own.pk}
    shown = {
        "unit": own,
        "year": year,
        "years": _years(),
        "row": row,
        "kinds": dict(Kind.choices),
        "plan": plan,
        "lines": plan.items.filter(removed_at=None) if plan else [],
        "by_kind": [(Kind(kind).label, n, row.done.get(kind, 0)) for kind, n in row.planned.items()] if row else [],
        "activities": Activity.objects.filter(unit=own, held_on__range=(whole.first, whole.last)),
        "contests": [held(contest) for contest in contests_in({own.pk}, whole.first, whole.last, now)],
        "events": Event.objects.filter(unit=own).select_related("by")[:MOST_EVENTS],
        "entering": enters(request.user, own),
        "under": len(under),
        "period": due_on(timezone.localdate(now)),
    }
    return render(request, "propaganda/unit.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: UnitRequest, code: str) -> HttpResponse:
    """Which paper the plan of the year is."""
    own, year = request.target, year_asked(request)
    found = YearPlan.objects.filter(unit=own, year=year).first()
    initial = {"number": found.number, "signed_on": found.signed_on} if found else {}
    form = PlanForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            set_plan(
                unit=own,
                year=year,
                version=version_shown(request),
                by=request.user,
                now=clock.now(),
                **form.cleaned_data,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
            found = YearPlan.objects.filter(unit=own, year=year).first()
        else:
            messages.success(request, _("Saved."))
            return _to_unit(own, year)
    title = _("The plan of %(year)s") % {"year": year}
    theirs = [found.number, found.signed_on] if found and form.errors else []
    return _form(request, own, year, form, title, found.version if found else 0, theirs)


@require_http_methods(["GET", "HEAD", "POST"])
def new_line(request: UnitRequest, code: str) -> HttpResponse:
    own, year = request.target, year_asked(request)
    form = LineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        add_line(unit=own, year=year, line=form.line(), by=request.user, now=clock.now())
        messages.success(request, _("Saved."))
        return _to_unit(own, year)
    return _form(request, own, year, form, _("Another line of the plan"), 0, [])


@require_http_methods(["GET", "HEAD", "POST"])
def line(request: LineRequest, pk: int) -> HttpResponse:
    """Change a line, or remove it (do=remove)."""
    item = request.target
    own, year = item.plan.unit, item.plan.year
    initial = {name: getattr(item, name) for name in ("kind", "title", "quantity", "due_on")}
    removing = request.POST.get("do") == "remove"
    form = LineForm(request.POST if request.method == "POST" and not removing else None, initial=initial)
    if request.method == "POST" and (removing or form.is_valid()):
        known, now = version_shown(request), clock.now()
        try:
            if removing:
                remove_line(item=item, version=known, by=request.user, now=now)
            else:
                change_line(item=item, version=known, line=form.line(), by=request.user, now=now)
        except Refused as refusal:
            messages.error(request, str(refusal))
            item.refresh_from_db()
        else:
            messages.success(request, _("Removed.") if removing else _("Saved."))
            return _to_unit(own, year)
    theirs = (
        [item.get_kind_display(), item.title, item.quantity, item.due_on]
        if item.version != version_shown(request)
        else []
    )
    title = _("A line of the plan")
    return _form(request, own, year, form, title, item.version, theirs if request.method == "POST" else [], item)


def _form(
    request: HttpRequest, own: Unit, year: int, form: object, title: str, version: int, theirs: list[object],
    item: PlanItem | None = None,
) -> HttpResponse:  # fmt: skip
    shown = {
        "unit": own, "year": year, "form": form, "title": title, "version": version, "item": item,
        "theirs": [each for each in theirs if each],
    }  # fmt: skip
    return render(request, "propaganda/plan_form.html", shown)


def version_shown(request: HttpRequest) -> int:
    """Return the version that the person looked at, as the form says it; -1 where it says none."""
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 8 else -1


def _to_unit(own: Unit, year: int) -> HttpResponse:
    return redirect(f"{reverse('propaganda:unit', args=[own.code])}?nam={year}")


def _years() -> list[int]:
    this = year_of(timezone.localdate(clock.now()))
    return [this + 1, this, this - 1, this - 2]


def _tops(user: User) -> list[Unit]:
    """Units that one reads and that stand under no other such unit: whose section one makes."""
    read = units_read_by(user)
    found = Unit.objects.valid_on(timezone.localdate(clock.now())).filter(pk__in=read).exclude(parent__in=read)
    return list(found.order_by("name_folded"))
