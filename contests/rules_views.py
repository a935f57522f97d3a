"""The rules of a contest (thể lệ): the page, the Word file, and the signatures under it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from contests.articles.whole import articles_of
from contests.models import Contest
from contests.record.signing import hosts_of, rules_digest, sign_rules, signatures_of_rules, unsigned_rules
from contests.refusals import Refused
from contests.rules_word import write_rules
from contests.views import ContestRequest
from realtime import clock

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def rules_page(request: ContestRequest, slug: str) -> HttpResponse:
    contest = request.target
    shown = {"contest": contest, "articles": articles_of(contest), "draft": contest.state == Contest.State.DRAFT}
    return render(request, "contests/rules.html", shown)


@require_safe
def rules_word(request: ContestRequest, slug: str) -> HttpResponse:
    content = write_rules(request.target, day=timezone.localdate(clock.now()))
    answer = HttpResponse(content, content_type=WORD)
    answer["Content-Disposition"] = f'attachment; filename="the-le-{slug}.docx"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: ContestRequest, slug: str) -> HttpResponse:
    """Show the rules as they will be published with the digest of that version; sign exactly this version."""
    contest, now = request.target, clock.now()
    if request.method == "POST":
        shown = request.POST.get("digest", "")
        try:
            sign_rules(contest=contest, shown=shown, by=request.user, now=now)  # type: ignore[arg-type]
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("You have signed this version of the rules."))
        return redirect("contests:sign-rules", slug)
    missing = unsigned_rules(contest)
    context = {
        "contest": contest,
        "articles": articles_of(contest),
        "digest": rules_digest(contest),
        "hosts": hosts_of(contest),
        "missing": missing,
        "mine": next((body for body in missing if body.signer_id == request.user.pk), None),
        "signatures": signatures_of_rules(contest),
        "draft": contest.state == Contest.State.DRAFT,
    }
    return render(request, "contests/sign_rules.html", context)
