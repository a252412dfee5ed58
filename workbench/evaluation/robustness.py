"""What an edge rests on: one random start, few days, a cost guessed too low, or speed (METHOD A5.1)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from workbench.data.series import Floats, PriceSeries
from workbench.evaluation.costs import BPS, net_returns, traded
from workbench.evaluation.figures import BacktestResult, Robustness
from workbench.evaluation.simulate import Indices, simulate

BEST_DAYS = 5
DEARER = 1.5


def with_robustness(
    backtest: BacktestResult, prices: PriceSeries, decisions: Indices, wanted: Floats, per_seed: Floats
) -> BacktestResult:
    """The backtest with what its weaknesses are found from, before the commission.

    `wanted` (decisions,) is what was decided, `per_seed` (seeds, decisions) what each random start alone
    would have. Decided one bar later, each position is filled one open later.
    """
    late = np.concatenate([[0.0], wanted[:-1]])
    seeds = [simulate(prices, decisions, alone, 0.0, backtest.terms) for alone in per_seed]
    delayed = simulate(prices, decisions, late, 0.0, backtest.terms)
    return replace(
        backtest,
        robustness=Robustness(
            seeds_gross=tuple(float(seed.net.mean()) for seed in seeds),
            seeds_traded=tuple(float(traded(seed.position).mean()) for seed in seeds),
            delayed_gross=float(delayed.net.mean()),
            delayed_traded=float(traded(delayed.position).mean()),
        ),
    )


def median_seed(robustness: Robustness, cost_bps: float) -> float:
    """Mean net return per bar of the random start in the middle."""
    gross, volume = np.asarray(robustness.seeds_gross), np.asarray(robustness.seeds_traded)
    return float(np.median(gross - cost_bps * BPS * volume))


def delayed(robustness: Robustness, cost_bps: float) -> float:
    """Mean net return per bar with every decision one bar later."""
    return robustness.delayed_gross - cost_bps * BPS * robustness.delayed_traded


def without_best_days(net: Floats, days: int = BEST_DAYS) -> float:
    """Mean net return per bar had the best few bars brought nothing."""
    best = np.sort(net)[-days:]
    return float((net.sum() - best.sum()) / len(net)) if len(net) else 0.0


def dearer(backtest: BacktestResult) -> float:
    """Mean net return per bar where all that is paid costs one and a half times as much."""
    impact = DEARER * backtest.impact if len(backtest.impact) else 0.0
    terms = backtest.terms.dearer(DEARER)
    cost_bps = DEARER * backtest.cost_bps
    return float(net_returns(backtest.position, backtest.market, cost_bps, terms, impact).mean())


def weakness(backtest: BacktestResult) -> str | None:
    """`seed`, `days`, `cost` or `speed`: what the net return rests on; "" where on none, None if unknown."""
    known = backtest.robustness
    if known is None or len(backtest.net) == 0:
        return None
    if median_seed(known, backtest.cost_bps) <= 0:
        return "seed"
    if without_best_days(backtest.net) <= 0:
        return "days"
    if dearer(backtest) <= 0:
        return "cost"
    return "speed" if delayed(known, backtest.cost_bps) < -float(backtest.net.mean()) else ""
