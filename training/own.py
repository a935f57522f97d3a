"""What a person's own answers show, for that person alone: right answers by topic, and what to read again.

Nothing here is told before the right answers may be (`contests.results`), as it would tell them.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from contests.models import Entrant, Paper, PaperQuestion
from contests.results import explanations_due, explanations_shown
from questionbank.models import Kind
from training.analyses import figures_of, latest
from training.evidence import Wording, wordings
from training.findings import Clause

FEW = 5  # questions: of fewer in a topic it is said that they tell little


@dataclass(frozen=True)
class OwnTopic:
    """earned: marks of the questions of the topic that were asked, as a sum of shares. all: share of right answers to
    expect of an average participant; None where no analysis has been made. clauses: behind the questions that went
    wrong.
    """

    code: str
    name: str
    asked: int
    earned: float
    all: float | None
    clauses: tuple[Clause, ...]

    @property
    def share(self) -> float:
        return self.earned / self.asked

    @property
    def is_few(self) -> bool:
        return self.asked < FEW


@dataclass(frozen=True)
class OwnReport:
    """topics: weakest first; empty while nothing may be told. due: from when it may be; None where that depends on the
    person's further attempts."""

    topics: tuple[OwnTopic, ...]
    due: datetime | None
    is_told: bool


def own_report(entrant: Entrant, now: datetime) -> OwnReport:
    """Return what the closed papers of `entrant` show by topic, as far as their right answers may be told at `now`."""
    papers = list(
        entrant.papers.filter(submitted_at__isnull=False).select_related("round", "contest", "entrant").order_by("pk")
    )
    told = [paper for paper in papers if explanations_shown(paper, now)]
    if not told:
        return OwnReport((), _due(papers), False)
    rows = _answered(told)
    known = wordings({version for version, *_ in rows}, timezone.localdate(now))
    expected = _expected(entrant)
    by_topic: defaultdict[tuple[int, str, str], list[tuple[int, float]]] = defaultdict(list)
    for version, topic, code, name, earned in rows:
        by_topic[topic, code, name].append((version, earned))
    topics = [
        OwnTopic(code, name, len(own), sum(earned for _, earned in own), expected.get(topic), _again(own, known))
        for (topic, code, name), own in by_topic.items()
    ]
    return OwnReport(tuple(sorted(topics, key=lambda t: (t.share, t.code))), None, True)


def _due(papers: Sequence[Paper]) -> datetime | None:
    dues = [explanations_due(paper, paper.submitted_at) for paper in papers if paper.submitted_at]
    return min((due for due in dues if due), default=None)


def _answered(papers: Sequence[Paper]) -> list[tuple[int, int, str, str, float]]:
    """(version, topic, its code, its name, share of the marks) of every question; of several papers the first that
    asked.
    """
    found: dict[int, tuple[int, int, str, str, float]] = {}
    rows = (
        PaperQuestion.objects.filter(paper__in=papers)
        .exclude(version__kind=Kind.PREDICTION)
        .exclude(version__kind=Kind.ESSAY, answer__fraction=None)
        .order_by("paper_id", "position")
    )
    topic = "version__question__topic"
    for version, *about, share in rows.values_list(
        "version_id", f"{topic}_id", f"{topic}__code", f"{topic}__name", "answer__fraction"
    ):
        found.setdefault(version, (version, *about, share or 0.0))
    return list(found.values())


def _expected(entrant: Entrant) -> dict[int, float]:
    """The share of right answers to expect of an average participant, by topic."""
    kept = latest(entrant.contest)
    if kept is None:
        return {}
    found = figures_of(kept)
    return {found.topics[cell.topic].topic: cell.estimate.share for cell in found.mastery.totals}


def _again(own: Sequence[tuple[int, float]], known: dict[int, Wording]) -> tuple[Clause, ...]:
    """The clauses in force behind what was not wholly right, each once."""
    wrong = [version for version, earned in own if earned < 1]
    clauses = (clause for version in wrong for clause in known[version].clauses if clause.in_force)
    return tuple({clause.provision: clause for clause in clauses}.values())
