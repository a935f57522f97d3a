"""A correction over many papers goes on while its page tells how far it is.

As with large imports it runs in a thread, in one transaction: if the process ends, nothing has happened and the
proposal waits as before. How far it is stands in the cache, because a transaction's own words cannot be read by others.
"""

import logging
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.core.cache import cache

from contests.models import CorrectionProposal
from contests.refusals import Refused
from contests.review.remarking import Told
from questionbank.import_jobs import KEPT_FOR, Progress

LARGE = 2000  # papers; fewer are marked again while the browser waits
log = logging.getLogger(__name__)


def start(
    proposal: CorrectionProposal, work: Callable[[Told], Any], *, run: Callable[[Callable[[], None]], None]
) -> None:
    """Begin `work`, which takes what to tell its progress to. run: `import_jobs.in_thread`; a test may call at once.

    What goes on already for the proposal is not begun twice.
    """
    if not cache.add(_key(proposal), asdict(Progress(0, 0)), KEPT_FOR):
        held = progress_of(proposal)
        if held is not None and not held.finished:
            return
        cache.set(_key(proposal), asdict(Progress(0, 0)), KEPT_FOR)
    run(lambda: _carry_out(proposal, work))


def progress_of(proposal: CorrectionProposal) -> Progress | None:
    """Return how far it is, or None where nothing has begun lately."""
    held = cache.get(_key(proposal))
    return Progress(**held) if held else None


def forget(proposal: CorrectionProposal) -> None:
    cache.delete(_key(proposal))


def _carry_out(proposal: CorrectionProposal, work: Callable[[Told], Any]) -> None:
    def told(done: int, total: int) -> None:
        cache.set(_key(proposal), asdict(Progress(done, total)), KEPT_FOR)

    refusal = ""
    try:
        work(told)
    except Refused as refused:
        refusal = str(refused)
    except Exception:
        log.exception("correction %s ended", proposal.pk)
        refusal = "Failed"
    cache.set(_key(proposal), asdict(Progress(0, 0, finished=True, refusal=refusal)), KEPT_FOR)


def _key(proposal: CorrectionProposal) -> str:
    return f"correction-{proposal.pk}"
