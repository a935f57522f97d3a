"""The public page as its organisers settle it: contacts, portals, announcements."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from contests.models import Contest, Notice, PublicPage
from contests.portal.addresses import address, whole
from contests.portal.announcing import announce, settle_page, withdraw
from contests.portal.forms import NoticeForm, PortalForm, initial_of
from contests.refusals import Refused
from contests.views import ContestRequest
from realtime import clock


@require_http_methods(["GET", "HEAD", "POST"])
def portal(request: ContestRequest, slug: str) -> HttpResponse:
    contest = request.target
    page = PublicPage.objects.filter(contest=contest).first() or PublicPage(contest=contest)
    form = PortalForm(request.POST or None, initial=initial_of(page))
    if request.method == "POST" and form.is_valid():
        try:
            settle_page(contest=contest, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, _("Kept. The public page shows it within five seconds."))
            return redirect("contests:portal", slug)
    return _page(request, page, form, NoticeForm())


@require_POST
def announce_now(request: ContestRequest, slug: str) -> HttpResponse:
    contest = request.target
    form = NoticeForm(request.POST)
    if form.is_valid():
        try:
            announce(contest=contest, by=request.user, now=clock.now(), **form.cleaned_data)  # type: ignore[arg-type]
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, _("Announced. The public page and the feeds show it within five seconds."))
            return redirect("contests:portal", slug)
    page = PublicPage.objects.filter(contest=contest).first() or PublicPage(contest=contest)
    return _page(request, page, PortalForm(initial=initial_of(page)), form)


@require_POST
def withdraw_now(request: ContestRequest, slug: str, pk: int) -> HttpResponse:
    notice = Notice.objects.select_related("contest").filter(contest=request.target, pk=pk).first()
    if notice is None:
        raise Http404
    try:
        withdraw(notice=notice, by=request.user, now=clock.now())  # type: ignore[arg-type]
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Withdrawn. It is off the page and the feeds within five seconds."))
    return redirect("contests:portal", slug)


def _page(request: ContestRequest, page: PublicPage, form: PortalForm, notice_form: NoticeForm) -> HttpResponse:
    contest = request.target
    addresses: dict[str, Any] = {
        "page_url": whole(request, address("public", contest)),
        "embed_url": whole(request, address("public-embed", contest)),
        "json_url": whole(request, address("feed-json", contest)),
        "rss_url": whole(request, address("feed-rss", contest)),
    }
    shown = {
        "contest": contest,
        "page": page,
        "form": form,
        "notice_form": notice_form,
        "notices": contest.notices.select_related("published_by"),
        "draft": contest.state == Contest.State.DRAFT,
        **addresses,
    }
    wrong = any(each.is_bound and each.errors for each in (form, notice_form))
    return render(request, "contests/portal/manage.html", shown, status=422 if wrong else 200)
