"""What is laid over the prices, and its names: forecasts, averages of closes, another symbol."""

from __future__ import annotations

from workbench.data import intervals
from workbench.data.series import Floats, PriceSeries
from workbench.gui.charts.legend import Entry
from workbench.gui.charts.overlays import Overlay
from workbench.gui.charts.tower import LineTower
from workbench.gui.present.chart import moving_average

AVERAGE_INKS = (("t2", "line"), ("t2", "dashed"), ("t2", "dotted"))
BESIDE_INK = "t2"
KEEP, KEEP_NOTE = 5, 6
"""The user's own lines keep their names long, and longest what says why there are no forecasts."""


class LaidOver:
    """The averages wanted and the other symbol; `lines` makes them for prices.

    `note` is a line of the legend.
    """

    def __init__(self) -> None:
        self.averages: tuple[int, ...] = ()
        self.note = ""
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

    def named(self, prices: PriceSeries | None) -> tuple[tuple[str, Floats], ...]:
        """Name and values of every line, one value a bar: another symbol's closes on their own scale."""
        unit = "day" if prices is None else intervals.unit(prices.interval)
        names = [f"average of {count} {unit}s" for count in self.averages]
        names += [self._beside[0]] if self._beside is not None else []
        return tuple((name, line.line.values) for name, line in zip(names, self.lines(prices), strict=False))

    def entries(self, prices: PriceSeries | None) -> tuple[Entry, ...]:
        """Their names for the legend, after the note."""
        entries = [Entry(self.note, "word", "t3", keep=KEEP_NOTE)] if self.note else []
        averages = zip(self.averages, AVERAGE_INKS, strict=False)
        unit = "day" if prices is None else intervals.unit(prices.interval)
        entries += [Entry(f"{count} {unit}s", mark, ink, keep=KEEP) for count, (ink, mark) in averages]
        if self._beside is not None:
            entries.append(Entry(self._beside[0], "line", BESIDE_INK, keep=KEEP))
        return tuple(entries)
