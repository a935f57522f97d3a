"""The rounds of a draft: a list, and a page for each."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contests.drafts import drafting
from contests.drafts.opening import RoundDraft
from contests.drafts.views import of_a_draft, part_page
from contests.forms import rounds as round_form
from contests.forms import slots
from contests.forms.rows import ADD, filled, one_row_more, rows_of
from contests.models import Round
from contests.record.signing import signed_now
from contests.refusals import Refused
from contests.views import ContestRequest
from realtime import clock

ROWS, PUBLIC_ROWS = "slot", "public"


@require_safe
@of_a_draft
def rounds(request: ContestRequest, slug: str) -> HttpResponse:
    held = list(request.target.rounds.all())
    shown = {"contest": request.target, "rounds": held, "signed": signed_now(request.target)}
    return render(request, "contests/draft/rounds.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_draft
def edit_round(request: ContestRequest, slug: str, number: int) -> HttpResponse:
    contest, day = request.target, timezone.localdate(clock.now())
    one = contest.rounds.filter(pk=number).first()
    if one is None:
        raise Http404
    sent = one_row_more(request.POST, ROWS) if ADD in request.POST else request.POST
    shown, narrower = round_form.initial_of(one)
    form = round_form.RoundForm(sent or None, day=day, initial=shown)
    offered = {"offered": slots.offered_on(day)}
    rows = rows_of(slots.SlotForm, ROWS, sent or None, initial=slots.initial_of(narrower), form_kwargs=offered)
    asked = slots.initial_of(one.paper_rules.public_blueprint)
    public = rows_of(slots.SlotForm, PUBLIC_ROWS, sent or None, initial=asked, form_kwargs=offered, spare=3)
    valid = form.is_valid() and rows.is_valid() and public.is_valid() if form.is_bound else False
    if valid and ADD not in request.POST:
        draft = form.draft(filled(rows), filled(public))
        if draft is not None and _kept(request, one, draft, form):
            return redirect("contests:rounds", slug)
    many, public_open = contest.rounds.count() > 1, bool(asked) or public.is_bound
    return part_page(
        request, "round", form, rows, public, form=form, rows=rows, public_rows=public, public_open=public_open,
        round=one, many=many,
    )  # fmt: skip


def _kept(request: ContestRequest, one: Round, draft: RoundDraft, form: round_form.RoundForm) -> bool:
    try:
        drafting.edit_round(contest=request.target, number=one.pk, draft=draft, by=request.user)  # type: ignore[arg-type]
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("The round is kept."))
    return True


@require_POST
@of_a_draft
def add_round(request: ContestRequest, slug: str) -> HttpResponse:
    """Add a round after the last one, with its rules: whoever wants others changes them on its page."""
    last = request.target.rounds.order_by("-closes_at")[0]
    return _copied(request, last.pk)


@require_POST
@of_a_draft
def copy_round(request: ContestRequest, slug: str, number: int) -> HttpResponse:
    return _copied(request, number)


def _copied(request: ContestRequest, number: int) -> HttpResponse:
    try:
        made = drafting.copy_round(contest=request.target, number=number, by=request.user)  # type: ignore[arg-type]
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("contests:rounds", request.target.slug)
    messages.success(request, _("%(round)s was added. Look at its dates and its questions.") % {"round": made})
    return redirect("contests:round", request.target.slug, made.pk)


@require_POST
@of_a_draft
def remove_round(request: ContestRequest, slug: str, number: int) -> HttpResponse:
    try:
        drafting.remove_round(contest=request.target, number=number, by=request.user)  # type: ignore[arg-type]
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The round was removed."))
    return redirect("contests:rounds", slug)
