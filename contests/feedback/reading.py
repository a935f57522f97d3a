"""Feedback as pages read it: with a question for everybody, for the keepers, and for a contest's board."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, F, Q

from contests.models import Contest, Feedback, PaperQuestion


@dataclass(frozen=True)
class Asked:
    """A contest whose papers hold the wording. appeals: about it there."""

    contest: Contest
    papers: int
    appeals: int


def answers_for_all(versions: Collection[int]) -> dict[int, list[Feedback]]:
    """Return by key of wording the feedback whose answer stands with the question; one query."""
    found: dict[int, list[Feedback]] = {}
    for each in Feedback.objects.filter(version__in=versions, shown_to_all=True).order_by("answered_at"):
        found.setdefault(each.version_id, []).append(each)
    return found


def contests_that_asked(feedback: Feedback) -> list[Asked]:
    """Return where the wording stands on papers: there a wrong key changes results, which the board decides on."""
    held = PaperQuestion.objects.filter(version=feedback.version_id, paper__submitted_at__isnull=False)
    counted = held.values_list("paper__contest").annotate(
        papers=Count("pk", distinct=True),
        appeals=Count("paper__appeals", filter=Q(paper__appeals__position=F("position")), distinct=True),
    )
    told = {contest: (papers, appeals) for contest, papers, appeals in counted}
    contests = Contest.objects.filter(pk__in=told).select_related("unit").order_by("-closes_at")
    return [Asked(each, *told[each.pk]) for each in contests]


def of_board(contest: Contest, version: int) -> list[Feedback]:
    """Return what people who sat the contest say of this wording, and what keepers found in any feedback on it."""
    found = Feedback.objects.filter(version=version).select_related("answered_by")
    own = found.filter(paper__contest=contest) | found.filter(finding=Feedback.Finding.KEY_WRONG)
    return list(own.distinct().order_by("sent_at"))
