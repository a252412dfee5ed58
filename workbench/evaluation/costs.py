"""What trading costs: so many basis points of every unit traded, and whatever else the terms say."""

from __future__ import annotations

import math

import numpy as np

from workbench.data.series import Floats
from workbench.evaluation.figures import BARS_PER_YEAR
from workbench.evaluation.terms import FREE, Terms

BPS = 1e-4
LADDER = (0.0, 1.0, 2.0, 5.0, 10.0, 20.0)
"""Costs a side, in basis points, at which every run is shown."""


def traded(position: Floats) -> Floats:
    """Units traded in each period, shape (..., periods): |change of position|, from nothing to nothing.

    The entry counts in the first period, the closing trade in the last.
    """
    changes = np.empty(position.shape)
    changes[..., 0] = position[..., 0]
    np.subtract(position[..., 1:], position[..., :-1], out=changes[..., 1:])
    np.abs(changes, out=changes)
    changes[..., -1] += np.abs(position[..., -1])
    return changes


def charges(
    position: Floats, cost_bps: float, terms: Terms = FREE, impact: Floats | float = 0.0
) -> Floats:
    """What each period costs as a share of the account, shape (..., periods); yield on idle cash is negative.

    A trade pays the larger of `cost_bps` and the least fee, then half the spread, then `impact` (periods,)
    x units^1.5 of slippage. Nothing is charged for letting a position drift with its price.
    """
    if terms.is_free:
        return traded(position) * (cost_bps * BPS) if cost_bps else np.zeros(position.shape)
    units = traded(position)
    paid = units * (cost_bps * BPS)
    if terms.min_fee:
        orders = (np.diff(position, axis=-1, prepend=0.0) != 0).astype(np.float64)
        orders[..., -1] += position[..., -1] != 0
        paid = np.maximum(paid, orders * terms.least_fee)
    long, short = np.maximum(position, 0.0), np.maximum(-position, 0.0)
    a_year = (
        terms.borrow * short
        + terms.financing * np.maximum(long - 1.0, 0.0)
        - terms.cash_yield * np.maximum(1.0 - long - short, 0.0)
    )
    return np.asarray(
        paid + units * (terms.half_spread_bps * BPS) + impact * units**1.5 + a_year / BARS_PER_YEAR
    )


def net_returns(
    position: Floats, market: Floats, cost_bps: float, terms: Terms = FREE, impact: Floats | float = 0.0
) -> Floats:
    """Simple returns after costs, shape (..., periods), of holding `position` in a market earning `market`.

    `cost_bps` is charged a side on the units traded in the period; for the rest see `charges`.
    """
    return np.asarray(position * market - charges(position, cost_bps, terms, impact))


def round_trips(position: Floats) -> int:
    """Closed round trips: stretches held on one side of the market; a change of sign closes one."""
    side = np.sign(position)
    opened = np.count_nonzero((side[1:] != side[:-1]) & (side[1:] != 0))
    return int(opened + np.count_nonzero(side[:1]))


def break_even(
    position: Floats, returns: Floats, terms: Terms = FREE, impact: Floats | float = 0.0,
    volume: float | None = None,
) -> float | None:  # fmt: skip
    """Basis points a side at which the mean net return is 0 (METHOD A4.2.15); None where nothing is traded.

    Negative where the position loses before any commission. A least fee counts as paid by every trade
    whatever the commission, which errs on the side of caution. `volume` is the sum of `traded`, where known.
    """
    if volume is None:
        volume = float(traded(position).sum())
    earned = float(position @ returns) - _paid(position, terms, impact)
    return earned / volume / BPS if volume > 0 else None


def break_even_against_holding(
    position: Floats, returns: Floats, terms: Terms = FREE, impact: Floats | float = 0.0,
    volume: float | None = None,
) -> float | None:  # fmt: skip
    """Basis points a side at which the position earns what holding scaled to its mean exposure earns.

    Scaled holding trades twice: in and out. None where the position trades no more than that.
    `volume` as above.
    """
    exposure = float(np.abs(position).mean())
    more_traded = (float(traded(position).sum()) if volume is None else volume) - 2.0 * exposure
    if not more_traded > 1e-9:
        return None
    more_earned = float((position - exposure) @ returns)
    more_paid = 0.0
    if not terms.is_free:
        holding = np.full(len(position), exposure)
        more_paid = _paid(position, terms, impact) - _paid(holding, terms, impact)
    return (more_earned - more_paid) / more_traded / BPS


def held_throughout(
    share: float, market: Floats, cost_bps: float, terms: Terms = FREE, impact: Floats | float = 0.0
) -> Floats:
    """Net returns, shape (periods,), of holding `share` of the account from the first period to the last."""
    if not terms.is_free:
        return net_returns(np.full(len(market), share), market, cost_bps, terms, impact)
    earned = share * market
    earned[0] -= share * (cost_bps * BPS)
    earned[-1] -= share * (cost_bps * BPS)
    return earned


def _paid(position: Floats, terms: Terms, impact: Floats | float) -> float:
    """All that is charged but the commission."""
    return 0.0 if terms.is_free else float(charges(position, 0.0, terms, impact).sum())


def impacts(sigma: Floats, turnover: Floats, terms: Terms) -> Floats:
    """Slippage of trading the whole account at each fill, as a share of it, shape (fills,).

    `sigma` (fills,) is a day's deviation, `turnover` (fills,) what is traded in a day, in currency; where
    that is unknown or nothing there is no slippage to be told.
    """
    known = np.isfinite(turnover) & (turnover > 0)
    share = np.divide(terms.capital, turnover, out=np.zeros(len(turnover)), where=known)
    return np.asarray(terms.slippage * sigma * np.sqrt(share))


def rungs(cost_bps: float) -> tuple[float, ...]:
    """The ladder's costs with the run's own among them, in order."""
    near = any(math.isclose(cost_bps, rung) for rung in LADDER)
    return LADDER if near else tuple(sorted((*LADDER, cost_bps)))
