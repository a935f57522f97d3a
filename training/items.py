"""Classical statistics of questions, for people who answered different papers.

Scores come as a float array (people, items): the share of the marks earned, 0 to 1, NaN where
a person was not asked the question. Sources: Moodle, question/classes/statistics/questions/
calculator.php (the corrected item-rest correlation, there "discrimination index"); Wilson 1927
for the interval of a proportion; Cronbach 1951.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

Scores = NDArray[np.float64]
FEWEST = 30  # answers below which nothing is said about a question (convention of classical item analysis)


@dataclass(frozen=True)
class Item:
    """answers: how many were asked. facility: mean share of the marks, with its 90 % interval (low, high).
    item_rest: correlation with the other questions, NaN where it cannot be computed. suspect: machine codes."""

    answers: int
    facility: float
    low: float
    high: float
    item_rest: float
    suspect: tuple[str, ...]


def wilson(successes: float, n: float, *, level: float = 0.90) -> tuple[float, float]:
    """Return the Wilson score interval of a proportion; (0, 1) where nobody answered.

    Source: E. B. Wilson, "Probable inference", JASA 22 (1927).
    """
    if n <= 0:
        return 0.0, 1.0
    z = float(norm.ppf(0.5 + level / 2))
    p = successes / n
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return max(0.0, float(centre - half)), min(1.0, float(centre + half))


def item_rest_correlation(scores: Scores) -> NDArray[np.float64]:
    """Correlation of each item with the mean of the other items that the same person saw.

    scores: (people, items). Returns (items,), in [-1, 1]; NaN where either side has no variance
    or fewer than three people saw the item and another one. With complete data it equals the
    correlation with the sum of the others, because sum and mean differ by a constant factor.
    """
    seen = ~np.isnan(scores)
    filled = np.where(seen, scores, 0.0)
    totals, counts = filled.sum(axis=1), seen.sum(axis=1)
    result = np.full(scores.shape[1], np.nan)
    for item in range(scores.shape[1]):
        who = seen[:, item] & (counts > 1)
        if who.sum() >= 3:
            own = scores[who, item]
            rest = (totals[who] - own) / (counts[who] - 1)
            result[item] = correlation(own, rest)
    return result


def cronbach_alpha(scores: Scores) -> float:
    """Return Cronbach's alpha (KR-20 for right/wrong items); NaN unless everybody saw every item.

    People who drew different papers took different tests: alpha over them means nothing.
    """
    people, items = scores.shape
    if people < 3 or items < 2 or bool(np.isnan(scores).any()):
        return float("nan")
    total = float(scores.sum(axis=1).var(ddof=1))
    if total == 0.0:
        return float("nan")
    return float(items / (items - 1) * (1 - scores.var(axis=0, ddof=1).sum() / total))


def analyse(scores: Scores) -> tuple[Item, ...]:
    """Return the statistics of every column of `scores`."""
    rest = item_rest_correlation(scores)
    return tuple(_item(scores[:, i], float(rest[i])) for i in range(scores.shape[1]))


def choice_counts(choices: Sequence[int], given: Sequence[Sequence[int]]) -> Mapping[int | None, int]:
    """Count how often each of `choices` was taken; None counts those who took none."""
    counts: dict[int | None, int] = dict.fromkeys([*choices, None], 0)
    for chosen in given:
        taken: Sequence[int | None] = chosen or [None]
        for choice in taken:
            counts[choice] = counts.get(choice, 0) + 1
    return counts


def _item(column: NDArray[np.float64], rest: float) -> Item:
    given = column[~np.isnan(column)]
    if not len(given):
        return Item(0, float("nan"), 0.0, 1.0, float("nan"), ("too_few",))
    facility = float(given.mean())
    low, high = wilson(float(given.sum()), len(given))
    return Item(len(given), facility, low, high, rest, _suspicions(len(given), facility, rest))


def _suspicions(answers: int, facility: float, rest: float) -> tuple[str, ...]:
    """A machine code for each reason to look at the question before anybody is taught from it."""
    if answers < FEWEST:
        return ("too_few",)
    found = []
    if facility == 1.0:
        found.append("everyone_right")
    if facility == 0.0:
        found.append("everyone_wrong")
    if rest < 0:
        found.append("negative_discrimination")
    return tuple(found)


def correlation(a: NDArray[np.float64], b: NDArray[np.float64]) -> float:
    """Return Pearson's correlation; NaN where either side does not vary."""
    da, db = a - a.mean(), b - b.mean()
    size = float(np.sqrt((da @ da) * (db @ db)))
    return float(da @ db) / size if size > 1e-12 else float("nan")
