"""The order of equals, people and units, as the board decides it or has it drawn by lots."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contests.models import Contest, Round
from contests.papers.sitting import close_overdue
from contests.record.kept import lists_kept
from contests.record.words import in_words
from contests.refusals import Refused
from contests.review.deciding import decide_tie, draw_lots
from contests.review.desk_views import DeskRequest
from contests.rules import Rules
from contests.standings import Listing, listed
from contests.tally import is_over
from contests.units.deciding import decide_unit_tie, draw_unit_lots
from people.models import Unit
from realtime import clock

MOST_GROUPS = 30
Line = tuple[str, int, int, bool]  # block, place, whose, whether a prize hangs on it
UNITS = "unit"  # what the form of a group of units says it is about


@dataclass(frozen=True, slots=True)
class Group:
    """Equals that wait for the board. about: "person" or "unit". rows: (number, key, name, what stands under it)."""

    of: Contest | Round
    about: str
    place: int
    block: str
    keys: tuple[int, ...]
    rows: tuple[tuple[int, int, str, str], ...] = ()

    @property
    def key(self) -> str:
        return key_of_list(self.of)


@require_http_methods(["GET", "HEAD", "POST"])
def ties(request: DeskRequest, slug: str) -> HttpResponse:
    """The groups of equals that the board has to part, and those it may."""
    contest, now = request.target, clock.now()
    close_overdue(contest=contest, now=now)
    if request.method == "POST":
        return _decide(request)
    lists = lists_kept(contest, now).lists
    rules = Rules.from_json(contest.rules)
    groups = [group for each in lists for group in (*_people(each, rules), *_units(each, rules))]
    shown = {
        "contest": contest,
        "groups": _named(contest, groups[:MOST_GROUPS]),
        "left_out": max(len(groups) - MOST_GROUPS, 0),
        "over": all(is_over(one, now) for one in contest.rounds.all()),
        "made": in_words(list(contest.record.filter(kind__in=("tie_decided", "unit_ruling")).order_by("-number"))),
    }
    return render(request, "contests/review/ties.html", shown)


def key_of_list(of: Contest | Round) -> str:
    """Return how a form and an address name a list: the position of its round; "" for the contest."""
    return str(of.position) if isinstance(of, Round) else ""


def _groups(of: Contest | Round, about: str, lines: Iterable[Line], every: bool) -> list[Group]:
    """Return the equals that wait for the board: where a prize hangs on it, or the rules leave every tie to it."""
    places: dict[tuple[str, int], list[int]] = {}
    for block, place, key, waits in lines:
        if place and (every or waits):
            places.setdefault((block, place), []).append(key)
    return [Group(of, about, place, block, tuple(keys)) for (block, place), keys in places.items() if len(keys) > 1]


def _people(listing: Listing, rules: Rules) -> list[Group]:
    lines = [("", line.place, line.entrant, line.award.undecided) for line in listing.lines]
    return _groups(listing.of, "person", lines, rules.ties == "board")


def _units(listing: Listing, rules: Rules) -> list[Group]:
    lines = [(line.block, line.place, line.unit, line.award.undecided) for line in listing.units]
    return _groups(listing.of, UNITS, lines, rules.units.ties == "board")


def _named(contest: Contest, groups: Sequence[Group]) -> list[Group]:
    """Return the groups with who is in them; two queries."""
    asked = {about: [key for each in groups if each.about == about for key in each.keys] for about in ("person", UNITS)}
    people = contest.entrants.select_related("unit").in_bulk(asked["person"])
    names = {("person", key): (each.full_name, each.unit.name) for key, each in people.items()}
    names |= {(UNITS, key): (each.name, each.code) for key, each in Unit.objects.in_bulk(asked[UNITS]).items()}
    return [
        Group(each.of, each.about, each.place, each.block, each.keys, tuple(
            (number, key, *names[each.about, key]) for number, key in enumerate(each.keys, start=1)
        ))
        for each in groups
    ]  # fmt: skip


def _decide(request: DeskRequest) -> HttpResponse:
    lists = listed(request.target)
    of = next((each for each in lists if key_of_list(each) == request.POST.get("dot", "")), lists[0])
    lots, of_units = request.POST.get("do") == "lots", request.POST.get("about") == UNITS
    given: dict[str, Any] = {"of": of, "by": request.user, "now": clock.now()}
    given["units" if of_units else "entrants"] = _ordered(request)
    try:
        if lots:
            (draw_unit_lots if of_units else draw_lots)(**given)
        else:
            (decide_unit_tie if of_units else decide_tie)(**given, reason=request.POST.get("reason", ""))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The order is decided and stands in the record."))
    return redirect("contests:ties", request.target.slug)


def _ordered(request: DeskRequest) -> list[int]:
    """Return the keys in the order typed: each field "place-<key>" holds a number."""
    typed = [(name.removeprefix("place-"), place) for name, place in request.POST.items() if name.startswith("place-")]
    pairs = [(int(place), int(key)) for key, place in typed if _is_number(key) and _is_number(place)]
    places = [place for place, _key in pairs]
    distinct = len(set(places)) == len(places) == len(typed)
    return [key for _place, key in sorted(pairs)] if distinct or request.POST.get("do") == "lots" else []


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 12
