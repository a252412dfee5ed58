"""The arithmetic of the models without epochs, as pure functions on arrays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.data.series import Floats

TREND_BARS = 25
FAST_MEAN, SLOW_MEAN = 50, 200


def trend_and_rest(past: Floats) -> Floats:
    """(n, lookback) -> (n, 2 x lookback): the moving average over 25 bars, then what it leaves.

    The edges are repeated, as in DLinear (Zeng et al., 2023), "Are Transformers Effective for Time Series
    Forecasting?"
    """
    before = TREND_BARS // 2
    padded = np.pad(past, ((0, 0), (before, TREND_BARS - 1 - before)), mode="edge")
    sums = np.cumsum(np.pad(padded, ((0, 0), (1, 0))), axis=1)
    trend = (sums[:, TREND_BARS:] - sums[:, :-TREND_BARS]) / TREND_BARS
    return np.concatenate([trend, past - trend], axis=1)


def fit_gradient_boosting(
    x: NDArray[Any], y: Floats, iterations: int
) -> Callable[[NDArray[Any]], Floats]:
    """Boosted trees (Friedman, 2001) on histograms, for `iterations` rounds; gives the way to predict.

    `x` (n, bars, features), `y` (n,); the prediction maps (m, bars, features) to (m,).
    """
    from sklearn.ensemble import HistGradientBoostingRegressor

    model = HistGradientBoostingRegressor(max_iter=iterations, early_stopping=False, random_state=0)
    model.fit(_flat(x), y)
    return lambda windows: np.asarray(model.predict(_flat(windows)), dtype=np.float64)


def fit_ar(newest: Floats, target: Floats) -> tuple[float, float]:
    """(constant, share) of target = constant + share x newest by least squares; both (n,).

    A return that never varies explains nothing: the share is then 0.
    """
    around = newest - newest.mean()
    variance = float(around @ around)
    share = float(around @ target) / variance if variance > 0 else 0.0
    return float(target.mean() - share * newest.mean()), share


def ma_cross(returns: Floats) -> Floats:
    """+1 where the mean of the last 50 closes is above that of the last 200, else -1; (bars,).

    The closes are rebuilt from `returns` (bars,), of which the first is NaN; where there are fewer bars
    the mean is over those there are.
    """
    close = np.exp(np.nancumsum(returns))
    return np.where(mean_of_last(close, FAST_MEAN) > mean_of_last(close, SLOW_MEAN), 1.0, -1.0)


def mean_of_last(values: Floats, bars: int) -> Floats:
    """(n,): the mean of the last `bars` values up to each one; at the start, of those there are."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    ends = np.arange(1, len(values) + 1)
    starts = np.maximum(ends - bars, 0)
    return np.asarray((sums[ends] - sums[starts]) / (ends - starts))


def coin_flips(count: int, seed: int) -> Floats:
    """`count` fair flips, +1 or -1, as float64."""
    return np.where(np.random.default_rng(seed).random(count) < 0.5, 1.0, -1.0)


def _flat(windows: NDArray[Any]) -> Floats:
    return np.ascontiguousarray(windows, dtype=np.float64).reshape(len(windows), -1)
