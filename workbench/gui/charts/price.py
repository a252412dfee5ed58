"""The price chart: what was, what was said of it a day ahead, and what is sealed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workbench.data.grouping import Groups
from workbench.data.series import Floats, PriceSeries
from workbench.experiment.result import Predictions
from workbench.gui.charts import price_legend
from workbench.gui.charts.chart_tools import ChartTools, Choices
from workbench.gui.charts.clock import calendar_of
from workbench.gui.charts.cursor import Cursor
from workbench.gui.charts.home import Views
from workbench.gui.charts.in_sight import in_sight
from workbench.gui.charts.in_words import InWords
from workbench.gui.charts.laid_over import LaidOver
from workbench.gui.charts.legend import Legend
from workbench.gui.charts.overview import Overview
from workbench.gui.charts.price_canvas import PriceCanvas
from workbench.gui.charts.pyramid import Pyramid
from workbench.gui.charts.readout import Readout
from workbench.gui.charts.steps import OneStep, closes_of
from workbench.gui.charts.study import Study
from workbench.gui.charts.tower import LineTower
from workbench.gui.charts.viewport import Viewport
from workbench.gui.charts.zones import ZoneMarks
from workbench.gui.present import bars as present_bars
from workbench.gui.present import chart as present
from workbench.gui.present import trades as present_trades
from workbench.gui.present.ahead import NOTHING, AheadView
from workbench.gui.present.chart import MISSING
from workbench.gui.present.price_table import InSight
from workbench.gui.theme import Theme, set_role
from workbench.gui.widgets.text import WrapLabel
from workbench.settings import ChartLook

NARROW = 700
"""Below this width the ranges are in the menu alone, pixels."""


class PriceChart(QWidget):
    """Readout, candles, volume, indicators, dates and overview.

    `cursor_moved` carries the bar under the crosshair, -1 when it goes away. `tools.changed` carries the look
    that the user asks for. `legend` is a widget for the panel's head; it belongs to the chart until the panel
    puts it into a layout of its own.
    """

    cursor_moved = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._marks = ZoneMarks()
        self._prices: PriceSeries | None = None
        self._groups: Groups | None = None
        self._remembered = False
        self._name = ""
        self._said = OneStep()
        self._volume_wanted = True
        self._look = ChartLook()
        self._laid = LaidOver()
        self._ahead = NOTHING
        self._held, self._unsettled = False, False
        self._trades: present_trades.Trades | None = None
        self.viewport = Viewport()
        self._views = Views(self.viewport, self._marks)
        self.tools = ChartTools()
        self.legend = Legend(theme, price_legend.BEFORE)
        self.legend.setParent(self)
        self.legend.hide()
        self._readout = Readout(theme)
        self._notice = WrapLabel("", 8.6, ink="amber")
        self._notice.setContentsMargins(12, 0, 12, 6)
        self._notice.hide()
        self._told = WrapLabel("", 8.6, ink="t2")
        self._told.setContentsMargins(12, 0, 12, 6)
        self._told.hide()
        self._canvas = PriceCanvas(theme, self.viewport, self._marks)
        self._cursor = Cursor(self._canvas, self._readout, self.viewport, self._marks)
        self._overview = Overview(theme, self.viewport, self._marks, self._canvas.axis_width)
        self.words = InWords(self._canvas, self._overview, self._marks, self._in_sight)
        self.table = self.words.table
        self._build()

    def _build(self) -> None:
        set_role(self, ground="panel")
        self.setAccessibleName("price")
        column = QVBoxLayout(self, spacing=0)
        column.setContentsMargins(0, 0, 0, 0)
        head = QHBoxLayout(spacing=0)
        head.addWidget(self._readout, 1)
        head.addWidget(self.tools)
        column.addLayout(head)
        column.addWidget(self._notice)
        column.addWidget(self._told)
        column.addWidget(self._canvas, 1)
        column.addWidget(self._overview)
        column.addWidget(self.table, 1)
        self._cursor.moved.connect(self.cursor_moved)
        self._readout.says_length = lambda: not self.tools.shows_lengths
        self._cursor.note = lambda bar: present_bars.note(self._groups, bar)
        self._canvas.resized.connect(self._set_home)
        self._canvas.shared.connect(self._name_lines)
        self._canvas.studies.closed.connect(self.tools.close_study)
        self._canvas.axis_resized.connect(self._overview.set_axis_width)
        self._canvas.menu_asked.connect(self.tools.menu.popup)
        self._canvas.tip = lambda bar: (
            present_trades.sentence(self._prices, self._trades, bar) if self._prices is not None else ""
        )
        self.tools.reset.connect(self.viewport.reset)
        self.tools.table_asked.connect(self.table.turn)
        self.table.turned.connect(self.tools.show_as_table)
        self.viewport.changed.connect(self._moved)

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Fit and paint once for all that changes inside; not to be nested."""
        self._held = True
        try:
            yield
        finally:
            self._held = False
            if self._unsettled:
                self._unsettled = False
                self._repaint()
                self.tools.show_range(self._views.range)
                self._cursor.read()

    # What is shown

    def set_prices(
        self, series: PriceSeries | None, *, name: str = "", sentence: str = MISSING,
        groups: Groups | None = None,
    ) -> None:  # fmt: skip
        """Chart a series; predictions must be set anew. `groups` says what its bars were drawn together from.

        With None the closes that the predictions remember are drawn, and `sentence` says why.
        """
        same = series is not None and self._prices is not None and not self._remembered
        if same and series.content_hash == self._prices.content_hash:
            return
        # What lies over the old bars goes first, while it still fits them.
        self.set_studies(())
        self._said.set_run(None, None)
        self._laid.set_beside("", None)
        self.set_trades(None)
        self.set_ahead(None)
        self._prices, self._groups, self._name, self._remembered = series, groups, name, False
        self._notice.set_text(sentence if series is None else present.oddity(series))
        self._marks.live_end = None
        self._take_series()

    def set_groups(self, groups: Groups | None) -> None:
        """The same bars, of which more is known: whether the last of them goes on."""
        self._groups = groups
        self._cursor.read()

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
        self._said.set_run(predictions, positions)
        self._marks.live_end = self._views.fixed = None
        if self._prices is None or self._remembered:
            self._take_series()
        else:
            self._take_steps()
            self._set_home()

    def set_live_predictions(self, first_bar: int, log_returns: Floats) -> None:
        """Forecasts of a run under way, from the bar `first_bar` on; joins what came before."""
        if self._prices is None or self._remembered:
            return
        end = self._said.join(len(self._prices), first_bar, log_returns)
        self._take_steps()
        self.set_live_end(end)

    def set_live_end(self, bar: int | None) -> None:
        """The last bar that a run under way has forecast so far."""
        if bar == self._marks.live_end:
            return
        self._marks.live_end = bar
        self._repaint()
        self._set_home()

    def set_zone_labels(self, test: str, following: str) -> None:
        """What the test zone is called, and the part of it that a run under way has not reached."""
        self._marks.test_label, self._marks.next_label = test, following
        self._repaint()

    def set_vault_word(self, word: str) -> None:
        """Whether the vault is `sealed`, or `revealed` and since when."""
        if word != self._marks.vault_word:
            self._marks.vault_word = word
            self._repaint()

    def set_validation(self, bars: tuple[int, int] | None, name: str = "VALIDATION") -> None:
        """First and last bar that one fold is checked on, and what they are called; None clears."""
        if self._marks.check(bars, name):
            self._repaint()

    def set_legend_note(self, note: str) -> None:
        """A line of the legend that is no line of the chart."""
        self._laid.note = note
        self._name_lines()

    def set_volume_shown(self, shown: bool) -> None:
        """The volume pane gives way first where room is short."""
        self._volume_wanted = shown
        self._canvas.set_volume_shown(shown and self._has_volume())

    def show_range(self, first: float, last: float) -> None:
        """Show the bars from `first` to `last`."""
        self.viewport.show(first - 0.5, last + 0.5)

    def set_home(self, first: int, last: int) -> None:
        """Look from bar `first` to bar `last` of its own accord, until there are other forecasts."""
        self._views.fixed = first - 0.5, last + 0.5
        self._set_home()

    def set_trades(self, trades: present_trades.Trades | None) -> None:
        """Entries and exits; None clears."""
        self._trades = self._canvas.trades.marks = trades
        self._canvas.price_pane.refresh()

    def set_ahead(self, view: AheadView | None) -> None:
        """A free run and the next day, with what is said of them; None clears."""
        view = view or NOTHING
        if view is self._ahead:
            return
        self._ahead = view
        self._canvas.set_ahead(view.cone, view.mark)
        self._marks.beyond = view.mark is not None
        self._told.set_text(view.text)
        self._told.setVisible(bool(view.text))
        self._repaint()

    def set_studies(self, studies: tuple[Study, ...]) -> None:
        """Indicators in panes beneath, one value a bar of the prices each."""
        self._canvas.set_studies(studies)
        self._canvas.fit()
        self._cursor.read()

    def set_beside(self, name: str, closes: Floats | None) -> None:
        """Another symbol's closes on the bars of the prices; they meet at the first bar in sight."""
        self._laid.set_beside(name, closes)
        self._lay_over()

    def show_look(self, look: ChartLook, choices: Choices | None = None) -> None:
        """Style, scale and averages; the view is `show_view`'s."""
        self._look, self._laid.averages = look, look.averages
        self.tools.show_look(self.look, choices)
        self._cursor.read()
        self._canvas.set_style(look.style)
        self._canvas.set_log(look.log and present.can_be_log(self._prices))
        self._lay_over()

    def show_view(self, look: ChartLook) -> None:
        """The range or the days of a look; the first view where it names neither."""
        if self._marks.bars:
            self._views.show(look, self._prices.stamp)
            self.tools.show_look(self.look)

    @property
    def look(self) -> ChartLook:
        """The look with the view as it is now."""
        if self._prices is None:
            return self._look
        begins = self._prices.stamp if self._groups is None else self._groups.begins
        return self._look.model_copy(update=self._views.fields(begins, self._prices.stamp))

    @property
    def bar_under_cursor(self) -> int | None:
        """The bar that the crosshair is on."""
        return self._cursor.bar

    @property
    def readout_text(self) -> str:
        """What the head reads."""
        return self._readout.text

    @property
    def told(self) -> str:
        """What is said of a free run and the next day."""
        return self._told.plain_text

    @property
    def notice(self) -> str:
        """The sentence above the chart, empty when all is well."""
        return self._notice.plain_text

    # How it comes about

    def _take_series(self) -> None:
        if (self._prices is None or self._remembered) and self._said.predictions is not None:
            self._prices, self._remembered = closes_of(self._said.predictions, self._name), True
        elif self._remembered:
            self._prices, self._remembered = None, False
        series, pyramid, closes, calendar = self._prices, None, None, None
        if series is not None and len(series):
            pyramid, closes = Pyramid(series), LineTower(series.close)
            calendar = calendar_of(series)
        self._marks.bars = len(series) if series is not None else 0
        self._canvas.set_pyramid(pyramid, closes, calendar, only_closes=self._remembered)
        self._canvas.set_log(self._look.log and present.can_be_log(series))
        self._canvas.set_volume_shown(self._volume_wanted and self._has_volume())
        self._overview.set_prices(closes, calendar)
        self._notice.setVisible(bool(self._notice.plain_text) and series is not None)
        sentence = self._notice.plain_text
        self._cursor.set_prices(series, only_close=self._remembered, sentence=sentence)
        self._views.forget()
        self._lay_over()
        self._take_steps()
        self.viewport.set_bars(self._marks.bars)
        self._set_home()
        self._cursor.read()

    def _has_volume(self) -> bool:
        return self._prices is not None and not self._remembered and bool(self._prices.volume.any())

    def _take_steps(self) -> None:
        self._canvas.set_steps(self._said.steps(self._prices, self._marks.vault_first))
        self._repaint()

    def _repaint(self) -> None:
        if self._held:
            self._unsettled = True
            return
        self._name_lines()
        self._canvas.fit()
        self._overview.refresh()
        self.words.change()

    def _lay_over(self) -> None:
        """Averages and the other symbol, on whatever prices there are."""
        self._canvas.overlays.lines = self._laid.lines(self._prices)
        self._repaint()

    def _name_lines(self) -> None:
        """Keep the legend true."""
        studies = self._canvas.studies
        forecasts = price_legend.AHEAD if self._canvas.cone.cone is not None else price_legend.AFTER
        said = price_legend.BEFORE if self._canvas.forecasts[0].steps is None else forecasts
        left_out = len(studies.studies) - studies.shown
        checked = self._marks.validation is not None
        laid = self._laid.entries(self._prices)
        self.legend.set_entries(price_legend.entries(said, checked, laid, left_out))

    def _set_home(self) -> None:
        self._views.set_home(self._canvas.price_pane.frame().width)

    def _moved(self) -> None:
        if self._held:
            self._unsettled = True
            return
        self._canvas.fit()
        self.words.change()
        self.tools.show_range(self._views.range)
        self._cursor.follow()

    def _in_sight(self) -> InSight | None:
        return in_sight(
            self._prices, self.viewport, self._marks, self._canvas, self._laid, only_closes=self._remembered
        )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.words.change()
        self._cursor.read()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.words.stop()
        self._cursor.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.tools.set_narrow(self.width() < NARROW)
        self._cursor.read()
