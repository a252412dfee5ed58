"""The named figures of an evaluation. Every field may be None: undefined or not built yet, never NaN.

Rates are fractions, costs basis points a side, log returns natural; annual figures use 252 bars a year.
"""

from __future__ import annotations

from dataclasses import field

import numpy as np

from workbench.data.series import Dates, Floats
from workbench.dataclass import dataclass
from workbench.evaluation.terms import FREE, Terms

BARS_PER_YEAR = 252


@dataclass(frozen=True, slots=True)
class ForecastFigures:
    """Skill over the dev out-of-sample rows (CLI.md says exactly over which rows and against what)."""

    n: int
    r2_oos: float | None = None
    mase: float | None = None
    rmse: float | None = None
    mae: float | None = None
    directional_accuracy: float | None = None
    base_rate: float | None = None
    clark_west_p: float | None = None
    pesaran_timmermann_p: float | None = None
    timing_p: float | None = None
    interval_coverage: float | None = None
    interval_coverage_low: float | None = None
    interval_coverage_high: float | None = None
    """95 % interval of the coverage; None where outcomes overlap."""
    pinball: float | None = None
    crps: float | None = None
    qlike: float | None = None
    """Scores of the interval (`evaluation/scores.py`), smaller is better; the first two in log returns."""
    naive_ratio: float | None = None
    """Mean squared error / that of predicting 0, out of sample."""
    amplitude: float | None = None
    """sd(predicted) / sd(actual): below 0.02 the model is the naive forecast (METHOD A3.3)."""
    ridge_p: float | None = None
    """p of a net's errors being smaller than ridge's (Diebold-Mariano); None for all other models."""


@dataclass(frozen=True, slots=True)
class PerformanceFigures:
    """What one stream of simple returns per bar amounted to."""

    total_return: float | None = None
    cagr: float | None = None
    sharpe_ratio: float | None = None
    max_drawdown: float | None = None
    psr: float | None = None
    mae: float | None = None
    """Mean absolute error of the forecast behind it (baselines only)."""
    directional_accuracy: float | None = None
    naive_ratio: float | None = None
    sharpe_low: float | None = None
    sharpe_high: float | None = None
    max_drawdown_low: float | None = None
    max_drawdown_high: float | None = None
    """Approximate 95 % intervals (`evaluation/resampling.py`), of a run's own net figures alone."""


@dataclass(frozen=True, slots=True)
class Excess:
    """Net return over scaled holding, a year, with its approximate 95 % interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Robustness:
    """Mean return per bar before the commission, and mean units traded per bar.

    Of each random start alone, and with every decision one bar later.
    """

    seeds_gross: tuple[float, ...]
    seeds_traded: tuple[float, ...]
    delayed_gross: float
    delayed_traded: float


@dataclass(frozen=True, slots=True, eq=False)
class BacktestResult:
    """One strategy simulated; arrays of shape (decisions,), dates datetime64[D].

    `position[i]` is held from `filled[i]`'s open to the next fill's open; `fill_price` is NaN where
    nothing could be filled. `market`, `gross`, `net`, `holding_net`, `scaled_net` are simple returns per
    bar of the market, the strategy before and after costs, buy & hold, and holding scaled to `exposure`.
    `impact`, (decisions,) or empty for none, is the slippage of `costs.impacts`; `terms` and `cost_bps` are
    what was charged.
    """

    decided: Dates
    filled: Dates
    position: Floats
    fill_price: Floats
    market: Floats
    gross: Floats
    net: Floats
    holding_net: Floats
    scaled_net: Floats
    gross_figures: PerformanceFigures
    net_figures: PerformanceFigures
    break_even_bps: float | None
    break_even_vs_holding_bps: float | None
    turnover: float
    exposure: float
    trades: int
    cost_bps: float
    excess: Excess | None = None
    robustness: Robustness | None = None
    terms: Terms = FREE
    impact: Floats = field(default_factory=lambda: np.zeros(0))


@dataclass(frozen=True, slots=True)
class SentinelReport:
    """Leak check: `hits` names every (kind, first date that moved) found; empty when clean."""

    passed: bool
    checks: int
    hits: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Removal:
    """The `tries` there were on a data no longer count since `time` (ISO 8601); that they were is kept."""

    time: str
    tries: int

    @property
    def date(self) -> str:
        """The day it happened, ISO."""
        return self.time[:10]


@dataclass(frozen=True, slots=True)
class Trials:
    """How often this was tried (METHOD A5.1b), and when tries before these were removed from the count."""

    this_project: int = 0
    this_data: int = 0
    spa_p: float | None = None
    deflated_sharpe: float | None = None
    history_removed: tuple[Removal, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """`state` is a snake_case name of METHOD A5.1; `inputs` are what it was computed from."""

    state: str
    sentence: str
    reasons: tuple[str, ...] = ()
    bars_needed: int | None = None
    inputs: dict[str, float | int | str | bool | None] = field(default_factory=dict)


def none_if_undefined(value: float) -> float | None:
    """A finite float, or None."""
    return float(value) if np.isfinite(value) else None
