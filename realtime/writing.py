"""Writing to many sockets without waiting for the slow ones."""

from collections.abc import Coroutine, Generator
from functools import partial
from types import coroutine
from typing import Any


def begun(writing: Coroutine[Any, Any, None]) -> Coroutine[Any, Any, None] | None:
    """Run `writing` until it is done (None) or must wait for its reader: what is then left is returned, to be awaited.

    Nearly every write is done at once, and a task for each of 10,000 would cost more than the writes. It is what
    `eager_start` does for tasks from Python 3.12 on. Before its first wait `writing` must not ask for its task.
    """
    try:
        waits_for = writing.send(None)
    except StopIteration:
        return None
    return _rest(writing, waits_for)


@coroutine
def _rest(writing: Coroutine[Any, Any, None], waits_for: Any) -> Generator[Any, Any, None]:
    while True:
        step = partial(writing.send, None)
        try:
            yield waits_for
        except BaseException as thrown:  # a cancellation belongs to what was waiting
            step = partial(writing.throw, thrown)
        try:
            waits_for = step()
        except StopIteration:
            return
