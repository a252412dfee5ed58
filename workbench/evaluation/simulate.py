"""Decide at the close, trade at the next open, pay for it: positions into returns."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from workbench.data.series import Floats, PriceSeries
from workbench.evaluation.costs import (
    break_even,
    break_even_against_holding,
    held_throughout,
    impacts,
    net_returns,
    round_trips,
    rungs,
    traded,
)
from workbench.evaluation.figures import (
    BARS_PER_YEAR,
    BacktestResult,
    Excess,
    PerformanceFigures,
    none_if_undefined,
)
from workbench.evaluation.signals import daily_sigma
from workbench.evaluation.significance import all_finite, psr, sharpe_moments
from workbench.evaluation.terms import FREE, Terms

TURNOVER_DAYS = 20
Indices = NDArray[np.int64]


def simulate(
    prices: PriceSeries, decisions: Indices, wanted: Floats, cost_bps: float, terms: Terms = FREE
) -> BacktestResult:
    """Trade `wanted` positions, shape (decisions,), decided at the closes of the bars `decisions`.

    `decisions` are consecutive bar indices. Each is filled at the open of the next bar and held to the
    next fill; the last position is closed at the adjusted close of the session it was filled in, so that
    no price after bar decisions[-1] + 1 is read. A bar without volume fills nothing: the position stays.
    `cost_bps` is charged a side, and whatever `terms` say. Raises `ValueError` for decisions that are not
    consecutive or not fillable.
    """
    decided, filled = _bars(prices, decisions, wanted)
    tradable = _tradable(prices, filled)
    position = _held(wanted, tradable)
    opens = prices.adj_open[filled]
    market = np.empty(len(opens))
    market[:-1], market[-1] = opens[1:], prices.adj_close[filled][-1]
    market /= opens
    market -= 1.0
    gross = position * market
    impact = _impact(prices, decisions, terms)
    exposure, volume = float(np.abs(position).mean()), float(traded(position).sum())
    free = BacktestResult(
        decided=prices.session[decided].copy(),
        filled=prices.session[filled].copy(),
        position=position,
        fill_price=opens.copy() if tradable.all() else np.where(tradable, opens, np.nan),
        market=market,
        gross=gross,
        net=gross,
        holding_net=market,
        scaled_net=exposure * market,
        gross_figures=performance(gross),
        net_figures=PerformanceFigures(),
        break_even_bps=break_even(position, market, terms, _each(impact), volume),
        break_even_vs_holding_bps=break_even_against_holding(
            position, market, terms, _each(impact), volume
        ),
        turnover=volume * BARS_PER_YEAR / len(position),
        exposure=exposure,
        trades=round_trips(position),
        cost_bps=0.0,
        terms=terms,
        impact=impact,
    )
    return at_cost(free, cost_bps)


def at_cost(backtest: BacktestResult, cost_bps: float) -> BacktestResult:
    """The same trades at `cost_bps` a side, charged to the strategy and to both ways of holding."""
    net = net_at(backtest, backtest.position, cost_bps)
    market, terms, impact = backtest.market, backtest.terms, _each(backtest.impact)
    scaled_net = held_throughout(backtest.exposure, market, cost_bps, terms, impact)
    return replace(
        backtest,
        net=net,
        holding_net=held_throughout(1.0, market, cost_bps, terms, impact),
        scaled_net=scaled_net,
        net_figures=performance(net),
        cost_bps=cost_bps,
        excess=excess_over(net, scaled_net),
    )


def net_at(backtest: BacktestResult, position: Floats, cost_bps: float) -> Floats:
    """What `position`, shape (..., bars), would have earned in the backtest's market on its terms."""
    return net_returns(position, backtest.market, cost_bps, backtest.terms, _each(backtest.impact))


def ladder(backtest: BacktestResult) -> tuple[tuple[float, PerformanceFigures], ...]:
    """(basis points a side, figures after costs) at 0, 1, 2, 5, 10, 20 and the run's own cost, in order."""
    return tuple(
        (rung, performance(net_at(backtest, backtest.position, rung))) for rung in rungs(backtest.cost_bps)
    )


def performance(returns: Floats) -> PerformanceFigures:
    """What simple returns per bar, shape (bars,), amounted to; undefined figures are None.

    `sharpe_ratio` = mean / sample standard deviation x sqrt(252); `max_drawdown` <= 0 is a share of the
    running peak; `psr` is against a Sharpe ratio of 0.
    """
    if len(returns) == 0 or not all_finite(returns):
        return PerformanceFigures()
    equity = equity_curve(returns)
    moments = sharpe_moments(returns)
    below = np.maximum.accumulate(equity)
    np.divide(equity, below, out=below)
    return PerformanceFigures(
        total_return=none_if_undefined(equity[-1] - 1.0),
        cagr=_yearly_growth(float(equity[-1]), len(returns)),
        sharpe_ratio=moments.sharpe * math.sqrt(BARS_PER_YEAR) if moments else None,
        max_drawdown=none_if_undefined(below.min() - 1.0),
        psr=psr(moments),
    )


def equity_curve(returns: Floats) -> Floats:
    """Wealth from 1, shape (..., bars + 1), reinvested every bar; what is lost once stays lost."""
    equity = np.empty((*returns.shape[:-1], returns.shape[-1] + 1))
    equity[..., 0] = 1.0
    factors = returns + 1.0
    np.cumprod(np.maximum(factors, 0.0, out=factors), axis=-1, out=equity[..., 1:])
    return equity


def excess_over(net: Floats, scaled_net: Floats) -> Excess | None:
    """Mean of net - scaled holding a year, with its approximate 95 % interval; None below three bars."""
    difference = net - scaled_net
    if len(difference) < 3 or not all_finite(difference):
        return None
    bars, mean = len(difference), float(difference.mean())
    deviation = difference - mean
    half = 1.96 * math.sqrt(float(deviation @ deviation) / (bars - 1) / bars) * BARS_PER_YEAR
    return Excess(mean * BARS_PER_YEAR, mean * BARS_PER_YEAR - half, mean * BARS_PER_YEAR + half)


def sharpe_at_close(prices: PriceSeries, decisions: Indices, wanted: Floats) -> float | None:
    """Yearly gross Sharpe ratio had each decision been filled at its own close, earning close to next close.

    Nobody can trade so; far above the honest fill it betrays a leak (METHOD A5.1).
    """
    closes = prices.adj_close
    return performance(wanted * (closes[decisions + 1] / closes[decisions] - 1.0)).sharpe_ratio


def _bars(prices: PriceSeries, decisions: Indices, wanted: Floats) -> tuple[slice, slice]:
    """The bars that decide and, one later, those that fill: consecutive, so parts of the series."""
    if len(decisions) == 0 or len(decisions) != len(wanted):
        raise ValueError(f"{len(decisions)} decisions for {len(wanted)} positions")
    first, last = int(decisions[0]), int(decisions[-1])
    is_gapless = bool((decisions[1:] - decisions[:-1] == 1).all())
    if not is_gapless or first < 0 or last + 1 >= len(prices):
        raise ValueError("decisions must be consecutive bars, the last one followed by a bar to fill in")
    return slice(first, last + 1), slice(first + 1, last + 2)


def _tradable(prices: PriceSeries, filled: slice) -> NDArray[np.bool_]:
    """Where a fill is possible: volume was traded, or the series has never reported volume so far."""
    now = prices.volume[filled] > 0
    if now.all():  # the usual case, a good deal cheaper
        return np.asarray(now)
    has_volume = prices.volume > 0
    reported = np.maximum.accumulate(has_volume)
    return np.asarray(has_volume[filled] | ~reported[filled])


def _impact(prices: PriceSeries, decisions: Indices, terms: Terms) -> Floats:
    """Slippage of trading the whole account after each decision, from what is known at its close."""
    if not terms.slippage:
        return np.zeros(0)
    value = np.nan_to_num(prices.close * prices.volume)
    sums = np.concatenate([[0.0], np.cumsum(value)])
    first = np.maximum(decisions + 1 - TURNOVER_DAYS, 0)
    turnover = (sums[decisions + 1] - sums[first]) / (decisions + 1 - first)
    return impacts(daily_sigma(prices.log_returns)[decisions], turnover, terms)


def _each(impact: Floats) -> Floats | float:
    """One number a bar, or the 0 that an empty array stands for."""
    return impact if len(impact) else 0.0


def _held(wanted: Floats, tradable: NDArray[np.bool_]) -> Floats:
    """The wanted position of the latest bar that could be filled; 0 before the first."""
    if tradable.all():
        return wanted.copy()
    latest = np.maximum.accumulate(np.where(tradable, np.arange(len(wanted)), -1))
    return np.where(latest >= 0, wanted[latest], 0.0)


def _yearly_growth(wealth: float, bars: int) -> float | None:
    if wealth <= 0:
        return -1.0
    exponent = math.log(wealth) * BARS_PER_YEAR / bars
    return math.expm1(exponent) if exponent < 700 else None
