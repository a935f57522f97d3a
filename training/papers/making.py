"""A file that takes a while is made in a thread, while its page tells how far it is, and stops when somebody says so.

As with certificates, how far it is stands in the cache. The file lies in a folder of the server that no address leads
to, is renamed into place when it is whole, and is removed after a day.
"""

import logging
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import BinaryIO

from django.conf import settings
from django.core.cache import cache

from questionbank.import_jobs import KEPT_FOR, Progress

KEPT = timedelta(days=1)
TELL_EVERY = 0.2  # seconds, so that the cache is not written to for each step
log = logging.getLogger(__name__)
Told = Callable[[int, int], None]
Write = Callable[[BinaryIO, Told], None]


class Cancelled(Exception):
    """Somebody stopped it; there is no file."""


@dataclass(frozen=True, slots=True)
class Order:
    """One file. key: tells it from every other, of letters, digits, "-" and "."; it ends as the file does."""

    key: str


def start(order: Order, write: Write, *, now: datetime, run: Callable[[Callable[[], None]], None]) -> None:
    """Begin to make the file. write: fills it and tells its steps; it ends where telling raises.

    run: `import_jobs.in_thread`; a test may call at once. What goes on is not begun twice.
    """
    beginning = asdict(Progress(0, 0))
    if not cache.add(_state(order), beginning, KEPT_FOR):
        held = progress_of(order)
        if held is not None and not held.finished:
            return
        cache.set(_state(order), beginning, KEPT_FOR)
    cache.delete(_stop(order))
    _sweep(now)
    run(lambda: _carry_out(order, write))


def cancel(order: Order) -> None:
    cache.set(_stop(order), True, KEPT_FOR)


def progress_of(order: Order) -> Progress | None:
    """Return how far it is, or None where none has begun lately."""
    held = cache.get(_state(order))
    return Progress(**held) if held else None


def file_of(order: Order) -> Path | None:
    """Return the file, where it was made in the last hour."""
    held, path = progress_of(order), _path(order)
    return path if held and held.finished and not held.refusal and path.exists() else None


def _carry_out(order: Order, write: Write) -> None:
    last, whole = 0.0, 0

    def told(done: int, total: int) -> None:
        nonlocal last, whole
        whole = total
        if cache.get(_stop(order)):
            raise Cancelled
        if monotonic() - last >= TELL_EVERY:
            last = monotonic()
            cache.set(_state(order), asdict(Progress(done, total)), KEPT_FOR)

    refusal = ""
    try:
        _write(_path(order), write, told)
    except Cancelled:
        refusal = "Cancelled"
    except Exception:
        log.exception("file %s ended", order.key)
        refusal = "Failed"
    done = 0 if refusal else whole
    cache.set(_state(order), asdict(Progress(done, whole, finished=True, refusal=refusal)), KEPT_FOR)


def _write(path: Path, write: Write, told: Told) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as target:
        try:
            write(target, told)  # type: ignore[arg-type]
            target.flush()
            os.replace(target.name, path)
        except BaseException:
            Path(target.name).unlink(missing_ok=True)
            raise


def _sweep(now: datetime) -> None:
    for path in _folder().glob("*"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < (now - KEPT).timestamp():
                path.unlink()


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "papers"


def _path(order: Order) -> Path:
    return _folder() / order.key


def _state(order: Order) -> str:
    return f"paper-{order.key}"


def _stop(order: Order) -> str:
    return f"paper-stop-{order.key}"
