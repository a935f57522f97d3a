"""Standard errors of latent estimates from the observed information.

T. Louis (JRSS B 44 (1982)): the information is that of the answers with abilities known, less the variance of its
score that comes of not knowing them. That variance is summed up, pattern by pattern, along the first few polynomials
of ability that are orthonormal under what is known of the person; a score is so smooth in ability that the rest is
nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from training.measure.answers import Answers, Floats, Ints
from training.measure.latent import Latent, Nodes, nodes, posterior
from training.measure.patterns import Patterns, patterns_of

_POLYNOMIALS = 5
_CHUNK = 2_000  # patterns at a time


@dataclass(frozen=True)
class Errors:
    """Standard errors, (items,) each; NaN for questions nobody had, and where the answers do not determine the
    estimate.

    For Rasch slope is that of the one slope, and difficulty that of b in logits.
    """

    slope: Floats
    intercept: Floats
    difficulty: Floats


def errors_of(answers: Answers, latent: Latent, *, points: int = 41) -> Errors:
    """Return the standard errors of `latent`, which was fitted to `answers`."""
    patterns, at = patterns_of(answers), nodes(points)
    seen = np.flatnonzero(~np.isnan(latent.slope))
    slope, intercept = latent.slope[seen], latent.intercept[seen]
    weight, _ = posterior(patterns, latent.slope, latent.intercept, at)
    p = expit(slope[:, None] * at.theta + intercept[:, None])
    rasch = latent.model == "rasch"
    known = _complete(patterns, weight, p, seen, at)
    unknown = _missing(patterns, weight, p, seen, at, one_slope=rasch)
    covariance = _inverse((_one_slope(known, len(seen)) if rasch else known) - unknown)
    spread = np.diag(covariance)
    kinds = 1 if rasch else len(seen)
    variance = np.broadcast_to(spread[:kinds], len(seen)), spread[kinds:]
    b = -intercept / slope
    crossed = np.diag(covariance[:, kinds:]) if not rasch else np.zeros(len(seen))
    hard = variance[1] if rasch else (variance[1] + 2 * b * crossed + b**2 * variance[0]) / slope**2
    return Errors(*(_root(v, seen, len(latent.slope)) for v in (variance[0], variance[1], hard)))


def _complete(patterns: Patterns, weight: Floats, p: Floats, seen: Ints, at: Nodes) -> Floats:
    """Information with abilities known: slopes first, then intercepts."""
    asked = (patterns.asked[:, seen].T @ (weight * patterns.count[:, None])) * p * (1 - p)
    size = len(seen)
    whole = np.zeros((2 * size, 2 * size))
    own = np.arange(size)
    whole[own, own] = asked @ at.theta**2
    whole[own, own + size] = whole[own + size, own] = asked @ at.theta
    whole[own + size, own + size] = asked.sum(axis=1)
    return whole


def _missing(patterns: Patterns, weight: Floats, p: Floats, seen: Ints, at: Nodes, *, one_slope: bool) -> Floats:
    """Variance of the score given the answers, summed over people."""
    size = len(seen) + (1 if one_slope else len(seen))
    whole = np.zeros((size, size))
    for first in range(0, len(patterns), _CHUNK):
        rows = slice(first, first + _CHUNK)
        asked = patterns.asked[rows][:, seen].toarray()
        right = patterns.right[rows][:, seen].toarray()
        root = np.sqrt(patterns.count[rows])[:, None]
        for along in _along(weight[rows], at.theta):
            by_slope = asked * (right * (along @ at.theta)[:, None] - (along * at.theta) @ p.T)
            if one_slope:
                by_slope = by_slope.sum(axis=1, keepdims=True)
            score = np.hstack([by_slope, -asked * (along @ p.T)]) * root
            whole += score.T @ score
    return whole


def _along(weight: Floats, theta: Floats) -> Iterator[Floats]:
    """Posterior weight times each orthonormal polynomial from the first degree on (Stieltjes' recurrence)."""
    before, now = np.zeros_like(weight), np.ones_like(weight)
    for _ in range(_POLYNOMIALS):
        alpha = (weight * now**2) @ theta
        after = (theta - alpha[:, None]) * now - _projected(weight, theta, now, before) * before
        size = np.sqrt((weight * after**2).sum(axis=1, keepdims=True))
        before, now = now, np.divide(after, size, out=np.zeros_like(after), where=size > 1e-10)
        yield weight * now


def _projected(weight: Floats, theta: Floats, now: Floats, before: Floats) -> Floats:
    return np.asarray((weight * theta * now * before).sum(axis=1, keepdims=True), dtype=np.float64)


def _one_slope(information: Floats, size: int) -> Floats:
    """Information about one slope that all questions share, and the intercepts."""
    shared = np.zeros((2 * size, size + 1))
    shared[:size, 0] = 1
    shared[range(size, 2 * size), range(1, size + 1)] = 1
    return shared.T @ information @ shared


def _inverse(information: Floats) -> Floats:
    try:
        return np.asarray(np.linalg.inv(information), dtype=np.float64)
    except np.linalg.LinAlgError:
        return np.full_like(information, np.nan)


def _root(variance: Floats, seen: Ints, size: int) -> Floats:
    whole = np.full(size, np.nan)
    whole[seen] = np.sqrt(np.where(variance > 0, variance, np.nan))
    return whole
