"""Where the rule entered and left the market: marks for the chart, and what is said of each."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbench.data.series import Floats, PriceSeries
from workbench.dataclass import dataclass
from workbench.evaluation.figures import BacktestResult
from workbench.gui.present import format as fmt


@dataclass(frozen=True, slots=True, eq=False)
class Trades:
    """What was held by bar, and where that changed its side; arrays of shape (fills,) and (marks,).

    `fill` are the bars at whose open `position` was taken, ascending; `net` is what each brought after costs.
    `bar` are the bars of the marks, `change` is +1 where was bought and -1 where was sold, `at` the lowest or
    highest price of the bar that the mark stands under or over.
    """

    fill: NDArray[np.int64]
    position: Floats
    net: Floats
    bar: NDArray[np.int64]
    change: Floats
    at: Floats

    def place(self, bar: int) -> int | None:
        """The row of `fill` that is this bar."""
        row = int(np.searchsorted(self.fill, bar))
        return row if row < len(self.fill) and self.fill[row] == bar else None


def trades(prices: PriceSeries, backtest: BacktestResult | None, vault_first: int | None) -> Trades | None:
    """The backtest on the bars of `prices`; nothing of the vault, None where there was no backtest.

    A mark stands where the position changes its side: in, out, or from long to short. A new size of the same
    side is no mark.
    """
    if backtest is None or not len(backtest.filled):
        return None
    fill = np.searchsorted(prices.session, backtest.filled)
    end = len(prices) if vault_first is None else min(vault_first, len(prices))
    kept = fill < end
    kept[kept] &= prices.session[fill[kept]] == backtest.filled[kept]
    fill, position, net = fill[kept], backtest.position[kept], backtest.net[kept]
    change = np.sign(np.diff(np.sign(position), prepend=0.0))
    turns = np.flatnonzero(change)
    bar, change = fill[turns], change[turns]
    at = np.where(change > 0, prices.low[bar], prices.high[bar])
    return Trades(fill, position, net, bar, change, at)


def held(trades: Trades | None, bar: int) -> str:
    """`long`, `out`, `short`, with a size where it is not one; empty where nothing was decided."""
    row = None if trades is None else trades.place(bar)
    if row is None or not np.isfinite(trades.position[row]):
        return ""
    position = float(trades.position[row])
    if position == 0:
        return "out"
    side = "long" if position > 0 else "short"
    return side if abs(position) == 1 else f"{side} {fmt.number(abs(position), 2)}"


def bought_or_sold(prices: PriceSeries, trades: Trades | None, bar: int) -> tuple[tuple[str, str], ...]:
    """("bought", the open) on a bar with a mark; empty on all others."""
    mark = _mark(trades, bar)
    if mark is None:
        return ()
    return (("bought" if trades.change[mark] > 0 else "sold", fmt.price(float(prices.open[bar]))),)


def sentence(prices: PriceSeries, trades: Trades | None, bar: int) -> str:
    """All about the mark on a bar, for its tooltip; empty on all others."""
    mark = _mark(trades, bar)
    if mark is None:
        return ""
    row = trades.place(bar)
    verb = "Bought" if trades.change[mark] > 0 else "Sold"
    told = [
        f"{verb} at the open of {fmt.iso_date(prices.session[bar])}, {fmt.price(float(prices.open[bar]))}; "
        "decided at the close before."
    ]
    if row > 0 and trades.position[row - 1] != 0:
        told.append(f"Before: {_stretch(trades, _start(trades, row - 1), row)}.")
    now = held(trades, bar)
    told.append(f"Then {now}: {_stretch(trades, row, _end(trades, row))}." if now != "out" else "Then out.")
    return "\n".join(told)


def _mark(trades: Trades | None, bar: int) -> int | None:
    if trades is None:
        return None
    mark = int(np.searchsorted(trades.bar, bar))
    return mark if mark < len(trades.bar) and trades.bar[mark] == bar else None


def _start(trades: Trades, row: int) -> int:
    """The first row of the stretch on one side that `row` belongs to."""
    others = np.flatnonzero(np.sign(trades.position[:row]) != np.sign(trades.position[row]))
    return int(others[-1]) + 1 if len(others) else 0


def _end(trades: Trades, row: int) -> int:
    """The row after that stretch."""
    others = np.flatnonzero(np.sign(trades.position[row:]) != np.sign(trades.position[row]))
    return row + int(others[0]) if len(others) else len(trades.position)


def _stretch(trades: Trades, first: int, end: int) -> str:
    """`short for 12 days, +1.30 % after costs`."""
    earned = float(np.prod(1 + trades.net[first:end]) - 1)
    side = "long" if trades.position[first] > 0 else "short"
    return f"{side} for {fmt.counted(end - first, 'day')}, {fmt.percent(earned, 2, signed=True)} after costs"
