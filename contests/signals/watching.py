"""Noting how papers are sat: only where the rules say so and the person agrees, and never in the way of an answer.

What is noted here may be lost: a store that fails or is too busy is given up, and whoever called goes on.
"""

import logging
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from contests.entering.consents import agrees
from contests.entering.rules import WATCHING
from contests.models import Absence, Contest, DeviceUse, Entrant, Paper

log = logging.getLogger(__name__)

MOST_ABSENCES = 200  # kept of one paper
AT_ONCE = 2  # threads of a process that note at a time; the others are for answers
_turns = threading.BoundedSemaphore(AT_ONCE)


def is_watched(entrant: Entrant) -> bool:
    """Say whether anything is noted of `entrant`: their contest watches, and they agree to it."""
    return entrant.contest.watches and agrees(entrant, WATCHING)


@contextmanager
def spared() -> Iterator[None]:
    """Give up whatever fails inside, so that the caller goes on without it."""
    try:
        with transaction.atomic():
            yield
    except Exception:
        log.warning("could not note how a paper is sat; going on without", exc_info=True)


def note_away(*, paper: Paper, left: bool, now: datetime) -> bool:
    """Note that the page of an open paper was left, or come back to; say whether it was kept.

    Shed where the process notes AT_ONCE others already, beyond MOST_ABSENCES, and on any error.
    """
    if not _turns.acquire(blocking=False):
        return False
    kept = False
    try:
        with spared():
            kept = paper.submitted_at is None and is_watched(paper.entrant) and _keep(paper, left, now)
    finally:
        _turns.release()
    return kept


def _keep(paper: Paper, left: bool, now: datetime) -> bool:
    own = Absence.objects.filter(paper=paper)
    away = own.filter(back_at=None).order_by("-pk").first()
    if not left:
        return bool(away and own.filter(pk=away.pk).update(back_at=now))
    if away is not None or own.count() >= MOST_ABSENCES:
        return False
    own.create(paper=paper, left_at=now)
    return True


def new_device() -> str:
    """Return a random number for a device that has none yet."""
    return secrets.token_hex(16)


def note_device(*, contest: Contest, entrant: Entrant, device: str, now: datetime) -> None:
    """Note that `entrant` sits on the device with that random number; once."""
    known_as = salted_hmac("contests.device", f"{contest.pk}:{device}", algorithm="sha256").hexdigest()
    with spared():
        DeviceUse.objects.get_or_create(contest=contest, entrant=entrant, device=known_as, defaults={"first_at": now})


def forget(*, now: datetime) -> int:
    """Delete what was noted in contests that ended `settings.WATCH_DAYS` days ago or more; return how many rows."""
    over = Contest.objects.filter(closes_at__lte=now - timedelta(days=settings.WATCH_DAYS))
    absences, _by_kind = Absence.objects.filter(paper__contest__in=over).delete()
    devices, _by_kind = DeviceUse.objects.filter(contest__in=over).delete()
    return absences + devices
