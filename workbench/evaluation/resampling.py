"""How far luck alone could have moved what a strategy earned: stationary bootstrap (METHOD A4.2.13).

Politis and Romano (1994); the mean block is Politis and White's (2004, corrected 2009), 1 to a tenth of the
bars. Intervals are approximate: measured, nine in ten mean 82 to 87 in a hundred.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.data.series import Floats
from workbench.evaluation.figures import BARS_PER_YEAR, BacktestResult
from workbench.evaluation.significance import sharpe_moments
from workbench.evaluation.simulate import equity_curve

DRAWS = 1000
SEED = 0
CONFIDENCE = 0.95
LEAST_BARS = 30
_DRAWS_AT_ONCE = 50


class Uncertainty(NamedTuple):
    """(low, high) of the yearly Sharpe ratio and of the deepest fall from a peak (<= 0)."""

    sharpe: tuple[float, float]
    drawdown: tuple[float, float]


def with_uncertainty(backtest: BacktestResult) -> BacktestResult:
    """The backtest with the intervals of its net figures; at other costs they are not known."""
    found = uncertainty(backtest.net)
    if found is None:
        return backtest
    net_figures = replace(
        backtest.net_figures,
        sharpe_low=found.sharpe[0],
        sharpe_high=found.sharpe[1],
        max_drawdown_low=found.drawdown[0],
        max_drawdown_high=found.drawdown[1],
    )
    return replace(backtest, net_figures=net_figures)


def uncertainty(returns: Floats, draws: int = DRAWS, seed: int = SEED) -> Uncertainty | None:
    """Approximate 95 % intervals from simple returns per bar, (bars,); the same for the same returns.

    None for fewer than 30 bars, or returns that never vary. Imports arch: call it in a worker process.
    """
    if len(returns) < LEAST_BARS or sharpe_moments(returns) is None:
        return None
    mean_block = block_length(returns)
    rng = np.random.default_rng(seed)
    sharpes, falls = [], []
    # A few at a time: so they stay in the processor's cache.
    for first in range(0, draws, _DRAWS_AT_ONCE):
        order = stationary_blocks(len(returns), mean_block, rng, min(_DRAWS_AT_ONCE, draws - first))
        drawn = returns[order]
        sharpes.append(_sharpe_ratios(drawn))
        falls.append(max_drawdowns(drawn))
    return Uncertainty(_interval(np.concatenate(sharpes)), _interval(np.concatenate(falls)))


def stationary_blocks(
    bars: int, mean_block: float, rng: np.random.Generator, draws: int = 1
) -> NDArray[np.int64]:
    """Indices (draws, bars) of resampled series: blocks of geometric length, wrapped around the end."""
    fresh = rng.random((draws, bars)) < 1.0 / mean_block
    fresh[:, 0] = True
    starts = rng.integers(0, bars, (draws, bars))
    steps = np.arange(bars)
    begun = np.maximum.accumulate(np.where(fresh, steps, 0), axis=1)
    return np.asarray((np.take_along_axis(starts, begun, axis=1) + steps - begun) % bars)


def block_length(series: Floats) -> int:
    """Mean block for the stationary bootstrap, 1 to a tenth of the series; imports arch."""
    from arch.bootstrap import optimal_block_length

    chosen = float(optimal_block_length(series)["stationary"].iloc[0])
    most = max(1, len(series) // 10)
    return 1 if not math.isfinite(chosen) else int(np.clip(round(chosen), 1, most))


def max_drawdowns(returns: Floats) -> Floats:
    """Deepest fall from a running peak of each row, (draws,), as a fraction <= 0; returns (draws, bars)."""
    equity = equity_curve(returns)
    return np.asarray(np.min(equity / np.maximum.accumulate(equity, axis=-1), axis=-1) - 1.0)


def _sharpe_ratios(returns: Floats) -> Floats:
    """Yearly Sharpe ratio of each row that varies."""
    spread = returns.std(axis=1, ddof=1)
    varies = spread > 1e-15
    return np.asarray(returns.mean(axis=1)[varies] / spread[varies] * math.sqrt(BARS_PER_YEAR))


def _interval(values: Floats) -> tuple[float, float]:
    low, high = np.quantile(values, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return float(low), float(high)
