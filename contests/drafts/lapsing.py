"""What a change in law takes out of the pool of a contest that is not over, and whether enough stays."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from contests.models import Contest, Phase
from contests.papers.drawing import pool_on, slots_of_contest
from contests.wording import slots_in_words
from questionbank.models import CitationGap
from regulations.models import Document, Provision, Suspension


@dataclass(frozen=True)
class Lapse:
    """From `day` on, `lost` questions on `subject` are no longer drawn; `left` stay, and a paper wants `wanted`.

    clauses: the provisions, or documents, whose words or effect end on that day.
    """

    day: date
    subject: str  # what a slot of the blueprint asks, in words
    lost: int
    left: int
    wanted: int
    clauses: tuple[Provision | Document, ...]

    @property
    def is_short(self) -> bool:
        return self.left < self.wanted

    def __str__(self) -> str:
        said = _(
            "%(lost)s questions in the bank on %(topic)s can no longer be drawn from %(day)s on; "
            "%(left)s stay, %(wanted)s are wanted."
        )
        return said % {
            "lost": self.lost,
            "topic": self.subject,
            "day": self.day.strftime("%d/%m/%Y"),
            "left": self.left,
            "wanted": self.wanted,
        }


def lapses_of(contests: Iterable[Contest], now: datetime) -> dict[int, list[Lapse]]:
    """Return by key of contest what falls between its drafting and its end; contests without are left out.

    Three queries where no text changes within any window.
    """
    live = [contest for contest in contests if contest.phase_at(now) != Phase.OVER]
    if not live:
        return {}
    windows = {contest.pk: tuple(map(timezone.localdate, (contest.created_at, contest.closes_at))) for contest in live}
    days = _days(min(first for first, _last in windows.values()), max(last for _first, last in windows.values()))
    found = {}
    for contest in live:
        first, last = windows[contest.pk]
        own = [lapse for day in days if first < day <= last for lapse in _lapses(contest, day)]
        if own:
            found[contest.pk] = own
    return found


def _days(after: date, until: date) -> list[date]:
    """Return the days in that time on which cited words or documents lose effect."""
    gaps = CitationGap.objects.filter(since__gt=after, since__lte=until).values_list("since", flat=True)
    ends = Document.objects.filter(expired_on__gt=after, expired_on__lte=until).values_list("expired_on", flat=True)
    whole = Suspension.objects.filter(provision=None, since__gt=after, since__lte=until)
    return sorted({day for day in (*gaps, *ends, *whole.values_list("since", flat=True)) if day is not None})


def _lapses(contest: Contest, day: date) -> list[Lapse]:
    slots = slots_of_contest(contest.pk)
    left = pool_on(day, slots)
    held = {item.version_id for item in left}
    lost = [item for item in pool_on(day - timedelta(1), slots) if item.version_id not in held]
    words = slots_in_words(slots)
    return [
        Lapse(
            day,
            words[slot],
            len(gone),
            sum(slot.takes(item) for item in left),
            slot.count,
            _clauses([item.version_id for item in gone], day),
        )
        for slot in words
        if (gone := [item for item in lost if slot.takes(item)])
    ]


def _clauses(versions: list[int], day: date) -> tuple[Provision | Document, ...]:
    cited = Provision.objects.filter(citations__version__in=versions)
    changed = cited.filter(citations__gaps__since=day).distinct()
    without = Q(expired_on=day) | Q(suspensions__since=day, suspensions__provision=None)
    ended = Document.objects.without_source().filter(without, pk__in=cited.values("document")).distinct()
    provisions = changed.select_related("document").defer("text", "document__source_text").order_by("position")
    return (*provisions, *ended)
