"""Answers and keys make marks."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal["single", "multiple", "true_false"]
POINTS_PER_QUESTION = Decimal("1.00")


@dataclass(frozen=True, slots=True)
class Marks:
    """score, max_score: points with two decimals. correct: questions with all their marks."""

    score: Decimal
    max_score: Decimal
    correct: int


def fraction(chosen: Collection[int], correct: Collection[int], kind: Kind) -> float:
    """Return the share of a question's marks that `chosen` earns: 1.0 or 0.0.

    chosen, correct: ids of choices. A question with several right choices is all or
    nothing: exactly those choices and no other earn its marks. A question with one right
    choice earns nothing when several are chosen. Raises ValueError for an empty key.
    """
    if not correct:
        raise ValueError("a question without a right choice cannot be marked")
    if kind != "multiple" and len(set(chosen)) != 1:
        return 0.0
    return 1.0 if set(chosen) == set(correct) else 0.0


def total(fractions: Iterable[float]) -> Marks:
    """Return the marks of a paper with these shares, one for each question; an unanswered question has 0.0."""
    shares = list(fractions)
    earned = sum((Decimal(str(share)) * POINTS_PER_QUESTION for share in shares), Decimal(0))
    return Marks(
        score=earned.quantize(Decimal("0.01")),
        max_score=POINTS_PER_QUESTION * len(shares),
        correct=sum(share == 1.0 for share in shares),
    )
