"""Correcting a question: how it was answered, what a correction would do, and confirming it."""

from datetime import datetime
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from contests.models import Appeal, Contest, CorrectionProposal, Entrant, KeyEdition, PaperQuestion
from contests.papers.sitting import close_overdue
from contests.record.words import prize_in_words
from contests.refusals import Refused
from contests.review import jobs, proposals
from contests.review.asked import LETTERS, answer_in_words, answers_given, asked_in
from contests.review.desk_views import DeskRequest
from contests.review.forms import CorrectionForm
from questionbank.bodies import choices_of
from questionbank.import_jobs import in_thread
from questionbank.kinds import CHOOSING
from questionbank.models import QuestionVersion
from realtime import clock


@require_safe
def questions(request: DeskRequest, slug: str) -> HttpResponse:
    contest = request.target
    close_overdue(contest=contest, now=clock.now())
    waiting = contest.correction_proposals.select_related("version__question", "proposed_by").filter(
        state=CorrectionProposal.State.OPEN
    )
    made = KeyEdition.objects.filter(contest=contest).select_related("version__question", "decided_by")
    shown = {
        "contest": contest,
        "questions": asked_in(contest),
        "waiting": waiting,
        "made": made.order_by("-decided_at"),
    }
    return render(request, "contests/review/questions.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: DeskRequest, slug: str, pk: int) -> HttpResponse:
    """Show how a question was answered; a POST proposes a correction and works out what it would do."""
    contest, now = request.target, clock.now()
    version = QuestionVersion.objects.select_related("question").filter(pk=pk).first()
    if version is None or not PaperQuestion.objects.filter(paper__contest=contest, version=version).exists():
        raise Http404
    choices, given = choices_of([pk]).get(pk, []), answers_given(contest, version)
    form = CorrectionForm(request.POST or None, version=version, offered=choices, given=given)
    if request.method == "POST" and form.is_valid():
        try:
            made = proposals.propose(
                contest=contest, version=version, ruling=form.ruling_of(), reason=form.cleaned_data["reason"],
                by=request.user, now=now,
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _carry_out(request, made, partial(_work_out, made, now))
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "contests/review/question.html", _question(contest, version, form), status=status)


def _question(contest: Contest, version: QuestionVersion, form: CorrectionForm) -> dict[str, Any]:
    had = PaperQuestion.objects.filter(paper__contest=contest, paper__submitted_at__isnull=False, version=version)
    choosing = version.kind in CHOOSING
    times = {tuple(each.chosen): each.times for each in form.answers}
    total = had.count()
    marked = [(LETTERS[at], c, times.get((c.pk,), 0)) for at, c in enumerate(choices_of([version.pk])[version.pk])]
    about = set(had.filter(paper__appeals__isnull=False).values_list("paper", "position"))
    appeals = [
        each
        for each in Appeal.objects.filter(paper__contest=contest).select_related("paper__entrant").order_by("filed_at")
        if (each.paper_id, each.position) in about
    ]
    return {
        "contest": contest,
        "version": version,
        "form": form,
        "had": total,
        "choosing": choosing,
        "choices": [(letter, choice, count, _percent(count, total)) for letter, choice, count in marked],
        "given": [(at, each, _percent(each.times, total)) for at, each in enumerate(form.answers)],
        "appeals": appeals,
        "open": contest.correction_proposals.filter(version=version, state=CorrectionProposal.State.OPEN).first(),
        "made": KeyEdition.objects.filter(contest=contest, version=version).select_related("decided_by"),
        "needs_two": proposals.needs_two(contest),
    }


def _percent(count: int, total: int) -> int:
    """Return a whole percentage in steps of five, for the width of a bar."""
    return 5 * round(20 * count / total) if total else 0


@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: DeskRequest, slug: str, pk: int) -> HttpResponse:
    """Show who moves; a POST confirms the correction, withdraws it or works it out again."""
    proposal, now = _proposal(request, pk), clock.now()
    held = jobs.progress_of(proposal)
    if held is not None and not held.finished:
        return redirect("contests:correction-progress", slug, pk)
    if request.method == "POST":
        wanted = request.POST.get("do")
        if wanted == "confirm":
            return _carry_out(
                request, proposal, partial(_confirm, proposal, request.user, now, request.POST.get("shown"))
            )
        if wanted == "again":
            return _carry_out(request, proposal, partial(_work_out, proposal, now))
        try:
            proposals.withdraw(proposal=proposal, by=request.user, now=now)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The correction is withdrawn. Nothing has changed."))
        return redirect("contests:questions", slug)
    return render(request, "contests/review/correction.html", _shown(proposal, request))


def _proposal(request: DeskRequest, pk: int) -> CorrectionProposal:
    found = request.target.correction_proposals.select_related(
        "version__question", "proposed_by", "settled_by", "contest"
    )
    proposal = found.filter(pk=pk).first()
    if proposal is None:
        raise Http404
    return proposal


def _work_out(proposal: CorrectionProposal, now: datetime, told: Any) -> None:
    proposals.work_out(proposal=proposal, now=now, told=told)


def _confirm(proposal: CorrectionProposal, by: Any, now: datetime, shown: str | None, told: Any) -> None:
    proposals.confirm(proposal=proposal, by=by, now=now, shown=shown or "", told=told)


def _carry_out(request: DeskRequest, proposal: CorrectionProposal, work: Any) -> HttpResponse:
    """Do the work while the browser waits, or, where many papers hold the question, beside it."""
    papers = PaperQuestion.objects.filter(paper__contest=proposal.contest, version=proposal.version).count()
    address = ("contests:correction", request.target.slug, proposal.pk)
    if papers > jobs.LARGE:
        jobs.start(proposal, work, run=in_thread)
        return redirect("contests:correction-progress", *address[1:])
    try:
        work(None)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(*address)


@require_safe
def progress(request: DeskRequest, slug: str, pk: int) -> HttpResponse:
    """Tell how far a correction over many papers is."""
    proposal = _proposal(request, pk)
    held, address = jobs.progress_of(proposal), reverse("contests:correction", args=[slug, pk])
    part = request.headers.get("HX-Request")
    if held is not None and not held.finished:
        name = "_progress.html" if part else "progress.html"
        shown = {"contest": request.target, "proposal": proposal, "progress": held}
        return render(request, f"contests/review/{name}", shown)
    if held is not None:
        jobs.forget(proposal)
        if held.refusal:
            failed = _("Something went wrong, and nothing has changed. Try again, or tell the administrator.")
            messages.error(request, failed if held.refusal == "Failed" else held.refusal)
    response = HttpResponse() if part else redirect(address)
    response["HX-Redirect"] = address
    return response


def _shown(proposal: CorrectionProposal, request: DeskRequest) -> dict[str, Any]:
    version = proposal.version
    choices = choices_of([version.pk]).get(version.pk, [])
    effect = proposal.effect or {}
    names = dict(
        Entrant.objects.filter(pk__in=[move[1] for move in effect.get("moves", ())]).values_list("pk", "full_name")
    )
    needs_two = proposals.needs_two(proposal.contest)
    return {
        "contest": proposal.contest,
        "proposal": proposal,
        "version": version,
        "accepted": [answer_in_words(version, choices, answer) for answer in proposal.accepted],
        "effect": effect,
        "worked_out_at": parse_datetime(effect["at"]) if effect else None,
        "moves": [_move(move, names) for move in effect.get("moves", ())],
        "several_lists": len({move[0] for move in effect.get("moves", ())}) > 1,
        "needs_two": needs_two,
        "may_confirm": proposal.state == "open" and not (needs_two and proposal.proposed_by_id == request.user.pk),
    }


def _move(move: list[Any], names: dict[int, str]) -> dict[str, Any]:
    on, entrant, score_before, score, place_before, place, prize_before, prize = move
    return {
        "on": on,
        "name": names.get(entrant, "?"),
        "scores": (score_before / 100, score / 100),
        "places": (place_before, place),
        "up": place < place_before,
        "down": place > place_before,
        "prizes": (prize_in_words(prize_before), prize_in_words(prize)),
        "prize_changes": prize_before != prize,
    }
