"""Contests that units held, taken over from where they were held: nobody types them again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from contests.models import Contest
from contests.tally import closed_papers
from contests.units.turnout import progress
from people.models import Unit


@dataclass(frozen=True)
class HeldContest:
    """finished: people with a result. on_roster: people who count on the rosters, None where there are none.

    of_roster: those of the finished who count against a roster.
    """

    contest: Contest
    unit: Unit
    last_day: date
    finished: int
    on_roster: int | None
    of_roster: int
    simulated: int

    @property
    def rate(self) -> float | None:
        """Return the share of the rosters that finished; None without rosters."""
        return min(self.of_roster, self.on_roster) / self.on_roster if self.on_roster else None


def contests_in(units: Collection[int], first: date, last: date, now: datetime) -> list[Contest]:
    """Return the contests of `units` that came to their end from `first` to `last`, those that are over by `now`."""
    begin = timezone.make_aware(datetime.combine(first, time.min))
    end = min(timezone.make_aware(datetime.combine(last, time.max)), now)
    found = Contest.objects.public().filter(unit__in=units, closes_at__gte=begin, closes_at__lte=end)
    return list(found.select_related("unit").order_by("closes_at", "pk"))


def held(contest: Contest) -> HeldContest:
    """Return how many took part in `contest`, against its rosters where it has some; about ten queries."""
    papers = closed_papers(contest).order_by()
    rows = [row for row in progress(contest) if row.headcount is not None]
    return HeldContest(
        contest=contest,
        unit=contest.unit,
        last_day=timezone.localdate(contest.closes_at),
        finished=papers.values("entrant").distinct().count(),
        on_roster=sum(row.headcount or 0 for row in rows) if rows else None,
        of_roster=sum(min(row.finished, row.headcount or 0) for row in rows),
        simulated=papers.filter(entrant__is_simulated=True).values("entrant").distinct().count(),
    )
