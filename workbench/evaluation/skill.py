"""How good are the forecasts themselves, beside forecasts that cost nothing? (METHOD A3.2, A3.3)

All log returns, shape (rows,). A figure that is undefined, or a model without a forecast (NaN), gives None.
"""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from workbench.data.series import Floats
from workbench.dataclass import dataclass

LAGS = tuple(range(-3, 6))
SEASON = 5
"""Trading days of a week."""


@dataclass(frozen=True, slots=True)
class LagProfile:
    """Is the picture of the forecast only the price, one day late?

    `correlations[i]` is that of the drawn forecast's daily moves with the price's `lags[i]` days earlier.
    `yesterday_share` is the share of those moves that yesterday's explain. `own` is the correlation of what
    the model itself adds with what happened, `own_low` and `own_high` its 95 % interval. `skill_share` is
    the part of the naive forecast's squared error, in prices, that the model removes (negative: adds).
    """

    lags: tuple[int, ...]
    correlations: tuple[float, ...]
    yesterday_share: float
    own: float | None
    own_low: float | None
    own_high: float | None
    skill_share: float | None


def expanding_mean_forecast(log_returns: Floats, decisions: NDArray[np.int64], horizon: int = 1) -> Floats:
    """The mean of all returns known at each deciding bar, times `horizon`: the forecast to beat.

    `log_returns` has one entry a bar (the first NaN), `decisions` are bar indices, shape (rows,).
    """
    known = np.cumsum(~np.isnan(log_returns))
    return np.asarray(horizon * np.nancumsum(log_returns)[decisions] / np.maximum(known[decisions], 1))


def seasonal_naive_forecast(log_close: Floats, decisions: NDArray[np.int64], horizon: int = 1) -> Floats:
    """The days to come move as the last five did, over and over: a baseline (METHOD A3.1), shape (rows,).

    `log_close` has one entry a bar, `decisions` are bar indices; the five bars before each are known.
    """
    weeks, days = divmod(horizon, SEASON)
    start = log_close[decisions - SEASON]
    return np.asarray(weeks * (log_close[decisions] - start) + log_close[decisions - SEASON + days] - start)


def r2_oos(actual: Floats, predicted: Floats, benchmark: Floats) -> float | None:
    """1 - squared error / that of `benchmark`, the expanding mean (Campbell and Thompson 2008)."""
    ratio = _ratio(np.sum((actual - predicted) ** 2), np.sum((actual - benchmark) ** 2))
    return None if ratio is None else 1.0 - ratio


def naive_ratio(actual: Floats, predicted: Floats) -> float | None:
    """Mean squared error / that of predicting no change; 1 = no better than "tomorrow = today"."""
    return _ratio(np.sum((actual - predicted) ** 2), np.sum(actual**2))


def mae(actual: Floats, predicted: Floats) -> float | None:
    """Mean absolute error."""
    return _ratio(np.sum(np.abs(actual - predicted)), float(len(actual)))


def rmse(actual: Floats, predicted: Floats) -> float | None:
    """Root of the mean squared error."""
    mean = _ratio(np.sum((actual - predicted) ** 2), float(len(actual)))
    return None if mean is None else math.sqrt(mean)


def mase(actual: Floats, predicted: Floats, scale: Floats) -> float | None:
    """Mean of |error| / `scale`, the naive step known beforehand (Hyndman and Koehler 2006; `naive_step`)."""
    if len(actual) == 0 or not np.all(scale > 0):
        return None
    return _ratio(np.sum(np.abs(actual - predicted) / scale), float(len(actual)))


def naive_step(log_returns: Floats, first_bars: NDArray[np.int64]) -> Floats:
    """Mean absolute log return of the bars before `first_bars`, the first bar of each row's fold."""
    known = np.append(0, np.cumsum(~np.isnan(log_returns)))
    summed = np.append(0.0, np.nancumsum(np.abs(log_returns)))
    return np.asarray(summed[first_bars] / np.maximum(known[first_bars], 1))


def directional_accuracy(actual: Floats, predicted: Floats) -> float | None:
    """Share of rows where (predicted > 0) == (actual > 0)."""
    if len(actual) == 0 or np.any(np.isnan(predicted)):
        return None
    return float(np.mean((predicted > 0) == (actual > 0)))


def base_rate(actual: Floats) -> float | None:
    """What always saying the commoner direction scores."""
    if len(actual) == 0:
        return None
    up = float(np.mean(actual > 0))
    return max(up, 1.0 - up)


def hit_rate_interval(rate: float, n: int, confidence: float = 0.95) -> tuple[float, float]:
    """Wilson's interval of a rate seen in `n` rows."""
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    centre = rate + z * z / (2 * n)
    half = z * math.sqrt(rate * (1 - rate) / n + z * z / (4 * n * n))
    return max((centre - half) / (1 + z * z / n), 0.0), min((centre + half) / (1 + z * z / n), 1.0)


def amplitude(actual: Floats, predicted: Floats) -> float | None:
    """sd(predicted) / sd(actual): near 0 the model says "no change" every day."""
    return _ratio(np.std(predicted), np.std(actual)) if len(actual) else None


def interval_coverage(actual: Floats, lower: Floats, upper: Floats) -> float | None:
    """Share of rows whose outcome lies within [lower, upper] (all prices, or all returns)."""
    if len(actual) == 0 or np.any(np.isnan(lower) | np.isnan(upper)):
        return None
    return float(np.mean((lower <= actual) & (actual <= upper)))


def lag_profile(asof_price: Floats, actual_price: Floats, predicted_price: Floats) -> LagProfile | None:
    """The lag diagnostic of METHOD A3.3 over consecutive one-day forecasts; prices of shape (rows,).

    Every honest one-day forecast moves like the price one day earlier: that peak is no skill. None for
    fewer than 30 rows, no forecast, or prices that never move.
    """
    if len(actual_price) < 30 or not np.all(np.isfinite(predicted_price)):
        return None
    drawn, moved = np.diff(np.log(predicted_price)), np.diff(np.log(actual_price))
    correlations = [_correlation(*_lagged(drawn, moved, lag)) for lag in LAGS]
    known = [value for value in correlations if value is not None]
    if len(known) < len(LAGS):
        return None
    own = _correlation(np.log(predicted_price / asof_price), np.log(actual_price / asof_price))
    low, high = _fisher_interval(own, len(actual_price))
    error = _ratio(np.sum((actual_price - predicted_price) ** 2), np.sum((actual_price - asof_price) ** 2))
    return LagProfile(
        lags=LAGS,
        correlations=tuple(known),
        yesterday_share=max(known[LAGS.index(1)], 0.0) ** 2,
        own=own,
        own_low=low,
        own_high=high,
        skill_share=None if error is None else 1.0 - error,
    )


def _lagged(drawn: Floats, moved: Floats, lag: int) -> tuple[Floats, Floats]:
    """The pairs (drawn[t], moved[t - lag])."""
    if lag >= 0:
        return drawn[lag:], moved[: len(moved) - lag]
    return drawn[:lag], moved[-lag:]


def _correlation(first: Floats, second: Floats) -> float | None:
    a, b = first - first.mean(), second - second.mean()
    product = _ratio(float(a @ b), float(np.linalg.norm(a) * np.linalg.norm(b)))
    return None if product is None or np.ptp(first) == 0 or np.ptp(second) == 0 else product


def _fisher_interval(correlation: float | None, n: int) -> tuple[float | None, float | None]:
    if correlation is None or abs(correlation) >= 1:
        return correlation, correlation
    z, half = math.atanh(correlation), 1.96 / math.sqrt(n - 3)
    return math.tanh(z - half), math.tanh(z + half)


def _ratio(part: float | np.floating, whole: float | np.floating) -> float | None:
    if not (np.isfinite(part) and np.isfinite(whole)) or whole <= 0:
        return None
    return float(part) / float(whole)
