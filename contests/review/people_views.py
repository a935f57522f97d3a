"""What the board decides about people: who is disqualified."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from contests.access import organises
from contests.models import Contest, Entrant
from contests.record.ledger import content_of
from contests.record.words import Told, in_words
from contests.refusals import Refused
from contests.review.deciding import disqualify, requalify
from contests.review.desk_views import DeskRequest
from contests.review.forms import ReasonForm
from people.folding import fold
from realtime import clock

PER_PAGE = 25
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
