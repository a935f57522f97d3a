"""The shares that answers earned make the marks of a paper."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Earned:
    """What one question brought.

    share: of its marks, 0 to 1; None while a person must mark it. points: what it is worth, in hundredths of a point.
    answered: whether anything was answered; only a wrong answer can take marks away, never silence.
    """

    share: float | None
    points: int = 100
    answered: bool = True


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
    questions = list(earned)
    score = sum((_points(question, wrong) for question in questions), Decimal(0))
    return Marks(
        score=max(score, Decimal(0)).quantize(CENT, ROUND_HALF_UP),
        max_score=(Decimal(sum(question.points for question in questions)) / 100).quantize(CENT),
        correct=sum(question.share == 1.0 for question in questions),
        to_mark=sum(question.share is None for question in questions),
    )


def _points(question: Earned, wrong: int) -> Decimal:
    worth = Decimal(question.points) / 100
    if question.share:
        return Decimal(str(question.share)) * worth
    lost = question.answered and question.share is not None
    return -worth * wrong / 100 if lost else Decimal(0)


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
