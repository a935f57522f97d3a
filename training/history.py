"""What became of one question: where it was asked, how it was answered, whom its wrong choices drew."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.db.models import Count, Sum

from contests.models import LiveAnswer, PaperQuestion
from questionbank.models import Choice, Question
from training.items import correlation, wilson

MOST_ANSWERS = 50_000  # the latest of them; beyond it nothing changes in the figures


@dataclass(frozen=True)
class Use:
    """A contest that asked the question, on papers or in the hall. share: of the marks earned, 0 to 1."""

    contest: str
    slug: str
    live: bool
    first_at: datetime
    answers: int
    share: float


@dataclass(frozen=True)
class Taken:
    """A choice of the latest wording. share: of those who answered. rest: mean share of the marks that they earned
    with their other questions, None where nobody took it."""

    text: str
    right: bool
    share: float
    rest: float | None


@dataclass(frozen=True)
class History:
    """answers: on first closed papers. facility: share of the marks, with its 90 % interval (low, high).

    discrimination: correlation with the rest of the paper, None where it cannot be told.
    """

    uses: tuple[Use, ...]
    answers: int
    facility: float
    low: float
    high: float
    discrimination: float | None
    choices: tuple[Taken, ...]


@dataclass(frozen=True)
class _Answered:
    share: float
    rest: float
    chosen: tuple[int, ...]


def history_of(question: Question) -> History:
    """Return the history of `question` over all its wordings; the choices are those of the latest."""
    answered = list(_answers(question))
    shares = np.array([a.share for a in answered])
    found = correlation(shares, np.array([a.rest for a in answered])) if len(answered) >= 3 else float("nan")
    low, high = wilson(float(shares.sum()), len(answered))
    return History(
        uses=tuple(sorted([*_on_papers(question), *_in_halls(question)], key=lambda use: use.first_at, reverse=True)),
        answers=len(answered),
        facility=float(shares.mean()) if answered else 0.0,
        low=low,
        high=high,
        discrimination=None if np.isnan(found) else found,
        choices=tuple(_taken(question, answered)),
    )


def _answers(question: Question) -> Iterable[_Answered]:
    rows = PaperQuestion.objects.filter(
        version__question=question, paper__submitted_at__isnull=False, paper__number=1, paper__max_score__gt=1
    ).order_by("-pk")
    fields = ("answer__fraction", "answer__chosen", "paper__score", "paper__max_score")
    for share, chosen, score, most in rows.values_list(*fields)[:MOST_ANSWERS]:
        own = share or 0.0
        taken = tuple(c for c in chosen or () if isinstance(c, int))
        yield _Answered(own, (float(score) - own) / (float(most) - 1), taken)


def _taken(question: Question, answered: list[_Answered]) -> Iterable[Taken]:
    counts: Counter[int] = Counter()
    rests: Counter[int] = Counter()
    people = sum(bool(a.chosen) for a in answered)
    for answer in answered:
        for choice in answer.chosen:
            counts[choice] += 1
            rests[choice] += answer.rest  # type: ignore[assignment]  # sums of shares
    for choice in Choice.objects.filter(version=question.latest_version_id).order_by("position"):
        count = counts[choice.pk]
        rest = rests[choice.pk] / count if count else None
        yield Taken(choice.text, choice.is_correct, count / people if people else 0.0, rest)


def _on_papers(question: Question) -> Iterable[Use]:
    rows = (
        PaperQuestion.objects.filter(version__question=question, paper__submitted_at__isnull=False)
        .values("paper__contest__title", "paper__contest__slug", "paper__contest__opens_at")
        .annotate(count=Count("pk"), earned=Sum("answer__fraction"))
    )
    for row in rows:
        title, slug, at = row["paper__contest__title"], row["paper__contest__slug"], row["paper__contest__opens_at"]
        yield Use(title, slug, False, at, row["count"], (row["earned"] or 0.0) / row["count"])


def _in_halls(question: Question) -> Iterable[Use]:
    rows = (
        LiveAnswer.objects.filter(
            step__version__question=question, step__round__contest__isnull=False, fraction__isnull=False
        )
        .values("step__round__title", "step__round__contest__slug", "step__round__created_at")
        .annotate(count=Count("pk"), earned=Sum("fraction"))
    )
    for row in rows:
        title, slug = row["step__round__title"], row["step__round__contest__slug"]
        yield Use(title, slug, True, row["step__round__created_at"], row["count"], row["earned"] / row["count"])
