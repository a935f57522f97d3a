"""Work that goes on while its page tells how far it is: in a thread of the process that took the request.

How far it is stands in the cache, because a transaction's own words cannot be read by others before it is over. If the
process ends, the work is gone and its key is forgotten after an hour; whoever gives the work sees to it that nothing
is half done then.
"""

import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass

from django.core.cache import cache
from django.db import connection

KEPT_FOR = 3600  # seconds
AT_ONCE = 2  # works of one process: however many are begun, answers and pages keep most of the machine
_turns = threading.BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class Progress:
    """done, total: of whatever is counted. refusal: why it came to nothing; "" while it goes on, or went well."""

    done: int
    total: int
    finished: bool = False
    refusal: str = ""

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0


def begin(key: str, total: int = 0) -> bool:
    """Say that the work called `key` has begun; False where it goes on already and is not to be begun twice."""
    beginning = asdict(Progress(0, total))
    if not cache.add(key, beginning, KEPT_FOR):
        held = progress_of(key)
        if held is not None and not held.finished:
            return False
        cache.set(key, beginning, KEPT_FOR)
    cache.delete(_stop(key))
    return True


def in_thread(work: Callable[[], None]) -> None:
    """Do `work` in a thread of its own, as soon as fewer than AT_ONCE others go on."""

    def whole() -> None:
        with _turns:
            try:
                work()
            finally:
                connection.close()

    threading.Thread(target=whole, name="work", daemon=True).start()


def tell(key: str, progress: Progress) -> None:
    cache.set(key, asdict(progress), KEPT_FOR)


def progress_of(key: str) -> Progress | None:
    """Return how far the work is, or None where none has begun lately."""
    held = cache.get(key)
    return Progress(**held) if held else None


def forget(key: str) -> None:
    cache.delete(key)


def ask_to_stop(key: str) -> None:
    cache.set(_stop(key), True, KEPT_FOR)


def asked_to_stop(key: str) -> bool:
    return bool(cache.get(_stop(key)))


def _stop(key: str) -> str:
    return f"{key}-stop"
