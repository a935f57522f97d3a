"""The cookie by which a device is known, where the rules of a contest say so."""

from django.http import HttpRequest, HttpResponse

from contests.models import Contest, Paper
from contests.signals import watching
from realtime import clock

COOKIE = "thiet-bi"
SECONDS = 180 * 24 * 3600


def with_device(request: HttpRequest, response: HttpResponse, contest: Contest, paper: Paper) -> HttpResponse:
    """Note on which device a paper is sat, where that is watched, and give a device without a number one."""
    if watching.is_watched(paper.entrant):
        device = request.COOKIES.get(COOKIE, "")
        if not (len(device) == 32 and device.isalnum()):
            device = watching.new_device()
        response.set_cookie(
            COOKIE, device, max_age=SECONDS, httponly=True, samesite="Lax",
            secure=request.is_secure(),
        )  # fmt: skip
        watching.note_device(contest=contest, entrant=paper.entrant, device=device, now=clock.now())
    return response
