"""The poster of a contest, and the office papers of its results: in the office's own form where it has one."""

import io
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from contests.access import organises
from contests.handouts.ceremony import write_ceremony, write_news
from contests.handouts.office.filling import fill, fill_each
from contests.handouts.office.keeping import template_of
from contests.handouts.office.kinds import CERTIFICATE, DECISION, MINUTES, Kind
from contests.handouts.office.starting import starting_template
from contests.handouts.poster import poster_of
from contests.handouts.result_papers import write_decision, write_minutes
from contests.handouts.sheets import Sheets
from contests.handouts.thanks import letters_of, thanked_by, write_thanks
from contests.handouts.values import certificate_values, edition_values
from contests.handouts.verifying import standing
from contests.handouts.views import PDF, HandoutRequest
from contests.letterhead import signers_of
from contests.models import Certificate, Edition
from contests.record.editions import latest_published
from contests.rules_views import WORD
from contests.settings import RulesError
from contests.views import share_url
from official.letter import write_letters
from official.poster import SCALES, write_poster

MOST_IN_WORD = 300  # certificates in one Word file; more are printed as PDF
WHOLE = 100  # percent


@require_safe
def poster(request: HandoutRequest, slug: str) -> HttpResponse:
    """A page of A4 or A3 (?kho=a3); ?duong-day-nong= is printed as it was typed and kept nowhere."""
    asked = request.GET.get("kho", "a4")
    size = asked if asked in SCALES else "a4"
    target = io.BytesIO()
    try:
        said = poster_of(
            request.target, address=share_url(request, request.target), hotline=request.GET.get("duong-day-nong", "")
        )
    except RulesError as fault:
        messages.error(request, str(fault))
        return redirect("contests:manage", slug)
    write_poster(target, said, size=size)
    return _file(target.getvalue(), PDF, f"ap-phich-{slug}-{size}.pdf")


@require_safe
def minutes(request: HandoutRequest, slug: str, edition: int) -> HttpResponse:
    return _word(request, edition, MINUTES, write_minutes, f"bien-ban-{slug}-ban-{edition}.docx")


@require_safe
def decision(request: HandoutRequest, slug: str, edition: int) -> HttpResponse:
    return _word(request, edition, DECISION, write_decision, f"quyet-dinh-{slug}-ban-{edition}.docx")


@require_safe
def papers(request: HandoutRequest, slug: str) -> HttpResponse:
    """All papers of the results on one page, with who signs each."""
    edition = latest_published(request.target)
    shown = {
        "contest": request.target,
        "edition": edition,
        "organising": organises(request.user, request.target),
        "thanked": len(thanked_by(edition)) if edition else 0,
        "certificates": sum(one.kind == Certificate.Kind.PRIZE for one in standing(request.target)),
        "most": MOST_IN_WORD,
    }
    return render(request, "contests/handouts/papers.html", shown)


@require_safe
def thanks(request: HandoutRequest, slug: str, form: str) -> HttpResponse:
    """Letters to the units that took part; ?tu=: the least rate in percent. form: "docx" or "pdf"."""
    edition = latest_published(request.target)
    if edition is None:
        return _not_yet(request)
    given = request.GET.get("tu", "")
    least = min(int(given), WHOLE) if given.isascii() and given.isdecimal() and len(given) < 4 else 0
    with override("vi"):
        units = thanked_by(edition, least)
    if not units:
        messages.warning(request, _("No unit reached this rate. Choose a lower one."))
        return redirect("contests:result-papers", slug)
    year = _year(edition)
    if form == "docx":
        return _file(write_thanks(request.target, units, year=year), WORD, f"thu-cam-on-{slug}.docx")
    target = io.BytesIO()
    write_letters(target, letters_of(request.target, units, year=year), title=request.target.title)
    return _file(target.getvalue(), PDF, f"thu-cam-on-{slug}.pdf")


@require_safe
def news(request: HandoutRequest, slug: str) -> HttpResponse:
    return _told(request, write_news, f"thong-tin-bao-chi-{slug}.docx")


@require_safe
def ceremony(request: HandoutRequest, slug: str) -> HttpResponse:
    return _told(request, write_ceremony, f"kich-ban-trao-giai-{slug}.docx")


@require_safe
def certificates_word(request: HandoutRequest, slug: str) -> HttpResponse:
    """The certificates for prizes that stand, as one Word file."""
    edition, contest = latest_published(request.target), request.target
    if edition is None:
        return _not_yet(request)
    held = [one for one in standing(contest) if one.kind == Certificate.Kind.PRIZE]
    if not held or len(held) > MOST_IN_WORD:
        messages.warning(request, _("Issue certificates first; more than %(most)s are printed as PDF only.")
                         % {"most": MOST_IN_WORD})  # fmt: skip
        return redirect("contests:certificates", slug)
    sheets, year = Sheets(contest, request.build_absolute_uri("/")), _year(edition)
    form = template_of(contest.unit, CERTIFICATE.code) or starting_template(CERTIFICATE.code, signers_of(contest))
    filled = fill_each(form, [certificate_values(contest, sheets.sheet(one), year) for one in held])
    return _file(filled, WORD, f"giay-chung-nhan-{slug}.docx")


def _told(request: HandoutRequest, write: Callable[[Edition], bytes], name: str) -> HttpResponse:
    edition = latest_published(request.target)
    return _file(write(edition), WORD, name) if edition else _not_yet(request)


def _not_yet(request: HandoutRequest) -> HttpResponse:
    messages.warning(
        request, _("This paper is made of published results. Have an edition signed and publish it first.")
    )
    return redirect("contests:result-papers", request.target.slug)


def _word(
    request: HandoutRequest, number: int, kind: Kind, write: Callable[[Edition], bytes], name: str
) -> HttpResponse:
    found = request.target.editions.defer("content").filter(number=number, withdrawn_at=None).first()
    if found is None:
        raise Http404
    own = template_of(request.target.unit, kind.code)
    return _file(fill(own, edition_values(found)) if own else write(found), WORD, name)


def _year(edition: Edition) -> int:
    return timezone.localdate(edition.published_at or edition.prepared_at).year


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
