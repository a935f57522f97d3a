"""Papers hand themselves in: beside its requests, every server process closes those whose time is over."""

import asyncio
import logging
import random

from django.db import connection

from contests.papers import close_overdue
from realtime import clock

log = logging.getLogger(__name__)


async def close_forever(*, every: float) -> None:
    """Look again and again, about every so many seconds, and close; what fails is tried at the next look.

    Processes side by side wait unequal times, so that they seldom look at once.
    """
    while True:
        try:
            closed = await asyncio.to_thread(_close_now)
            if closed:
                log.info("closed %s papers whose time was over", closed)
        except Exception:
            log.warning("could not close papers; trying again", exc_info=True)
        await asyncio.sleep(every * random.uniform(0.7, 1.3))  # noqa: S311


def _close_now() -> int:
    """Close what is overdue, in a thread of its own: a hall's worth of papers must not hold up the hub."""
    try:
        return close_overdue(now=clock.now())
    finally:
        connection.close()
