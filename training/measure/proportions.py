"""The interval of a share."""

import numpy as np
from scipy.stats import norm

from training.measure.answers import Floats


def wilson(successes: float, n: float, *, level: float = 0.90) -> tuple[float, float]:
    """Return the Wilson score interval of a proportion; (0, 1) where nobody answered.

    Source: E. B. Wilson, "Probable inference", JASA 22 (1927).
    """
    low, high = wilson_all(np.array([successes]), np.array([n]), level=level)
    return float(low[0]), float(high[0])


def wilson_all(successes: Floats, n: Floats, *, level: float = 0.90) -> tuple[Floats, Floats]:
    """Return the same for arrays."""
    z = float(norm.ppf(0.5 + level / 2))
    size = np.where(n > 0, n, 1.0)
    p = successes / size
    centre = (p + z * z / (2 * size)) / (1 + z * z / size)
    half = z / (1 + z * z / size) * np.sqrt(p * (1 - p) / size + z * z / (4 * size * size))
    return np.where(n > 0, np.maximum(0.0, centre - half), 0.0), np.where(n > 0, np.minimum(1.0, centre + half), 1.0)
