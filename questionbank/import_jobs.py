"""A large import goes on while its page tells how far it is, and stops when its uploader says so.

It is one transaction: if the process ends, nothing has been written and the file waits as before.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from people.models import User
from questionbank import importing
from questionbank.models import ImportBatch
from realtime import working
from realtime.working import Progress
from realtime.working import in_thread as in_thread

LARGE = 500  # rows; fewer are written while the browser waits
log = logging.getLogger(__name__)


class Cancelled(importing.Refused):
    """The uploader stopped it; nothing was written."""


def start(
    batch: ImportBatch, *, by: User, now: datetime, run: Callable[[Callable[[], None]], None], **how: bool
) -> None:
    """Begin to write the rows of `batch`. run: what starts the work (`in_thread`; a test may call it at once).

    how: as `importing.accept` takes it. An import that goes on already is not begun twice.
    """
    if working.begin(_key(batch)):
        run(lambda: _carry_out(batch, by, now, how))


def cancel(batch: ImportBatch) -> None:
    """Ask the import to stop; it takes back what it wrote."""
    working.ask_to_stop(_key(batch))


def progress_of(batch: ImportBatch) -> Progress | None:
    """Return how many rows are written; its refusal is the name of the reason."""
    return working.progress_of(_key(batch))


def forget(batch: ImportBatch) -> None:
    working.forget(_key(batch))


def _carry_out(batch: ImportBatch, by: User, now: datetime, how: dict[str, Any]) -> None:
    def watch(done: int, total: int) -> None:
        if working.asked_to_stop(_key(batch)):
            raise Cancelled
        working.tell(_key(batch), Progress(done, total))

    refusal = ""
    written = 0
    try:
        written = len(importing.accept(batch=batch, by=by, now=now, watch=watch, **how))
    except importing.Refused as refused:
        refusal = type(refused).__name__
    except Exception:
        log.exception("import %s ended", batch.pk)
        refusal = "Failed"
    working.tell(_key(batch), Progress(written, written, finished=True, refusal=refusal))


def _key(batch: ImportBatch) -> str:
    return f"import-{batch.pk}"
