"""Beginning a contest in a few steps: pick a rulebook, fill in a page, publish; or copy one of an earlier year."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contests.drafts import opening, starting
from contests.forms.rounds import sentence_of
from contests.forms.starting import CopyForm, StartForm
from contests.models import Contest
from contests.reach import units_organised_by
from contests.refusals import Refused
from contests.rulebooks.shelf import shelf
from contests.rules import Rules, RulesError
from contests.views import ContestRequest
from realtime import clock

LATEST = 12  # contests offered to be copied


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Offer the rulebooks; with one chosen (`mau`), ask for the rest and draft or publish."""
    code = request.GET.get("mau", "")
    if not code and request.method != "POST":
        return _shelf(request)
    book = shelf().get(code)
    if book is None:
        raise Http404
    now = clock.now()
    form = StartForm(
        request.POST or None,
        book=book,
        organiser=request.user,
        day=timezone.localdate(now),
        initial={"unit": request.user.unit_id},  # type: ignore[union-attr]
    )
    if request.method == "POST" and form.is_valid():
        contest = _started(request, form)
        if contest is not None:
            return _published(request, contest) if "publish" in request.POST else _kept(request, contest)
    rounds, status = len(book.windows), 422 if form.is_bound and form.errors else 200
    papers = book.paper_rules((), ())
    return render(
        request, "contests/start.html", {"form": form, "book": book, "rounds": rounds, "papers": papers}, status=status
    )


def _shelf(request: HttpRequest) -> HttpResponse:
    own = Contest.objects.filter(unit__in=units_organised_by(request.user))  # type: ignore[arg-type]
    return render(
        request,
        "contests/shelf.html",
        {"books": list(shelf().values()), "earlier": own.public().order_by("-opens_at")[:LATEST]},
    )


def _started(request: HttpRequest, form: StartForm) -> Contest | None:
    given = form.cleaned_data
    try:
        return starting.start_from_rulebook(
            book=form.book,
            title=given["title"],
            unit=given["unit"],
            opens_at=given["opens_at"],
            closes_at=given.get("closes_at"),
            sources=form.sources(),
            public=form.public(),
            by=request.user,  # type: ignore[arg-type]
            now=clock.now(),
        )
    except RulesError as error:
        form.add_error(None, sentence_of(error))
    except Refused as refusal:
        form.add_error(None, str(refusal))
    return None


def _kept(request: HttpRequest, contest: Contest) -> HttpResponse:
    messages.success(request, _("The draft is kept. Open the contest when everything is ready."))
    return redirect("contests:manage", contest.slug)


def _published(request: HttpRequest, contest: Contest) -> HttpResponse:
    try:
        opening.open_contest(contest=contest, now=clock.now(), by=request.user)  # type: ignore[arg-type]
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The contest is open and its rules are frozen."))
    return redirect("contests:manage", contest.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: ContestRequest, slug: str) -> HttpResponse:
    contest, now = request.target, clock.now()
    usual = {
        "title": starting.proposed_title(contest.title),
        "opens_at": starting.proposed_opening(contest, now),
    }
    form = CopyForm(request.POST or None, initial=usual)
    if request.method == "POST" and form.is_valid():
        try:
            made = starting.copy_contest(contest=contest, by=request.user, now=now, **form.cleaned_data)  # type: ignore[arg-type]
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The draft is kept. Look at who signs and at the dates before you open it."))
            return redirect("contests:manage", made.slug)
    rounds = list(contest.rounds.all())
    shown = {
        "contest": contest,
        "form": form,
        "rounds": rounds,
        "hosts": list(contest.hosts.select_related("signer")),
        "prizes": Rules.from_json(contest.rules).prizes,
    }
    return render(request, "contests/copy.html", shown, status=422 if form.is_bound and form.errors else 200)
