"""The papers of a stage contest: a page that lists them, and each as a file."""

import io

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from contests.handouts.office.filling import fill
from contests.handouts.office.keeping import template_of
from contests.handouts.office.kinds import STAGE_MINUTES
from contests.models import Stage
from contests.rules_views import WORD
from contests.stage.access import juror_of
from contests.stage.papers.facts import Hall, Juror, Part, hall_of
from contests.stage.papers.minutes import write_stage_minutes
from contests.stage.papers.score_sheets import write_score_sheets, write_summary
from contests.stage.papers.script import write_script
from contests.stage.papers.values import minutes_values
from contests.stage.papers.workbook import write_stage_workbook
from people.models import User

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class StageRequest(HttpRequest):
    """A request that the permission table let through; `target` is the stage contest."""

    target: Stage
    user: User


@require_safe
def papers(request: StageRequest, slug: str) -> HttpResponse:
    hall = hall_of(request.target)
    shown = {
        "contest": request.target.contest,
        "hall": hall,
        "judged": [p for p in hall.parts if p.rules.kind == "judged"],
    }
    return render(request, "contests/stage/papers.html", shown)


@require_safe
def score_sheets(request: StageRequest, slug: str, position: int) -> HttpResponse:
    """A page for each juror; ?trong=1: to be filled in by hand."""
    hall = hall_of(request.target)
    blank = bool(request.GET.get("trong"))
    return _sheets(hall, _judged(hall, position), hall.jury, blank=blank)


@require_safe
def own_sheet(request: StageRequest, slug: str, position: int) -> HttpResponse:
    """The juror's own sheet with the marks that they gave; nobody else's."""
    seat, hall = juror_of(request.user, request.target), hall_of(request.target)
    own = tuple(juror for juror in hall.jury if seat is not None and juror.key == seat.pk)
    return _sheets(hall, _judged(hall, position), own)


@require_safe
def summary(request: StageRequest, slug: str) -> HttpResponse:
    return _file(write_summary(hall_of(request.target)), WORD, f"tong-hop-diem-{slug}.docx")


@require_safe
def minutes(request: StageRequest, slug: str) -> HttpResponse:
    """In the form of the office that holds the contest, where it has its own."""
    hall = hall_of(request.target)
    own = template_of(request.target.contest.unit, STAGE_MINUTES.code)
    content = fill(own, minutes_values(hall)) if own else write_stage_minutes(hall)
    return _file(content, WORD, f"bien-ban-hoi-thi-{slug}.docx")


@require_safe
def script(request: StageRequest, slug: str) -> HttpResponse:
    return _file(write_script(hall_of(request.target)), WORD, f"kich-ban-{slug}.docx")


@require_safe
def workbook(request: StageRequest, slug: str) -> HttpResponse:
    target = io.BytesIO()
    write_stage_workbook(target, hall_of(request.target))
    return _file(target.getvalue(), EXCEL, f"hoi-thi-{slug}.xlsx")


def _judged(hall: Hall, position: int) -> Part:
    found = next((part for part in hall.parts if part.position == position and part.rules.kind == "judged"), None)
    if found is None:
        raise Http404
    return found


def _sheets(hall: Hall, part: Part, jury: tuple[Juror, ...], *, blank: bool = False) -> HttpResponse:
    name = f"phieu-cham-{hall.stage.contest.slug}-phan-{part.position}{'-trong' if blank else ''}.docx"
    return _file(write_score_sheets(hall, part, jury, blank=blank), WORD, name)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
