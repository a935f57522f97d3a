"""Marking essays: one after another, without a name."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contests.models import Contest
from contests.papers.essays import essays_of, mark_essay
from contests.refusals import Refused
from people.models import User
from realtime import clock

PER_PAGE = 10


class EssayRequest(HttpRequest):
    """A request that the permission table let through; `target` is the contest."""

    target: Contest
    user: User


@require_safe
def essays(request: EssayRequest, slug: str) -> HttpResponse:
    found = essays_of(request.target)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(answer, _criteria(answer.question.version.body["rubric"], answer.points)) for answer in page]
    context = {
        "contest": request.target,
        "page": page,
        "rows": rows,
        "to_mark": found.filter(marked_at=None).count(),
    }
    return render(request, "contests/essays.html", context)


def _criteria(rubric: list[tuple[str, int]], points: list[int]) -> list[tuple[str, int, int | None]]:
    given = points or [None] * len(rubric)
    return [(name, most, own) for (name, most), own in zip(rubric, given, strict=True)]


@require_POST
def mark(request: EssayRequest, slug: str, pk: int) -> HttpResponse:
    answer = essays_of(request.target).filter(pk=pk).first()
    if answer is None:
        raise Http404
    typed = request.POST.getlist("points")
    points = [int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else -1 for text in typed]
    try:
        mark_essay(answer=answer, points=points, by=request.user, now=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Marked."))
    return redirect("contests:essays", slug)
