"""Could it be luck? The tests of METHOD A4.2. A test that is undefined has p = 1, never a warning."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from workbench.data.series import Floats
from workbench.dataclass import dataclass

_NORMAL = NormalDist()


class Significance(NamedTuple):
    """A one-sided test: the statistic (None where undefined) and the chance of it under pure luck."""

    statistic: float | None
    p_value: float


UNDEFINED = Significance(None, 1.0)


@dataclass(frozen=True, slots=True)
class SharpeMoments:
    """What the Sharpe ratio's own uncertainty depends on.

    `sharpe` is per bar; `kurtosis` is raw: 3 for the normal distribution.
    """

    n: int
    sharpe: float
    skewness: float = 0.0
    kurtosis: float = 3.0

    @property
    def spread(self) -> float:
        """1 - skewness SR + (kurtosis - 1) SR^2 / 4 (Mertens 2002): the variance of sqrt(n) SR."""
        return 1.0 - self.skewness * self.sharpe + (self.kurtosis - 1.0) / 4.0 * self.sharpe**2


def all_finite(values: Floats) -> bool:
    """Whether no value is NaN or infinite: the least and the greatest would tell."""
    return math.isfinite(float(values.min())) and math.isfinite(float(values.max()))


def sharpe_moments(returns: Floats) -> SharpeMoments | None:
    """Moments of simple returns per bar, shape (bars,); None for fewer than three bars or no variance."""
    if len(returns) < 3 or not all_finite(returns) or _is_constant(returns):
        return None
    n, mean = len(returns), float(returns.mean())
    deviation = returns - mean
    squares = deviation * deviation  # products: numpy's powers above 2 cost twenty times as much
    variance = float(squares.sum()) / n
    return SharpeMoments(
        n=n,
        sharpe=mean / math.sqrt(variance * n / (n - 1)),
        skewness=float(squares @ deviation) / n / variance**1.5,
        kurtosis=float(squares @ squares) / n / variance**2,
    )


def sharpe_standard_error(moments: SharpeMoments) -> float:
    """Standard error of the per-bar Sharpe ratio (Lo 2002, Mertens 2002)."""
    return math.sqrt(moments.spread / (moments.n - 1))


def psr(moments: SharpeMoments | None, benchmark: float = 0.0) -> float | None:
    """Probability that the true per-bar Sharpe ratio exceeds `benchmark` (Bailey and Lopez de Prado 2012)."""
    if moments is None or moments.spread <= 0:
        return None
    return _NORMAL.cdf((moments.sharpe - benchmark) / sharpe_standard_error(moments))


def min_trl(moments: SharpeMoments | None, benchmark: float = 0.0, alpha: float = 0.05) -> float | None:
    """Bars after which the observed Sharpe ratio would just be significant; None where it never would.

    Minimum track record length (Bailey and Lopez de Prado 2012): half of equally good models would need more.
    """
    if moments is None or moments.sharpe <= benchmark or moments.spread <= 0:
        return None
    return 1.0 + moments.spread * (_NORMAL.inv_cdf(1.0 - alpha) / (moments.sharpe - benchmark)) ** 2


def years_for_power(annual_sharpe: float, alpha: float = 0.05, power: float = 0.8) -> float:
    """Years after which a true annual Sharpe ratio is found with probability `power`."""
    return ((_NORMAL.inv_cdf(1.0 - alpha) + _NORMAL.inv_cdf(power)) / annual_sharpe) ** 2


def annualisation_factor(bars: int, autocorrelation: float) -> float:
    """What turns a per-bar Sharpe ratio into one over `bars` bars when returns are AR(1) (Lo 2002)."""
    lags = np.arange(1, bars)
    return float(bars / math.sqrt(bars + 2.0 * np.sum((bars - lags) * autocorrelation**lags)))


def clark_west(actual: Floats, predicted: Floats, benchmark: Floats, horizon: int = 1) -> Significance:
    """Does the forecast beat the nested `benchmark` (Clark and West 2007)? Log returns, shape (rows,).

    Rows of a `horizon` above 1 overlap: their autocovariances up to horizon - 1 are added.
    """
    if len(actual) <= max(horizon, 2) or not np.all(np.isfinite(predicted)):
        return UNDEFINED
    # Equal but for rounding: the statistic would be a quotient of two roundings.
    if np.max(np.abs(predicted - benchmark)) <= 1e-9 * np.std(actual):
        return UNDEFINED
    adjusted = (actual - benchmark) ** 2 - ((actual - predicted) ** 2 - (predicted - benchmark) ** 2)
    variance = _long_run_variance(adjusted, horizon - 1)
    if not variance > 0:
        return UNDEFINED
    statistic = float(adjusted.mean() / math.sqrt(variance / len(adjusted)))
    return Significance(statistic, 1.0 - _NORMAL.cdf(statistic))


def circular_shift(position: Floats, returns: Floats, gap: int) -> float:
    """Chance that the same positions, shifted in time, would have earned as much: the timing test.

    Both of shape (bars,). Shifts below `gap` (lookback + horizon) re-pair a position with the bars it was
    made from and are left out. Exposure and turnover stay as they are. By FFT: all shifts at once.
    """
    bars = len(position)
    if bars - 2 * gap < 0 or _is_constant(position) or _is_constant(returns):
        return 1.0
    earned = np.fft.irfft(np.conj(np.fft.rfft(position)) * np.fft.rfft(returns), bars)
    others = earned[gap : bars - gap + 1]
    # Equal sums must count as equal in spite of the rounding of the transform.
    rounding = 1e-10 * float(np.linalg.norm(position) * np.linalg.norm(returns))
    return float((1 + np.sum(others >= earned[0] - rounding)) / (1 + len(others)))


def anatolyev_gerko(actual: Floats, predicted: Floats) -> Significance:
    """Does trading the predicted sign earn more than its share of long bars would (2005)? Simple returns."""
    if not np.all(np.isfinite(predicted)):
        return UNDEFINED
    side = np.where(predicted > 0, 1.0, -1.0)
    share_long = float(np.mean(side > 0))
    squares = float(np.sum((actual - actual.mean()) ** 2))
    variance = 4.0 * share_long * (1.0 - share_long) * squares / len(actual) ** 2
    if not variance > 0:
        return UNDEFINED
    advantage = float(np.mean(side * actual) - np.mean(side) * np.mean(actual))
    statistic = advantage / math.sqrt(variance)
    return Significance(statistic, 1.0 - _NORMAL.cdf(statistic))


def pesaran_timmermann(actual: Floats, predicted: Floats) -> Significance:
    """Are predicted and actual signs related (1992)? Imports statsmodels: call it in a worker process."""
    ups = (actual > 0, predicted > 0)
    if not np.all(np.isfinite(predicted)) or any(up.all() or not up.any() for up in ups):
        return UNDEFINED
    from statsmodels.stats.diagnostic import pesaran_timmermann as library_test

    found = library_test(actual, predicted, alternative="larger")
    return Significance(float(found.statistic), float(found.pvalue))


def diebold_mariano(
    actual: Floats, predicted: Floats, other: Floats, horizon: int = 1, loss: str = "mse"
) -> Significance:
    """Is `predicted` the better of two forecasts (1995; corrected by Harvey, Leybourne and Newbold 1997)?

    For forecasts of which neither nests the other (a net and ridge); `loss` is `mse` or `mae`. Lags are
    horizon - 1 at full weight: statsmodels tapers them, which lets overlapping rows pass too often. p from
    Student's t. Imports scipy: call it in a worker process.
    """
    rows = len(actual)
    if rows <= max(horizon, 2) or not np.all(np.isfinite(predicted + other)):
        return UNDEFINED
    if np.max(np.abs(predicted - other)) <= 1e-9 * np.std(actual):
        return UNDEFINED
    power = 2 if loss == "mse" else 1
    gain = np.abs(actual - other) ** power - np.abs(actual - predicted) ** power
    variance = _long_run_variance(gain, horizon - 1) * (rows - 1) / rows
    few_rows = (rows + 1 - 2 * horizon + horizon * (horizon - 1) / rows) / rows
    if not (variance > 0 and few_rows > 0):
        return UNDEFINED
    from scipy.stats import t as student

    statistic = float(gain.mean() / math.sqrt(variance / rows) * math.sqrt(few_rows))
    return Significance(statistic, float(student.sf(statistic, rows - 1)))


def sharpe_difference(returns: Floats, others: Floats) -> Significance:
    """Is the Sharpe ratio of `returns` above that of `others` (Jobson and Korkie 1981, Memmel 2003)?

    Simple returns of the same bars. Assumes normal, independent bars: heavy tails make it somewhat lenient.
    """
    first, second = sharpe_moments(returns), sharpe_moments(others)
    if first is None or second is None:
        return UNDEFINED
    correlation = float(np.corrcoef(returns, others)[0, 1])
    return memmel(first.sharpe, second.sharpe, correlation, len(returns))


def memmel(first: float, second: float, correlation: float, bars: int) -> Significance:
    """z of two per-bar Sharpe ratios: variance [2 - 2 r + (a^2 + b^2 - 2 a b r^2) / 2] / bars."""
    squares = first**2 + second**2 - 2.0 * first * second * correlation**2
    variance = (2.0 - 2.0 * correlation + squares / 2.0) / bars
    if not variance > 1e-18:
        return UNDEFINED
    statistic = (first - second) / math.sqrt(variance)
    return Significance(statistic, 1.0 - _NORMAL.cdf(statistic))


def _is_constant(values: Floats) -> bool:
    """Equal but for rounding."""
    low, high = float(values.min()), float(values.max())
    return high - low <= 1e-12 * max(abs(low), abs(high))


def _long_run_variance(values: Floats, lags: int) -> float:
    """Sample variance plus twice the autocovariances up to `lags`; tapered where that is not positive."""
    deviation = values - values.mean()
    scale = len(values) - 1
    covariances = [float(deviation[lag:] @ deviation[: len(values) - lag]) / scale for lag in range(lags + 1)]
    plain = covariances[0] + 2.0 * sum(covariances[1:])
    if plain > 0 or lags == 0:
        return plain
    return covariances[0] + 2.0 * sum((1 - k / (lags + 1)) * covariances[k] for k in range(1, lags + 1))
