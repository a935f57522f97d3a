"""What came of a class, which needs are open, and the next blueprint by them. No names."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contests.access import organises
from contests.models import Contest, Round
from contests.refusals import Refused
from questionbank.models import Topic
from realtime import clock
from training.access import trains_for
from training.forms import RuleForm
from training.planning.access import Weighing
from training.planning.class_views import ClassRequest
from training.planning.following import Found, later_contests, make_follow_up
from training.planning.forms import LaterForm
from training.planning.plan_views import ContestRequest
from training.planning.standing import keep_blueprint, propose_blueprint, standing_of
from training.planning.weighting import FLOOR

DROPS = "bo"  # in the address: topics without a need may fall away


class WeighingRequest(HttpRequest):
    target: Weighing


@require_safe
def follow_up(request: ClassRequest, number: int) -> HttpResponse:
    made = request.target
    offered = later_contests(made)
    kept = [(one, Found.from_json(one.content)) for one in made.follow_ups.select_related("later", "made_by")]
    shown = {
        "made": made,
        "plan": made.plan,
        "kept": kept,
        "attended": made.attendances.count(),
        "form": LaterForm(offered=offered) if offered else None,
        "trains": trains_for(request.user, made.plan.contest),
    }
    return render(request, "training/plans/follow_up.html", shown)


@require_POST
def compare(request: ClassRequest, number: int) -> HttpResponse:
    made = request.target
    form = LaterForm(request.POST, offered=later_contests(made))
    if not form.is_valid():
        messages.error(request, _("Choose a contest that was held after this class."))
        return redirect("training:follow-up", number)
    try:
        make_follow_up(made=made, later=form.cleaned_data["later"], by=request.user, now=clock.now())  # type: ignore[arg-type]
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("training:follow-up", number)


@require_safe
def open_needs(request: ContestRequest, slug: str) -> HttpResponse:
    contest = request.target
    standing = standing_of(contest.unit, now=clock.now(), rule=RuleForm().rule())
    topics = Topic.objects.in_bulk({need.topic for need in standing.needs})
    drafts = Round.objects.filter(contest__state=Contest.State.DRAFT, contest__unit=contest.unit_id)
    shown = {
        "contest": contest,
        "organises": organises(request.user, contest),
        "standing": standing,
        "needs": [(topics[need.topic], need) for need in standing.needs],
        "drafts": [
            one
            for one in drafts.select_related("contest__unit").order_by("-contest__created_at", "position")
            if organises(request.user, one.contest)
        ],
    }
    return render(request, "training/plans/open_needs.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def weigh(request: WeighingRequest, slug: str, number: int) -> HttpResponse:
    contest, one = request.target.contest, request.target.round
    needs = standing_of(contest.unit, now=clock.now(), rule=RuleForm().rule()).needs
    floor = 0 if DROPS in request.GET else FLOOR
    try:
        if request.method == "POST":
            seen = request.POST.get("seen", "")
            keep_blueprint(one=one, needs=needs, seen=seen, by=request.user, floor=floor)  # type: ignore[arg-type]
            messages.success(request, _("The blueprint of the draft is weighted by the open needs."))
            return redirect("contests:round", one.contest.slug, one.pk)
        proposed = propose_blueprint(one, needs, floor=floor)
    except Refused as refusal:
        messages.error(request, str(refusal))
        where = "training:weigh" if request.method == "POST" and refusal.code == "BlueprintChanged" else ""
        return redirect(where, slug, number) if where else redirect("training:open-needs", slug)
    topics = {topic.code: topic for topic in Topic.objects.all()}
    lines = sorted(((topics[line.topic], line) for line in proposed.lines), key=lambda of: of[0].position)
    shown = {"contest": contest, "round": one, "proposed": proposed, "lines": lines, "drops": floor == 0}
    return render(request, "training/plans/weigh.html", shown)
