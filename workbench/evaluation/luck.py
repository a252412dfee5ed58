"""What luck alone brings: the best of many tries, and the smallest edge that days can show."""

from __future__ import annotations

import math
from functools import cache
from statistics import NormalDist

import numpy as np

from workbench.evaluation.figures import BARS_PER_YEAR

SIZE, POWER = 0.05, 0.80

_NORMAL = NormalDist()
_Z = _NORMAL.inv_cdf(1 - SIZE) + _NORMAL.inv_cdf(POWER)


def smallest_visible_edge(days: int) -> float:
    """The hit rate above one half (a fraction) that `days` days can just show four times in five."""
    return _Z * 0.5 / math.sqrt(days)


@cache
def best_of_luck(tries: int) -> float:
    """Expected largest of `tries` independent standard normal draws, exact for small numbers."""
    edges = np.linspace(-9.0, 9.0, 4001)
    below = np.array([_NORMAL.cdf(edge) for edge in edges]) ** tries
    return float(((edges[1:] + edges[:-1]) / 2) @ np.diff(below))


def sharpe_by_luck(tries: int, days: int) -> float:
    """Annual Sharpe ratio that the best of `tries` worthless models shows over `days` days."""
    return best_of_luck(tries) * math.sqrt(BARS_PER_YEAR / days)
