"""The public pages of a contest. They are the same for everybody: none looks at who asks, so each can be kept.

`config.kept` keeps them ready; here each is made, and says how long a copy may be believed.
"""

import io
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from contests.articles.whole import articles_of
from contests.handouts.poster import poster_of
from contests.letterhead import bodies_of
from contests.models import Contest, PublicPage
from contests.portal.addresses import LANGUAGES, Language, address, whole
from contests.portal.feeds import json_feed, rss
from contests.portal.results import public_results
from contests.portal.studying import documents_of
from contests.views import ContestRequest, share_url
from official.poster import write_poster
from realtime import clock
from regulations.reading import tree_of

# With the two seconds for which a process believes what it has kept, readers see a change within five.
EVERYBODYS = "public, max-age=2, must-revalidate"
FEW_NOTICES = 3


@require_safe
def page(request: ContestRequest, slug: str, language: Language) -> HttpResponse:
    """Everything that is public of the contest, on one page."""
    contest, now = request.target, clock.now()
    with translation.override(language):
        shown = {
            **_frame(request, "public", language, now),
            "articles": articles_of(contest),
            "documents": documents_of(contest, timezone.localdate(now)),
            "notices": list(contest.notices.filter(withdrawn_at=None)),
        }
        return _html("contests/portal/page.html", shown, language)


@require_safe
def embed(request: ContestRequest, slug: str, language: Language) -> HttpResponse:
    """The small page for a frame on a portal: the hosts that the organisers named may show it, and nobody else."""
    contest, now = request.target, clock.now()
    with translation.override(language):
        shown = {
            **_frame(request, "public-embed", language, now),
            "notices": list(contest.notices.filter(withdrawn_at=None)[:FEW_NOTICES]),
        }
        answer = _html("contests/portal/embed.html", shown, language)
    hosts = _page_of(contest).hosts
    if hosts:
        answer._csp_replace = {"frame-ancestors": hosts}  # type: ignore[attr-defined]
        answer.xframe_options_exempt = True  # type: ignore[attr-defined]  # it knows no list of hosts
    return answer


@require_safe
def document(request: ContestRequest, slug: str, pk: int, language: Language) -> HttpResponse:
    """The text, as of today, of a regulation that the contest is to be studied from."""
    contest, now = request.target, clock.now()
    day = timezone.localdate(now)
    found = next((one for one in documents_of(contest, day) if one.pk == pk), None)
    if found is None:
        raise Http404
    with translation.override(language):
        shown = _frame(request, "public-document", language, now, pk) | {
            "document": found, "roots": tree_of(found, day), "today": day,
        }  # fmt: skip
        return _html("contests/portal/document.html", shown, language)


@require_safe
def poster(request: ContestRequest, slug: str) -> HttpResponse:
    """The poster as one page of A4, with the hotline that the page names."""
    contest, target = request.target, io.BytesIO()
    said = poster_of(contest, address=share_url(request, contest), hotline=_page_of(contest).hotline)
    write_poster(target, said, size="a4")
    answer = _for_everybody(HttpResponse(target.getvalue(), content_type="application/pdf"))
    answer["Content-Disposition"] = f'inline; filename="ap-phich-{slug}.pdf"'
    return answer


@require_safe
def feed_json(request: ContestRequest, slug: str) -> HttpResponse:
    with translation.override("vi"):
        told = json_feed(request.target, whole(request, "/").rstrip("/"), request.path)
    answer = JsonResponse(told, json_dumps_params={"ensure_ascii": False})
    answer["Content-Type"] = "application/feed+json; charset=utf-8"
    return _for_other_sites(answer)


@require_safe
def feed_rss(request: ContestRequest, slug: str) -> HttpResponse:
    with translation.override("vi"):
        told = rss(request.target, whole(request, "/").rstrip("/"), request.path)
    return _for_other_sites(HttpResponse(told, content_type="application/rss+xml; charset=utf-8"))


def _frame(request: ContestRequest, name: str, language: Language, now: datetime, *more: int) -> dict[str, Any]:
    """Return what every page of the contest shows, and where it stands in both languages."""
    contest = request.target
    rounds = list(contest.rounds.all())
    return {
        "contest": contest,
        "now": now,
        "phase": contest.phase_at(now),
        "rounds": [(one, one.phase_at(now)) for one in rounds],
        "bodies": bodies_of(contest),
        "page": _page_of(contest),
        "results": public_results(contest),
        "demo": settings.DEMO,
        "language": language,
        "canonical": whole(request, address(name, contest, language, *more)),
        "home": whole(request, address("public", contest, language)),
        "in_languages": [(each, whole(request, address(name, contest, each, *more))) for each in LANGUAGES],
        "summary": " ".join(contest.introduction.split())[:200] or contest.title,
        "suffix": "" if language == "vi" else "-en",
    }


def _page_of(contest: Contest) -> PublicPage:
    return PublicPage.objects.filter(contest=contest).first() or PublicPage(contest=contest)


def _html(template: str, shown: dict[str, Any], language: Language) -> HttpResponse:
    """Render without the request: a page that knows no session cannot show one's."""
    answer = HttpResponse(render_to_string(template, shown))
    answer["Content-Language"] = language
    answer["X-Robots-Tag"] = "noarchive"  # no copy that outlives a consent taken back
    return _for_everybody(answer)


def _for_everybody(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = EVERYBODYS
    return answer


def _for_other_sites(answer: HttpResponse) -> HttpResponse:
    """Let scripts of other sites read it: it is meant for them, and holds nothing of whoever asks."""
    answer["Access-Control-Allow-Origin"] = "*"
    return _for_everybody(answer)
