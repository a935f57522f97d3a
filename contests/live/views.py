"""The pages of live rounds, and the way over HTTP for phones whose network lets no socket through."""

import io
from typing import Any

import orjson
import segno
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, RawPostDataException
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contests.entering.admitting import admit, form_at_door
from contests.entering.guests import entrant_for
from contests.live import answers, asking, phones, players, rounds, snapshots
from contests.live.access import player_of
from contests.live.composing import create_round
from contests.live.forms import LiveRoundForm
from contests.live.messages import read_answer, read_command, read_got, ref_of
from contests.live.refusals import OnlyRehearsed, UnknownChoice
from contests.live.rules import LiveRules
from contests.live.wording import sentences
from contests.models import LivePlayer, LiveRound
from contests.refusals import Refused
from contests.views import ContestRequest
from realtime import clock


class RoundRequest(HttpRequest):
    """A request that the permission table let through; `target` is the round it is about."""

    target: LiveRound


@require_safe
def enter_code(request: HttpRequest) -> HttpResponse:
    """Ask for a join code, and go to the round that it names."""
    code = "".join(request.GET.get("code", "").split()).upper()[:12]
    if code and LiveRound.objects.filter(join_code=code).exists():
        return redirect("contests:live-join", code)
    shown = {"round": None, "code": code, "wrong_code": bool(code), "needs": "code"}
    return render(request, "contests/live/join.html", shown, status=404 if code else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def join_round(request: RoundRequest, code: str) -> HttpResponse:
    """Join as who one is in the contest; register on the spot where the contest allows that."""
    live, now = request.target, clock.now()
    contest, rules = live.organised, LiveRules.from_json(live.rules)
    if live.rehearsal_id is not None:
        shown = {"round": live, "contest": contest, "code": live.join_code, "needs": "", "error": str(OnlyRehearsed())}
        return render(request, "contests/live/join.html", shown, status=409)
    entrant = entrant_for(request.user, contest)
    form = form_at_door(request, contest, now) if entrant is None else None
    error = ""
    if request.method == "POST":
        try:
            if entrant is None and (form.is_valid() if form else request.user.is_authenticated):
                entrant, _code = admit(request, contest, form, now)
            if entrant is not None:
                players.join(live=live, entrant=entrant, now=now, nickname=request.POST.get("nickname", ""))
                return redirect("contests:live-phone", live.join_code)
        except Refused as refusal:
            error = str(refusal)
    ready = entrant is not None or (request.user.is_authenticated and form is None)
    needs = "ready" if ready else "sign-in-or-register"
    shown = {
        "round": live,
        "contest": contest,
        "code": live.join_code,
        "wrong_code": False,
        "needs": needs,
        "register_form": form,
        "entrant": entrant,
        "error": error,
        "rules": sentences(rules),
        "nicknames": rules.nicknames,
        "nickname": request.POST.get("nickname", ""),
    }
    refused = bool(error) or (form is not None and form.is_bound and not form.is_valid())
    return render(request, "contests/live/join.html", shown, status=400 if refused else 200)


@require_safe
def qr(request: RoundRequest, code: str) -> HttpResponse:
    picture = io.BytesIO()
    segno.make(_join_url(request, request.target), error="m").save(picture, kind="svg", scale=10, border=2)
    return HttpResponse(picture.getvalue(), content_type="image/svg+xml")


@require_safe
def phone(request: RoundRequest, code: str) -> HttpResponse:
    return render(request, "contests/live/phone.html", _about(request, request.target))


@require_POST
def answer(request: RoundRequest, code: str) -> HttpResponse:
    """Take an answer, or whatever else a phone says, over HTTP: the same functions as over the socket."""
    received_at = clock.now()
    message = _json(request)
    if (place := read_got(message)) is not None:
        got = (_player(request).pk, *place)
        phones.say_reached(live_id=request.target.pk, players=[got], now=received_at)
        return JsonResponse({"type": "pong"})
    ref = ref_of(message)
    given = read_answer(message)
    try:
        if asking.asks(message):
            return JsonResponse(asking.reply_to(message, _player(request).pk, received_at))
        if given is None:
            raise UnknownChoice
        kept = answers.answer(player=_player(request), received_at=received_at, **given)
    except Refused as refusal:
        return JsonResponse({"type": "refused", "ref": ref, "code": refusal.code, "message": str(refusal)}, status=409)
    return JsonResponse({"type": "answered", "ref": ref, **given, "chosen": kept})


@require_safe
def state(request: RoundRequest, code: str) -> HttpResponse:
    return HttpResponse(snapshots.phone_frame(_player(request), clock.now()), content_type="application/json")


@require_safe
def projector(request: RoundRequest, number: int) -> HttpResponse:
    """The hall's screen; where several follow one round, each may carry the name of its own."""
    shown = {**_about(request, request.target), "hall": " ".join(request.GET.get("hoi-truong", "").split())[:60]}
    return render(request, "contests/live/projector.html", shown)


@require_safe
def host(request: RoundRequest, number: int) -> HttpResponse:
    return render(request, "contests/live/host.html", _about(request, request.target))


@require_POST
def command(request: RoundRequest, number: int) -> HttpResponse:
    """Move the round on over HTTP, with the version that the host saw."""
    now = clock.now()
    try:
        moved = rounds.command(live=request.target, now=now, by=request.user, **read_command(_json(request)))
    except Refused as refusal:
        return JsonResponse({"type": "refused", "code": refusal.code, "message": str(refusal)}, status=409)
    return HttpResponse(orjson.dumps(snapshots.host_frame(moved, now)), content_type="application/json")


@require_safe
def rounds_of_contest(request: ContestRequest, slug: str) -> HttpResponse:
    shown = {"contest": request.target, "rounds": request.target.live_rounds.order_by("-created_at")}
    return render(request, "contests/live/list.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: ContestRequest, slug: str) -> HttpResponse:
    contest = request.target
    form = LiveRoundForm(request.POST or None, initial={"title": contest.title})
    if request.method == "POST" and form.is_valid():
        try:
            basic = {name: form.cleaned_data[name] for name in ("title", "questions", "seconds")}
            live = create_round(contest=contest, by=request.user, now=clock.now(), rules=form.rules(), **basic)  # type: ignore[arg-type]
        except Refused as refusal:
            form.add_error("questions", str(refusal))
        else:
            return redirect("contests:live-host", live.pk)
    bad = form.is_bound and not form.is_valid()
    return render(request, "contests/live/create.html", {"contest": contest, "form": form}, status=400 if bad else 200)


def _player(request: RoundRequest) -> LivePlayer:
    player = player_of(request.user, request.target)
    if player is None:  # removed between the gate and here
        raise Http404
    return player


def _about(request: HttpRequest, live: LiveRound) -> dict[str, Any]:
    return {
        "round": live,
        "rules": sentences(LiveRules.from_json(live.rules)),
        "contest": live.organised,
        "code": live.join_code,
        "join_url": _join_url(request, live),
        "qr_url": reverse("contests:live-qr", args=[live.join_code]),
    }


def _join_url(request: HttpRequest, live: LiveRound) -> str:
    return request.build_absolute_uri(reverse("contests:live-join", args=[live.join_code]))


def _json(request: HttpRequest) -> dict[str, Any]:
    """Return the JSON object in the body, or an empty one where there is none."""
    try:
        message = orjson.loads(request.body)
    except (orjson.JSONDecodeError, RawPostDataException):  # a form was sent, and has been read as one
        return {}
    return message if isinstance(message, dict) else {}
