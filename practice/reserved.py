"""Which questions are set aside for contests that are not over, so that practice gives no prize away.

Set aside is, for every contest that is not over:

1. what it names: the questions of its fixed papers and of its live rounds that are not finished, always, and others
   with them, so that what is missing does not tell which (`crowds`);
2. what stands on a paper of it, be the paper handed in or not;
3. whatever any of its rounds could draw, also while it is a draft whose time has not passed;
4. while a live round is in play, every question of a kind that a hall answers: an extra question may be drawn any
   moment from the whole bank.

A trainer's mark on a question (`OpenQuestion`) lifts 3 and 4. An organiser's mark on a contest (`OpenContest`) lifts
2 and 3 for that contest; it says nothing where the contest names questions by 1, because what went missing among the
open ones would then tell which. A question that asks nearly the same as one set aside goes with it.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import reduce
from hashlib import blake2b
from operator import or_

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from contests.models import Contest, FixedPaper, LiveRound, LiveStep, PaperQuestion, Round
from contests.rules import GRACE, PaperRules, RulesError
from practice.crowds import BITS, with_crowds
from practice.models import OpenContest, OpenQuestion
from questionbank.blueprint import Slot
from questionbank.kinds import CHOOSING
from questionbank.models import Citation, Kind, Question, QuestionQuerySet, QuestionVersion
from questionbank.rechecking import touched_gaps
from questionbank.twins import twins_of

IN_PLAY = timedelta(hours=12)  # a live round that was left open longer than this draws no more
NOT_PRACTISED = (Kind.ESSAY, Kind.PREDICTION)  # a person marks the one, and nobody knows the answer to the other


@dataclass(frozen=True)
class Holds:
    """What contests that are not over set aside at a moment.

    named: keys of questions by rule 1, with their crowds. contests: those whose papers count by rule 2. pool: the
    condition of rules 3 and 4; None where nothing is drawn from.
    """

    named: frozenset[int]
    contests: tuple[int, ...]
    pool: Q | None

    def condition(self) -> Q:
        """Return the condition that a question is set aside by rules 1, 3 and 4, which a query of many can ask."""
        held = Q(pk__in=self.named)
        if self.pool is not None:
            held |= self.pool & ~Exists(OpenQuestion.objects.standing().filter(question=OuterRef("pk")))
        return held


def not_over(now: datetime) -> list[Contest]:
    """Return the contests, drafts among them, of which a question may still be asked in a paper at `now`.

    A draft whose time has passed unopened draws nothing. A contest that was closed, or whose window is over, is not
    over while a paper of it is open.
    """
    due = Q(closes_at__gt=now - GRACE) & ~Q(state=Contest.State.CLOSED)
    sat = Q(papers__submitted_at=None, papers__isnull=False)
    return list(Contest.objects.filter(due | sat).distinct().order_by("pk").prefetch_related("rounds"))


def holds_at(now: datetime) -> Holds:
    """Return what is set aside at `now`; a handful of queries, however large the bank."""
    contests = not_over(now)
    opened = set(OpenContest.objects.filter(contest__in=contests).values_list("contest_id", flat=True))
    fixed, versions = _fixed(contests)
    steps = LiveStep.objects.exclude(round__state=LiveRound.State.FINISHED)
    # A contest that has no papers any more may still have a live round: its steps count, whatever the contest is.
    in_rounds = set(steps.filter(round__contest__isnull=False).values_list("round__contest_id", flat=True))
    versions |= set(steps.values_list("version_id", flat=True))
    named = set(QuestionVersion.objects.filter(pk__in=versions).values_list("question_id", flat=True))
    shut = [one for one in contests if one.pk not in opened or one.pk in fixed | in_rounds]
    parts = [_could_draw(slot) for one in shut for slot in _slots(one)]
    if LiveRound.objects.in_play().filter(started_at__gt=now - IN_PLAY).exists():
        parts.append(Q(approved_version__kind__in=CHOOSING))
    pool = reduce(or_, parts) if parts else None
    unnamed = Holds(frozenset(), tuple(one.pk for one in shut), pool)
    return replace(unnamed, named=_with_crowds(named, now, unnamed)) if named else unnamed


def _with_crowds(named: Collection[int], now: datetime, unnamed: Holds) -> frozenset[int]:
    """Return `named` with their crowds, out of their topics, and of what a hall answers apart from the rest."""
    rows = may_practise(now, unnamed).values_list("pk", "topic_id", "approved_version__kind")
    secret = salted_hmac("practice.crowds", "", algorithm="sha256").digest()

    def drawn(question: int) -> int:
        return int.from_bytes(blake2b(str(question).encode(), key=secret, digest_size=BITS // 8).digest())

    return with_crowds(named, {pk: (topic, kind in CHOOSING) for pk, topic, kind in rows}, drawn)


def _fixed(contests: Collection[Contest]) -> tuple[set[int], set[int]]:
    """Return the keys of the contests that have fixed papers, and of the wordings on these."""
    held, versions = set(), set()
    for contest, questions in FixedPaper.objects.filter(round__contest__in=contests).values_list(
        "round__contest_id", "questions"
    ):
        held.add(contest)
        versions |= {version for version, _points in questions}
    return held, versions


def _slots(contest: Contest) -> Iterable[Slot]:
    for one in contest.rounds.all():
        yield from _slots_of(one)


def _slots_of(one: Round) -> tuple[Slot, ...]:
    try:
        return tuple(dict.fromkeys(PaperRules.from_json(one.rules).every_slot))
    except RulesError:  # of a draft that is not settled yet: it draws nothing until it is
        return ()


def _could_draw(slot: Slot) -> Q:
    """Return the condition that a slot takes a question; of a topic or regulation its whole stock, however hard."""
    if slot.topic:
        return Q(topic__code=slot.topic)
    if slot.document:
        cited = Citation.objects.filter(provision__document=slot.document)
        return Q(approved_version__in=cited.values("version"))
    return Q(pk__isnull=False)


def may_practise(now: datetime, holds: Holds) -> QuestionQuerySet:
    """Return the questions that stand in the law today, wait for nobody's check, and are set aside by no rule but 2.

    Ask `free` of those that are to be put.
    """
    today = timezone.localdate(now)
    touched = touched_gaps(today).filter(citation__version=OuterRef("approved_version"))
    return (
        Question.objects.drawable_on(today)
        .exclude(approved_version__kind__in=NOT_PRACTISED)
        .filter(~Exists(touched))
        .exclude(holds.condition())
    )


def free(questions: Sequence[Question], now: datetime, holds: Holds) -> list[Question]:
    """Return those of `questions` that may be put, or whose answer may be told, at `now`: by every rule, for them and
    for what asks nearly the same. For some dozens at once; a few queries for all.
    """
    kept = set(may_practise(now, holds).filter(pk__in=[one.pk for one in questions]).values_list("pk", flat=True))
    asked = [one for one in questions if one.pk in kept and one.approved_version is not None]
    twins = twins_of({one.pk: one.approved_version.stem for one in asked if one.approved_version is not None})
    near = {one.pk: {one.pk, *(twin.pk for twin in twins[one.pk])} for one in asked}
    every = frozenset[int]().union(*near.values())
    shut = set(Question.objects.filter(holds.condition(), pk__in=every - kept).values_list("pk", flat=True))
    papers = PaperQuestion.objects.filter(version__question__in=every, paper__contest__in=holds.contests)
    shut |= set(papers.order_by().values_list("version__question_id", flat=True).distinct())
    return [one for one in asked if not near[one.pk] & shut]


def is_free(question: Question, now: datetime, holds: Holds) -> bool:
    """Say so of one question."""
    return bool(free([question], now, holds))
