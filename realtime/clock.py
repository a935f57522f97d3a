"""The one clock. Doors read it once per request or message and pass the time on; tests hold and move it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.utils import timezone

_held: datetime | None = None


def now() -> datetime:
    """Return the server's time (aware, UTC), or the time that a test holds."""
    return _held or timezone.now()


@contextmanager
def held_at(moment: datetime) -> Iterator["Moving"]:
    """Hold the clock at `moment` for a test; the value yielded moves it on."""
    global _held
    before, _held = _held, moment
    try:
        yield Moving()
    finally:
        _held = before


class Moving:
    def on(self, **step: float) -> datetime:
        """Move the held clock on by timedelta(**step) and return the new time."""
        global _held
        _held = now() + timedelta(**step)
        return _held
