"""From what a model says to what one would hold."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from workbench.data.series import Floats, PriceSeries
from workbench.evaluation.costs import BPS
from workbench.evaluation.figures import BARS_PER_YEAR
from workbench.evaluation.spec import EvaluationSpec, Rule

DECAY = 0.94
"""Weight of the days before in the deviation that sizes positions (RiskMetrics, 1996)."""


def sides(predicted: Floats, rule: Rule, threshold: float = 0.0) -> Floats:
    """Which way to go at each decision, shape (..., decisions), from predicted log returns: 1, 0 or -1.

    `long_flat`: 1 where the prediction is above `threshold`, else 0. `long_short`: 1 above it, -1 where the
    prediction is no higher than -`threshold`, 0 between. No forecast (NaN): 0.
    """
    up = (predicted > threshold).astype(np.float64)
    return up if rule == "long_flat" else up - (predicted <= -threshold)


def sizes(prices: PriceSeries, decisions: NDArray[np.int64], chosen: EvaluationSpec) -> Floats:
    """How much to hold when one goes, shape (decisions,), in accounts.

    1, or with a volatility target target / deviation a year as known at each close, at most `max_leverage`.
    """
    target = chosen.volatility_target_percent
    if target == 0.0:
        return np.ones(len(decisions))
    daily = target / 100.0 / math.sqrt(BARS_PER_YEAR)
    sigma = daily_sigma(prices.log_returns)[decisions]
    # A price that never moved gives no reason to hold less than the most.
    wanted = np.divide(daily, sigma, out=np.full(len(decisions), np.inf), where=sigma > 0)
    return np.asarray(np.minimum(wanted, chosen.max_leverage))


def positions(
    predicted: Floats, prices: PriceSeries, decisions: NDArray[np.int64], chosen: EvaluationSpec
) -> Floats:
    """The wanted position of each decision, shape (..., decisions), in accounts; `decisions` are bars."""
    way = sides(predicted, chosen.rule, chosen.threshold_bps * BPS)
    return way * sizes(prices, decisions, chosen)


def daily_sigma(log_returns: Floats) -> Floats:
    """The deviation of a day as known at each close, shape (bars,), by exponential weights of 0.94.

    The weights of what is known add up to 1 from the first return on; before it the deviation is 0.
    """
    from scipy.signal import lfilter

    squares = np.nan_to_num(log_returns) ** 2
    squares[:1] = 0.0  # the first bar has no return
    weight = 1.0 - DECAY ** np.arange(len(squares))
    weighted = lfilter([1.0 - DECAY], [1.0, -DECAY], squares)
    return np.asarray(np.sqrt(np.divide(weighted, weight, out=np.zeros(len(squares)), where=weight > 0)))
