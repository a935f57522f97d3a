"""What tells that a public page has become another: asked of the database, so that no process needs to be told."""

from datetime import datetime

from django.db.models import F
from django.utils import timezone

from contests.models import Contest, PublicPage


def moved(contest: Contest) -> None:
    """Let every public page of `contest` be made anew. Called with the change that its readers must see at once.

    After the line of the record that tells of it, where there is one: both lock a row, and in this order everywhere.
    """
    page, _made = PublicPage.objects.get_or_create(contest=contest)
    PublicPage.objects.filter(pk=page.pk).update(version=F("version") + 1)


def mark_of(slug: str, now: datetime) -> str | None:
    """Return what differs whenever a public page of the contest would, or None where it has none; two queries.

    Decisions are lines of the record, the rest (a consent, an announcement, a contact) moves the page's version; rounds
    begin and end, and texts come into force, by the clock. What neither tells (the bank, the name of a unit) shows when
    a page is made anew for its age.
    """
    found = Contest.objects.public().select_related("public_page", "record_head").prefetch_related("rounds")
    contest = found.filter(slug=slug).first()
    if contest is None:
        return None
    page, head = getattr(contest, "public_page", None), getattr(contest, "record_head", None)
    phases = ",".join(str(one.phase_at(now)) for one in contest.rounds.all())
    told = (
        contest.pk, contest.state, page.version if page else 0, head.digest if head else "", phases,
        contest.phase_at(now), timezone.localdate(now).isoformat(),
    )  # fmt: skip
    return "|".join(map(str, told))
