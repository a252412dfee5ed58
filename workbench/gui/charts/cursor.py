"""The day under the crosshair: moved by mouse or keys, read in the chart's head."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from workbench.data.series import PriceSeries
from workbench.gui.charts.price_canvas import PriceCanvas
from workbench.gui.charts.readout import Readout
from workbench.gui.charts.viewport import Viewport
from workbench.gui.charts.zones import ZoneMarks

REST_MS = 40
"""After the view last moved: before that nobody could read what would change with every frame."""


class Cursor(QObject):
    """`moved` carries the bar, -1 when the crosshair goes away."""

    moved = Signal(int)

    def __init__(self, canvas: PriceCanvas, readout: Readout, viewport: Viewport, marks: ZoneMarks) -> None:
        super().__init__(canvas)
        self._canvas, self._readout, self._viewport, self._marks = canvas, readout, viewport, marks
        self._prices: PriceSeries | None = None
        self._only_close, self._sentence = False, ""
        self.note: Callable[[int], str] = lambda bar: ""
        """What a bar is made of, where that is to be read."""
        self.bar: int | None = None
        self._at_rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._at_rest.timeout.connect(self.read)
        canvas.hovered.connect(self._hover)
        canvas.left.connect(self.leave)
        canvas.stepped.connect(self._step)

    def set_prices(self, prices: PriceSeries | None, *, only_close: bool, sentence: str) -> None:
        """Other prices to read; without any, the sentence stands there."""
        self._prices = prices if prices is not None and len(prices) else None
        self._only_close, self._sentence = only_close, sentence
        self.bar = None
        self._canvas.set_cross(None, None)

    def put(self, bar: int, value: float) -> None:
        """On a bar and a value; NaN draws no level line."""
        self._canvas.set_cross(bar, value if np.isfinite(value) else None)
        self._move(bar)

    def leave(self) -> None:
        """Away from the chart."""
        self._canvas.set_cross(None, None)
        self._move(None)

    def follow(self) -> None:
        """The view has moved: the last bar in sight is read, while it goes on moving only at its rest.

        What is pointed at stays.
        """
        if self.bar is not None:
            return
        if not self._at_rest.isActive():
            self.read()
        self._at_rest.start()

    def stop(self) -> None:
        """Read nothing more of its own accord."""
        self._at_rest.stop()

    def read(self) -> None:
        """The bar under the crosshair, else the last one in sight that is not sealed."""
        self._at_rest.stop()
        if self._prices is None:
            self._readout.clear(self._sentence)
            return
        last = min(int(self._viewport.last), self._marks.bars - 1)
        vault = self._marks.vault_first
        if vault is not None and self._viewport.first < vault <= last:
            last = vault - 1
        bar = last if self.bar is None else self.bar
        bar = max(bar, 0)
        self._readout.show_bar(self._prices, bar, only_close=self._only_close, note=self.note(bar))
        self._canvas.studies.read(bar, vault is not None and bar >= vault and self._marks.sealed)

    def _hover(self, bar: int, value: float) -> None:
        if self._prices is not None:
            self.put(min(max(bar, 0), self._marks.bars - 1), value)

    def _step(self, bars: int) -> None:
        """By keyboard; the crosshair comes into sight if it was not."""
        if self._prices is None:
            return
        inside = min(int(self._viewport.last), self._marks.bars - 1)
        bar = inside if self.bar is None else self.bar + bars
        bar = min(max(bar, 0), self._marks.bars - 1)
        if not self._viewport.first <= bar <= self._viewport.last:
            self._viewport.pan(bars * max(1, self._viewport.span * 0.1))
        self.put(bar, float(self._prices.close[bar]))

    def _move(self, bar: int | None) -> None:
        if bar != self.bar:
            self.bar = bar
            self.read()
            self.moved.emit(-1 if bar is None else bar)
