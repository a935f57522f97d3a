"""Latent ability and difficulty from right and wrong answers, so that people who drew different papers compare fairly.

Two models of the chance of a right answer at ability θ, with logistic F:

    Rasch   F(θ - b)      θ ~ N(0, s²), s estimated: every question tells people apart equally well
    2PL     F(a θ + d)    θ ~ N(0, 1): each question with a slope of its own; its difficulty is b = -d / a

fitted by marginal maximum likelihood with the EM algorithm (R. Bock and M. Aitkin, Psychometrika 46 (1981)) on equally
spaced nodes. A question that a person was not asked is simply absent (missing by design). EM's slow end is sped up by
SQUAREM (R. Varadhan and C. Roland, Scandinavian Journal of Statistics 35 (2008)), whose steps are taken only where the
likelihood grows. People with the same answers to the same questions are counted once. Checked against R's ltm and
mirt. No numerical library that is kept up gives this: girth, the nearest, has had no release since 2021.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import expit, log_expit
from scipy.stats import norm

from training.measure.answers import Answers, Floats
from training.measure.patterns import Patterns, patterns_of

Model = Literal["rasch", "2pl"]
_WIDEST = 6.0  # nodes reach from -6 to 6 standard deviations
_STEEPEST, _FARTHEST = 6.0, 12.0  # bounds of slopes and intercepts, where all or nobody are right
Watch = Callable[[int, int], None]


@dataclass(frozen=True)
class Latent:
    """slope, intercept: (items,), chance of a right answer F(slope θ + intercept), θ ~ N(0, 1); NaN for questions
    nobody had.

    For Rasch all slopes are s. log_likelihood: of the answers. parameters: how many were estimated. converged: False
    where the largest number of rounds was reached.
    """

    model: Model
    slope: Floats
    intercept: Floats
    log_likelihood: float
    people: int
    parameters: int
    rounds: int
    converged: bool

    @property
    def difficulty(self) -> Floats:
        """b of each question: for 2PL on the scale where abilities have a standard deviation of 1, for Rasch in
        logits.
        """
        return -self.intercept if self.model == "rasch" else -self.intercept / self.slope

    @property
    def ability_sd(self) -> float:
        """Standard deviation of abilities in logits (Rasch); 1 by convention for 2PL."""
        return float(np.nanmax(self.slope)) if self.model == "rasch" else 1.0

    @property
    def aic(self) -> float:
        return 2 * self.parameters - 2 * self.log_likelihood

    @property
    def bic(self) -> float:
        return self.parameters * float(np.log(self.people)) - 2 * self.log_likelihood


@dataclass(frozen=True)
class Nodes:
    """Abilities at which everything is summed, with their share under N(0, 1)."""

    theta: Floats
    prior: Floats


def nodes(count: int) -> Nodes:
    theta = np.linspace(-_WIDEST, _WIDEST, count)
    prior = norm.pdf(theta)
    return Nodes(theta, prior / prior.sum())


def fit(
    answers: Answers,
    model: Model,
    *,
    points: int = 41,
    tolerance: float = 1e-4,
    rounds: int = 400,
    watch: Watch | None = None,
) -> Latent:
    """Return the estimates. Scores count as right from one half on.

    points: nodes. tolerance: largest change of a parameter at which the fit rests. watch: called with (round, rounds)
    and may raise to stop. Errors: ValueError where there are no answers.
    """
    if not len(answers):
        raise ValueError("no answers")
    return _Fit(patterns_of(answers), model, nodes(points), rounds, watch).run(tolerance)


class _Fit:
    """The state of one fit. A parameter vector holds slopes, then intercepts; for Rasch the one slope, then
    intercepts.
    """

    def __init__(self, patterns: Patterns, model: Model, at: Nodes, rounds: int, watch: Watch | None) -> None:
        self.patterns, self.model, self.at = patterns, model, at
        self.rounds, self.watch = rounds, watch
        self.items = patterns.items
        self.answered = np.asarray(patterns.count @ patterns.asked).ravel()
        self.right = np.asarray(patterns.count @ patterns.right).ravel()
        self.turns = 0

    def run(self, tolerance: float) -> Latent:
        point = self._start()
        converged, likelihood = False, -np.inf
        while self.turns < self.rounds:
            one, likelihood = self._step(point)
            two, _ = self._step(one)
            first, second = one - point, (two - one) - (one - point)
            if float(np.abs(two - one).max()) < tolerance:
                point, converged = two, True
                break
            length = max(1.0, float(np.sqrt(first @ first) / max(np.sqrt(second @ second), 1e-150)))
            ahead = self._bounded(point + 2 * length * first + length**2 * second)
            settled, reached = self._step(ahead)
            point = settled if reached >= likelihood else two
        _, likelihood = self._step(point)
        slope, intercept = self._parts(point)
        seen = self.answered > 0
        return Latent(
            self.model,
            np.where(seen, slope, np.nan),
            np.where(seen, intercept, np.nan),
            likelihood,
            int(self.patterns.count.sum()),
            int(seen.sum()) * (1 if self.model == "rasch" else 2) + (self.model == "rasch"),
            self.turns,
            converged,
        )

    def _start(self) -> Floats:
        share = (self.right + 0.5) / (self.answered + 1)
        intercept = np.log(share / (1 - share)) * 1.15
        return np.concatenate([np.ones(1 if self.model == "rasch" else self.items), intercept])

    def _parts(self, point: Floats) -> tuple[Floats, Floats]:
        slope, intercept = point[: -self.items], point[-self.items :]
        return np.broadcast_to(slope, (self.items,)), intercept

    def _bounded(self, point: Floats) -> Floats:
        slopes = len(point) - self.items
        low = np.concatenate(
            [np.full(slopes, 0.01 if self.model == "rasch" else -_STEEPEST), np.full(self.items, -_FARTHEST)]
        )
        high = np.concatenate([np.full(slopes, _STEEPEST), np.full(self.items, _FARTHEST)])
        return np.clip(point, low, high)

    def _step(self, point: Floats) -> tuple[Floats, float]:
        """One round of EM from `point`. Returns where it leads and the likelihood at `point`."""
        self.turns += 1
        if self.watch:
            self.watch(self.turns, self.rounds)
        slope, intercept = self._parts(point)
        weight, likelihood = posterior(self.patterns, slope, intercept, self.at)
        weight *= self.patterns.count[:, None]
        asked = self.patterns.asked.T @ weight  # (items, nodes): expected people at each node
        if self.model == "rasch":
            return self._rasch(point, asked, weight), likelihood
        right = self.patterns.right.T @ weight
        return self._two(point, asked, right), likelihood

    def _two(self, point: Floats, asked: Floats, right: Floats) -> Floats:
        """Newton's method for every question at once (2 × 2 each)."""
        slope, intercept = (part.copy() for part in self._parts(point))
        theta = self.at.theta
        for _ in range(4):
            p = expit(slope[:, None] * theta + intercept[:, None])
            off, v = right - asked * p, asked * p * (1 - p)
            ga, gd = off @ theta, off.sum(axis=1)
            haa, had, hdd = v @ theta**2 + 1e-6, v @ theta, v.sum(axis=1) + 1e-6
            det = haa * hdd - had**2
            da, dd = (hdd * ga - had * gd) / det, (haa * gd - had * ga) / det
            slope += np.clip(da, -1, 1)
            intercept += np.clip(dd, -1, 1)
            if max(np.abs(da).max(), np.abs(dd).max()) < 1e-6:
                break
        return self._bounded(np.concatenate([slope, intercept]))

    def _rasch(self, point: Floats, asked: Floats, weight: Floats) -> Floats:
        """The same with one slope for all."""
        slope, intercept = float(point[0]), point[1:].copy()
        theta = self.at.theta
        given = float((self.patterns.rights @ weight) @ theta)
        for _ in range(4):
            p = expit(slope * theta + intercept[:, None])
            expected, v = asked * p, asked * p * (1 - p)
            gd, ga = self.right - expected.sum(axis=1), given - float((expected @ theta).sum())
            had, hdd = v @ theta, v.sum(axis=1) + 1e-6
            da = (ga - float(had @ (gd / hdd))) / max(float((v @ theta**2).sum() - had @ (had / hdd)), 1e-9)
            dd = (gd - had * da) / hdd
            slope += float(np.clip(da, -0.5, 0.5))
            intercept += np.clip(dd, -1, 1)
            if max(abs(da), np.abs(dd).max()) < 1e-6:
                break
        return self._bounded(np.concatenate([[slope], intercept]))


def posterior(patterns: Patterns, slope: Floats, intercept: Floats, at: Nodes) -> tuple[Floats, float]:
    """Return the share of each pattern at each node (patterns, nodes), and the logarithm of the likelihood of all
    answers.

    Questions without estimates (NaN) count for nothing.
    """
    logit = np.nan_to_num(slope[:, None] * at.theta + intercept[:, None])
    weight = patterns.right @ logit  # y x + log(1 - p) summed over what was asked
    weight += patterns.asked @ np.where(np.isnan(slope)[:, None], 0.0, log_expit(-logit))
    weight += np.log(at.prior)
    most = weight.max(axis=1, keepdims=True)
    weight -= most
    np.exp(weight, out=weight)
    total = weight.sum(axis=1, keepdims=True)
    weight /= total
    return weight, float(patterns.count @ (np.log(total) + most).ravel())


@dataclass(frozen=True)
class Abilities:
    """Mean and standard deviation of each person's ability given their answers, in standard deviations of people."""

    mean: Floats
    sd: Floats


def abilities(answers: Answers, latent: Latent, *, points: int = 41) -> Abilities:
    """Return the expected ability of each person (EAP), drawn towards the mean as far as their answers are few."""
    patterns, at = patterns_of(answers), nodes(points)
    weight, _ = posterior(patterns, latent.slope, latent.intercept, at)
    mean = weight @ at.theta
    sd = np.sqrt(np.maximum(weight @ at.theta**2 - mean**2, 0.0))
    return Abilities(mean[patterns.of_person], sd[patterns.of_person])
