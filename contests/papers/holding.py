"""Which browser answers a paper: the one that came last, until another takes the paper over.

A browser is known by its session, and the session by a keyed digest made for this paper alone.
"""

from datetime import datetime

from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from contests.models import Paper
from contests.refusals import AlreadySubmitted, TakenOver


def digest_of(browser: str, paper: Paper) -> str:
    """Return under what name `paper` knows the session `browser`."""
    return salted_hmac("contests.holder", f"{paper.pk}:{browser}", algorithm="sha256").hexdigest()


def holds(browser: str, paper: Paper) -> bool:
    """Say whether `browser` may answer: it came last, or nobody came yet."""
    return not paper.holder or constant_time_compare(paper.holder, digest_of(browser, paper))


def refuse_others(paper: Paper, browser: str) -> None:
    """Raise TakenOver where another browser holds `paper`, whose row is locked."""
    if not holds(browser, paper):
        raise TakenOver


def take_over(*, paper: Paper, browser: str, now: datetime) -> Paper:
    """Let `browser` alone answer from now on and return the paper; its tabs share it. Raises AlreadySubmitted.

    Once it has returned, no save of the browser before gets in: each looks at the holder under the paper's lock.
    """
    mine = digest_of(browser, paper)
    taken = Paper.objects.filter(pk=paper.pk, submitted_at=None).exclude(holder=mine)
    changed = taken.update(holder=mine, hold=F("hold") + 1, held_since=now)
    paper.refresh_from_db()
    if not changed and paper.submitted_at is not None:
        raise AlreadySubmitted
    return paper


def claim(locked: Paper, browser: str, now: datetime) -> None:
    """Let `browser` hold the paper, whose row is locked, if nobody does."""
    if not locked.holder:
        locked.holder, locked.hold, locked.held_since = digest_of(browser, locked), 1, now
        locked.save(update_fields=["holder", "hold", "held_since"])
