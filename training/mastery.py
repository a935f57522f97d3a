"""How well each unit masters each topic, and how sure that is.

The model. The logit of a right answer by person p of unit u to question i of topic t is

    topic_t + unit_u + cell_ut + person_p + item_i

with topic fixed and the others drawn from normal distributions whose variances are estimated.
So a unit with four answers is drawn towards the province (partial pooling), the difficulty of
the questions it happened to get is taken out, and the interval allows for few people and few
questions: a hundred answers to one question are not a hundred facts about a topic.

The fit is penalised quasi-likelihood: iteratively reweighted least squares, with the variances
updated as in R. Schall, "Estimation in generalized linear models with random effects",
Biometrika 78 (1991); N. Breslow and D. Clayton, JASA 88 (1993). Persons, the largest block, have a
diagonal normal matrix and are eliminated by their Schur complement, so that the dense part is
as large as topics + units + cells + items. The variances carry a weak prior (USUAL below).

A figure is the expected share of right answers of an average person of the unit to an average
question of the topic; logits are averaged over people and questions with the usual
approximation logistic(x / sqrt(1 + 0.346 v)) (S. Zeger, K. Liang and P. Albert, Biometrics 44 (1988)).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.special import expit, logit
from scipy.stats import norm

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
_ATTENUATION = 0.346  # (16 sqrt(3) / (15 pi))², Zeger, Liang and Albert
_SMALLEST, _LARGEST = 1e-3, 9.0  # variances in squared logits
# Variances usual in knowledge tests (squared logits). They weigh as much as _WEIGHT effects and so matter
# only where few units or questions tell little: one question must not look like the whole topic.
USUAL = {"unit": 0.1, "cell": 0.2, "item": 0.5, "person": 0.6}
_WEIGHT = 4.0
_ROUNDS, _ENOUGH = 40, 1e-3


@dataclass(frozen=True)
class Answers:
    """One answer per row; codes count from 0 without gaps. fraction: share of the marks, 0 to 1."""

    person: Ints
    unit: Ints
    topic: Ints
    item: Ints
    fraction: Floats


@dataclass(frozen=True)
class Estimate:
    """share: expected share of right answers, with its interval. centre, error: the same in logits."""

    share: float
    low: float
    high: float
    centre: float
    error: float


@dataclass(frozen=True)
class Cell:
    """One unit × topic that has answers. raw: plain share of right answers."""

    unit: int
    topic: int
    answers: int
    people: int
    items: int
    raw: float
    estimate: Estimate


@dataclass(frozen=True)
class TopicTotal:
    """One topic over all units, for an average unit. raw as in Cell."""

    topic: int
    answers: int
    people: int
    items: int
    raw: float
    estimate: Estimate


@dataclass(frozen=True)
class Mastery:
    """cells: in order of unit, then topic; units without answers to a topic have none.
    spread: estimated variances (squared logits) of unit, cell, item and person."""

    cells: tuple[Cell, ...]
    topics: tuple[TopicTotal, ...]
    spread: dict[str, float]
    level: float

    def chance_below(self, estimate: Estimate, target: float) -> float:
        """Return the probability that the true share lies below `target` (0 < target < 1)."""
        line = float(logit(target)) * self._widening()
        return float(norm.cdf((line - estimate.centre) / estimate.error))

    def _widening(self) -> float:
        return float(np.sqrt(1 + _ATTENUATION * (self.spread["person"] + self.spread["item"])))


def estimate_mastery(answers: Answers, *, level: float = 0.90) -> Mastery:
    """Return the mastery of every unit × topic with answers. No answers give an empty result.

    level: probability that an interval covers the truth.
    """
    if not len(answers.fraction):
        return Mastery((), (), {"unit": 0.0, "cell": 0.0, "item": 0.0, "person": 0.0}, level)
    fit = _Fit(answers)
    fit.run()
    spread = fit.spread
    scale = float(np.sqrt(1 + _ATTENUATION * (spread["person"] + spread["item"])))
    width = float(norm.ppf(0.5 + level / 2))

    def estimate(columns: list[int]) -> Estimate:
        centre = float(fit.effects[columns].sum())
        error = float(np.sqrt(max(fit.covariance[np.ix_(columns, columns)].sum(), 1e-12)))
        low, share, high = (float(expit((centre + k * error) / scale)) for k in (-width, 0.0, width))
        return Estimate(share, low, high, centre, error)

    cells = tuple(
        Cell(u, t, *_counts(answers, rows), estimate([t, fit.unit_at + u, fit.cell_at + c]))
        for c, (u, t, rows) in enumerate(fit.cells())
    )
    topics = tuple(
        TopicTotal(t, *_counts(answers, np.flatnonzero(answers.topic == t)), estimate([t])) for t in range(fit.topics)
    )
    return Mastery(cells, topics, spread, level)


def _counts(answers: Answers, rows: Ints) -> tuple[int, int, int, float]:
    people, items = len(np.unique(answers.person[rows])), len(np.unique(answers.item[rows]))
    return len(rows), people, items, float(answers.fraction[rows].mean()) if len(rows) else float("nan")


class _Fit:
    """The state of one fit. Columns: topics, units, cells, items; persons are kept apart."""

    def __init__(self, answers: Answers) -> None:
        self.y = answers.fraction
        self.topics = int(answers.topic.max()) + 1
        units, items = int(answers.unit.max()) + 1, int(answers.item.max()) + 1
        self._pairs, self._cell = np.unique(answers.unit * self.topics + answers.topic, return_inverse=True)
        self.unit_at = self.topics
        self.cell_at = self.unit_at + units
        self._item_at = self.cell_at + len(self._pairs)
        size = self._item_at + items
        n = len(self.y)
        columns = np.stack(
            [answers.topic, self.unit_at + answers.unit, self.cell_at + self._cell, self._item_at + answers.item],
            axis=1,
        )
        rows = np.repeat(np.arange(n), 4)
        self._design = sparse.csr_matrix((np.ones(4 * n), (rows, columns.ravel())), shape=(n, size))
        self._person = answers.person
        people = int(answers.person.max()) + 1
        self._who = sparse.csr_matrix((np.ones(n), (answers.person, np.arange(n))), shape=(people, n))
        self._blocks = {
            "unit": slice(self.unit_at, self.cell_at),
            "cell": slice(self.cell_at, self._item_at),
            "item": slice(self._item_at, size),
        }
        self.spread = dict(USUAL)
        self.effects = np.zeros(size)
        self._persons = np.zeros(people)
        self.covariance = np.zeros((size, size))

    def run(self) -> None:
        """Alternate one step of the effects and one of the variances until neither moves."""
        for _ in range(_ROUNDS):
            before = dict(self.spread)
            self._step()
            moved = max(abs(self.spread[k] - before[k]) / before[k] for k in before)
            if moved < _ENOUGH:
                return

    def cells(self) -> list[tuple[int, int, Ints]]:
        order = np.argsort(self._cell, kind="stable")
        rows = np.split(order, np.cumsum(np.bincount(self._cell))[:-1])
        return [(int(p) // self.topics, int(p) % self.topics, r) for p, r in zip(self._pairs, rows, strict=True)]

    def _step(self) -> None:
        linear = self._design @ self.effects + self._persons[self._person]
        mean = expit(linear)
        weight = np.maximum(mean * (1 - mean), 1e-4)
        working = linear + (self.y - mean) / weight
        weighted = self._design.multiply(weight[:, None]).tocsr()
        own = self._who @ weight + 1 / self.spread["person"]  # diagonal of the persons' normal matrix
        mixed = self._who @ weighted  # (people, columns)
        shrunk = mixed.multiply(1 / own[:, None]).tocsr()
        normal = (self._design.T @ weighted - mixed.T @ shrunk).toarray()
        normal[np.diag_indices_from(normal)] += self._precision()
        right_persons = self._who @ (weight * working)
        right = weighted.T @ working - shrunk.T @ right_persons
        self.covariance = np.linalg.inv(normal)
        self.effects = self.covariance @ right
        self._persons = (right_persons - mixed @ self.effects) / own
        self._update_spread(own, shrunk)

    def _precision(self) -> Floats:
        precision = np.full(len(self.effects), 1e-6)  # topics are fixed: almost no penalty
        for name, block in self._blocks.items():
            precision[block] = 1 / self.spread[name]
        return precision

    def _update_spread(self, own: Floats, shrunk: sparse.csr_matrix) -> None:
        """Schall's update: sum of squared effects over the number of effects that the data determine."""
        diagonal = np.diag(self.covariance)
        for name, block in self._blocks.items():
            self.spread[name] = _updated(name, self.effects[block], diagonal[block], self.spread[name])
        through = shrunk.multiply(shrunk @ self.covariance).sum(axis=1)
        variances = 1 / own + np.asarray(through).ravel()
        self.spread["person"] = _updated("person", self._persons, variances, self.spread["person"])


def _updated(name: str, effects: Floats, variances: Floats, before: float) -> float:
    """Posterior mode under a scaled inverse chi-square prior of _WEIGHT degrees of freedom around USUAL."""
    determined = max(len(effects) - float(variances.sum()) / before, 0.0)
    updated = (float(effects @ effects) + _WEIGHT * USUAL[name]) / (determined + _WEIGHT)
    return float(np.clip(updated, _SMALLEST, _LARGEST))
