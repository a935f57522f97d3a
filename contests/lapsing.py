"""What a change in law takes out of the pool of a contest that is not over, and whether enough stays."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from contests.drawing import drawable_counts
from contests.models import Contest, Phase
from contests.rules import Rules
from questionbank.models import CitationGap, Question, Topic
from regulations.models import Document, Provision


@dataclass(frozen=True)
class Lapse:
    """From `day` on, `lost` questions of `topic` are no longer drawn; `left` stay, and a paper wants `wanted`.

    clauses: the provisions, or documents, whose words or effect end on that day.
    """

    day: date
    topic: Topic
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
            "topic": self.topic,
            "day": self.day.strftime("%d/%m/%Y"),
            "left": self.left,
            "wanted": self.wanted,
        }


def lapses_of(contests: Iterable[Contest], now: datetime) -> dict[int, list[Lapse]]:
    """Return by key of contest what falls between its drafting and its end; contests without are left out.

    Two queries where no text changes within any window.
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
    return sorted({day for day in (*gaps, *ends) if day is not None})


def _lapses(contest: Contest, day: date) -> list[Lapse]:
    wanted = Rules.from_json(contest.rules).blueprint
    before = Question.objects.drawable_on(day - timedelta(1)).filter(topic__code__in=list(wanted))
    lost = list(before.exclude(pk__in=Question.objects.drawable_on(day).values("pk")).select_related("topic"))
    if not lost:
        return []
    left = drawable_counts(day)
    topics = {question.topic.code: question.topic for question in lost}
    return [
        Lapse(
            day,
            topics[code],
            sum(question.topic.code == code for question in lost),
            left.get(code, 0),
            wanted[code],
            _clauses([question for question in lost if question.topic.code == code], day),
        )
        for code in sorted(topics)
    ]


def _clauses(lost: list[Question], day: date) -> tuple[Provision | Document, ...]:
    versions = [question.approved_version_id for question in lost]
    cited = Provision.objects.filter(citations__version__in=versions)
    changed = cited.filter(citations__gaps__since=day).distinct()
    ended = Document.objects.without_source().filter(pk__in=cited.values("document"), expired_on=day)
    provisions = changed.select_related("document").defer("text", "document__source_text").order_by("position")
    return (*provisions, *ended)
