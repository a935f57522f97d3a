"""Contests on one scale, by the questions that they share.

Each contest is calibrated by itself (`latent`, Rasch), which puts the mean ability of its own people at 0. A question
asked in several contests shows how these scales lie to one another:

    difficulty_ic = difficulty_i - level_c + error_ic + drift_ic

fitted to all contests at once by weighted least squares (S. Haberman, Linking parameter estimates derived from an
item response model through separate calibrations, ETS RR-09-40 (2009)); with two contests and equal errors it is the
mean/mean method (M. Kolen and R. Brennan, Test Equating, Scaling, and Linking (2014), ch. 6). With one slope for all
questions a shift is all there is to find, so methods that also fit a slope (mean/sigma, Stocking and Lord) come to
the same. How much questions themselves change between contests (drift: practice, a changed law, a leak) is estimated
from how badly the shared ones agree (R. Paule and J. Mandel, J. Res. NBS 87 (1982)) and widens the intervals, as few
shared questions do by way of Student's t.

For tests that decide about a person, twenty shared questions or a fifth of the test is the rule (Kolen and Brennan,
ch. 8). A level is a mean over many people, for which fewer serve, as the interval says how well; under FEWEST nothing
is said.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.special import expit, roots_hermitenorm
from scipy.stats import t as student

from training.measure.answers import Floats, Ints

FEWEST = 5  # shared questions
_MOST_DRIFT = 4.0  # squared logits
_MOVED, _MOVED_BY = 3.0, 0.5  # standard errors; logits
_NODES, _WEIGHTS = roots_hermitenorm(15)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()


@dataclass(frozen=True)
class Calibrated:
    """Questions as their contests' own calibrations have them, an entry for each question of each contest.

    contest, item: codes from 0. difficulty, error: logits. people, ability_sd: (contests,).
    Errors: ValueError where arrays differ in length, or an error is not above 0.
    """

    contest: Ints
    item: Ints
    difficulty: Floats
    error: Floats
    people: Floats
    ability_sd: Floats

    def __post_init__(self) -> None:
        if len({len(self.contest), len(self.item), len(self.difficulty), len(self.error)}) > 1:
            raise ValueError("arrays of different lengths")
        if len(self.people) != len(self.ability_sd):
            raise ValueError("contests of different numbers")
        if not (self.error > 0).all():
            raise ValueError("an error that is not above 0")

    @property
    def contests(self) -> int:
        return len(self.people)

    def of(self, rows: NDArray[np.bool_]) -> "Calibrated":
        """Return the same with some of the entries."""
        return Calibrated(
            self.contest[rows], self.item[rows], self.difficulty[rows], self.error[rows], self.people, self.ability_sd
        )


@dataclass(frozen=True)
class Linked:
    """level: (contests,) mean ability of the people of each contest in logits, on the scale where the shared questions
    have a mean difficulty of 0; NaN where too few questions are shared. covariance: of the levels.

    shared: (contests,) questions of each that another of the linked contests asked too; of one that is not linked,
    that the nearest of those asked (of any other, where none is linked). difficulty: of the shared questions, whose
    codes are `items`. drift: standard deviation, logits. freedom: degrees of freedom behind the intervals. moved:
    codes of questions that changed more than chance does.
    """

    level: Floats
    covariance: Floats
    shared: Ints
    items: Ints
    difficulty: Floats
    ability_sd: Floats
    drift: float
    freedom: int
    moved: tuple[int, ...]

    @property
    def linked(self) -> tuple[int, ...]:
        """Codes of the contests that lie on the one scale."""
        return tuple(np.flatnonzero(~np.isnan(self.level)).tolist())

    def error(self, contest: int) -> float:
        return float(np.sqrt(self.covariance[contest, contest]))

    def change(self, before: int, after: int) -> tuple[float, float]:
        """Return by how much the level of `after` lies above that of `before`, and its standard error; logits."""
        c = self.covariance
        variance = c[after, after] + c[before, before] - 2 * c[after, before]
        return float(self.level[after] - self.level[before]), float(np.sqrt(max(variance, 0.0)))

    def width(self, level: float) -> float:
        """Return how many standard errors an interval reaches to each side that holds the truth with chance `level`."""
        return float(student.ppf(0.5 + level / 2, max(self.freedom, 1)))

    def share(self, contest: int, shift: float = 0.0) -> float:
        """Return the expected share of right answers of the contest's people to the shared questions.

        shift: logits added to their level, as for the ends of an interval.
        """
        theta = self.level[contest] + shift + self.ability_sd[contest] * _NODES
        return float(_WEIGHTS @ expit(theta[:, None] - self.difficulty[None, :]).mean(axis=1))


def link(given: Calibrated, *, fewest: int = FEWEST, base: int | None = None) -> Linked:
    """Put the contests of `given` on one scale.

    Contests are linked where a chain leads from one to the next with at least `fewest` shared questions each. Of
    several sets of linked contests the one with `base` is taken where it is linked to any, or the largest. Where
    nothing is linked all levels are NaN.
    """
    asked = _asked(given)
    together = (asked @ asked.T).astype(int)
    group = _group(together, fewest, base)
    group = group if len(group) > 1 else []
    level, covariance = np.full(given.contests, np.nan), np.full((given.contests, given.contests), np.nan)
    others = together - np.diag(np.diag(together))
    near = others[:, group] if group else others
    shared = np.array([_shared(asked, c, group) if c in group else near[c].max(initial=0) for c in range(len(others))])
    if not group:
        nothing = np.zeros(0, dtype=np.intp)
        return Linked(level, covariance, shared, nothing, np.zeros(0), given.ability_sd, 0.0, 0, ())
    inside = np.isin(given.contest, group)
    often = np.bincount(given.item[inside], minlength=asked.shape[1]) >= 2
    fit = _Fit(given.of(inside & often[given.item]), np.array(group, dtype=np.intp))
    at = np.ix_(group, group)
    level[group] = fit.level
    covariance[at] = fit.covariance
    return Linked(
        level, covariance, shared, fit.items, fit.difficulty, given.ability_sd, float(np.sqrt(fit.drift)), fit.freedom,
        fit.moved,
    )  # fmt: skip


def _asked(given: Calibrated) -> Floats:
    """1 where a contest (row) asked a question (column)."""
    items = int(given.item.max()) + 1 if len(given.item) else 0
    asked = np.zeros((given.contests, items))
    asked[given.contest, given.item] = 1.0
    return asked


def _group(together: Ints, fewest: int, base: int | None) -> list[int]:
    """Codes of the linked contests."""
    if not len(together):
        return []
    first, second = np.nonzero(together >= fewest)
    graph = coo_matrix((np.ones(len(first)), (first, second)), shape=together.shape)
    _, of = connected_components(graph, directed=False)
    sizes = np.bincount(of)
    wanted = of[base] if base is not None and sizes[of[base]] > 1 else sizes.argmax()
    return [int(c) for c in np.flatnonzero(of == wanted)]


def _shared(asked: Floats, contest: int, group: list[int]) -> int:
    others = asked[[c for c in group if c != contest]].sum(axis=0) > 0
    return int((others & (asked[contest] > 0)).sum())


class _Fit:
    """Weighted least squares with the questions solved for; everything it gives is linear in the difficulties."""

    def __init__(self, given: Calibrated, group: Ints) -> None:
        self.items, self.item = np.unique(given.item, return_inverse=True)
        self.contest = np.searchsorted(group, given.contest)
        self.b = given.difficulty
        self.size = len(group)
        people = (given.ability_sd**2 / np.maximum(given.people, 1))[group]  # of the mean of those who happened to come
        own = given.error**2
        self.variance = np.maximum(own - people[self.contest], 0.25 * own)  # each contest's errors have that in common
        self.freedom = len(self.b) - len(self.items) - self.size + 1
        self.drift = self._drift()
        weights = self._weights(self.drift)
        linear = self._linear(weights)
        self.level = linear @ self.b
        self.covariance = (linear * (self.variance + self.drift)) @ linear.T + np.diag(people)
        self.difficulty = self._difficulty(weights, self.level)
        off = self.b - self.difficulty[self.item] + self.level[self.contest]
        surprising = (np.abs(off) > _MOVED_BY) & (np.abs(off) > _MOVED * np.sqrt(self.variance))
        self.moved = tuple(sorted(set(self.items[self.item[surprising]].tolist())))

    def _weights(self, drift: float) -> Floats:
        return np.asarray(1 / (self.variance + drift), dtype=np.float64)

    def _linear(self, weights: Floats) -> Floats:
        """(contests, entries): what takes difficulties to levels on which the questions' mean difficulty is 0."""
        total = np.bincount(self.item, weights)
        part = weights / total[self.item]
        by = np.zeros((self.size, len(self.items)))
        np.add.at(by, (self.contest, self.item), part)
        entry = np.arange(len(self.b))
        right = by[:, self.item] * weights  # what the item's mean takes back …
        right[self.contest, entry] -= weights  # … of the contest's own
        held = np.zeros((self.size, len(self.items)))
        np.add.at(held, (self.contest, self.item), weights)
        normal = np.diag(held.sum(axis=1)) - by @ held.T
        levels = np.linalg.pinv(normal, hermitian=True) @ right
        middle = by.mean(axis=1) @ levels + part / len(self.items)
        return np.asarray(levels - middle, dtype=np.float64)

    def _difficulty(self, weights: Floats, level: Floats) -> Floats:
        return np.bincount(self.item, weights * (self.b + level[self.contest])) / np.bincount(self.item, weights)

    def _misfit(self, drift: float) -> float:
        weights = self._weights(drift)
        level = self._linear(weights) @ self.b
        off = self.b + level[self.contest] - self._difficulty(weights, level)[self.item]
        return float(weights @ off**2) - self.freedom

    def _drift(self) -> float:
        """Variance of what changes in a question between contests, at which the misfit is what chance makes it."""
        if self.freedom < 1 or self._misfit(0.0) <= 0:
            return 0.0
        return (
            _MOST_DRIFT if self._misfit(_MOST_DRIFT) > 0 else float(brentq(self._misfit, 0.0, _MOST_DRIFT, xtol=1e-5))
        )
