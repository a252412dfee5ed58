"""What the user laid over the prices: averages of their closes and another symbol, with their names."""

from __future__ import annotations

from workbench.data.series import Floats, PriceSeries
from workbench.gui.charts.legend import Entry
from workbench.gui.charts.overlays import Overlay
from workbench.gui.charts.tower import LineTower
from workbench.gui.present.chart import moving_average

AVERAGE_INKS = (("t2", "line"), ("t2", "dashed"), ("t2", "dotted"))
BESIDE_INK = "t2"
KEEP = 5
"""The user's own lines keep their names the longest."""


class LaidOver:
    """The averages wanted and the other symbol; `lines` makes them for prices."""

    def __init__(self) -> None:
        self.averages: tuple[int, ...] = ()
        self._beside: tuple[str, LineTower] | None = None

    def set_beside(self, name: str, closes: Floats | None) -> None:
        """Another symbol's closes, one a bar of the prices; None takes it away."""
        self._beside = None if closes is None else (name, LineTower(closes))

    def lines(self, prices: PriceSeries | None) -> tuple[Overlay, ...]:
        """On these prices; the other symbol only where it was made for as many bars."""
        if prices is None or not len(prices):
            return ()
        lines = [
            Overlay(LineTower(moving_average(prices.close, days)), ink, mark)
            for days, (ink, mark) in zip(self.averages, AVERAGE_INKS, strict=False)
        ]
        if self._beside is not None and len(self._beside[1].values) == len(prices):
            lines.append(Overlay(self._beside[1], BESIDE_INK, anchored=True))
        return tuple(lines)

    def entries(self) -> tuple[Entry, ...]:
        """Their names for the legend."""
        averages = zip(self.averages, AVERAGE_INKS, strict=False)
        entries = [Entry(f"{days} days", mark, ink, keep=KEEP) for days, (ink, mark) in averages]
        if self._beside is not None:
            entries.append(Entry(self._beside[0], "line", BESIDE_INK, keep=KEEP))
        return tuple(entries)
