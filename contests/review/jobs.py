"""A correction over many papers goes on while its page tells how far it is.

It is one transaction: if the process ends, nothing has happened and the proposal waits as before.
"""

import logging
from collections.abc import Callable
from typing import Any

from contests.models import CorrectionProposal
from contests.refusals import Refused
from contests.review.remarking import Told
from realtime import working
from realtime.working import Progress

LARGE = 2000  # papers; fewer are marked again while the browser waits
log = logging.getLogger(__name__)


def start(
    proposal: CorrectionProposal, work: Callable[[Told], Any], *, run: Callable[[Callable[[], None]], None]
) -> None:
    """Begin `work`, which takes what to tell its progress to. run: `working.in_thread`; a test may call at once.

    What goes on already for the proposal is not begun twice.
    """
    if working.begin(_key(proposal)):
        run(lambda: _carry_out(proposal, work))


def progress_of(proposal: CorrectionProposal) -> Progress | None:
    """Return how far it is, or None where nothing has begun lately."""
    return working.progress_of(_key(proposal))


def forget(proposal: CorrectionProposal) -> None:
    working.forget(_key(proposal))


def _carry_out(proposal: CorrectionProposal, work: Callable[[Told], Any]) -> None:
    def told(done: int, total: int) -> None:
        working.tell(_key(proposal), Progress(done, total))

    refusal = ""
    try:
        work(told)
    except Refused as refused:
        refusal = str(refused)
    except Exception:
        log.exception("correction %s ended", proposal.pk)
        refusal = "Failed"
    working.tell(_key(proposal), Progress(0, 0, finished=True, refusal=refusal))


def _key(proposal: CorrectionProposal) -> str:
    return f"correction-{proposal.pk}"
