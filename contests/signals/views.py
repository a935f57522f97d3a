"""Signals as organisers see them, and the beacon of a page that is left."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from contests.models import Paper
from contests.papers.answer_views import PaperRequest
from contests.papers.sitting import close_overdue
from contests.results import over_at
from contests.signals import watching
from contests.signals.source import MOST_PAPERS, papers_looked_at, signals_of, unwatched_papers
from contests.signals.wording import in_words, told_by_kind
from contests.views import ContestRequest
from people.models import Unit
from realtime import clock


@require_safe
def seen(request: ContestRequest, slug: str) -> HttpResponse:
    contest = request.target
    close_overdue(contest=contest, now=clock.now())
    units = list(Unit.objects.filter(pk__in=contest.entrants.values("unit")).order_by("name_folded"))
    unit = next((one for one in units if str(one.pk) == request.GET.get("don-vi")), None)
    looked_at = Paper.objects.filter(papers_looked_at(contest, unit)).count()
    too_many = looked_at > MOST_PAPERS
    unwatched = unwatched_papers(contest, unit) if contest.watches else 0
    findings = [] if too_many else signals_of(contest, unit, unwatched)
    people = Paper.objects.select_related("entrant__unit").in_bulk({pk for found in findings for pk in found.papers})
    shown = {
        "contest": contest,
        "units": units,
        "unit": unit,
        "looked_at": looked_at,
        "too_many": too_many,
        "most": MOST_PAPERS,
        "watched": contest.watches,
        "unwatched": unwatched,
        "kinds": [
            (title, honest, [(in_words(one), [people[pk] for pk in one.papers]) for one in found])
            for title, honest, found in told_by_kind(findings)
        ],
    }
    return render(request, "contests/signals.html", shown)


@require_safe
def timing(request: ContestRequest, slug: str, number: int) -> HttpResponse:
    """Show when each answer of a paper was saved; which were right only once everybody may know."""
    found = request.target.papers.select_related("entrant__unit", "round", "contest")
    paper = found.filter(pk=number).first()
    if paper is None:
        raise Http404
    questions = paper.questions.select_related("version", "answer").order_by("position")
    told = clock.now() >= over_at(paper)
    shown = {"contest": request.target, "paper": paper, "rows": [_row(q, told) for q in questions], "told": told}
    return render(request, "contests/timing.html", shown)


def _row(question: Any, told: bool) -> dict[str, Any]:
    answer = getattr(question, "answer", None)
    return {
        "position": question.position,
        "stem": question.version.stem,
        "saved_at": answer.saved_at if answer else None,
        "seconds": answer.spent_us / 1_000_000 if answer and answer.fraction is not None else None,
        "revision": answer.revision if answer else 0,
        "right": answer.fraction == 1.0 if answer and told else None,
    }


@require_POST
def away(request: PaperRequest, number: int) -> HttpResponse:
    """Note that the page of a paper was left or come back to; the phone is told nothing, whatever came of it."""
    watching.note_away(paper=request.target, left=request.POST.get("left") == "1", now=clock.now())
    return HttpResponse(status=204)
