"""The shares that answers earned make the marks of a paper."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
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


@dataclass(frozen=True, slots=True)
class Sums:
    """What the questions of a paper that count come to, in hundredths of a point.

    right, wrong: points of questions with all their marks, and of wrong answers. most: points of all.
    correct, to_mark: how many have all their marks, and how many wait for a person.
    parts: (share, points) of every question that earned a part of its marks.
    """

    right: int = 0
    wrong: int = 0
    most: int = 0
    correct: int = 0
    to_mark: int = 0
    parts: Sequence[tuple[float, int]] = ()


def total(earned: Iterable[Earned], wrong: int = 0) -> Marks:
    """Return the marks of a paper with these questions.

    wrong: hundredths of a question's points that a wrong answer takes away. No paper falls below 0.
    """
    questions = [question for question in earned if question.counts]
    right = [question.points for question in questions if question.share == 1.0]
    return marks_of(
        Sums(
            right=sum(right),
            wrong=sum(question.points for question in questions if question.share == 0.0 and question.answered),
            most=sum(question.points for question in questions),
            correct=len(right),
            to_mark=sum(question.share is None for question in questions),
            parts=[
                (each.share, each.points) for each in questions if each.share is not None and 0.0 < each.share < 1.0
            ],
        ),
        wrong,
    )


def marks_of(sums: Sums, wrong: int = 0) -> Marks:
    """Return the marks of a paper whose questions come to `sums`; `wrong` as for `total`."""
    parts = sum(Fraction(share).limit_denominator(FINEST_SHARE) * points for share, points in sums.parts)
    lost = Fraction(sums.wrong * wrong, 100) if wrong else 0
    score = max(sums.right + parts - lost, 0)
    return Marks(_half_up(score), _half_up(sums.most), sums.correct, sums.to_mark)


def _half_up(hundredths: Fraction | int) -> Decimal:
    if isinstance(hundredths, int):
        return Decimal(hundredths) / 100
    return Decimal(floor(hundredths + HALF)) / 100


def spent(begun: datetime, saves: Iterable[tuple[datetime, int]]) -> dict[int, timedelta]:
    """Return by place the time spent on each answer of a paper begun at `begun`, by the server's clock.

    saves: (when the answer was last saved, its place). To each belongs the time since the one saved before it; of two
    saved in the same instant the earlier on the paper comes first.
    """
    times, before = {}, begun
    for at, place in sorted(saves):
        times[place], before = at - before, at
    return times
