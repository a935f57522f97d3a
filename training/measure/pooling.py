"""Groups × topics measured with known errors, drawn towards each other as far as they are alike.

The model is that of R. Fay and R. Herriot (JASA 74 (1979)) for small areas, with two ways:

    z_gt = topic_t + group_g + cell_gt + sum over m of share_gtm shift_m + error_g + error_gt

topic is fixed; group and cell are normal with unknown standard deviations;
shift is what asking in another manner adds, share how much of the cell was asked so; the variances of the errors are
given. What the answers do not tell about the two standard deviations is not hidden: the estimates are averaged over a
grid of them, each weighed by its restricted likelihood and a half-normal prior (A. Gelman, Bayesian Analysis 1
(2006)), so an interval also allows for not knowing how different groups are. All is closed form: for a group, the
covariance is a diagonal and a rank of one.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from training.measure.answers import Floats

_STEPS = np.array([0.03, 0.12, 0.22, 0.34, 0.5, 0.72, 1.05, 1.5])  # standard deviations, logits
_SPACING = np.log(np.gradient(_STEPS))
_PRIOR = 0.7  # standard deviation of the half-normal prior, logits
_UNLIKELY = 1e-4  # of what is averaged over, what weighs less is left out


@dataclass(frozen=True)
class Measured:
    """z, error: (groups, topics) logits and squared logits; error is infinite where nothing was measured.

    shared: (groups,) variance of the error that all topics of a group have in common. share: (manners, groups,
    topics). known, information: (manners,) and (manners, manners), what is known of the shifts beforehand, as mean and
    inverse covariance. beyond: for some variances
    of group and cell together, what the true likelihood has beyond that of z (`curvature`), logarithms.
    """

    z: Floats
    error: Floats
    shared: Floats
    share: Floats
    known: Floats
    information: Floats
    beyond: tuple[Floats, Floats] | None = None


@dataclass(frozen=True)
class Pooled:
    """centre, variance, own: (groups, topics), meaningless where nothing was measured.

    own: how far the centre follows the cell's own answers, 0 to 1. shift: (manners,). group_sd, cell_sd: posterior
    means, logits.
    """

    centre: Floats
    variance: Floats
    own: Floats
    topic: Floats
    shift: Floats
    group_sd: float
    cell_sd: float


def pool(measured: Measured) -> Pooled:
    """Return the pooled estimates of groups × topics, as if all had been asked in the first manner."""
    group_steps = _STEPS if measured.z.shape[1] > 1 else _STEPS[:1]  # with one topic, group and cell are the same
    steps = [_Step(measured, float(g), float(c)) for g in group_steps for c in _STEPS]
    likelihood = np.array([step.likelihood for step in steps])
    weight = np.exp(likelihood - likelihood.max())
    weight[weight < _UNLIKELY * weight.sum()] = 0.0
    weight /= weight.sum()
    likely = [(w, step, *step.posterior()) for w, step in zip(weight, steps, strict=True) if w > 0]
    centre = sum(w * mean for w, _, mean, _, _ in likely)
    square = sum(w * (variance + mean**2) for w, _, mean, variance, _ in likely)
    return Pooled(
        centre=np.asarray(centre),
        variance=np.maximum(np.asarray(square) - np.asarray(centre) ** 2, 1e-12),
        own=np.asarray(sum(w * own for w, _, _, _, own in likely)),
        topic=np.asarray(sum(w * step.fixed[: measured.z.shape[1]] for w, step, _, _, _ in likely)),
        shift=np.asarray(sum(w * step.fixed[measured.z.shape[1] :] for w, step, _, _, _ in likely)),
        group_sd=float(sum(w * step.group_sd for w, step, _, _, _ in likely)),
        cell_sd=float(sum(w * step.cell_sd for w, step, _, _, _ in likely)),
    )


class _Step:
    """The model at one pair of standard deviations. Fixed effects: topics, then manners."""

    def __init__(self, measured: Measured, group_sd: float, cell_sd: float) -> None:
        self.measured, self.group_sd, self.cell_sd = measured, group_sd, cell_sd
        self.a = 1 / (measured.error + cell_sd**2)
        self.common = group_sd**2 + measured.shared
        self.sum_a = self.a.sum(axis=1)
        self.g = self.common / (1 + self.common * self.sum_a)
        self.by_group = np.vstack([self.a.T, (self.a * measured.share).sum(axis=2)])  # (fixed, groups): 1'D^-1 X
        self.normal = self._normal()
        self.inverse = np.linalg.inv(self.normal)
        self.fixed = self.inverse @ self._right()

    def _normal(self) -> Floats:
        a, share, topics = self.a, self.measured.share, self.a.shape[1]
        normal = -(self.by_group * self.g) @ self.by_group.T
        normal[range(topics), range(topics)] += a.sum(axis=0) + 1e-9
        along = (a * share).sum(axis=1)  # (manners, topics)
        normal[topics:, :topics] += along
        normal[:topics, topics:] += along.T
        normal[topics:, topics:] += np.einsum("gt,mgt,ngt->mn", a, share, share) + self.measured.information
        return np.asarray(normal, dtype=np.float64)

    def _right(self) -> Floats:
        az = self.a * self.measured.z
        prior = self.measured.information @ self.measured.known
        along = np.concatenate([az.sum(axis=0), (az * self.measured.share).sum(axis=(1, 2)) + prior])
        return np.asarray(along - self.by_group @ (self.g * az.sum(axis=1)))

    @cached_property
    def residual(self) -> Floats:
        topics = self.a.shape[1]
        shifted = np.tensordot(self.fixed[topics:], self.measured.share, axes=1)
        return np.asarray(self.measured.z - self.fixed[:topics] - shifted)

    @property
    def likelihood(self) -> float:
        """Logarithm of the restricted likelihood, the prior and the spacing of the grid, up to a constant."""
        a, r = self.a, self.residual
        away = self.fixed[a.shape[1] :] - self.measured.known
        fit = float(
            (a * r**2).sum() - (self.g * (a * r).sum(axis=1) ** 2).sum() + away @ self.measured.information @ away
        )
        size = float(
            -np.log(a[a > 0]).sum() + np.log1p(self.common * self.sum_a).sum() + np.linalg.slogdet(self.normal)[1]
        )
        prior = (self.group_sd**2 + self.cell_sd**2) / _PRIOR**2
        spacing = _SPACING[np.searchsorted(_STEPS, [self.group_sd, self.cell_sd])]
        variances, beyond = self.measured.beyond or (np.zeros(1), np.zeros(1))
        more = float(np.interp(self.group_sd**2 + self.cell_sd**2, variances, beyond))
        return -0.5 * (fit + size + prior) + float(spacing.sum()) + more

    def posterior(self) -> tuple[Floats, Floats, Floats]:
        """Best linear unbiased predictions of all cells, their variances, and how far they follow their own z."""
        group, cell, topics = self.group_sd**2, self.cell_sd**2, self.a.shape[1]
        a, g, sum_a = self.a, self.g[:, None], self.sum_a[:, None]
        solved = a * (self.residual - g * (a * self.residual).sum(axis=1, keepdims=True))
        mean = self.fixed[:topics] + group * solved.sum(axis=1, keepdims=True) + cell * solved
        k = group * sum_a + cell * a
        explained = group**2 * sum_a + a * (2 * group * cell + cell**2) - g * k**2
        return (
            mean,
            np.maximum(group + cell - explained, 0.0) + self._of_fixed(group - g * k),
            a * (cell + group - g * k),
        )

    def _of_fixed(self, rest: Floats) -> Floats:
        """Variance that the predictions have because the fixed effects are not known.

        It is v' N v with v = (1 - cell a) e_topic - rest by_group - cell a share; rest: weight of each other topic.
        """
        topics = self.a.shape[1]
        weight = self.cell_sd**2 * self.a
        own, along = 1 - weight, weight * self.measured.share
        through = (self.inverse @ self.by_group).T  # (groups, fixed)
        whole = (through * self.by_group.T).sum(axis=1)[:, None]
        corner = self.inverse[topics:, topics:]
        variance = own**2 * np.diag(self.inverse)[:topics] - 2 * own * rest * through[:, :topics] + rest**2 * whole
        variance -= 2 * own * np.einsum("mgt,tm->gt", along, self.inverse[:topics, topics:])
        variance += 2 * rest * np.einsum("mgt,gm->gt", along, through[:, topics:])
        return np.asarray(variance + np.einsum("mgt,mn,ngt->gt", along, corner, along))
