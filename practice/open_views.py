"""What may be practised, for trainers and organisers: what is open, what is set aside, and for which contest."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from contests.access import organises
from contests.models import Contest
from contests.refusals import Refused
from people.access import is_trainer
from practice.models import OpenContest, OpenQuestion
from practice.opening import (
    close_contest_for_practice,
    close_questions,
    names_questions,
    open_contest_for_practice,
    open_questions,
    stock,
)
from practice.reserved import not_over
from questionbank.models import Question, Topic
from realtime import clock

PER_PAGE = 50


class ContestRequest(HttpRequest):
    """A request that the permission table let through; `target` is the contest it is about."""

    target: Contest


@require_safe
def opened(request: HttpRequest) -> HttpResponse:
    """Show the stock by topic, the questions of one topic, and the contests that set questions aside."""
    now = clock.now()
    topic = Topic.objects.filter(code=request.GET.get("topic", "")[:12]).first()
    trains = is_trainer(request.user)
    page = None
    if trains and topic is not None:
        marks = OpenQuestion.objects.standing().filter(question=OuterRef("pk"))
        questions = Question.objects.approved().filter(topic=topic).annotate(is_open=Exists(marks))
        page = Paginator(questions.select_related("approved_version").order_by("code"), PER_PAGE).get_page(
            request.GET.get("page")
        )
    marked = set(OpenContest.objects.values_list("contest_id", flat=True))
    contests = [
        {"contest": one, "open": one.pk in marked, "names": names_questions(one)}
        for one in not_over(now)
        if organises(request.user, one)
    ]
    shown = {"stock": stock(now), "topic": topic, "page": page, "contests": contests, "trains": trains, "now": now}
    return render(request, "practice/open.html", shown)


@require_POST
def mark_questions(request: HttpRequest) -> HttpResponse:
    by, now = request.user, clock.now()
    keys = [int(key) for key in request.POST.getlist("question") if key.isdecimal() and len(key) < 16]
    chosen = list(Question.objects.approved().filter(pk__in=keys[: 10 * PER_PAGE]))
    try:
        if request.POST.get("do") == "close":
            count = close_questions(questions=chosen, by=by, now=now)  # type: ignore[arg-type]
            said = ngettext("%(count)s question is set aside again.", "%(count)s questions are set aside again.", count)
        else:
            count = open_questions(questions=chosen, by=by, now=now)  # type: ignore[arg-type]
            said = ngettext(
                "%(count)s question is open for practice.", "%(count)s questions are open for practice.", count
            )
        messages.success(request, said % {"count": count})
    except Refused as refusal:
        messages.error(request, str(refusal))
    topic = Topic.objects.filter(code=request.POST.get("topic", "")[:12]).first()
    return redirect(reverse("practice:open") + (f"?topic={topic.code}" if topic else ""))


@require_POST
def mark_contest(request: ContestRequest, slug: str) -> HttpResponse:
    by, now = request.user, clock.now()
    try:
        if request.POST.get("do") == "close":
            close_contest_for_practice(contest=request.target, by=by, now=now)  # type: ignore[arg-type]
            messages.success(request, _("The questions of this contest are set aside again."))
        else:
            open_contest_for_practice(contest=request.target, by=by, now=now)  # type: ignore[arg-type]
            messages.success(request, _("Everybody may practise the questions of this contest now."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("practice:open")
