"""A part as the secretary keeps it: every mark, time and point, who is missing, and what is put right."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from contests.models import StageSegment
from contests.refusals import Refused
from contests.stage import sheet_acts
from contests.stage.desk_views import seen_of
from contests.stage.lots import MOST_NUMBER
from contests.stage.pages import SegmentRequest, looked
from contests.stage.programme import Criterion
from contests.stage.reading import Cell, Part, drawing_of, parts_of, rows_in
from contests.templatetags.points import points

TEMPLATE = "contests/stage/sheet.html"


@require_safe
def sheet(request: SegmentRequest, slug: str, place: int) -> HttpResponse:
    return looked(request, TEMPLATE, seen_of(request.target.stage), lambda: _shown(request, request.target))


@require_POST
def do(request: SegmentRequest, slug: str, place: int) -> HttpResponse:
    """Do what a form asks for; what is refused comes back with what was typed."""
    try:
        sheet_acts.act(request)
    except Refused as refusal:
        segment = StageSegment.objects.select_related("stage__contest", "stage__on_stage", "live").get(
            pk=request.target.pk
        )
        shown = _shown(request, segment) | {"error": str(refusal), "typed": request.POST, "seen": ""}
        return render(request, TEMPLATE, shown, status=422)
    messages.success(request, _("Kept."))
    if request.POST.get("from") == "desk":
        return redirect("contests:stage-desk", slug)
    where = request.POST.get("team", "")
    response = redirect("contests:stage-sheet", slug, place)
    if where.isdecimal() and request.POST.get("do") == "marks":
        response["Location"] += f"?doi={where}#phieu"
    return response


def _shown(request: HttpRequest, segment: StageSegment) -> dict[str, Any]:
    rows = rows_in(segment)
    asked = request.POST.get("team") if request.POST.get("do") == "marks" else request.GET.get("doi")
    chosen = next((row for row in rows if str(row.team.pk) == asked), None)
    own: Part = next(part for part in parts_of(segment.stage) if part.segment.pk == segment.pk)
    return {
        "contest": segment.stage.contest,
        "stage": segment.stage,
        "segment": segment,
        "part": own,
        "rows": rows,
        "judged": own.rules.kind == "judged",
        "absences": segment.absences.select_related("juror"),
        "jurors": [cell.juror for cell in rows[0].cells] if rows else [],
        "drawing": drawing_of(segment),
        "most_number": MOST_NUMBER,
        "chosen": chosen,
        "sheets": [(cell, _fields(request, cell)) for cell in chosen.cells] if chosen else [],
    }


def _fields(request: HttpRequest, cell: Cell) -> list[tuple[int, Criterion, str]]:
    """Return what the fields of a juror's sheet show: what was typed and refused, else what stands."""
    refused = request.POST.get("juror") == str(cell.juror.pk)
    return [
        (place, criterion, request.POST.get(f"c{place}", "") if refused else points(value))
        for place, criterion, value in cell.values
    ]
