"""Which bars the price chart draws: those of the prices, or weeks and months of them."""

from __future__ import annotations

import numpy as np

from workbench.data import intervals
from workbench.data.grouping import Groups, grouped
from workbench.data.series import PriceSeries
from workbench.dataclass import dataclass
from workbench.gui.present import format as fmt
from workbench.gui.present.price import ZoneBars

NOTE = "forecasts and trades: on daily bars only"
LETTERS = {"1d": "D", "1wk": "W", "1mo": "M"}


@dataclass(frozen=True, slots=True, eq=False)
class ShownBars:
    """`prices` are those of the symbol; `groups` the weeks or months of them, None for bars as they are."""

    prices: PriceSeries | None = None
    groups: Groups | None = None

    @property
    def series(self) -> PriceSeries | None:
        """The bars on the chart."""
        return self.prices if self.groups is None else self.groups.series

    @property
    def together(self) -> bool:
        """Whether several bars are drawn as one: then nothing that belongs to single ones is drawn."""
        return self.groups is not None

    def zones(self, zones: ZoneBars) -> ZoneBars:
        """The same zones on the bars drawn. A bar with days of two zones belongs to the earlier knowledge:

        learned from rather than not seen, left out rather than forecast. None holds sealed and open days.
        """
        if self.groups is None:
            return zones
        first, vault, end = zones.first_decision, zones.vault_first, zones.test_end
        return ZoneBars(
            None if first is None else self.groups.from_bar(first),
            None if vault is None else self.groups.from_bar(vault),
            zones.folds,
            None if end is None else self.groups.of(end),
        )


def shown_bars(
    prices: PriceSeries | None, wanted: str, vault_first: int | None, following: np.datetime64 | None = None
) -> ShownBars:
    """The bars of `prices` as `wanted` (an interval, or empty for as they are); sealed ones apart.

    `following` is the exchange's next session after them, where that is known.
    """
    if prices is None or wanted not in intervals.coarser(prices.interval):
        return ShownBars(prices)
    return ShownBars(prices, grouped(prices, wanted, vault_first, following))


def lengths(prices: PriceSeries | None) -> tuple[tuple[str, str, str], ...]:
    """(interval, letter, words) of the bars to choose from, as they are first; empty without a choice."""
    longer = () if prices is None else intervals.coarser(prices.interval)
    rows = (prices.interval, *longer) if longer else ()
    return tuple((key, LETTERS.get(key, key), _words(key)) for key in rows)


def _words(interval: str) -> str:
    return f"{intervals.adjective(interval).capitalize()} bars"


def moment(prices: PriceSeries, bar: int) -> str:
    """`2024-01-05`, within the day `2024-01-05 09:30`: the exchange's own time at which the bar begins."""
    stamp = prices.stamp[bar]
    if prices.close_time is None:
        return fmt.iso_date(stamp)
    return str(stamp.astype("datetime64[m]")).replace("T", fmt.NO_BREAK)


def note(groups: Groups | None, bar: int) -> str:
    """How little a bar is made of, where its week is not over or cut by the vault: `1 day so far`."""
    if groups is None:
        return ""
    count = fmt.counted(groups.count(bar), intervals.unit(groups.unit))
    if bar == len(groups) - 1 and groups.goes_on:
        return f"{count} so far"
    is_cut = groups.split is not None and bar in (groups.split - 1, groups.split)
    return count if is_cut else ""


def told(bars: ShownBars) -> tuple[tuple[str, str], ...]:
    """What a table of the bars says about them; nothing of bars as they are."""
    if bars.groups is None:
        return ()
    unit, own = bars.groups.unit, bars.groups.series.interval
    text = f"{intervals.adjective(own)}, of {intervals.adjective(unit)} ones; the date is the last one's"
    if bars.groups.goes_on:
        text += f"; the last {intervals.unit(own)} is not over"
    return (("bars", text),)
