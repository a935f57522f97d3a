"""What a normal working response forgets of few right-or-wrong answers.

Replacing a cell's answers by a normal response makes groups look more alike than they are where cells hold few answers
(N. Breslow and X. Lin, Biometrika 82 (1995)). Here the integral over a cell's mastery is done properly (Gauss-Hermite
about the normal posterior, as Q. Liu and D. Pierce, Biometrika 81 (1994)), and its ratio to the normal one is handed
on, as a function of how different cells are. A cell is taken as so many alike questions as have the information that
its answers really have.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import logit, roots_hermitenorm

from training.measure.answers import Floats

VARIANCES = np.array([0.001, 0.02, 0.05, 0.1, 0.18, 0.3, 0.5, 0.8, 1.3, 2.2, 4.5])  # squared logits
_NODES, _WEIGHTS = roots_hermitenorm(11)
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()


@dataclass(frozen=True)
class Working:
    """Of every cell: centre that the response was taken at, z, the variance of its error, mean expected share there,
    level of its topic.
    """

    centre: Floats
    z: Floats
    error: Floats
    share: Floats
    level: Floats


def beyond_normal(cells: Working) -> Floats:
    """Return the logarithm of the true integrated likelihood over the normal one, at each of VARIANCES."""
    return np.array([float(np.log(_true_over_normal(cells, variance)[0] @ _WEIGHTS).sum()) for variance in VARIANCES])


def mended(cells: Working, variance: float) -> tuple[Floats, Floats]:
    """Return what to add to each cell's centre, and by what to multiply its variance, where cells have `variance`
    beforehand.

    Few answers of which most are right leave a mastery that may be far higher more likely than one that is as much
    lower.
    """
    ratio, spread = _true_over_normal(cells, variance)
    weight = ratio * _WEIGHTS
    weight /= weight.sum(axis=1, keepdims=True)
    mean = weight @ _NODES
    return mean * np.sqrt(spread), weight @ _NODES**2 - mean**2


def _true_over_normal(cells: Working, variance: float) -> tuple[Floats, Floats]:
    """Likelihood over that of the normal response, (cells, nodes), and the variance of the normal posterior."""
    share = np.clip(cells.share, 1e-3, 1 - 1e-3)
    slope = share * (1 - share)
    seen = np.clip(share + (cells.z - cells.centre) * slope, 0.0, 1.0)
    offset, size = logit(share) - cells.centre, 1 / (cells.error * slope)
    spread = 1 / (1 / variance + 1 / cells.error)
    mean = spread * (cells.level / variance + cells.z / cells.error)
    x = mean[:, None] + np.sqrt(spread)[:, None] * _NODES
    away = x - cells.centre[:, None]
    true = size[:, None] * (seen[:, None] * away - np.logaddexp(0, x + offset[:, None]) - np.log1p(-share)[:, None])
    normal = ((seen - share) * size)[:, None] * away - away**2 / (2 * cells.error[:, None])
    return np.exp(np.clip(true - normal, -30, 30)), spread
