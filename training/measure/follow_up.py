"""What came of a class: those who attended against those who did not, after against before.

Each person's figure on each of two occasions is the share of right answers that they would give to an average question
of the topic: what a person earned beyond what is usual for those very questions. The questions' difficulties are
fitted with people's figures, over everybody who answered on either occasion, and drawn to the topic's mean as far as
few answers tell of them; a question asked on both occasions counts as one. So both occasions are on one scale.

Of the people with a figure on both occasions, d = after - before:

    d = a + effect x attended + unit + e

The effect is the difference in differences. What else happened to a unit between the occasions is normal with a
variance that is estimated; what the data do not tell of it is averaged over (as in `pooling`), so few units give a wide
interval. The effect's posterior is a mixture of Student's t over the grid of that variance.

Who is sent to a class because of a low figure rises by itself: part of what was low was chance. The second figure,
`adjusted`, therefore compares people and units that began alike (the same model with the person's own beginning and
their unit's as covariates). Where nothing but chance and the beginning decide who attends, it is the right one; where
lasting differences do, the first is; the truth mostly lies between (P. Ding and F. Li, "A bracketing relationship
between difference-in-differences and lagged-dependent-variable adjustment", Political Analysis 27 (2019)). Something is
called better only where both say so.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy.optimize import brentq
from scipy.stats import t as student

from training.measure.answers import Floats, Ints

_DRAWN = 8.0  # answers that draw a question's difficulty to the topic's as much as its own do
_TURNS, _ENOUGH = 200, 1e-6
_RATIOS = np.array([0.0, 0.04, 0.08, 0.13, 0.2, 0.3, 0.45, 0.7, 1.0])  # unit's standard deviation over a person's
_SPACING = np.gradient(_RATIOS)
_PRIOR = 0.3  # standard deviation of the half-normal prior of the ratio
_UNITS_FOR_THEIR_OWN_SLOPE = 6


class Verdict(StrEnum):
    BETTER = "better"
    WORSE = "worse"
    LITTLE = "little"  # whatever came of it is surely small
    CANNOT_TELL = "cannot_tell"


class Why(StrEnum):
    """Why the data cannot tell."""

    NONE = ""
    TOO_FEW_ATTENDED = "too_few_attended"
    TOO_FEW_OTHERS = "too_few_others"
    WIDE = "wide"  # the interval holds both gain and loss
    BEGAN_LOWER = "began_lower"  # those who attended began otherwise than the others, and that alone may be it


@dataclass(frozen=True)
class Rule:
    """fewest: people needed on either side. small: a change below it is not worth mentioning, share 0 to 1."""

    fewest: int = 5
    small: float = 0.05
    level: float = 0.90


@dataclass(frozen=True)
class Answered:
    """Answers to questions of one topic on two occasions, one a row.

    person, item: codes from 0. after: whether it was the second occasion. score: 0 to 1.
    """

    person: Ints
    item: Ints
    after: np.ndarray
    score: Floats


@dataclass(frozen=True)
class Effect:
    """Percentage points as shares, -1 to 1."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Side:
    """People with a figure on both occasions, and their mean figures. units: how many they come from."""

    people: int
    units: int
    before: float
    after: float


@dataclass(frozen=True)
class FollowUp:
    """effect, adjusted: None where too few people are on a side."""

    attended: Side
    others: Side
    effect: Effect | None
    adjusted: Effect | None
    verdict: Verdict
    why: Why


def follow_up(answered: Answered, *, attended: np.ndarray, unit: Ints, rule: Rule | None = None) -> FollowUp:
    """Return what came of a class. attended, unit: (people,), by code of person."""
    rule = rule or Rule()
    people = len(attended)
    figures, counts = figures_of(answered, people)
    both = (counts > 0).all(axis=0)
    came = attended.astype(bool)
    ours, others = (_side(figures, unit, both & chosen) for chosen in (came, ~came))
    for side, why in ((ours, Why.TOO_FEW_ATTENDED), (others, Why.TOO_FEW_OTHERS)):
        if side.people < rule.fewest:
            return FollowUp(ours, others, None, None, Verdict.CANNOT_TELL, why)
    before, after = figures[:, both]
    spread = (1 / counts[:, both]).sum(axis=0)
    one, who, where = np.ones(len(before)), came[both].astype(float), unit[both]
    plain = _fit(after - before, np.column_stack([one, who]), where, spread, rule.level)
    adjusted = _fit(after - before, _with_beginning(before, who, where), where, spread, rule.level)
    verdict, why = _verdict(plain, adjusted, rule)
    return FollowUp(ours, others, plain, adjusted, verdict, why)


def figures_of(answered: Answered, people: int) -> tuple[Floats, Floats]:
    """Return (2, people) figures before and after, 0 where there are no answers, and how many answers they rest on."""
    if not len(answered.score):
        return np.zeros((2, people)), np.zeros((2, people))
    row = answered.after.astype(np.intp) * people + answered.person
    counts = np.bincount(row, minlength=2 * people).astype(np.float64)
    items = int(answered.item.max()) + 1
    asked = np.bincount(answered.item, minlength=items)
    easy, figure = np.zeros(items), np.zeros(2 * people)
    for _ in range(_TURNS):
        sums = np.bincount(row, answered.score - easy[answered.item], 2 * people)
        figure = np.divide(sums, counts, out=np.zeros_like(sums), where=counts > 0)
        beyond = np.bincount(answered.item, answered.score - figure[row], items)
        moved, easy = easy, beyond / (asked + _DRAWN)
        if float(np.abs(moved - easy).max()) < _ENOUGH:
            break
    return figure.reshape(2, people), counts.reshape(2, people)


def _side(figures: Floats, unit: Ints, chosen: np.ndarray) -> Side:
    if not chosen.any():
        return Side(0, 0, 0.0, 0.0)
    before, after = figures[:, chosen].mean(axis=1)
    return Side(int(chosen.sum()), len(np.unique(unit[chosen])), float(before), float(after))


def _with_beginning(before: Floats, who: Floats, where: Ints) -> Floats:
    """The model's columns with the person's beginning and, where units are enough, their unit's."""
    _, code = np.unique(where, return_inverse=True)
    columns = [np.ones(len(before)), who, before - before.mean()]
    if code.max() + 1 >= _UNITS_FOR_THEIR_OWN_SLOPE:
        mean = np.bincount(code, before) / np.bincount(code)
        columns.append(mean[code] - before.mean())
    return np.column_stack(columns)


def _fit(d: Floats, x: Floats, where: Ints, spread: Floats, level: float) -> Effect:
    """Generalised least squares with a normal effect of the unit, averaged over its size; the effect is column 1."""
    _, code = np.unique(where, return_inverse=True)
    n, k = x.shape
    free = max(n - k, 1)
    w = spread.mean() / spread
    table = np.column_stack([x, d])
    within = (table * w[:, None]).T @ table
    sums = np.column_stack([np.bincount(code, w * column) for column in table.T])  # (units, columns)
    weight = np.bincount(code, w)
    found = []
    for ratio, spacing in zip(_RATIOS, _SPACING, strict=True):
        shrink = ratio**2 / (1 + ratio**2 * weight)
        cross = within - (sums * shrink[:, None]).T @ sums
        inverse = np.linalg.pinv(cross[:k, :k])
        at = inverse @ cross[:k, k]
        rest = max(float(cross[k, k] - at @ cross[:k, k]), 1e-12)
        size = float(np.log1p(ratio**2 * weight).sum()) - np.linalg.slogdet(inverse + 1e-12 * np.eye(k))[1]
        log = -0.5 * (free * np.log(rest) + size + (ratio / _PRIOR) ** 2) + np.log(spacing)
        found.append((log, float(at[1]), float(np.sqrt(max(rest / free * inverse[1, 1], 1e-18)))))
    logs, centres, errors = (np.array(column) for column in zip(*found, strict=True))
    chances = np.exp(logs - logs.max())
    chances /= chances.sum()
    return Effect(float(chances @ centres), *_ends(chances, centres, errors, free, level))


def _ends(chances: Floats, centres: Floats, errors: Floats, free: int, level: float) -> tuple[float, float]:
    """Return the ends of the central interval of a mixture of Student's t."""

    def below(x: float, chance: float) -> float:
        return float(chances @ student.cdf((x - centres) / errors, free)) - chance

    reach = 60 * float(errors.max()) + float(np.ptp(centres)) + 1e-9
    low, high = float(centres.min()) - reach, float(centres.max()) + reach
    tail = 0.5 - level / 2
    return float(brentq(below, low, high, args=(tail,))), float(brentq(below, low, high, args=(1 - tail,)))


def _verdict(plain: Effect, adjusted: Effect, rule: Rule) -> tuple[Verdict, Why]:
    both = (plain, adjusted)
    if all(effect.low > 0 for effect in both):
        return Verdict.BETTER, Why.NONE
    if all(effect.high < 0 for effect in both):
        return Verdict.WORSE, Why.NONE
    if all(-rule.small < effect.low and effect.high < rule.small for effect in both):
        return Verdict.LITTLE, Why.NONE
    sure = any(effect.low > 0 or effect.high < 0 for effect in both)
    return Verdict.CANNOT_TELL, Why.BEGAN_LOWER if sure else Why.WIDE
