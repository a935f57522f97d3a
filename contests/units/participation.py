"""Who takes part, by unit, as it stands now."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from contests.models import Contest
from contests.reach import units_that_may_enter


@dataclass(frozen=True)
class Row:
    """entrants: people entered. finished: with a closed paper. sitting: with an open one. simulated: not real."""

    unit: str
    entrants: int
    finished: int
    sitting: int
    simulated: int


@dataclass(frozen=True)
class Participation:
    """rows: units with entrants, most first. absent: names of units that may enter and have none."""

    rows: tuple[Row, ...]
    total: Row
    absent: tuple[str, ...]


def participation(contest: Contest, day: date) -> Participation:
    """Return how each unit takes part in `contest`; at most five queries."""
    counted = (
        contest.entrants.values("unit_id", "unit__name")
        .annotate(
            people=Count("pk", distinct=True),
            finished=Count("pk", distinct=True, filter=Q(papers__submitted_at__isnull=False)),
            sitting=Count("pk", distinct=True, filter=Q(papers__isnull=False, papers__submitted_at__isnull=True)),
            simulated=Count("pk", distinct=True, filter=Q(is_simulated=True)),
        )
        .order_by("-people", "unit__name_folded")
    )
    found = {
        c["unit_id"]: Row(c["unit__name"], c["people"], c["finished"], c["sitting"], c["simulated"]) for c in counted
    }
    rows = tuple(found.values())
    total = Row("", *(sum(getattr(r, f) for r in rows) for f in ("entrants", "finished", "sitting", "simulated")))
    may_enter = units_that_may_enter(contest, day).exclude(pk__in=list(found)).exclude(kind="province")
    return Participation(rows, total, tuple(may_enter.values_list("name", flat=True)))
