"""The price chart: what was, what was said of it a day ahead, and what is sealed."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workbench.data.series import Floats, PriceSeries
from workbench.experiment.result import Predictions
from workbench.gui.charts.chart_tools import ChartTools, Choices
from workbench.gui.charts.home import View, first_view, view_of_range
from workbench.gui.charts.legend import Entry, Legend
from workbench.gui.charts.overlays import Overlay
from workbench.gui.charts.overview import Overview
from workbench.gui.charts.price_canvas import PriceCanvas
from workbench.gui.charts.pyramid import Pyramid
from workbench.gui.charts.readout import Readout
from workbench.gui.charts.steps import closes_of, steps_from, steps_live
from workbench.gui.charts.study import Study
from workbench.gui.charts.ticks import Calendar
from workbench.gui.charts.tower import LineTower
from workbench.gui.charts.viewport import Viewport
from workbench.gui.charts.zones import ZoneMarks
from workbench.gui.present import chart as present
from workbench.gui.present import trades as present_trades
from workbench.gui.theme import Theme, set_role
from workbench.gui.widgets.text import WrapLabel
from workbench.settings import ChartLook

NARROW = 700
"""Below this width the ranges are in the menu alone, pixels."""
MISSING = "The prices are not at hand. These are the closes that the run itself remembers."
BEFORE = (Entry("up", "line", "up"), Entry("down", "line", "down"))
AFTER = (
    Entry("in the market", "thick", "t3", keep=1),
    Entry("one-step forecast", "step", "acc", keep=4),
    Entry("80 % interval", "box", "acc", alpha=70, keep=2),
    Entry("tomorrow = today", "line", "t3", keep=3),
)
AVERAGE_INKS = (("t2", "line"), ("t2", "dashed"), ("t2", "dotted"))
BESIDE_INK = "t1"


class PriceChart(QWidget):
    """Readout, candles, volume, an indicator, dates and overview.

    `cursor_moved` carries the bar under the crosshair, -1 when it goes away. `tools.changed` carries the look
    that the user asks for. `legend` is a widget for the panel's head; it belongs to the chart until the panel
    puts it into a layout of its own.
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
        self._look = ChartLook()
        self._beside: tuple[str, LineTower] | None = None
        self._trades: present_trades.Trades | None = None
        self._fixed_home: View | None = None
        self._span: tuple[str, float, float] = ("", 0.0, 0.0)
        self.viewport = Viewport()
        self.tools = ChartTools()
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
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(0)
        head.addWidget(self._readout, 1)
        head.addWidget(self.tools)
        column.addLayout(head)
        column.addWidget(self._notice)
        column.addWidget(self._canvas, 1)
        column.addWidget(self._overview)
        self._canvas.hovered.connect(self._hover)
        self._canvas.left.connect(self._leave)
        self._canvas.stepped.connect(self._step)
        self._canvas.resized.connect(self._set_home)
        self._canvas.axis_resized.connect(self._overview.set_axis_width)
        self._canvas.menu_asked.connect(self.tools.menu.popup)
        self._canvas.tip = lambda bar: (
            present_trades.sentence(self._prices, self._trades, bar) if self._prices is not None else ""
        )
        self.tools.reset.connect(self.viewport.reset)
        self.viewport.changed.connect(self._moved)

    # What is shown

    def set_prices(self, series: PriceSeries | None, *, name: str = "", sentence: str = MISSING) -> None:
        """Chart a series; predictions must be set anew.

        With None the closes that the predictions remember are drawn, and `sentence` says why.
        """
        same = series is not None and self._prices is not None and not self._remembered
        if same and series.content_hash == self._prices.content_hash:
            return
        self._prices, self._name, self._remembered = series, name, False
        self._notice.set_text(sentence if series is None else present.oddity(series))
        self._live = self._predictions = self._positions = self._fixed_home = self._beside = None
        self.set_study(None)
        self.set_trades(None)
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
        self._marks.live_end = self._fixed_home = None
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

    def set_home(self, first: int, last: int) -> None:
        """Look from bar `first` to bar `last` of its own accord, until there are other forecasts."""
        self._fixed_home = first - 0.5, last + 0.5
        self._set_home()

    def reset_view(self) -> None:
        self.viewport.reset()

    def set_trades(self, trades: present_trades.Trades | None) -> None:
        """Entries and exits; None clears."""
        self._trades = self._canvas.trades.marks = trades
        self._canvas.price_pane.refresh()

    def set_study(self, study: Study | None) -> None:
        """An indicator in a pane beneath, one value a bar of the prices; None takes the pane away."""
        self._canvas.set_study(study)
        self._canvas.fit()

    def set_beside(self, name: str, closes: Floats | None) -> None:
        """Another symbol's closes on the bars of the prices; they meet at the first bar in sight."""
        self._beside = None if closes is None else (name, LineTower(closes))
        self._lay_over()

    def show_look(self, look: ChartLook, choices: Choices | None = None) -> None:
        """Style, scale and averages; the view is `show_view`'s."""
        self._look = look
        self.tools.show_look(look.model_copy(update={"span": self._span[0]}), choices)
        self._canvas.set_style(look.style)
        self._canvas.set_log(look.log and present.can_be_log(self._prices))
        self._lay_over()

    def show_view(self, look: ChartLook) -> None:
        """The range or the days of a look; the first view where it names neither."""
        if not self._marks.bars:
            return
        session = self._prices.session
        if look.span:
            self.viewport.show(*view_of_range(self._marks, session, look.span))
            self._span = look.span, self.viewport.first, self.viewport.last
        elif look.first and look.last:
            days = np.array([look.first, look.last], "datetime64[D]")
            self.show_range(*np.searchsorted(session, days))
        else:
            self.viewport.reset()
        self.tools.show_look(self.look)

    @property
    def look(self) -> ChartLook:
        """The look with the view as it is now."""
        view = {"span": self._span[0], "first": "", "last": ""}
        if not self._span[0] and self.viewport.moved_by_hand and self._marks.bars:
            ends = np.clip([round(self.viewport.first + 0.5), round(self.viewport.last - 0.5)], 0, None)
            days = self._prices.session[np.minimum(ends, self._marks.bars - 1)]
            view["first"], view["last"] = (str(day) for day in days)
        return self._look.model_copy(update=view)

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
        self._canvas.set_log(self._look.log and present.can_be_log(series))
        self._canvas.set_volume_shown(self._volume_wanted and self._has_volume())
        self._overview.set_prices(closes, calendar)
        self._notice.setVisible(bool(self._notice.plain_text) and series is not None)
        self._span = "", 0.0, 0.0
        self._lay_over()
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
        self._name_lines()
        self._repaint()

    def _repaint(self) -> None:
        self._canvas.fit()
        self._overview.refresh()

    def _lay_over(self) -> None:
        """Averages and the other symbol, on whatever prices there are."""
        lines = []
        if self._prices is not None and len(self._prices):
            for days, (ink, mark) in zip(self._look.averages, AVERAGE_INKS, strict=False):
                average = LineTower(present.moving_average(self._prices.close, days))
                lines.append(Overlay(average, ink, mark))
            if self._beside is not None and len(self._beside[1].values) == len(self._prices):
                lines.append(Overlay(self._beside[1], BESIDE_INK, anchored=True))
        self._canvas.overlays.lines = tuple(lines)
        self._name_lines()
        self._repaint()

    def _name_lines(self) -> None:
        """The legend: what the model said first, then what the user laid over."""
        entries = BEFORE if self._canvas.forecasts[0].steps is None else AFTER
        averages = zip(self._look.averages, AVERAGE_INKS, strict=False)
        entries += tuple(Entry(f"{days} days", mark, ink, keep=2) for days, (ink, mark) in averages)
        if self._beside is not None:
            entries += (Entry(self._beside[0], "line", BESIDE_INK, keep=4),)
        self.legend.set_entries(entries)

    def _set_home(self) -> None:
        if self._marks.bars:
            width = self._canvas.price_pane.frame().width
            self.viewport.set_home(*(self._fixed_home or first_view(self._marks, width)))

    def _moved(self) -> None:
        """A range chosen is over as soon as the view is another."""
        key, first, last = self._span
        if key and (self.viewport.first, self.viewport.last) != (first, last):
            self._span = "", 0.0, 0.0
            self.tools.show_look(self._look.model_copy(update={"span": ""}))
        self._read()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.tools.set_narrow(self.width() < NARROW)

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
        value = float(self._prices.close[bar])
        self._canvas.set_cross(bar, value if np.isfinite(value) else None)
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
