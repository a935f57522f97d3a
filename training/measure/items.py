"""Classical statistics of questions, for people who may have answered different papers.

Formulas are Moodle's (question/classes/statistics/questions/calculator.php and
mod/quiz/report/statistics/classes/calculator.php, documented in "Quiz statistics calculations"), and give its figures
where everybody had every question. Where papers differ, the rest of a person's paper is what they earned on it beyond
what is usual for those very questions, so that nobody's rest is low because their paper was hard; with one paper for
all that changes nothing, as correlations do not mind a constant.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.stats import kurtosis, skew

from training.measure.answers import Answers, Floats, Ints
from training.measure.proportions import wilson_all


@dataclass(frozen=True)
class Items:
    """One entry per question. Correlations from -1 to 1, NaN where they cannot be computed.

    answers: how many were asked. facility: mean share of the marks, with its 90 % interval (low, high). sd: of that
    share. discrimination: correlation with the rest of the paper (corrected item-rest correlation; times 100 it is
    Moodle's discrimination index). efficiency: covariance with the rest over the largest that these marks could have
    (Moodle's discriminative efficiency / 100).
    """

    answers: Ints
    facility: Floats
    low: Floats
    high: Floats
    sd: Floats
    discrimination: Floats
    efficiency: Floats


@dataclass(frozen=True)
class Papers:
    """The papers together, in marks. reliability: coefficient alpha, KR-20 where marks are all or nothing; of a paper
    of usual length where papers differ. error_ratio: standard error of a mark over the marks' standard deviation. sem:
    standard error of a mark.

    NaN where it cannot be computed. Moodle's coefficient of internal consistency is 100 times the reliability.
    """

    people: int
    questions: float
    mean: float
    median: float
    sd: float
    skewness: float
    kurtosis: float
    reliability: float
    error_ratio: float
    sem: float


class Scored:
    """Answers with what each person earned on the rest of their paper. `Answers.weight` holds the marks of a question.

    Each person answers a question at most once.
    """

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.marks = np.ones(len(answers)) if answers.weight is None else answers.weight
        self.count = np.bincount(answers.item, minlength=answers.items)
        size = np.maximum(self.count, 1)
        self.facility = np.bincount(answers.item, answers.score, answers.items) / size
        self.beyond = self.marks * (answers.score - self.facility[answers.item])

    @cached_property
    def rest(self) -> Floats:
        """For each answer, marks beyond the usual on the person's other questions, per mark; NaN where there are
        none.
        """
        who = self.answers.person
        total = np.bincount(who, self.beyond)[who] - self.beyond
        most = np.bincount(who, self.marks)[who] - self.marks
        return np.asarray(np.divide(total, most, out=np.full(len(total), np.nan), where=most > 1e-12), dtype=np.float64)


def analyse(scored: Scored) -> Items:
    """Return the statistics of every question."""
    answers, size = scored.answers, np.maximum(scored.count, 1)
    low, high = wilson_all(scored.facility * scored.count, scored.count.astype(np.float64))
    square = np.bincount(answers.item, (answers.score - scored.facility[answers.item]) ** 2, answers.items)
    discrimination, efficiency = _with_rest(scored)
    return Items(
        scored.count,
        np.where(scored.count > 0, scored.facility, np.nan),
        low,
        high,
        np.sqrt(square / np.maximum(size - 1, 1)),
        discrimination,
        efficiency,
    )


def _with_rest(scored: Scored) -> tuple[Floats, Floats]:
    """Correlation with the rest, and covariance over the largest possible."""
    kept = np.flatnonzero(~np.isnan(scored.rest))
    item, own, rest = scored.answers.item[kept], scored.answers.score[kept], scored.rest[kept]
    items = scored.answers.items
    count = np.bincount(item, minlength=items)
    size = np.maximum(count, 1)
    x = own - (np.bincount(item, own, items) / size)[item]
    r = rest - (np.bincount(item, rest, items) / size)[item]
    covariance = np.bincount(item, x * r, items)
    scale = np.sqrt(np.bincount(item, x * x, items) * np.bincount(item, r * r, items))
    by_own, by_rest = np.lexsort((own, item)), np.lexsort((rest, item))
    largest = np.bincount(item[by_own], x[by_own] * r[by_rest], items)
    enough = (count >= 3) & (scale > 1e-12)
    nothing = np.full(items, np.nan)
    return (
        np.divide(covariance, scale, out=nothing.copy(), where=enough),
        np.divide(covariance, largest, out=nothing.copy(), where=enough & (np.abs(largest) > 1e-12)),
    )


def papers_of(scored: Scored) -> Papers:
    """Return the figures of the papers together. NaN for nearly everything where fewer than three people answered."""
    answers = scored.answers
    asked = np.bincount(answers.person)
    there = asked > 0
    total = np.bincount(answers.person, scored.marks * answers.score)[there]
    people, usual = int(there.sum()), float(asked[there].mean()) if there.any() else 0.0
    if people < 3:
        nan = float("nan")
        middle = (float(total.mean()), float(np.median(total))) if people else (nan, nan)
        return Papers(people, usual, *middle, nan, nan, nan, nan, nan, nan)
    sd = float(total.std(ddof=1))
    varies = sd > 1e-12
    alpha = _reliability(scored, asked, people, usual)
    ratio = float(np.sqrt(1 - alpha)) if alpha <= 1 else float("nan")
    return Papers(
        people,
        usual,
        float(total.mean()),
        float(np.median(total)),
        sd,
        float(skew(total, bias=False)) if varies else float("nan"),
        float(kurtosis(total, bias=False)) if varies and people > 3 else float("nan"),
        alpha,
        ratio,
        ratio * sd,
    )


def _reliability(scored: Scored, asked: Ints, people: int, usual: float) -> float:
    """Coefficient alpha from the mean covariance of two questions that one person had.

    With one paper for all it is Cronbach's (Psychometrika 16 (1951)); where questions are drawn, the generalizability
    coefficient of a paper of the usual length (R. Brennan, Generalizability Theory (2001), items nested in persons).
    """
    beyond = scored.beyond
    own = np.bincount(scored.answers.person, beyond)
    squares = np.bincount(scored.answers.person, beyond**2)
    pairs = float((asked * (asked - 1)).sum())
    if pairs == 0 or usual <= 1:
        return float("nan")
    correction = people / (people - 1)
    together = correction * float((own**2 - squares).sum()) / pairs
    alone = correction * float(squares.sum()) / len(scored.answers)
    whole = alone + (usual - 1) * together
    return usual * together / whole if whole > 1e-12 else float("nan")


def correlation(a: Floats, b: Floats) -> float:
    """Return Pearson's correlation; NaN where either side does not vary."""
    da, db = a - a.mean(), b - b.mean()
    size = float(np.sqrt((da @ da) * (db @ db)))
    return float(da @ db) / size if size > 1e-12 else float("nan")
