"""Python's garbage collector, set for a process that holds thousands of sockets."""

import gc

# By its usual measure (700, 10, 10) the collector walks through all that lives every few seconds while people join and
# answer: with 5,000 sockets some 360,000 objects, a third of a second and more in which nobody is served. What requests
# and messages leave behind is freed by counting alone; cycles wait a little longer here: one full walk for each million
# objects that stayed.
THRESHOLDS = (20_000, 10, 5)


def calm() -> None:
    """Walk seldom, and never through what was loaded before; called once, when everything is loaded."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
