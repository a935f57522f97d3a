"""A large import goes on while its page tells how far it is, and stops when its uploader says so.

It runs in a thread of the process that took the request, in one transaction: if the process ends, nothing has been
written and the file waits as before. How far it is stands in the cache, because a transaction's own words cannot be
read by others before it is over.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.db import connection

from people.models import User
from questionbank import importing
from questionbank.models import ImportBatch

LARGE = 500  # rows; fewer are written while the browser waits
KEPT_FOR = 3600  # seconds
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Progress:
    """done, total: rows. refusal: name of the reason why nothing was written; "" while it goes on, or went well."""

    done: int
    total: int
    finished: bool = False
    refusal: str = ""

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0


class Cancelled(importing.Refused):
    """The uploader stopped it; nothing was written."""


def start(
    batch: ImportBatch, *, by: User, now: datetime, run: Callable[[Callable[[], None]], None], **how: bool
) -> None:
    """Begin to write the rows of `batch`. run: what starts the work (`in_thread`; a test may call it at once).

    how: as `importing.accept` takes it. An import that goes on already is not begun twice.
    """
    if not cache.add(_key(batch), asdict(Progress(0, 0)), KEPT_FOR):
        held = progress_of(batch)
        if held is not None and not held.finished:
            return
        cache.set(_key(batch), asdict(Progress(0, 0)), KEPT_FOR)
    cache.delete(_stop(batch))
    run(lambda: _carry_out(batch, by, now, how))


def in_thread(work: Callable[[], None]) -> None:
    def whole() -> None:
        try:
            work()
        finally:
            connection.close()

    threading.Thread(target=whole, name="import", daemon=True).start()


def cancel(batch: ImportBatch) -> None:
    """Ask the import to stop; it takes back what it wrote."""
    cache.set(_stop(batch), True, KEPT_FOR)


def progress_of(batch: ImportBatch) -> Progress | None:
    """Return how far the import is, or None where none has begun lately."""
    held = cache.get(_key(batch))
    return Progress(**held) if held else None


def forget(batch: ImportBatch) -> None:
    cache.delete(_key(batch))


def _carry_out(batch: ImportBatch, by: User, now: datetime, how: dict[str, Any]) -> None:
    def watch(done: int, total: int) -> None:
        if cache.get(_stop(batch)):
            raise Cancelled
        cache.set(_key(batch), asdict(Progress(done, total)), KEPT_FOR)

    refusal = ""
    written = 0
    try:
        written = len(importing.accept(batch=batch, by=by, now=now, watch=watch, **how))
    except importing.Refused as refused:
        refusal = type(refused).__name__
    except Exception:
        log.exception("import %s ended", batch.pk)
        refusal = "Failed"
    cache.set(_key(batch), asdict(Progress(written, written, finished=True, refusal=refusal)), KEPT_FOR)


def _key(batch: ImportBatch) -> str:
    return f"import-{batch.pk}"


def _stop(batch: ImportBatch) -> str:
    return f"import-stop-{batch.pk}"
