"""Tells the hub how the screens of live rounds are rendered; registered in `ContestsConfig.ready`."""

from contests.live import snapshots
from realtime.hub import register


def register_topics() -> None:
    """State changes go out at once; counts at most twice a second, never once per answer."""
    register("live-phone", snapshots.render_phones, every=0.05)
    register("live-projector", snapshots.render_projector, every=0.05)
    register("live-host", snapshots.render_host, every=0.05)
    register("live-counts", snapshots.render_counts, every=0.5)
