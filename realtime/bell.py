"""The bell between processes: it says that topics changed, never what is in them."""

import asyncio
import logging
from collections.abc import Callable
from contextvars import Context
from dataclasses import dataclass
from uuid import uuid4

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction

HUBS = "hubs"  # the one group, of one member per process
PROCESS = uuid4().hex
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ear:
    """What hears the bell in this process: a hub. mark: is called in `loop` with each topic."""

    loop: asyncio.AbstractEventLoop
    mark: Callable[[str], object]

    def hear(self, topics: tuple[str, ...]) -> None:
        """Mark the topics at once and tell the other processes, without keeping the ringing thread from its work.

        In a context of its own: that of the thread which rings says that it waits for this loop.
        """
        self.loop.call_soon_threadsafe(self._heard, topics, context=Context())

    def _heard(self, topics: tuple[str, ...]) -> None:
        for topic in topics:
            self.mark(topic)
        telling = self.loop.create_task(_tell_in_vain_if_need_be(topics))
        _telling.add(telling)
        telling.add_done_callback(_telling.discard)


_ears: list[Ear] = []
_telling: set[asyncio.Task[None]] = set()


def listen(ear: Ear) -> Callable[[], None]:
    """Have `ear` hear what is rung in this process from now on. Returns what ends it."""
    _ears.append(ear)
    return lambda: _ears.remove(ear) if ear in _ears else None


def ring(*topics: str) -> None:
    """Wake every watcher of `topics`, in every process, once the current transaction has committed.

    Call it from actions only. A lost ring costs a delay, never a wrong screen: hubs
    look again by themselves every few seconds.
    """
    transaction.on_commit(lambda: _strike(topics), robust=True)  # not a partial: Django says a failure by name


def _strike(topics: tuple[str, ...]) -> None:
    for ear in tuple(_ears):
        ear.hear(topics)
    if not _ears:
        async_to_sync(_tell)(topics)


async def _tell(topics: tuple[str, ...]) -> None:
    message = {"type": "bell", "topics": list(topics), "rung_by": PROCESS}
    await get_channel_layer().group_send(HUBS, message)


async def _tell_in_vain_if_need_be(topics: tuple[str, ...]) -> None:
    try:
        await _tell(topics)
    except Exception:
        log.warning("the bell is out of reach; other processes follow at their slower pace", exc_info=True)


def bell_answers() -> bool:
    """Say whether the bell can be rung just now."""
    try:
        async_to_sync(_tell)(())
    except Exception:  # whatever the layer raises, the answer is the same: not now
        return False
    return True
