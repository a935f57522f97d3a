"""The shares that answers earned make the marks of a paper."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

POINTS_PER_QUESTION = Decimal("1.00")


@dataclass(frozen=True, slots=True)
class Marks:
    """score, max_score: points with two decimals. correct: questions with all their marks.

    to_mark: answers that wait for a person's marks.
    """

    score: Decimal
    max_score: Decimal
    correct: int
    to_mark: int = 0


def total(fractions: Iterable[float | None]) -> Marks:
    """Return the marks of a paper with these shares, one for each question that earns marks.

    An unanswered question has 0.0; None stands for an answer that waits for a person's marks and earns none yet.
    """
    shares = list(fractions)
    earned = sum((Decimal(str(share)) * POINTS_PER_QUESTION for share in shares if share), Decimal(0))
    return Marks(
        score=earned.quantize(Decimal("0.01"), ROUND_HALF_UP),
        max_score=POINTS_PER_QUESTION * len(shares),
        correct=sum(share == 1.0 for share in shares),
        to_mark=shares.count(None),
    )
