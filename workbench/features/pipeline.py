"""Prices to inputs: scale-free columns, each of which uses only bars up to its own day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.data.series import Dates, Floats, PriceSeries
from workbench.features.spec import FeatureSpec

# Rounding far below any price's precision makes the features independent of the price's unit, bit for bit.
_DECIMALS = 10


@dataclass(frozen=True, slots=True, eq=False)
class FeatureTable:
    """`values` (bars, columns) dated by `session`; row 0 is zeros, since the first bar has no yesterday."""

    session: Dates
    values: Floats
    names: tuple[str, ...]


def build_features(prices: PriceSeries, spec: FeatureSpec) -> FeatureTable:
    """All columns of `spec` for every bar; the row of day t depends on bars up to t alone."""
    blocks = [_GROUPS[name](prices) for name in spec.columns]
    names = tuple(column for name in spec.columns for column in GROUP_COLUMNS[name])
    values: Floats = np.concatenate(blocks, axis=1).round(_DECIMALS)
    values[0] = 0.0
    return FeatureTable(prices.session, values, names)


def input_size(spec: FeatureSpec) -> int:
    """Number of columns a model sees each day."""
    return sum(len(GROUP_COLUMNS[name]) for name in spec.columns)


def build_target(prices: PriceSeries, horizon: int) -> Floats:
    """ln(adj_close[t + horizon] / adj_close[t]) for every bar t, shape (bars,); NaN at the last `horizon`."""
    target = np.full(len(prices), np.nan)
    log_close = np.log(prices.adj_close)
    target[:-horizon] = log_close[horizon:] - log_close[:-horizon]
    return target


def _ohlcv(prices: PriceSeries) -> Floats:
    """Open, high, low, close against the previous close, total return; volume against its last."""
    previous = np.full(len(prices), np.nan)
    previous[1:] = prices.adj_close[:-1]
    columns = [
        np.log(getattr(prices, name) * prices.factor / previous) for name in ("open", "high", "low", "close")
    ]
    return np.stack([*columns, _volume_change(prices.volume)], axis=1)


def _volume_change(volume: Floats) -> Floats:
    """ln(volume / last positive volume before), shape (bars,); 0 on a day without volume."""
    bars = np.arange(len(volume))
    last_traded = np.maximum.accumulate(np.where(volume > 0, bars, -1))
    before = np.concatenate([[-1], last_traded[:-1]])
    known = (volume > 0) & (before >= 0)
    change = np.zeros(len(volume))
    change[known] = np.log(volume[known] / volume[before[known]])
    return change


_GROUPS = {"ohlcv": _ohlcv}
GROUP_COLUMNS = {"ohlcv": ("open", "high", "low", "close", "volume")}
