"""The drawn part of the price chart: candles over volume over dates, and the mouse upon them."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
    QWheelEvent,
)

from workbench.gui.charts.axes import BarAxis, ValueAxis
from workbench.gui.charts.candles import Candles, Closes, Volume
from workbench.gui.charts.canvas import Canvas, Pane
from workbench.gui.charts.crosshair import Crosshair
from workbench.gui.charts.forecast import BAND_FROM, Intervals, Invested, NaiveSteps, Segments
from workbench.gui.charts.frame import Drawing, Frame
from workbench.gui.charts.pyramid import Pyramid
from workbench.gui.charts.steps import Steps
from workbench.gui.charts.ticks import Calendar, Tick, value_ticks
from workbench.gui.charts.viewport import Viewport
from workbench.gui.charts.zones import GridLines, ZoneGrounds, ZoneLabels, ZoneMarks
from workbench.gui.present.format import number
from workbench.gui.theme import Theme, pt

VOLUME_HEIGHT = 46
TOP_ROOM = 26
"""Kept free for the zone names, pixels."""
BOTTOM_ROOM = 12
"""Kept free for the ribbon, pixels."""
WHEEL_ZOOM = 1.0015
KEY_PAN, KEY_ZOOM = 0.1, 1.25


def price_ticks(frame: Frame) -> list[Tick]:
    """Closer together where the pane is low, so that there are always a few."""
    return value_ticks(frame.y0, frame.y1, frame.height, gap=min(max(frame.height / 4, 26), 62))


class _VolumeName(Drawing):
    """The hairline above the volume pane, and its name."""

    def draw(self, painter: QPainter, frame: Frame) -> None:
        painter.setPen(QPen(QColor(frame.tokens.line), 1))
        painter.drawLine(0, 0, int(frame.width), 0)
        painter.setFont(pt(8.25))
        painter.setPen(QColor(frame.tokens.t3))
        height = QFontMetricsF(painter.font()).height()
        painter.drawText(QRectF(6, 2, 100, height), int(Qt.AlignmentFlag.AlignLeft), "volume")


class PriceCanvas(Canvas):
    """`hovered` carries the bar and the value under the mouse; `left` says that the mouse went away."""

    hovered = Signal(int, float)
    left = Signal()
    stepped = Signal(int)
    """Shift and an arrow key: move the crosshair by so many bars."""
    resized = Signal()

    def __init__(self, theme: Theme, viewport: Viewport, marks: ZoneMarks) -> None:
        super().__init__(theme, "price chart")
        self._viewport = viewport
        self._pyramid: Pyramid | None = None
        self.calendar: Calendar | None = None
        self.candles, self.closes, self.volume = Candles(marks), Closes(marks), Volume(marks)
        self.forecasts = (Intervals(), NaiveSteps(), Segments(), Invested())
        self.price_cross, self.volume_cross = Crosshair(), Crosshair()
        self._drag: float | None = None
        self._build(theme, marks)
        viewport.changed.connect(self.fit)

    def _build(self, theme: Theme, marks: ZoneMarks) -> None:
        still = (
            ZoneGrounds(marks), GridLines(price_ticks, marks), self.closes, self.candles,
            *self.forecasts, ZoneLabels(marks),
        )  # fmt: skip
        self.price_pane = Pane(theme, still, (self.price_cross,))
        self.volume_pane = Pane(
            theme, (ZoneGrounds(marks), self.volume, _VolumeName()), (self.volume_cross,)
        )
        self.price_axis = ValueAxis(theme, self.price_pane, price_ticks)
        dates = BarAxis(theme, self.price_pane, self._date_ticks)
        self.rows.addItem(self.price_pane, row=0, col=0)
        self.rows.addItem(self.price_axis, row=0, col=1)
        self.rows.addItem(self.volume_pane, row=1, col=0)
        self.rows.addItem(ValueAxis(theme, self.volume_pane, lambda _: []), row=1, col=1)
        self.rows.addItem(dates, row=2, col=0)
        self.set_row_height(0, None, stretch=1)
        self.set_row_height(1, VOLUME_HEIGHT)

    @property
    def axis_width(self) -> float:
        return self.price_axis.maximumWidth()

    def set_pyramid(self, pyramid: Pyramid | None, calendar: Calendar | None, only_closes: bool) -> None:
        self._pyramid, self.calendar = pyramid, calendar
        self.candles.pyramid = None if only_closes else pyramid
        self.closes.pyramid = pyramid if only_closes else None
        self.volume.pyramid = None if only_closes else pyramid

    def set_steps(self, steps: Steps | None) -> None:
        for drawing in self.forecasts:
            drawing.steps = steps

    def set_volume_shown(self, shown: bool) -> None:
        self.volume_pane.setVisible(shown)
        self.set_row_height(1, VOLUME_HEIGHT if shown else 0)

    def set_cross(self, bar: int | None, value: float | None) -> None:
        """Put the crosshair on a bar and a value; None takes it away."""
        self.price_cross.bar, self.price_cross.value = bar, value
        self.volume_cross.bar = bar
        self.price_axis.set_tag(None if value is None else (value, _tag(value)))
        self.price_pane.refresh_live()
        self.volume_pane.refresh_live()

    def fit(self) -> None:
        """Fit the value axes to the visible bars and paint."""
        if self._pyramid is None:
            return
        first, last = self._viewport.first, self._viewport.last
        low, high = self._pyramid.extent(first, last)
        frame = self.price_pane.frame()
        steps = self.forecasts[0].steps
        if steps is not None and frame.width / (last - first) > BAND_FROM:
            extent = steps.extent(first, last)
            low, high = (min(low, extent[0]), max(high, extent[1])) if extent else (low, high)
        spare = (high - low or abs(high) * 0.02 or 1.0) / max(frame.height - TOP_ROOM - BOTTOM_ROOM, 20)
        self.price_pane.show_range(first, last, low - spare * BOTTOM_ROOM, high + spare * TOP_ROOM)
        top = self._pyramid.highest_volume(first, last) or 1.0
        self.volume_pane.show_range(first, last, 0, top * 1.12)
        self.price_pane.refresh()
        self.volume_pane.refresh()

    def _date_ticks(self, frame: Frame) -> list[Tick]:
        return self.calendar.ticks(frame.x0, frame.x1, frame.width) if self.calendar else []

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "price_pane"):
            self.fit()
            self.resized.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        across, along = event.angleDelta().x(), event.angleDelta().y()
        if abs(across) > abs(along):
            self._viewport.pan(-across / 120 * KEY_PAN * self._viewport.span)
        elif along:
            self._viewport.zoom(WHEEL_ZOOM**-along, self._bar_under(event))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag = event.position().x()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None and event.buttons() & Qt.MouseButton.LeftButton:
            moved = event.position().x() - self._drag
            self._drag = event.position().x()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            self._viewport.pan(-moved / self.price_pane.frame().bar_width)
        self._hover(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag = None
        self.viewport().setCursor(Qt.CursorShape.CrossCursor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._viewport.reset()

    def leaveEvent(self, event) -> None:
        super().leaveEvent(event)
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        zoom = {
            Qt.Key.Key_Up: 1 / KEY_ZOOM, Qt.Key.Key_Plus: 1 / KEY_ZOOM,
            Qt.Key.Key_Down: KEY_ZOOM, Qt.Key.Key_Minus: KEY_ZOOM,
        }.get(Qt.Key(event.key()))  # fmt: skip
        if step is not None and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.stepped.emit(step)
        elif step is not None:
            self._viewport.pan(step * KEY_PAN * self._viewport.span)
        elif zoom is not None:
            self._viewport.zoom(zoom)
        elif event.key() == Qt.Key.Key_Home:
            self._viewport.pan(-self._viewport.bars)
        elif event.key() == Qt.Key.Key_End:
            self._viewport.pan(self._viewport.bars)
        elif event.key() == Qt.Key.Key_0:
            self._viewport.reset()
        else:
            event.ignore()

    def _bar_under(self, event: QWheelEvent) -> float:
        frame = self.price_pane.frame()
        return frame.x0 + float(np.clip(event.position().x(), 0, frame.width)) / frame.bar_width

    def _hover(self, event: QMouseEvent) -> None:
        place = self.inside(self.price_pane, event.position())
        if place is not None:
            frame = self.price_pane.frame()
            self.hovered.emit(frame.bar_at(place.x()), frame.value_at(place.y()))
            return
        place = self.inside(self.volume_pane, event.position())
        if place is None:
            self.left.emit()
        else:
            self.hovered.emit(self.volume_pane.frame().bar_at(place.x()), float("nan"))


def _tag(value: float) -> str:
    return number(value, 1 if abs(value) >= 1000 else 2 if abs(value) >= 1 else 4)
