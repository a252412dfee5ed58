"""Bars in ever coarser groups, so that a frame never touches more columns than the screen has."""

from __future__ import annotations

from workbench.data.series import Floats, PriceSeries
from workbench.dataclass import dataclass
from workbench.gui.charts.tower import Tower, extremes, first_known, highest, last_known, lowest

NAMES = ("open", "high", "low", "close", "volume")
# Volume keeps the larger of two, for it is drawn as a height.
JOINS = dict(zip(NAMES, (first_known, highest, lowest, last_known, highest), strict=True))


@dataclass(frozen=True, slots=True)
class Level:
    """Bars in groups of `size`: group g begins at bar g*size; arrays of shape (groups,), NaN if unknown."""

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
        self._tower = Tower({name: getattr(prices, name) for name in NAMES}, JOINS)

    def level(self, bar_width: float, column: float) -> Level:
        """The finest level whose groups are at least `column` pixels wide at `bar_width` pixels a bar."""
        size, columns = self._tower.level(Tower.power(bar_width, column))
        return Level(size, **columns)

    def extent(self, first: float, last: float) -> tuple[float, float]:
        """Lowest low and highest high of the bars from `first` to `last`; (0, 1) where there are none."""
        columns = self._between(first, last)
        return extremes(columns["low"], columns["high"]) or (0.0, 1.0)

    def highest_volume(self, first: float, last: float) -> float:
        """The largest volume in a group at the level that `extent` uses, 0 where there are no bars."""
        volume = self._between(first, last)["volume"]
        return (extremes(volume, volume) or (0.0, 0.0))[1]

    def _between(self, first: float, last: float) -> dict[str, Floats]:
        first, last = max(0, -int(-first // 1)), min(self.bars - 1, int(last // 1))
        power = Tower.power(1000 / max(last - first + 1, 1), 1)
        return self._tower.groups(first, last, power)[2]
