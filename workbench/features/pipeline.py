"""Prices to inputs: scale-free columns, each of which uses only bars up to its own day."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from workbench.data.series import Dates, Floats, PriceSeries
from workbench.dataclass import dataclass
from workbench.errors import DataError
from workbench.features.alignment import known_rows
from workbench.features.registry import FEATURES
from workbench.features.spec import FeatureSpec

TRADED = "traded"
_PRICES = ("open", "high", "low", "close", "adj_close")


@dataclass(frozen=True, slots=True, eq=False)
class FeatureTable:
    """`values` (bars, columns) dated by `session`; where a column is not defined yet it is 0.0.

    Row 0 is zeros, since the first bar has no yesterday. Columns of further symbols follow the main
    symbol's, named `SYMBOL.column`.
    """

    session: Dates
    values: Floats
    names: tuple[str, ...]


def build_features(
    prices: PriceSeries, spec: FeatureSpec, inputs: Sequence[PriceSeries] = ()
) -> FeatureTable:
    """All columns of `spec` for every bar; the row of day t depends on bars known at its close alone.

    Each of `inputs`, further symbols, adds the same columns, computed on its own bars and then laid beside
    the main symbol's sessions (`alignment.known_rows`), and `SYMBOL.traded`: 1.0 where it has news, 0.0
    and zeros beside it where it has none. A bar that lacks a price does not exist for the columns, and the
    next follows on the last one that has all: of the main symbol its own row is NaN, so that whatever is
    said from it is NaN too, and a further symbol has no news. Nothing is ever filled in.
    Raises `DataError` for a symbol given twice and for further symbols whose bars are not days.
    """
    _check(prices, inputs)
    blocks = [_block(prices, spec)]
    names = column_names(spec)
    for other in inputs:
        blocks.append(_beside(prices, _whole_bars(other), spec))
        names += tuple(f"{other.symbol}.{name}" for name in (*column_names(spec), TRADED))
    return FeatureTable(prices.session, np.concatenate(blocks, axis=1), names)


def column_names(spec: FeatureSpec) -> tuple[str, ...]:
    """The columns of one symbol."""
    return tuple(column for name in spec.columns for column in FEATURES[name].columns)


def input_size(spec: FeatureSpec, inputs: int = 0) -> int:
    """Number of columns a model sees each day, with `inputs` further symbols."""
    own = len(column_names(spec))
    return own + inputs * (own + 1)


def build_target(prices: PriceSeries, horizon: int) -> Floats:
    """ln(adj_close[t + horizon] / adj_close[t]) for every bar t, shape (bars,); NaN at the last `horizon`."""
    target = np.full(len(prices), np.nan)
    log_close = np.log(prices.adj_close)
    target[:-horizon] = log_close[horizon:] - log_close[:-horizon]
    return target


def _check(prices: PriceSeries, inputs: Sequence[PriceSeries]) -> None:
    symbols = [prices.symbol, *(other.symbol for other in inputs)]
    twice = [symbol for symbol in symbols if symbols.count(symbol) > 1]
    if twice:
        raise DataError(f"{twice[0]} is given twice as an input.", "Name each symbol once.")
    for series in (prices, *inputs) if inputs else ():
        if series.interval != "1d":
            raise DataError(
                f"The bars of {series.symbol} are not days, so other symbols cannot stand beside them.",
                "Use daily bars, or one symbol alone.",
            )


def _block(prices: PriceSeries, spec: FeatureSpec) -> Floats:
    """One symbol's columns, (bars, columns); NaN where a bar lacks a price, 0.0 before the look-back."""
    known = _complete(prices)
    values = np.full((len(prices), input_size(spec)), np.nan)
    whole = _whole_bars(prices)
    if len(whole):
        values[known] = np.concatenate([_group(whole, name) for name in spec.columns], axis=1)
    values[:1] = 0.0
    return values


def _group(prices: PriceSeries, name: str) -> Floats:
    row = FEATURES[name]
    values: Floats = row.compute(prices).round(row.decimals)
    values[: max(row.look_back - 1, 1)] = 0.0
    return values


def _beside(main: PriceSeries, other: PriceSeries, spec: FeatureSpec) -> Floats:
    """The other's columns and whether it has news, laid beside the main's bars: (bars, columns + 1)."""
    rows = known_rows(main, other)
    traded = rows >= 0
    values = np.zeros((len(main), input_size(spec) + 1))
    values[traded, :-1] = _block(other, spec)[rows[traded]]
    values[traded, -1] = 1.0
    return values


def _complete(prices: PriceSeries) -> NDArray[np.bool_]:
    """Bars that have all their prices, (bars,)."""
    columns = np.stack([getattr(prices, name) for name in _PRICES])
    return np.asarray((np.isfinite(columns) & (columns > 0)).all(axis=0))


def _whole_bars(prices: PriceSeries) -> PriceSeries:
    """The bars that have all their prices; a volume that is missing is none."""
    known, counted = _complete(prices), np.isfinite(prices.volume)
    if known.all() and counted.all():
        return prices
    return prices.replace(volume=np.where(counted, prices.volume, 0.0)).take(known)
