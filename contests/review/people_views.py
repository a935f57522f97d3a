"""What the board decides about people: disqualification, and the order of equals."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from contests.access import organises
from contests.models import Contest, Entrant, Round
from contests.papers import close_overdue
from contests.record.kept import lists_kept
from contests.record.ledger import content_of
from contests.record.words import Told, in_words
from contests.refusals import Refused
from contests.review.deciding import decide_tie, disqualify, draw_lots, requalify
from contests.review.desk_views import DeskRequest
from contests.review.forms import ReasonForm
from contests.rules import Rules
from contests.standings import Listing, Standing, listed, undecided
from contests.tally import is_over
from people.folding import fold
from realtime import clock

PER_PAGE = 25
MOST_GROUPS = 30
DISQUALIFYING = ("disqualified", "disqualification_undone")


@require_safe
def people(request: DeskRequest, slug: str) -> HttpResponse:
    """Find an entrant by name or unit; those disqualified stand first."""
    contest, asked = request.target, request.GET.get("q", "").strip()
    found = contest.entrants.select_related("unit").order_by("disqualified_at", "full_name_folded", "pk")
    if asked:
        found = found.filter(full_name_folded__contains=fold(asked)) | found.filter(
            unit__name_folded__contains=fold(asked)
        )
    shown = {
        "contest": contest,
        "q": asked,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "out": contest.entrants.filter(disqualified_at__isnull=False).count(),
        "deciding": organises(request.user, contest),
    }
    return render(request, "contests/review/people.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: DeskRequest, slug: str, pk: int) -> HttpResponse:
    """One entrant with their papers; a POST disqualifies them, or undoes it."""
    contest = request.target
    entrant = contest.entrants.select_related("unit", "contest").filter(pk=pk).first()
    if entrant is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = requalify if request.POST.get("do") == "undo" else disqualify
        try:
            act(entrant=entrant, reason=form.cleaned_data["reason"], by=request.user, now=clock.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            done = _("Disqualified: off every list, with the papers kept.")
            undone = _("The disqualification is undone: everything stands as it was.")
            messages.success(request, done if entrant.disqualified_at else undone)
            return redirect("contests:person", slug, pk)
    shown = {
        "contest": contest,
        "entrant": entrant,
        "papers": entrant.papers.select_related("round").order_by("round__position", "number"),
        "form": form,
        "history": _history(contest, entrant),
    }
    return render(request, "contests/review/person.html", shown, status=422 if form.errors else 200)


def _history(contest: Contest, entrant: Entrant) -> list[Told]:
    lines = contest.record.filter(kind__in=DISQUALIFYING)
    return in_words([entry for entry in lines if content_of(entry).get("entrant") == entrant.pk])


@require_http_methods(["GET", "HEAD", "POST"])
def ties(request: DeskRequest, slug: str) -> HttpResponse:
    """The groups of equals that the board has to part, and those it may."""
    contest, now = request.target, clock.now()
    close_overdue(contest=contest, now=now)
    if request.method == "POST":
        return _decide(request)
    lists = lists_kept(contest, now).lists
    groups = [group for each in lists for group in _groups(each, contest)]
    named = [line.entrant for _of, group in groups[:MOST_GROUPS] for line in group]
    people = contest.entrants.select_related("unit").in_bulk(named)
    shown = {
        "contest": contest,
        "groups": [
            (of, _key(of), group[0], [(place, people[line.entrant]) for place, line in enumerate(group, start=1)])
            for of, group in groups[:MOST_GROUPS]
        ],
        "left_out": max(len(groups) - MOST_GROUPS, 0),
        "over": all(is_over(one, now) for one in contest.rounds.all()),
        "made": in_words(list(contest.record.filter(kind="tie_decided").order_by("-number"))),
    }
    return render(request, "contests/review/ties.html", shown)


def _groups(listing: Listing, contest: Contest) -> list[tuple[Contest | Round, list[Standing]]]:
    """Return the equals that wait for the board: where a prize hangs on it, or the rules leave every tie to it."""
    if Rules.from_json(contest.rules).ties != "board":
        return [(listing.of, group) for group in undecided(listing.lines)]
    places: dict[int, list[Standing]] = {}
    for line in listing.lines:
        places.setdefault(line.place, []).append(line)
    return [(listing.of, group) for group in places.values() if len(group) > 1]


def _key(of: Contest | Round) -> str:
    return str(of.position) if isinstance(of, Round) else ""


def _decide(request: DeskRequest) -> HttpResponse:
    lists = listed(request.target)
    of = next((each for each in lists if _key(each) == request.POST.get("dot", "")), lists[0])
    ordered = _ordered(request)
    given: dict[str, Any] = {"of": of, "entrants": ordered, "by": request.user, "now": clock.now()}
    try:
        if request.POST.get("do") == "lots":
            draw_lots(**given)
        else:
            decide_tie(**given, reason=request.POST.get("reason", ""))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The order is decided and stands in the record."))
    return redirect("contests:ties", request.target.slug)


def _ordered(request: DeskRequest) -> list[int]:
    """Return the entrants in the order typed: each field "place-<entrant>" holds a number."""
    typed = [(name.removeprefix("place-"), place) for name, place in request.POST.items() if name.startswith("place-")]
    pairs = [(int(place), int(key)) for key, place in typed if _is_number(key) and _is_number(place)]
    places = [place for place, _key in pairs]
    distinct = len(set(places)) == len(places) == len(typed)
    return [key for _place, key in sorted(pairs)] if distinct or request.POST.get("do") == "lots" else []


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 12
