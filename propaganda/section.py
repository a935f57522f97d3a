"""All that the section on propaganda of a periodic administrative-reform report says, gathered once."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from contests.letterhead import office_head, office_signer, report_number, unsigned_day
from contests.reach import with_everything_under
from official.decree30 import Head
from people.models import Unit
from propaganda.areas import AREA_OF_TOPIC, AREAS
from propaganda.contests_held import HeldContest, contests_in, held
from propaganda.models import Activity
from propaganda.periods import Period
from propaganda.register import UnitRow, rows_of
from propaganda.topic_results import Results, results_of


@dataclass(frozen=True)
class Section:
    """rows: every unit of `unit` that hands in. contests: over by `until`, the last day that is counted.

    by_area, by_topic: activities that were entered under an area, or a topic, by its code; one may stand under several.
    """

    period: Period
    unit: Unit
    head: Head
    signers: tuple[str, ...]
    until: date
    rows: tuple[UnitRow, ...]
    contests: tuple[HeldContest, ...]
    activities: tuple[Activity, ...]
    results: Results
    by_area: Counter[str]
    by_topic: Counter[str]

    @property
    def silent(self) -> list[Unit]:
        """Units that handed in nothing: no plan, no activity, no contest."""
        return [row.unit for row in self.rows if row.is_silent]

    @property
    def is_open(self) -> bool:
        """Whether the period is not over yet, so that more may come in."""
        return self.until < self.period.last


def gather(unit: Unit, period: Period, *, issuer: Unit, now: datetime) -> Section:
    """Return what the section says of `unit` and all under it; issuer: the office whose document it is."""
    today = timezone.localdate(now)
    until = min(period.last, today)
    units = with_everything_under({unit.pk})
    counted = Activity.objects.filter(unit__in=units, held_on__range=(period.first, until), withdrawn_at=None)
    activities = tuple(
        counted.select_related("unit").prefetch_related("topics").order_by("unit__name_folded", "held_on", "pk")
    )
    contests = contests_in(units, period.first, until, now)
    by_topic = Counter(topic.code for each in activities for topic in each.topics.all())
    return Section(
        period=period,
        unit=unit,
        head=office_head(issuer, report_number(issuer), unsigned_day(today)),
        signers=office_signer(issuer),
        until=until,
        rows=tuple(rows_of(units, year=period.year, first=period.first, last=until, now=now)),
        contests=tuple(held(contest) for contest in contests),
        activities=activities,
        results=results_of(contests, now=now),
        by_area=Counter(area for each in activities for area in areas_of(each)),
        by_topic=by_topic,
    )


def areas_of(activity: Activity) -> list[str]:
    """Return the areas that an activity was entered under, with those that its topics belong to, in their order."""
    told = {*activity.areas, *(AREA_OF_TOPIC.get(topic.code, "") for topic in activity.topics.all())}
    return [area for area in AREAS if area in told]
