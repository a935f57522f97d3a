"""The board's desk: the five steps from the last paper to the published result, and what each waits for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils.translation import gettext as _

from contests.models import Contest, Edition, HostBody, SignOff
from contests.record.editions import latest_published
from contests.record.kept import Kept
from contests.record.obstacles import Obstacle, obstacles
from contests.record.signing import unsigned

State = Literal["done", "now", "waits"]
REVIEW, ADJUST = ("essays", "appeals", "incidents"), ("corrections", "ties")


@dataclass(frozen=True)
class Step:
    """name: in words. obstacles: what it waits for, each with the page of the desk that removes it."""

    name: str
    state: State
    obstacles: Sequence[Obstacle] = ()


@dataclass(frozen=True)
class Desk:
    """pending: prepared, not withdrawn, not published. current: whether it is what the papers say now.

    missing: bodies whose signature it lacks. published: the edition that counts. stale: results have changed since.
    """

    steps: tuple[Step, ...]
    pending: Edition | None
    current: bool
    missing: Sequence[HostBody]
    published: Edition | None
    stale: bool
    in_the_way: Sequence[Obstacle]


def desk_of(contest: Contest, now: datetime, kept: Kept) -> Desk:
    """Return how far the results of `contest` are. kept: its lists."""
    found = obstacles(contest, now, kept.lists)
    running = any(each.kind == "running" for each in found)
    published = latest_published(contest)
    pending = contest.editions.filter(published_at=None, withdrawn_at=None).order_by("-number").first()
    if pending and published and pending.number < published.number:
        pending = None
    current = pending is not None and kept.is_current(pending, now)
    missing = unsigned(contest, SignOff.Subject.RESULTS, pending.digest) if pending else []
    stale = published is not None and not running and not kept.is_current(published, now)
    settled = published is not None and not stale and pending is None
    review = [each for each in found if each.kind in REVIEW]
    adjust = [each for each in found if each.kind in ADJUST]
    ready = [not running, not running and not review, not found, settled or (current and not missing), settled]
    names = (_("Provisional"), _("Review"), _("Adjust"), _("Sign"), _("Publish"))
    waits: tuple[Sequence[Obstacle], ...] = ([each for each in found if each.kind == "running"], review, adjust, (), ())
    first = ready.index(False) if False in ready else len(ready)
    steps = tuple(
        Step(name, "done" if done and at < first else "now" if at == first else "waits", why)
        for at, (name, done, why) in enumerate(zip(names, ready, waits, strict=True))
    )
    return Desk(steps, pending, current, missing, published, stale, found)
