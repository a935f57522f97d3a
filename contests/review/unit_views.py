"""What the board sees and decides about units: the list as it stands, and which unit is left without a place."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from contests.access import organises
from contests.models import Contest
from contests.papers.sitting import close_overdue
from contests.record.ledger import content_of
from contests.record.reading import unit_line
from contests.record.unit_lines import by_block, row_of
from contests.record.words import Told, in_words
from contests.refusals import Refused
from contests.review.desk_views import DeskRequest
from contests.review.forms import ReasonForm
from contests.review.tie_views import key_of_list
from contests.standings import listed
from contests.units.deciding import take_back, take_out
from contests.units.standings import UnitStanding, rulings_on, unit_standings
from people.models import Unit
from realtime import clock


@require_safe
def units(request: DeskRequest, slug: str) -> HttpResponse:
    """The list of units of the contest or of the round asked for, block by block."""
    contest, now = request.target, clock.now()
    close_overdue(contest=contest, now=now)
    lists = [(each, key_of_list(each)) for each in listed(contest)]
    of = next((each for each, key in lists if key == request.GET.get("dot", "")), lists[0][0])
    rows = _rows(unit_standings(of, now))
    shown = {
        "contest": contest,
        "lists": lists,
        "of": of,
        "blocks": by_block(rows),
        "deciding": organises(request.user, contest),
        "made": in_words(list(contest.record.filter(kind="unit_ruling").order_by("-number"))),
    }
    return render(request, "contests/review/units.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def unit(request: DeskRequest, slug: str, code: str) -> HttpResponse:
    """One unit with its figures on every list; a POST leaves it without a place, or gives the place back."""
    contest, now = request.target, clock.now()
    own = get_object_or_404(Unit, code=code)
    lines = [(of, line) for of in listed(contest) for line in unit_standings(of, now) if line.unit == own.pk]
    is_out = own.pk in rulings_on(contest).out
    if not lines and not is_out and not contest.entrants.filter(unit=own).exists():
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        back = request.POST.get("do") == "undo"
        act = take_back if back else take_out
        try:
            act(of=contest, unit=own, reason=form.cleaned_data["reason"], by=request.user, now=now)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            said = _("%(unit)s has its place back.") if back else _("%(unit)s has no place now.")
            messages.success(request, said % {"unit": own.name})
            return redirect("contests:desk-unit", slug, code)
    shown = {
        "contest": contest,
        "unit": own,
        "rows": [(of, row) for of, line in lines for row in _rows([line])],
        "is_out": is_out,
        "form": form,
        "history": _history(contest, own),
    }
    return render(request, "contests/review/unit.html", shown, status=422 if form.errors else 200)


def _rows(lines: list[UnitStanding]) -> list[dict[str, object]]:
    units = Unit.objects.in_bulk([line.unit for line in lines])
    return [
        row_of(unit_line(line, units[line.unit].name))
        | {"code": units[line.unit].code, "undecided": line.award.undecided}
        for line in lines
    ]


def _history(contest: Contest, own: Unit) -> list[Told]:
    lines = contest.record.filter(kind="unit_ruling")
    return in_words([entry for entry in lines if own.code in content_of(entry).get("units", ())])
