"""Teams with their members, and the seats of the jury, until the stage contest begins."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from contests.models import Entrant, Stage, StageMember
from contests.refusals import NoSuchAccount, Refused
from contests.stage import composing
from contests.stage.pages import StageRequest, done, number_in
from contests.stage.setup_forms import JurorForm, MemberForm, TeamForm
from people.models import User


@require_http_methods(["GET", "HEAD", "POST"])
def teams(request: StageRequest, slug: str) -> HttpResponse:
    """Enter teams and put people on them; every form of the page says in `do` what it asks for."""
    stage, asked = request.target, request.POST.get("do", "")
    form = TeamForm(request.POST if asked == "team" else None, stage=stage)
    member = MemberForm(request.POST if asked == "member" else None, people=_free_people(stage))
    wrong = request.method == "POST" and not _team_done(request, stage, asked, form, member)
    if request.method == "POST" and not wrong:
        return redirect("contests:stage-teams", slug)
    found = stage.teams.select_related("unit").prefetch_related("members__entrant__unit").order_by("pk")
    shown = {
        "contest": stage.contest, "stage": stage, "form": form, "free": _free_people(stage), "teams": found,
        "wrong": wrong, "entrants": stage.contest.entrants.exists(), "member": member,
    }  # fmt: skip
    return render(request, "contests/stage/teams.html", shown, status=422 if wrong else 200)


def _free_people(stage: Stage) -> Any:
    free = Entrant.objects.filter(contest=stage.contest, on_stage=None, aside_at=None, disqualified_at=None)
    return free.select_related("unit").order_by("unit__name", "full_name_folded")


def _team_done(request: HttpRequest, stage: Stage, asked: str, form: TeamForm, member: MemberForm) -> bool:
    if asked == "team":
        return form.is_valid() and _kept(form, lambda: composing.add_team(stage=stage, **form.cleaned_data))
    team = stage.teams.filter(pk=number_in(request, "team")).first()
    if asked == "member" and team is not None:
        return member.is_valid() and _kept(member, lambda: composing.add_member(team=team, **member.cleaned_data))
    if asked == "remove-team" and team is not None:
        return done(request, lambda: composing.remove_team(team=team))
    one = StageMember.objects.filter(team__stage=stage, pk=number_in(request, "member")).first()
    return asked == "remove-member" and one is not None and done(request, lambda: composing.remove_member(member=one))


@require_http_methods(["GET", "HEAD", "POST"])
def jury(request: StageRequest, slug: str) -> HttpResponse:
    """Give seats of the jury to people, with an account or without."""
    stage = request.target
    seats = set(stage.jurors.values_list("seat", flat=True))
    next_seat = next(seat for seat in range(1, 60) if seat not in seats)
    removes = request.POST.get("do") == "remove"
    form = JurorForm(request.POST if request.method == "POST" and not removes else None, initial={"seat": next_seat})
    if removes:
        juror = stage.jurors.filter(pk=number_in(request, "juror")).first()
        if juror is not None:
            done(request, lambda: composing.unseat_juror(juror=juror))
        return redirect("contests:stage-jury", slug)
    if form.is_bound and form.is_valid() and _kept(form, lambda: _seat(stage, form)):
        return redirect("contests:stage-jury", slug)
    shown = {"contest": stage.contest, "stage": stage, "form": form, "jurors": stage.jurors.select_related("user")}
    return render(request, "contests/stage/jury.html", shown, status=422 if form.is_bound else 200)


def _seat(stage: Stage, form: JurorForm) -> None:
    given, user = form.cleaned_data, None
    if given["username"]:
        user = User.objects.filter(username=given["username"].strip(), is_active=True).first()
        if user is None:
            raise NoSuchAccount
    name = given["name"] or (user.full_name if user else "")
    composing.seat_juror(stage=stage, seat=given["seat"], name=name, user=user, head=given["head"])


def _kept(form: Any, act: Any) -> bool:
    """Do it, or say at the form what refuses it."""
    try:
        act()
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
