"""The shares that answers earned make the marks of a paper."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import partial
from math import floor
from typing import Any, Literal

HALF = Fraction(1, 2)
FINEST_SHARE = 10_000  # a share is a ratio of small numbers, kept as the float nearest to it


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the board decided about a question after it was asked.

    "key": only `accepted` answers, each as it is kept, earn everything. "void": the question counts for nobody.
    "full": whoever had it on their paper has its points. "as_written": the key that the bank gave it.
    """

    what: Literal["key", "void", "full", "as_written"] = "as_written"
    accepted: Sequence[Sequence[Any]] = ()


AS_WRITTEN = Ruling()


def ruled(share: float | None, ruling: Ruling, kept: Sequence[Any] | None) -> float | None:
    """Return the share of its marks that an answer earns under `ruling`.

    share: what it earns by the key as written. kept: the answer as it is kept; None where nothing was ever saved.
    """
    if ruling.what == "full":
        return 1.0
    if ruling.what == "key":
        return 1.0 if kept and any(list(kept) == list(right) for right in ruling.accepted) else 0.0
    return share


@dataclass(frozen=True, slots=True)
class Earned:
    """What one question brought.

    share: of its marks, 0 to 1; None while a person must mark it. points: what it is worth, in hundredths of a point.
    answered: whether anything was answered; only a wrong answer can take marks away, never silence. counts: whether
    the board let the question stand.
    """

    share: float | None
    points: int = 100
    answered: bool = True
    counts: bool = True


@dataclass(frozen=True, slots=True)
class Marks:
    """score, max_score: points with two decimals. correct: questions with all their marks.

    to_mark: answers that wait for a person's marks.
    """

    score: Decimal
    max_score: Decimal
    correct: int
    to_mark: int = 0


def total(earned: Iterable[Earned], wrong: int = 0) -> Marks:
    """Return the marks of a paper with these questions.

    wrong: hundredths of a question's points that a wrong answer takes away. No paper falls below 0.
    """
    questions = [question for question in earned if question.counts]
    score = max(sum(map(partial(_points, wrong=wrong), questions)), 0)
    return Marks(
        score=_half_up(score),
        max_score=_half_up(sum(question.points for question in questions)),
        correct=sum(question.share == 1.0 for question in questions),
        to_mark=sum(question.share is None for question in questions),
    )


def _points(question: Earned, wrong: int) -> Fraction | int:
    """Return what a question brings, in hundredths of a point, exactly."""
    if question.share == 1.0:
        return question.points
    if question.share:
        return Fraction(question.share).limit_denominator(FINEST_SHARE) * question.points
    lost = question.answered and question.share is not None
    return Fraction(-question.points * wrong, 100) if lost else 0


def _half_up(hundredths: Fraction | int) -> Decimal:
    return Decimal(floor(hundredths + HALF)) / 100


def time_correct(begun: datetime, saves: Iterable[tuple[datetime, bool]]) -> int:
    """Return the milliseconds spent on right answers.

    saves: (when the answer was last saved, whether it earned all its marks), of one paper begun at `begun`. To each
    answer belongs the time since the one saved before it; all of it is by the server's clock.
    """
    spent, before = timedelta(), begun
    for at, right in sorted(saves):
        if right:
            spent += at - before
        before = at
    return spent // timedelta(milliseconds=1)
