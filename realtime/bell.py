"""The bell between processes: it says that a topic changed, never what is in it."""

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction

HUBS = "hubs"  # the one group, of one member per process


def ring(topic: str) -> None:
    """Wake every watcher of `topic`, in every process, once the current transaction has committed.

    Call it from actions only. A lost ring costs a delay, never a wrong screen: hubs
    look again by themselves every few seconds.
    """
    transaction.on_commit(lambda: _strike(topic), robust=True)  # not a partial: Django says a failure by name


def _strike(topic: str) -> None:
    async_to_sync(get_channel_layer().group_send)(HUBS, {"type": "bell", "topic": topic})


def bell_answers() -> bool:
    """Say whether the bell can be rung just now."""
    try:
        async_to_sync(get_channel_layer().group_send)(HUBS, {"type": "bell", "topic": ""})
    except Exception:  # whatever the layer raises, the answer is the same: not now
        return False
    return True
