"""How good is all that a forecast says, not its middle alone? Proper scores (METHOD A3.2); smaller is better.

All log returns, shape (rows,). A score that is undefined, or without an interval (NaN), is None.
"""

from __future__ import annotations

import math
from dataclasses import replace
from statistics import NormalDist

import numpy as np

from workbench.data.series import Floats
from workbench.evaluation.figures import ForecastFigures, none_if_undefined
from workbench.evaluation.skill import hit_rate_interval

COVERAGE = 0.80
"""Of the interval that every forecast comes with: its bounds are the 10 % and the 90 % quantile."""


def with_interval_scores(
    figures: ForecastFigures, actual: Floats, predicted: Floats, bounds: Floats, horizon: int
) -> ForecastFigures:
    """The figures with the scores of the interval `bounds`, (2, rows): lower and upper log return.

    CRPS and QLIKE read it as a bell curve about `predicted`. Outcomes of a `horizon` above 1 overlap, so
    that how often the interval held is no count of independent rows: its own interval is then None.
    """
    lower, upper = bounds
    tail = (1.0 - COVERAGE) / 2
    pair = (pinball(actual, lower, tail), pinball(actual, upper, 1.0 - tail))
    spread = (upper - lower) / (2.0 * NormalDist().inv_cdf(1.0 - tail))
    share = figures.interval_coverage
    known = None if share is None or horizon > 1 else hit_rate_interval(share, len(actual))
    return replace(
        figures,
        interval_coverage_low=known[0] if known else None,
        interval_coverage_high=known[1] if known else None,
        pinball=None if pair[0] is None or pair[1] is None else (pair[0] + pair[1]) / 2,
        crps=crps_gaussian(actual, predicted, spread),
        qlike=qlike((actual - predicted) ** 2, spread**2),
    )


def pinball(actual: Floats, quantile: Floats, share: float) -> float | None:
    """Mean of (share - [actual < quantile]) (actual - quantile): the loss of the `share` quantile.

    Koenker and Bassett (1978); smallest on average for the true quantile.
    """
    if len(actual) == 0 or not np.all(np.isfinite(quantile)):
        return None
    error = actual - quantile
    return none_if_undefined(float(np.mean((share - (error < 0)) * error)))


def crps_gaussian(actual: Floats, mean: Floats, spread: Floats) -> float | None:
    """Mean continuous ranked probability score of normal forecasts (Gneiting and Raftery 2007).

    `spread` is the standard deviation; in the unit of `actual`. None where it is not above 0. Imports scipy:
    call it in a worker process.
    """
    if len(actual) == 0 or not np.all(np.isfinite(mean) & np.isfinite(spread) & (spread > 0)):
        return None
    from scipy.special import ndtr

    z = (actual - mean) / spread
    density = np.exp(-0.5 * z**2) / math.sqrt(2.0 * math.pi)
    return none_if_undefined(
        float(np.mean(spread * (z * (2.0 * ndtr(z) - 1.0) + 2.0 * density - 1.0 / math.sqrt(math.pi))))
    )


def qlike(squared: Floats, variance: Floats) -> float | None:
    """Mean of ln(variance) + squared / variance: how well `variance` foretold the `squared` errors.

    Patton (2011): ranks forecasts of a variance rightly although its outcome is never seen, and is defined
    on days without any move. None where a variance is not above 0.
    """
    if len(squared) == 0 or not np.all(np.isfinite(variance) & (variance > 0)):
        return None
    return none_if_undefined(float(np.mean(np.log(variance) + squared / variance)))
