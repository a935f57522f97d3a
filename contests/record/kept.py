"""The lists of a contest kept in this process while nothing that makes them changes: ranking a province takes seconds.

For pages that show. Whatever decides (an edition prepared or published, the order of equals) ranks anew.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import BigIntegerField, Count, F, Max, Q, Sum
from django.db.models.functions import Cast

from contests.models import Contest, Edition, RecordHead
from contests.record.editions import is_current
from contests.record.signing import rules_digest
from contests.standings import Listing, lists_now
from contests.tally import is_over
from people.models import Unit

MOST_KEPT = 2  # contests; a province's lists take some 100 MB
LONGEST = timedelta(minutes=1)
Mark = tuple[object, ...]


@dataclass
class Kept:
    """lists: as `lists_now` gives them. mark: of what they were made of. current: by key of edition, where asked."""

    mark: Mark
    made_at: datetime
    lists: list[Listing]
    current: dict[int, bool] = field(default_factory=dict)

    def is_current(self, edition: Edition, now: datetime) -> bool:
        """Say what `editions.is_current` says."""
        if edition.pk not in self.current:
            self.current[edition.pk] = is_current(edition, now, self.lists)
        return self.current[edition.pk]


_kept: dict[int, Kept] = {}


def lists_kept(contest: Contest, now: datetime) -> Kept:
    """Return the lists of `contest` as they are at `now`; a few queries where nothing has changed for a moment."""
    mark = mark_of(contest, now)
    held = _kept.get(contest.pk)
    if held is not None and held.mark == mark and timedelta() <= now - held.made_at < LONGEST:
        return held
    made = Kept(mark, now, lists_now(contest, now))
    _kept.pop(contest.pk, None)
    _kept[contest.pk] = made
    for older in list(_kept)[:-MOST_KEPT]:
        _kept.pop(older, None)
    return made


def mark_of(contest: Contest, now: datetime) -> Mark:
    """Return what differs whenever the lists, or an edition of them, would: sums in the database, not the rows.

    Every decision is a line of the record. Papers that close are counted. Marks that people give an essay change sums;
    two of them weigh each paper by what a prime leaves of its key, so that they stay whole numbers of 64 bits. What
    could still escape them shows after LONGEST at the latest.
    """
    score, key = Cast(F("score") * 100, BigIntegerField()), F("pk")
    papers = contest.papers.filter(submitted_at__isnull=False).aggregate(
        Count("pk"), Sum("to_mark"), Sum("time_correct_ms"), Sum("max_score"),
        plain=Sum(score), weighed=Sum(score * (key % 99_991)), again=Sum(score * (key % 99_989)),
    )  # fmt: skip
    people = contest.entrants.aggregate(
        Count("pk"), shown=Count("pk", filter=Q(shows_name=True)), nameless=Count("pk", filter=Q(full_name="")),
        out=Count("disqualified_at"), aside=Count("aside_at"), latest=Max("aside_at"),
    )  # fmt: skip
    return (
        rules_digest(contest),
        contest.lots_seed,
        RecordHead.objects.filter(contest=contest).values_list("digest", flat=True).first(),
        tuple((one.pk, is_over(one, now)) for one in contest.rounds.all()),
        tuple(papers.items()),
        tuple(people.items()),
        hash(tuple(Unit.objects.order_by("pk").values_list("pk", "parent", "block", "name"))),
    )
