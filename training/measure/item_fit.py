"""Does a question behave as the latent model says.

Infit and outfit (B. Wright and G. Masters, Rating Scale Analysis (1982)), but with each answer foretold from the
person's other answers alone: were it foretold from an ability that it helped to estimate, the figures would lie below
1 even where the model holds, the more so the shorter the paper. S-X² (M. Orlando and D. Thissen 2000) needs that all
who are compared had the same questions, which drawn papers do not give.

The chance of an answer given the others is the harmonic mean of its chance over what is known of the ability with it.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from training.measure.answers import Answers, Floats
from training.measure.latent import Latent, nodes, posterior
from training.measure.patterns import patterns_of

_CHUNK = 100_000  # answers at a time


@dataclass(frozen=True)
class Fit:
    """(items,) each; expected 1. infit: weighed by information. outfit: all answers alike, so surprises count most.

    infit_z, outfit_z: the same as standard normal deviates, for Rasch; with 2PL a question's own slope takes up most
    of what would show here, and they lie nearer 0. NaN where nobody was asked.
    """

    infit: Floats
    infit_z: Floats
    outfit: Floats
    outfit_z: Floats


def fit_of(answers: Answers, latent: Latent, *, points: int = 41) -> Fit:
    """Return how well each question fits `latent`, which was fitted to `answers`."""
    patterns, at = patterns_of(answers), nodes(points)
    weight, _ = posterior(patterns, latent.slope, latent.intercept, at)
    p = expit(np.nan_to_num(latent.slope[:, None] * at.theta + latent.intercept[:, None]))
    inverse = 1 / np.clip(np.stack([1 - p, p]), 1e-9, None)  # of the chance of a wrong answer, and of a right one
    hit = patterns.hit.astype(np.intp)
    chance = np.empty(len(hit))
    for first in range(0, len(hit), _CHUNK):
        rows = slice(first, first + _CHUNK)
        chance[rows] = 1 / np.einsum("aq,aq->a", weight[patterns.row[rows]], inverse[hit[rows], patterns.item[rows]])
    foretold = np.clip(np.where(patterns.hit, chance, 1 - chance), 1e-6, 1 - 1e-6)
    square, variance = (patterns.hit - foretold) ** 2, foretold * (1 - foretold)
    people = patterns.count[patterns.row]

    def total(values: Floats) -> Floats:
        return np.asarray(np.bincount(patterns.item, people * values, patterns.items), dtype=np.float64)

    asked, information = total(np.ones(len(hit))), total(variance)
    infit = _over(total(square), information)
    outfit = _over(total(square / variance), asked)
    lean = 1 - 2 * foretold  # (y - p)² differs from p(1-p) by lean (y - p)
    infit_sd = _spread(total(variance * lean**2), total(variance * lean), information)
    outfit_sd = _spread(total(lean**2 / variance), total(lean), information)
    return Fit(infit, _over((infit - 1) * information, infit_sd), outfit, _over((outfit - 1) * asked, outfit_sd))


def _spread(square: Floats, along: Floats, information: Floats) -> Floats:
    """Standard deviation of a sum of weighted residuals whose plain sum the fitted difficulty keeps at 0."""
    return np.sqrt(
        np.maximum(square - np.divide(along**2, information, out=np.zeros_like(square), where=information > 0), 0.0)
    )


def _over(above: Floats, below: Floats) -> Floats:
    return np.asarray(np.divide(above, below, out=np.full(len(above), np.nan), where=below > 0), dtype=np.float64)
