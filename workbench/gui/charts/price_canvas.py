"""The drawn part of the price chart: candles over volume, indicators and dates."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QResizeEvent

from workbench.gui.charts.axes import AXIS, BarAxis, ValueAxis
from workbench.gui.charts.candles import Bars, Candles, Closes, Sight, Volume
from workbench.gui.charts.canvas import Pane
from workbench.gui.charts.cone import FreeRunCone, NextDay
from workbench.gui.charts.crosshair import Crosshair
from workbench.gui.charts.forecast import Intervals, Invested, NaiveSteps, Segments
from workbench.gui.charts.frame import Drawing, Frame, log10
from workbench.gui.charts.hands import BarCanvas
from workbench.gui.charts.overlays import Overlays, TradeMarks
from workbench.gui.charts.pyramid import Pyramid
from workbench.gui.charts.steps import FarSteps, Steps
from workbench.gui.charts.study import Study
from workbench.gui.charts.study_panes import StudyPanes
from workbench.gui.charts.text import label
from workbench.gui.charts.ticks import Calendar, Tick, log_price_ticks, value_ticks
from workbench.gui.charts.tower import COLUMN, LineTower
from workbench.gui.charts.viewport import Viewport
from workbench.gui.charts.zones import GridLines, ZoneGrounds, ZoneLabels, ZoneMarks
from workbench.gui.present import format as fmt
from workbench.gui.present import studies as present
from workbench.gui.present.ahead import Cone, NextMark
from workbench.gui.theme import Theme
from workbench.settings import STUDIES

TOP_ROOM = 26
"""Kept free for the zone names, pixels."""
BOTTOM_ROOM = 12
"""Kept free for the ribbon, pixels."""
VOLUME_ROW, FIRST_STUDY_ROW = 1, 2
FEWEST_TICKS, LEAST_TICK_GAP = 3, 20
NAME_GROUND = 216
"""Of 255: how far the ground behind the name of the volume hides tall bars."""


def price_ticks(frame: Frame) -> Sequence[Tick]:
    """Closer together where the pane is low, so that there are always a few."""
    widest = min(max(frame.height / 4, 26), 62)
    found: Sequence[Tick] = ()
    # A round step may just miss two of three labels: then the next smaller one is taken.
    for gap in (widest, max(0.7 * widest, LEAST_TICK_GAP), max(0.4 * widest, LEAST_TICK_GAP)):
        if frame.log:
            found = log_price_ticks(frame.y0, frame.y1, frame.height, gap=0.7 * gap)
        else:
            found = value_ticks(frame.y0, frame.y1, frame.height, gap=gap)
        if len(found) >= FEWEST_TICKS:
            break
    return found


class _VolumeName(Drawing):
    """The hairline above the volume pane, and its name."""

    def draw(self, painter: QPainter, frame: Frame) -> None:
        painter.fillRect(QRectF(0, 0, frame.width, 1), QColor(frame.tokens.line))
        words = label("volume", AXIS)
        ground = QColor(frame.tokens.plot)
        ground.setAlpha(NAME_GROUND)
        painter.fillRect(QRectF(3, 2, words.width + 6, words.height), ground)
        words.paint(painter, 6, 2 + words.height / 2, frame.tokens.t3)


class PriceCanvas(BarCanvas):
    """Prices as candles, bars or a line; `resized` and `axis_resized` say that there is other room.

    `shared` says that another number of indicators has room beneath.
    """

    resized = Signal()
    shared = Signal()
    axis_resized = Signal(float)

    def __init__(self, theme: Theme, viewport: Viewport, marks: ZoneMarks) -> None:
        super().__init__(theme, "price chart", viewport)
        self._pyramid: Pyramid | None = None
        self._closes: LineTower | None = None
        self._style, self._only_closes = "candles", False
        self.calendar: Calendar | None = None
        sight = Sight(marks)
        self.candles, self.bars, self.volume = Candles(sight), Bars(sight), Volume(sight)
        self.closes = Closes(marks)
        self.forecasts = (Intervals(), NaiveSteps(), Segments(), Invested())
        self.cone, self.next_day = FreeRunCone(), NextDay()
        self.overlays, self.trades = Overlays(), TradeMarks()
        self._cross, self._upright = Crosshair(), Crosshair()
        self.studies = StudyPanes(self, marks, self._upright, FIRST_STUDY_ROW)
        self._volume_wanted = True
        self._build(theme, marks)

    def _build(self, theme: Theme, marks: ZoneMarks) -> None:
        still = (
            ZoneGrounds(marks), GridLines(price_ticks, marks), self.closes, self.candles, self.bars,
            *self.forecasts, self.cone, self.next_day, self.overlays, self.trades, ZoneLabels(marks),
        )  # fmt: skip
        self.price_pane = Pane(theme, still, (self._cross,))
        self.volume_pane = Pane(
            theme, (ZoneGrounds(marks), self.volume, _VolumeName()), (self._upright,)
        )
        self.price_axis = ValueAxis(theme, self.price_pane, price_ticks)
        self._axes = (self.price_axis, ValueAxis(theme, self.volume_pane, lambda _: []))
        for row, (pane, axis) in enumerate(zip(self.panes(), self._axes, strict=True)):
            self.add(pane, row)
            self.add(axis, row, at_right=True)
        self._dates = BarAxis(theme, self.price_pane, self._date_ticks)
        self.add(self._dates, FIRST_STUDY_ROW + STUDIES, height=self._dates.height)
        super().set_axis_width(self.price_axis.least_width)
        self._share_height()

    def panes(self) -> tuple[Pane, ...]:
        return self.price_pane, self.volume_pane, *self.studies.panes

    # What is drawn

    def set_pyramid(
        self, pyramid: Pyramid | None, closes: LineTower | None, calendar: Calendar | None, only_closes: bool
    ) -> None:
        """The bars, their closes alone, and their dates."""
        self._pyramid, self._closes, self.calendar = pyramid, closes, calendar
        self._only_closes = only_closes
        self.volume.pyramid = None if only_closes else pyramid
        self.set_style(self._style)
        self.set_axis_width(self.price_axis.least_width)

    def set_style(self, style: str) -> None:
        """`candles`, `bars` or `line`; where only closes are known it is a line."""
        self._style = style
        shown = "line" if self._only_closes else style
        self.candles.pyramid = self._pyramid if shown == "candles" else None
        self.bars.pyramid = self._pyramid if shown == "bars" else None
        self.closes.line = self._closes if shown == "line" else None

    def set_log(self, log: bool) -> None:
        """A logarithmic price axis; a chart with prices of zero or less stays as it is."""
        self.price_pane.log = log

    def set_steps(self, steps: Steps | None) -> None:
        """A run's forecasts, or none."""
        far = None if steps is None else FarSteps(steps)
        for drawing in self.forecasts:
            drawing.set(steps, far)

    def set_ahead(self, cone: Cone | None, mark: NextMark | None) -> None:
        """A free run in the place of the forecasts day by day, and the day after the last bar."""
        self.cone.cone, self.next_day.mark = cone, mark
        for one_step in self.forecasts[:3]:
            one_step.shown = cone is None

    def set_volume_shown(self, shown: bool) -> None:
        """Whether the volume is wanted; it is seen where indicators leave it room."""
        self._volume_wanted = shown
        self._share_height()

    def set_studies(self, studies: tuple[Study, ...]) -> None:
        """Indicators beneath, from top to bottom."""
        self.studies.studies = studies
        self._share_height()

    def _share_height(self) -> None:
        """Give prices, volume and indicators their rows."""
        height = self.height() - self._dates.height
        room = present.room_beneath(height, len(self.studies.studies), self._volume_wanted)
        self.volume_pane.set_shown(room.volume)
        self.set_row_height(VOLUME_ROW, present.VOLUME_HEIGHT if room.volume else 0)
        self.studies.share(room.studies, room.height)
        self.shared.emit()

    def set_cross(self, bar: int | None, value: float | None) -> None:
        """Put the crosshair on a bar and a value; None takes it away."""
        self._cross.bar = self._upright.bar = bar
        self._cross.value = value
        self.price_axis.set_tag(None if value is None else (value, fmt.axis_tag(value)))
        for pane in self.panes():
            pane.refresh_live()

    # Fitting the value axes to the visible bars

    def fit(self) -> None:
        """Fit the value axes to the visible bars and paint."""
        if self._pyramid is None:
            return
        first, last = self._viewport.first, self._viewport.last
        self.price_pane.show_range(first, last, *self._price_range(first, last))
        top = self._pyramid.highest_volume(first, last) or 1.0
        self.volume_pane.show_range(first, last, 0, top * 1.12)
        self.studies.fit(first, last)
        self._widen_axis()
        for pane in self.panes():
            pane.refresh()

    def _price_range(self, first: float, last: float) -> tuple[float, float]:
        """Bottom and top of the price axis, with room for names and ribbon, in the axis' own units."""
        low, high = self._extent(first, last)
        flat = abs(high) * 0.02 or 1.0
        if self.price_pane.log:
            low, high, flat = float(log10(low)), float(log10(high)), 0.01
        height = max(self.price_pane.frame().height - TOP_ROOM - BOTTOM_ROOM, 20)
        spare = (high - low if high - low > 1e-9 * flat else flat) / height
        return low - spare * BOTTOM_ROOM, high + spare * TOP_ROOM

    def _extent(self, first: float, last: float) -> tuple[float, float]:
        low, high = self._pyramid.extent(first, last)
        steps, far = self.forecasts[0].steps, self.forecasts[0].far
        if steps is not None and self.forecasts[0].shown:
            near = self.price_pane.frame().width / (last - first) >= COLUMN
            found = [(steps if near else far).extent(first, last)]
        else:
            found = []
        self.overlays.anchor(self._closes, first)
        found += self.overlays.extents(first, last)
        found += [self.cone.extent(first, last), self.next_day.extent(first, last)]
        for extent in found:
            if extent is not None and np.isfinite(extent[0] + extent[1]):
                low, high = min(low, extent[0]), max(high, extent[1])
        return low, high

    def _widen_axis(self) -> None:
        """Labels of very large or small prices are long; the axis grows for them and keeps its width."""
        wanted = self.price_axis.wanted_width()
        if wanted > self.axis_width:
            self.set_axis_width(wanted)

    def set_axis_width(self, width: float) -> None:
        if width != self.axis_width:
            super().set_axis_width(width)
            self.axis_resized.emit(width)

    def _date_ticks(self, frame: Frame) -> Sequence[Tick]:
        return self.calendar.ticks(frame.x0, frame.x1, frame.width) if self.calendar else ()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "price_pane"):
            self._share_height()
            self.fit()
            self.resized.emit()
