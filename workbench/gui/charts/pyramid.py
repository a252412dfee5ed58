"""Bars in ever coarser groups, so that a frame never touches more columns than the screen has."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.data.series import Floats, PriceSeries


@dataclass(frozen=True, slots=True)
class Level:
    """Bars in groups of `size`: group g begins at bar g*size; arrays of shape (groups,)."""

    size: int
    open: Floats
    high: Floats
    low: Floats
    close: Floats
    volume: Floats

    def __len__(self) -> int:
        return len(self.open)


class Pyramid:
    """Level k has groups of 2**k bars; a level is made from the one below when it is first asked for."""

    def __init__(self, prices: PriceSeries) -> None:
        self.bars = len(prices)
        self._levels = [Level(1, prices.open, prices.high, prices.low, prices.close, prices.volume)]

    def level(self, bar_width: float, column: float) -> Level:
        """The finest level whose groups are at least `column` pixels wide at `bar_width` pixels a bar."""
        power = max(0, int(np.ceil(np.log2(column / bar_width)))) if bar_width < column else 0
        while len(self._levels) <= power and len(self._levels[-1]) > 1:
            self._levels.append(_coarser(self._levels[-1]))
        return self._levels[min(power, len(self._levels) - 1)]

    def extent(self, first: float, last: float) -> tuple[float, float]:
        """Lowest low and highest high of the bars from `first` to `last`; (0, 1) where there are none."""
        first, last = max(0, int(np.ceil(first))), min(self.bars - 1, int(np.floor(last)))
        if last < first:
            return 0.0, 1.0
        level = self.level(1000 / (last - first + 1), 1)
        groups = slice(first // level.size, last // level.size + 1)
        return float(level.low[groups].min()), float(level.high[groups].max())

    def highest_volume(self, first: float, last: float) -> float:
        """The largest volume in a group at the level that `extent` uses, 0 where there are no bars."""
        first, last = max(0, int(np.ceil(first))), min(self.bars - 1, int(np.floor(last)))
        if last < first:
            return 0.0
        level = self.level(1000 / (last - first + 1), 1)
        return float(level.volume[first // level.size : last // level.size + 1].max())


def _coarser(level: Level) -> Level:
    """Pairs of groups joined; volume keeps the larger of the two, for it is drawn as a height."""
    starts = np.arange(0, len(level), 2)
    ends = np.minimum(starts + 1, len(level) - 1)
    return Level(
        size=2 * level.size,
        open=level.open[starts],
        high=np.maximum(level.high[starts], level.high[ends]),
        low=np.minimum(level.low[starts], level.low[ends]),
        close=level.close[ends],
        volume=np.maximum(level.volume[starts], level.volume[ends]),
    )
