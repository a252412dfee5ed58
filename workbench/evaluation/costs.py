"""What trading costs: so many basis points of every unit traded."""

from __future__ import annotations

import numpy as np

from workbench.data.series import Floats

BPS = 1e-4


def traded(position: Floats) -> Floats:
    """Units traded in each period, shape (..., periods): |change of position|, from nothing to nothing.

    The entry counts in the first period, the closing trade in the last.
    """
    changes = np.abs(np.diff(position, axis=-1, prepend=0.0))
    changes[..., -1] += np.abs(position[..., -1])
    return np.asarray(changes)


def net_returns(position: Floats, market: Floats, cost_bps: float) -> Floats:
    """Simple returns after costs, shape (..., periods), of holding `position` in a market earning `market`.

    `cost_bps` is charged a side on the units traded in the period.
    """
    return np.asarray(position * market - traded(position) * (cost_bps * BPS))


def round_trips(position: Floats) -> int:
    """Closed round trips: stretches held on one side of the market; a change of sign closes one."""
    side = np.sign(position)
    return int(np.sum((side != 0) & (np.diff(side, prepend=0.0) != 0)))


def break_even(position: Floats, returns: Floats) -> float | None:
    """Basis points a side at which the mean net return is 0 (METHOD A4.2.15); None where nothing is traded.

    Negative where the position loses before any cost.
    """
    volume = float(traded(position).sum())
    return float(np.sum(position * returns)) / volume / BPS if volume > 0 else None


def break_even_against_holding(position: Floats, returns: Floats) -> float | None:
    """Basis points a side at which the position earns what holding scaled to its mean exposure earns.

    Scaled holding trades twice: in and out. None where the position trades no more than that.
    """
    exposure = float(np.mean(np.abs(position)))
    more_traded = float(traded(position).sum()) - 2.0 * exposure
    more_earned = float(np.sum((position - exposure) * returns))
    return more_earned / more_traded / BPS if more_traded > 1e-9 else None
