"""A guard against work that grows out of hand, which a busy machine cannot trip."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fails when this process itself worked longer. Time that others take does not count; the limits lie
    far above what is measured and far below the minutes of an expression that goes back and forth.
    """
    begun = time.process_time()
    yield
    spent = time.process_time() - begun
    assert spent < seconds, f"{spent:.1f} s of work where {seconds} s are plenty"
