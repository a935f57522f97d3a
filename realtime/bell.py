"""The bell between processes: it says that topics changed, never what is in them."""

from collections.abc import Callable
from uuid import uuid4

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction

HUBS = "hubs"  # the one group, of one member per process
PROCESS = uuid4().hex
_hearing: list[Callable[[str], object]] = []


def hear(mark: Callable[[str], object]) -> Callable[[], None]:
    """Have `mark` called with each topic that is rung in this process, at once and in the thread that rings.

    Returns what ends it.
    """
    _hearing.append(mark)
    return lambda: _hearing.remove(mark) if mark in _hearing else None


def ring(*topics: str) -> None:
    """Wake every watcher of `topics`, in every process, once the current transaction has committed.

    Call it from actions only. A lost ring costs a delay, never a wrong screen: hubs
    look again by themselves every few seconds.
    """
    transaction.on_commit(lambda: _strike(topics), robust=True)  # not a partial: Django says a failure by name


def _strike(topics: tuple[str, ...]) -> None:
    for mark in tuple(_hearing):
        for topic in topics:
            mark(topic)
    _tell(topics)


def _tell(topics: tuple[str, ...]) -> None:
    message = {"type": "bell", "topics": list(topics), "rung_by": PROCESS}
    async_to_sync(get_channel_layer().group_send)(HUBS, message)


def bell_answers() -> bool:
    """Say whether the bell can be rung just now."""
    try:
        _tell(())
    except Exception:  # whatever the layer raises, the answer is the same: not now
        return False
    return True
