"""What a person masters of each topic, from their own papers, drawn towards what people of their unit show.

For the person alone: nobody else is told, and nothing of it is kept.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Coalesce
from scipy.special import logit

from contests.models import Entrant, Paper, PaperQuestion, Phase
from people.models import User
from questionbank.models import Kind
from training.findings import Rule
from training.measure.one_person import Given, Level, own_mastery
from training.responses import first_papers

USUAL_SHARE, USUAL_ERROR = 0.65, 0.8  # of a unit of which nothing is known; share, logits
AS_MANY = 6  # answers that draw a question towards its topic, and a topic towards all topics


@dataclass(frozen=True)
class OwnTopic:
    """share: expected share of right answers in the topic, 0 to 1, with its 90 % interval."""

    topic_id: int
    share: float
    low: float
    high: float


def weak_topics(user: User, *, now: datetime) -> list[OwnTopic]:
    """Return the topics of which `user` is expected to know less than the usual target, weakest first.

    Empty where the person has sat no such paper as `own_topics` reads, or is weak nowhere.
    """
    weak = [topic for topic in own_topics(user, now=now) if topic.share < Rule().target]
    return sorted(weak, key=lambda topic: (topic.share, topic.topic_id))


def own_topics(user: User, *, now: datetime, without: Collection[int] = ()) -> list[OwnTopic]:
    """Return what `user` masters of every topic that they or people of their unit were asked about.

    From papers of contests that are over at `now`, those of `without` left out: before that, nobody is told what they
    got wrong. Empty where the person has sat no such paper.
    """
    entries = Entrant.objects.filter(user=user).exclude(contest__in=without).select_related("contest")
    over = [entry for entry in entries if entry.contest.phase_at(now) == Phase.OVER]
    mine = _asked(first_papers(Paper.objects.filter(entrant__in=over)))
    rows = list(mine.values_list("version__question__topic_id", "version__question_id", "answer__fraction"))
    if not rows:
        return []
    levels, easiness = _of_unit(over, user)
    given = [Given(topic, share or 0.0, easiness.get(question, 0.0)) for topic, question, share in rows]
    for one in given:
        levels.setdefault(one.topic, _USUAL)
    return [OwnTopic(own.topic, own.share, own.low, own.high) for own in own_mastery(levels, given)]


_USUAL = Level(float(logit(USUAL_SHARE)), USUAL_ERROR)


def _asked(papers: "QuerySet[Paper]") -> "QuerySet[PaperQuestion]":
    """Questions on `papers` that tell what somebody knows."""
    asked = PaperQuestion.objects.filter(paper__in=papers).exclude(version__kind=Kind.PREDICTION)
    return asked.exclude(version__kind=Kind.ESSAY, answer__fraction=None)


def _of_unit(entries: "list[Entrant]", user: User) -> tuple[dict[int, Level], dict[int, float]]:
    """Level by topic and easiness by question, from the others of the units for which the person sat."""
    others = Paper.objects.filter(
        contest__in={entry.contest_id for entry in entries}, entrant__unit__in={entry.unit_id for entry in entries}
    ).exclude(entrant__user=user)
    rows = (
        _asked(first_papers(others))
        .values_list("version__question__topic_id", "version__question_id")
        .annotate(right=Sum(Coalesce("answer__fraction", 0.0)), answers=Count("pk"))
    )
    by_topic: defaultdict[int, list[tuple[int, float, int]]] = defaultdict(list)
    for topic, question, right, answers in rows:
        by_topic[topic].append((question, right, answers))
    everywhere = _drawn(*_sums(by_topic), USUAL_SHARE)
    levels, easiness = {}, {}
    for topic, asked in by_topic.items():
        right, answers = _sums({topic: asked})
        share = _drawn(right, answers, everywhere)
        levels[topic] = Level(float(logit(share)), (1 / USUAL_ERROR**2 + answers * share * (1 - share)) ** -0.5)
        for question, got, count in asked:
            easiness[question] = float(logit(_drawn(got, count, share)) - logit(share))
    return levels, easiness


def _sums(by_topic: Mapping[int, list[tuple[int, float, int]]]) -> tuple[float, int]:
    rows = [row for asked in by_topic.values() for row in asked]
    return sum(right for _, right, _ in rows), sum(answers for _, _, answers in rows)


def _drawn(right: float, answers: int, towards: float) -> float:
    return (right + AS_MANY * towards) / (answers + AS_MANY)
