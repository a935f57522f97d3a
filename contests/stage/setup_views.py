"""The organiser's page of a stage contest, how its marks are combined, and its beginning."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from contests.forms.rows import ADD, filled, one_row_more, rows_of
from contests.models import Contest, ContestStaff, Stage
from contests.settings import RulesError
from contests.stage import arranging, composing
from contests.stage.keeping import programme_of
from contests.stage.pages import StageRequest, done
from contests.stage.setup_forms import CombiningForm, TieForm, tie_of
from contests.stage.usual import usual_programme
from contests.stage.wording import OVERS, RESTS, about
from contests.views import ContestRequest
from realtime import clock

STAFF = (ContestStaff.Duty.SECRETARY, ContestStaff.Duty.MC)


@require_http_methods(["GET", "HEAD", "POST"])
def setup(request: ContestRequest, slug: str) -> HttpResponse:
    """Everything that is settled before the stage contest, on one page; POST makes it, or moves a part."""
    contest = request.target
    stage = Stage.objects.select_related("contest__unit").filter(contest=contest).first()
    if request.method == "POST":
        if stage is None:
            given = {"contest": contest, "programme": usual_programme(), "by": request.user, "now": clock.now()}
            done(request, lambda: composing.create_stage(**given), _("The stage contest is made. Change what differs."))
        else:
            _move_part(request, stage)
        return redirect("contests:stage-setup", slug)
    return render(request, "contests/stage/setup.html", {"contest": contest, "stage": stage, **_shown(contest, stage)})


def _move_part(request: ContestRequest, stage: Stage) -> None:
    programme = programme_of(stage)
    typed = request.POST.get("part", "")
    place = int(typed) if typed.isdecimal() and len(typed) < 4 else 0
    if not 1 <= place <= len(programme.segments):
        return
    try:
        if request.POST.get("do") == "up":
            changed = arranging.moved_up(programme, place)
        else:
            changed = arranging.without_segment(programme, place)
    except RulesError:
        messages.error(request, _("A stage contest has at least one part."))
        return
    done(request, lambda: composing.set_programme(stage=stage, programme=changed))


def _shown(contest: Contest, stage: Stage | None) -> dict[str, Any]:
    if stage is None:
        return {}
    programme = programme_of(stage)
    rows = {one.position: one for one in stage.segments.select_related("live")}
    parts = [(at, each, about(each), rows[at]) for at, each in enumerate(programme.segments, start=1)]
    return {
        "organiser": True,
        "parts": parts,
        "programme": programme,
        "over": OVERS[programme.combining.over],
        "rest": RESTS[programme.rest],
        "ties": [_tie_in_words(programme, key.segment, key.criterion) for key in programme.ties],
        "teams": stage.teams.select_related("unit").prefetch_related("members__entrant").order_by("pk"),
        "jurors": stage.jurors.select_related("user"),
        "staff": contest.staff.filter(duty__in=STAFF).select_related("user").order_by("duty", "pk"),
    }


def _tie_in_words(programme: Any, segment: int, criterion: int) -> str:
    part = programme.segments[segment - 1]
    return f"{part.title}: {part.criteria[criterion - 1].title}" if criterion else str(part.title)


@require_http_methods(["GET", "HEAD", "POST"])
def combining(request: StageRequest, slug: str) -> HttpResponse:
    """How several jurors make a score, and what parts equal teams."""
    stage = request.target
    programme = programme_of(stage)
    usual = {name: getattr(programme.combining, name) for name in ("over", "drop_from", "decimals")}
    sent = one_row_more(request.POST, "tie") if ADD in request.POST else request.POST
    form = CombiningForm(sent or None, initial=usual | {"rest": programme.rest})
    keys = [{"key": f"{one.segment}.{one.criterion}"} for one in programme.ties]
    rows = rows_of(TieForm, "tie", sent or None, initial=keys, form_kwargs={"programme": programme})
    asked = request.method == "POST" and ADD not in request.POST
    if asked and form.is_valid() and rows.is_valid():
        ties = dict.fromkeys(tie_of(row["key"]) for row in filled(rows))  # each once, in order
        changed = form.programme(programme, tuple(ties))
        if done(request, lambda: composing.set_programme(stage=stage, programme=changed), _("Kept.")):
            return redirect("contests:stage-setup", slug)
    wrong = asked and not (form.is_valid() and rows.is_valid())
    shown = {"contest": stage.contest, "stage": stage, "form": form, "rows": rows, "wrong": wrong}
    return render(request, "contests/stage/rules.html", shown, status=422 if wrong else 200)


@require_POST
def begin(request: StageRequest, slug: str) -> HttpResponse:
    """Settle programme, teams and jury for good."""
    stage = request.target
    begun = done(
        request,
        lambda: composing.begin(stage=stage, by=request.user, now=clock.now()),
        _("The stage contest has begun."),
    )
    return redirect("contests:stage-desk" if begun else "contests:stage-setup", slug)
