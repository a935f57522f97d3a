"""The poster of a contest, and the office papers of an edition of its results."""

import io
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from contests.handouts.poster import poster_of
from contests.handouts.result_papers import write_decision, write_minutes
from contests.handouts.views import PDF, HandoutRequest
from contests.models import Edition
from contests.rules_views import WORD
from contests.settings import RulesError
from contests.views import share_url
from official.poster import SCALES, write_poster


@require_safe
def poster(request: HandoutRequest, slug: str) -> HttpResponse:
    """A page of A4 or A3 (?kho=a3); ?duong-day-nong= is printed as it was typed and kept nowhere."""
    asked = request.GET.get("kho", "a4")
    size = asked if asked in SCALES else "a4"
    target = io.BytesIO()
    try:
        said = poster_of(
            request.target, address=share_url(request, request.target), hotline=request.GET.get("duong-day-nong", "")
        )
    except RulesError as fault:
        messages.error(request, str(fault))
        return redirect("contests:manage", slug)
    write_poster(target, said, size=size)
    return _file(target.getvalue(), PDF, f"ap-phich-{slug}-{size}.pdf")


@require_safe
def minutes(request: HandoutRequest, slug: str, edition: int) -> HttpResponse:
    return _word(request, edition, write_minutes, f"bien-ban-{slug}-ban-{edition}.docx")


@require_safe
def decision(request: HandoutRequest, slug: str, edition: int) -> HttpResponse:
    return _word(request, edition, write_decision, f"quyet-dinh-{slug}-ban-{edition}.docx")


def _word(request: HandoutRequest, number: int, write: Callable[[Edition], bytes], name: str) -> HttpResponse:
    found = request.target.editions.defer("content").filter(number=number, withdrawn_at=None).first()
    if found is None:
        raise Http404
    return _file(write(found), WORD, name)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
