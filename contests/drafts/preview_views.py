"""A draft as a participant will see it, on a frame of a phone's size."""

import secrets

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from contests.articles.papers import FORETOLD
from contests.articles.whole import articles_of
from contests.drafts.preview import sample_of
from contests.entering.register_forms import RegisterForm
from contests.entering.wording import who_in_words
from contests.models import Round
from contests.views import ContestRequest
from realtime import clock

PAPER, RULES, REGISTRATION = "bai-thi", "the-le", "dang-ky"


@require_safe
def preview(request: ContestRequest, slug: str) -> HttpResponse:
    contest, day = request.target, timezone.localdate(clock.now())
    screen = request.GET.get("trang", PAPER)
    rounds = list(contest.rounds.all())
    one = next((each for each in rounds if str(each.position) == request.GET.get("dot")), rounds[0])
    shown = {"contest": contest, "screen": screen, "rounds": rounds, "round": one, "rules": one.paper_rules}
    if screen == RULES:
        shown["articles"] = articles_of(contest)
    elif screen == REGISTRATION:
        shown["form"] = RegisterForm(contest=contest, day=day) if contest.entering.registers else None
        shown["who"] = who_in_words(contest)
    else:
        shown |= _paper(request, one)
    return render(request, "contests/preview.html", shown)


def _paper(request: ContestRequest, one: Round) -> dict[str, object]:
    """Return the sample paper of the round and the question that the screen shows."""
    seed = request.GET.get("de", "")[:32] or secrets.token_hex(4)
    public = bool(one.paper_rules.public_blueprint) and request.GET.get("dan") == "1"
    questions = sample_of(one, day=timezone.localdate(clock.now()), seed=seed, public=public)
    asked = request.GET.get("cau", "1")
    current = int(asked) if asked.isdecimal() and len(asked) < 4 and 0 <= int(asked) <= len(questions) else 1
    shown = [q for q in questions if one.paper_rules.paging == "all" or q.position == current]
    return {
        "seed": seed, "public": public, "questions": shown, "count": len(questions), "current": current,
        "asks_to_foretell": FORETOLD.get(one.paper_rules.predicts, ""),
    }  # fmt: skip
