"""A file that takes a while is made while its page tells how far it is, and stops when somebody says so.

It lies in a folder of the server that no address leads to, is renamed into place when it is whole, and is removed after
a day, since such files may name people. How far it is: `working`.
"""

import logging
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import BinaryIO

from django.conf import settings

from realtime import working
from realtime.working import Progress

KEPT = timedelta(days=1)
TELL_EVERY = 0.2  # seconds, so that the cache is not written to for each step
STOPPED, FAILED = "Cancelled", "Failed"  # why there is no file
log = logging.getLogger(__name__)
Told = Callable[[int, int], None]
Write = Callable[[BinaryIO, Told], None]
Run = Callable[[Callable[[], None]], None]


class _Stopped(Exception):
    """Somebody stopped it."""


@dataclass(frozen=True, slots=True)
class Order:
    """One file. key: tells it from every other, of letters, digits, "-", "_" and "."; it ends as the file does."""

    key: str


def start(order: Order, write: Write, *, now: datetime, run: Run, total: int = 0) -> None:
    """Begin to make the file. write: fills it and tells its steps, done and of how many; it ends where telling raises.

    run: `working.in_thread`; a test may call at once. What goes on is not begun twice.
    """
    if working.begin(_state(order), total):
        _sweep(now)
        run(lambda: _carry_out(order, write, total))


def cancel(order: Order) -> None:
    working.ask_to_stop(_state(order))


def progress_of(order: Order) -> Progress | None:
    """Return how far it is, or None where none has begun lately."""
    return working.progress_of(_state(order))


def file_of(order: Order) -> Path | None:
    """Return the file, where it was made in the last hour."""
    held, path = progress_of(order), _path(order)
    return path if held and held.finished and not held.refusal and path.exists() else None


def _carry_out(order: Order, write: Write, total: int) -> None:
    last, whole = 0.0, total

    def told(done: int, of: int) -> None:
        nonlocal last, whole
        whole = of
        if working.asked_to_stop(_state(order)):
            raise _Stopped
        if monotonic() - last >= TELL_EVERY:
            last = monotonic()
            working.tell(_state(order), Progress(done, of))

    refusal = ""
    try:
        _write(_path(order), write, told)
    except _Stopped:
        refusal = STOPPED
    except Exception:
        log.exception("file %s ended", order.key)
        refusal = FAILED
    done = 0 if refusal else whole
    working.tell(_state(order), Progress(done, whole, finished=True, refusal=refusal))


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
    for path in folder().glob("*"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < (now - KEPT).timestamp():
                path.unlink()


def folder() -> Path:
    """Return where the files lie."""
    return Path(settings.MEDIA_ROOT) / "made"


def _path(order: Order) -> Path:
    return folder() / order.key


def _state(order: Order) -> str:
    return f"made-{order.key}"
