"""The price chart: what was, what was said of it a day ahead, and what is sealed."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.data.series import Floats, PriceSeries
from workbench.experiment.result import Predictions
from workbench.gui.charts.forecast import DETAIL_FROM
from workbench.gui.charts.legend import Entry, Legend
from workbench.gui.charts.overview import Overview
from workbench.gui.charts.price_canvas import PriceCanvas
from workbench.gui.charts.pyramid import Pyramid
from workbench.gui.charts.readout import Readout
from workbench.gui.charts.steps import closes_of, steps_from, steps_live
from workbench.gui.charts.ticks import Calendar
from workbench.gui.charts.tower import LineTower
from workbench.gui.charts.viewport import Viewport
from workbench.gui.charts.zones import ZoneMarks
from workbench.gui.theme import Theme, set_role
from workbench.gui.widgets.text import WrapLabel

VAULT_SHARE = 0.2
"""Of the first view: that much of the width belongs to the vault."""
ROOMY = 0.7
"""A bar of the first view is that much wider than what the detail needs, pixels."""
MISSING = "The prices are not at hand. These are the closes that the run itself remembers."
BEFORE = (Entry("up", "line", "up"), Entry("down", "line", "down"))
AFTER = (
    Entry("in the market", "thick", "t3", keep=1),
    Entry("one-step forecast", "step", "acc", keep=4),
    Entry("80 % interval", "box", "acc", alpha=70, keep=2),
    Entry("tomorrow = today", "line", "t3", keep=3),
)


class PriceChart(QWidget):
    """Readout, candles, volume, dates and overview.

    `cursor_moved` carries the bar under the crosshair, -1 when it goes away. `legend` is a widget for the
    panel's head; it belongs to the chart until the panel puts it into a layout of its own.
    """

    cursor_moved = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._marks = ZoneMarks()
        self._prices: PriceSeries | None = None
        self._remembered = False
        self._name = ""
        self._predictions: Predictions | None = None
        self._positions: Floats | None = None
        self._live: Floats | None = None
        self._cursor: int | None = None
        self._volume_wanted = True
        self.viewport = Viewport()
        self.legend = Legend(theme, BEFORE)
        self.legend.setParent(self)
        self.legend.hide()
        self._readout = Readout(theme)
        self._notice = WrapLabel("", 8.6, ink="amber")
        self._notice.setContentsMargins(12, 0, 12, 6)
        self._notice.hide()
        self._canvas = PriceCanvas(theme, self.viewport, self._marks)
        self._overview = Overview(theme, self.viewport, self._marks, self._canvas.axis_width)
        self._build()

    def _build(self) -> None:
        set_role(self, ground="panel")
        self.setAccessibleName("price")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._readout)
        column.addWidget(self._notice)
        column.addWidget(self._canvas, 1)
        column.addWidget(self._overview)
        self._canvas.hovered.connect(self._hover)
        self._canvas.left.connect(self._leave)
        self._canvas.stepped.connect(self._step)
        self._canvas.resized.connect(self._set_home)
        self._canvas.axis_resized.connect(self._overview.set_axis_width)
        self.viewport.changed.connect(self._read)

    # What is shown

    def set_prices(self, series: PriceSeries | None, *, name: str = "", sentence: str = MISSING) -> None:
        """Chart a series; predictions must be set anew.

        With None the closes that the predictions remember are drawn, and `sentence` says why.
        """
        same = series is not None and self._prices is not None and not self._remembered
        if same and series.content_hash == self._prices.content_hash:
            return
        self._prices, self._name, self._remembered = series, name, False
        self._notice.set_text(sentence if series is None else "")
        self._live = self._predictions = self._positions = None
        self._marks.live_end = None
        self._cursor = None
        self._canvas.set_cross(None, None)
        self._take_series()

    def set_zones(
        self, first_decision: int | None, vault_first: int | None, folds: int, *, test_end: int | None = None
    ) -> None:
        """Where the test and the vault begin, as bar indices; None where there is no such zone.

        `test_end` is the first bar without a forecast where the last folds were left out.
        """
        self._marks.first_test, self._marks.vault_first = first_decision, vault_first
        self._marks.folds, self._marks.test_end = folds, test_end
        self._take_steps()
        self._set_home()

    def set_predictions(self, predictions: Predictions | None, positions: Floats | None) -> None:
        """A run's one-step forecasts and the position decided on each of their rows; None clears."""
        self._predictions, self._positions, self._live = predictions, positions, None
        self._marks.live_end = None
        if self._prices is None or self._remembered:
            self._take_series()
        else:
            self._take_steps()
            self._set_home()

    def set_live_predictions(self, first_bar: int, log_returns: Floats) -> None:
        """Forecasts of a run under way, from the bar `first_bar` on; joins what came before."""
        if self._prices is None or self._remembered:
            return
        if self._live is None:
            self._live = np.full(len(self._prices), np.nan)
        last = min(first_bar + len(log_returns), len(self._live))
        self._live[first_bar:last] = np.asarray(log_returns, float)[: last - first_bar]
        known = np.flatnonzero(np.isfinite(self._live))
        self._marks.live_end = int(known[-1]) + 1 if len(known) else None
        self._take_steps()
        self._set_home()

    def set_zone_labels(self, test: str = "TEST · OUT OF SAMPLE", following: str = "NEXT FOLD") -> None:
        """What the test zone is called, and the part of it that a run under way has not reached."""
        self._marks.test_label, self._marks.next_label = test, following
        self._repaint()

    def set_volume_shown(self, shown: bool) -> None:
        """The volume pane gives way first where room is short."""
        self._volume_wanted = shown
        self._canvas.set_volume_shown(shown and self._has_volume())

    def show_range(self, first: float, last: float) -> None:
        """Show the bars from `first` to `last`."""
        self.viewport.show(first - 0.5, last + 0.5)

    def reset_view(self) -> None:
        self.viewport.reset()

    @property
    def bar_under_cursor(self) -> int | None:
        return self._cursor

    @property
    def readout_text(self) -> str:
        """What the head reads."""
        return self._readout.text

    @property
    def notice(self) -> str:
        """The sentence above the chart, empty when all is well."""
        return self._notice.plain_text

    # How it comes about

    def _take_series(self) -> None:
        if (self._prices is None or self._remembered) and self._predictions is not None:
            self._prices, self._remembered = closes_of(self._predictions, self._name), True
        elif self._remembered:
            self._prices, self._remembered = None, False
        series = self._prices
        some = series is not None and len(series) > 0
        pyramid = Pyramid(series) if some else None
        closes = LineTower(series.close) if some else None
        calendar = Calendar(series.session) if some else None
        self._marks.bars = len(series) if series is not None else 0
        self._canvas.set_pyramid(pyramid, closes, calendar, only_closes=self._remembered)
        self._canvas.set_volume_shown(self._volume_wanted and self._has_volume())
        self._overview.set_prices(closes, calendar)
        self._notice.setVisible(bool(self._notice.plain_text) and series is not None)
        self._take_steps()
        self.viewport.set_bars(self._marks.bars)
        self._set_home()
        self._read()

    def _has_volume(self) -> bool:
        return self._prices is not None and not self._remembered and bool(self._prices.volume.any())

    def _take_steps(self) -> None:
        steps = None
        vault = self._marks.vault_first
        if self._prices is not None and self._live is not None:
            steps = steps_live(self._prices, self._live, vault)
        elif self._prices is not None and self._predictions is not None:
            steps = steps_from(self._prices, self._predictions, self._positions, vault)
        self._canvas.set_steps(steps)
        self.legend.set_entries(BEFORE if steps is None else AFTER)
        self._repaint()

    def _repaint(self) -> None:
        self._canvas.fit()
        self._overview.refresh()

    def _set_home(self) -> None:
        """The last test bars and the beginning of the vault, each bar wide enough to show its forecast."""
        if not self._marks.bars:
            return
        width = self._canvas.price_pane.frame().width
        count = max(width / (DETAIL_FROM + ROOMY), 30)
        ahead = self._marks.live_end or self._marks.vault_first
        end = self._marks.bars - 0.5 if ahead is None else min(ahead + VAULT_SHARE * count, self._marks.bars)
        self.viewport.set_home(end - count, end)

    def _hover(self, bar: int, value: float) -> None:
        if not self._marks.bars:
            return
        bar = min(max(bar, 0), self._marks.bars - 1)
        self._canvas.set_cross(bar, value if np.isfinite(value) else None)
        self._move_cursor(bar)

    def _leave(self) -> None:
        self._canvas.set_cross(None, None)
        self._move_cursor(None)

    def _step(self, bars: int) -> None:
        """Move the crosshair by keyboard; it comes into sight if it was not."""
        if not self._marks.bars:
            return
        inside = min(int(self.viewport.last), self._marks.bars - 1)
        bar = inside if self._cursor is None else self._cursor + bars
        bar = min(max(bar, 0), self._marks.bars - 1)
        if not self.viewport.first <= bar <= self.viewport.last:
            self.viewport.pan(bars * max(1, self.viewport.span * 0.1))
        self._canvas.set_cross(bar, float(self._prices.close[bar]))
        self._move_cursor(bar)

    def _move_cursor(self, bar: int | None) -> None:
        if bar != self._cursor:
            self._cursor = bar
            self._read()
            self.cursor_moved.emit(-1 if bar is None else bar)

    def _read(self) -> None:
        """The bar under the crosshair, else the last one in sight that is not sealed."""
        if self._prices is None or not self._marks.bars:
            self._readout.clear(self._notice.plain_text)
            return
        last = min(int(self.viewport.last), self._marks.bars - 1)
        vault = self._marks.vault_first
        if vault is not None and self.viewport.first < vault <= last:
            last = vault - 1
        bar = last if self._cursor is None else self._cursor
        self._readout.show_bar(self._prices, max(bar, 0), only_close=self._remembered)
