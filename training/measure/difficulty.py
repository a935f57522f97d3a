"""How hard each question of a topic is beside the others, when groups were asked different ones.

Working responses z of cell c (a group's answers to the topic) to question i follow z_ci = topic + difficulty_i + u_c +
error_ci, with the difficulties normal of a standard deviation to be found, u_c (how the group differs, and its
people's common error) of a given variance, and errors of given precisions. Topic and difficulties are solved for
together with u integrated out: a group that drew easy questions neither makes them look easier nor itself look better.
Their joint covariance is kept, because what is not known of the questions is not known of the groups either, for few
questions no less than for groups that shared none.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from training.measure.answers import Floats, Ints

STEPS = np.array([0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 1.0, 1.25, 1.6, 2.2])  # standard deviations, logits
_PRIOR = 1.0  # standard deviation of their half-normal prior (A. Gelman, Bayesian Analysis 1 (2006))


@dataclass(frozen=True)
class Topic:
    """The working responses to one topic. cells, items: which they are (codes). z, precision: (cells, items), 0 where
    not asked.

    between: (cells,) variance of u.
    """

    cells: Ints
    items: Ints
    z: Floats
    precision: Floats
    between: Floats

    @cached_property
    def _share(self) -> Floats:
        """How much of a cell's precision is not taken up by u."""
        return np.asarray(1 / (1 + self.between * self.precision.sum(axis=1)), dtype=np.float64)

    @cached_property
    def _equations(self) -> tuple[Floats, Floats]:
        """Normal matrix and right side of (topic, difficulties), without what is known of the difficulties."""
        w = self.precision
        weighted = (w * self.z).sum(axis=1)
        taken = self._share * self.between
        normal = np.empty((len(self.items) + 1, len(self.items) + 1))
        normal[0, 0] = w.sum(axis=1) @ self._share
        normal[0, 1:] = normal[1:, 0] = self._share @ w
        normal[1:, 1:] = np.diag(w.sum(axis=0)) - (w * taken[:, None]).T @ w
        right = np.concatenate([[self._share @ weighted], (w * self.z).sum(axis=0) - (taken * weighted) @ w])
        return normal, right

    def likelihood(self, sd: float) -> float:
        """Logarithm of the restricted likelihood of `sd`, up to a constant."""
        normal, right = self._with_prior(sd)
        fit = float(right @ np.linalg.solve(normal, right))
        return -0.5 * float(np.linalg.slogdet(normal)[1] + len(self.items) * np.log(sd**2) - fit)

    def solve(self, sd: float) -> tuple[float, Floats, Floats]:
        """Return the topic, its difficulties and the covariance of (topic, difficulties)."""
        normal, right = self._with_prior(sd)
        covariance = np.linalg.inv(normal)
        found = covariance @ right
        return float(found[0]), found[1:], np.asarray(covariance, dtype=np.float64)

    def unknown(self, covariance: Floats, own: Floats) -> Floats:
        """Return the variance that cells' estimates have because difficulties are not known, beyond that of the
        topic's level.

        own: how far each cell's estimate follows its own answers, 0 to 1.
        """
        towards = self._towards(own)
        if_known = (1 - own) ** 2 / self._equations[0][0, 0]
        return np.asarray(np.maximum(((towards @ covariance) * towards).sum(axis=1) - if_known, 0.0), dtype=np.float64)

    def drawn(self, covariance: Floats, own: Floats, pull: float) -> Floats:
        """Return how cells' estimates move when the topic's level is known to lie `pull` from where it was found."""
        return np.asarray(self._towards(own) @ covariance[:, 0] / covariance[0, 0] * pull, dtype=np.float64)

    def drawn_in_total(self, covariance: Floats, pull: float) -> float:
        """Return the same for the topic over all cells."""
        share = self.precision.sum(axis=0) / self.precision.sum()
        return float(-share @ covariance[1:, 0] / covariance[0, 0] * pull)

    def unknown_in_total(self, covariance: Floats) -> float:
        """Return the same for the topic over all cells."""
        share = self.precision.sum(axis=0) / self.precision.sum()
        return float(share @ covariance[1:, 1:] @ share)

    def _towards(self, own: Floats) -> Floats:
        """How each cell's estimate misses when (topic, difficulties) are missed by one."""
        total = self.precision.sum(axis=1, keepdims=True)
        towards = -own[:, None] * np.hstack([np.ones_like(total), self.precision / np.maximum(total, 1e-12)])
        towards[:, 0] += 1
        return np.asarray(towards, dtype=np.float64)

    def _with_prior(self, sd: float) -> tuple[Floats, Floats]:
        normal, right = self._equations
        prior = np.full(len(normal), sd**-2)
        prior[0] = 0.0
        return normal + np.diag(prior), right


def spread_of(topics: list[Topic]) -> float:
    """Return the standard deviation of difficulties about their topic: root of its mean square over what it may be."""
    likelihood = np.array([sum(t.likelihood(sd) for t in topics) - 0.5 * (sd / _PRIOR) ** 2 for sd in STEPS])
    weight = np.exp(likelihood - likelihood.max()) * np.gradient(STEPS)
    return float(np.sqrt(weight @ STEPS**2 / weight.sum()))


def pulls(found: Floats, variance: Floats) -> Floats:
    """Return how far each topic's level is drawn towards the others', so that few, hard questions do not pass for a
    weak topic.

    found, variance: of each topic on its own. Levels are taken for normal, over what their mean and standard deviation
    may be is averaged. A handful of topics tells little of how unlike topics are, so no error is made smaller by this.
    """
    likelihood, towards = [], []
    for sd in STEPS:
        a = 1 / (variance + sd**2)
        middle = float(a @ found / a.sum())
        fit = a @ (found - middle) ** 2 + (sd / _PRIOR) ** 2
        likelihood.append(0.5 * float(np.log(a).sum() - np.log(a.sum()) - fit))
        towards.append(variance * a * (middle - found))
    weight = np.exp(np.array(likelihood) - max(likelihood)) * np.gradient(STEPS)
    return np.asarray(weight @ np.array(towards) / weight.sum())
