"""Beside its requests every server process looks again and again: papers whose time is over are handed in, whoever was
given a part in a contest after entering it is set aside, and rehearsals that are over are thrown away."""

import asyncio
import logging
import random
from time import monotonic

from django.db import connection

from contests.entering.barring import set_aside_due
from contests.live.rehearsal.rehearsals import sweep
from contests.papers.sitting import close_overdue
from realtime import clock

ASIDE_EVERY = 60.0  # seconds; a role is given seldom, and looking takes a dozen queries a contest
log = logging.getLogger(__name__)


async def close_forever(*, every: float) -> None:
    """Look again and again, about every so many seconds, and close; what fails is tried at the next look.

    Processes side by side wait unequal times, so that they seldom look at once.
    """
    next_aside = 0.0
    while True:
        try:
            closed = await asyncio.to_thread(_close_now)
            if closed:
                log.info("closed %s papers whose time was over", closed)
            if monotonic() >= next_aside:
                next_aside = monotonic() + ASIDE_EVERY
                aside = await asyncio.to_thread(_set_aside_now)
                await asyncio.to_thread(_sweep_now)
                if aside:
                    log.info("set aside or put back %s people by their part in a contest", aside)
        except Exception:
            log.warning("could not close papers or set people aside; trying again", exc_info=True)
        await asyncio.sleep(every * random.uniform(0.7, 1.3))  # noqa: S311


def _close_now() -> int:
    """Close what is overdue, in a thread of its own: a hall's worth of papers must not hold up the hub."""
    try:
        return close_overdue(now=clock.now())
    finally:
        connection.close()


def _set_aside_now() -> int:
    try:
        return set_aside_due(now=clock.now())
    finally:
        connection.close()


def _sweep_now() -> None:
    try:
        sweep(now=clock.now())
    finally:
        connection.close()
