"""What the pages of a stage contest share: requests whose target the permission table loaded, and looking again."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from contests.models import Stage, StageSegment
from contests.refusals import Refused
from people.models import User


class StageRequest(HttpRequest):
    """A request that the permission table let through; `target` is the stage contest it is about."""

    target: Stage
    user: User


class SegmentRequest(HttpRequest):
    """A request that the permission table let through; `target` is the part it is about."""

    target: StageSegment
    user: User


def looked(request: HttpRequest, template: str, seen: str, shown: Callable[[], dict[str, Any]]) -> HttpResponse:
    """Return the page, or nothing where the screen that looks again every two seconds has `seen` just this."""
    if request.headers.get("HX-Request") and request.GET.get("seen") == seen:
        return HttpResponse(status=204)
    return render(request, template, {"seen": seen, **shown()})


def done(request: HttpRequest, act: Callable[[], Any], said: str = "") -> bool:
    """Do it and say so, or say what refuses it, on the page that comes next. Returns whether it was done."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    if said:
        messages.success(request, said)
    return True


def number_in(request: HttpRequest, name: str) -> int:
    """Return the whole number that was sent under `name`; 0 where it is none."""
    typed = request.POST.get(name, "")
    return int(typed) if typed.isdecimal() and len(typed) < 16 else 0


def numbers_in(request: HttpRequest, name: str) -> list[int]:
    """Return the whole numbers that were sent under `name`, in order."""
    return [int(typed) for typed in request.POST.getlist(name) if typed.isdecimal() and len(typed) < 16]
