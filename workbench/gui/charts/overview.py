"""The strip of the whole history: zones, years, and the window that can be dragged."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter, QPen

from workbench.gui.charts.batch import Batch
from workbench.gui.charts.canvas import Canvas, Pane
from workbench.gui.charts.frame import Drawing, Frame
from workbench.gui.charts.pyramid import Pyramid
from workbench.gui.charts.ticks import Calendar
from workbench.gui.charts.viewport import Viewport
from workbench.gui.charts.zones import RULE_HEIGHT, ZoneGrounds, ZoneMarks
from workbench.gui.theme import Theme, caps, pt

HEIGHT = 32
GRIP = 6
"""How near to an edge of the window a press takes hold of that edge, pixels."""
NARROWEST = 8


class _History(Drawing):
    """All closes as one thin line in the upper part of the strip."""

    z = 1

    def __init__(self) -> None:
        self._batch = Batch()
        self.pyramid: Pyramid | None = None

    def draw(self, painter: QPainter, frame: Frame) -> None:
        if self.pyramid is None:
            return
        level = self.pyramid.level(frame.bar_width, 1.0)
        x = frame.x(np.arange(len(level)) * level.size + (level.size - 1) / 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(frame.tokens.t3), 1))
        self._batch.polyline(painter, x, frame.y(np.log(level.close)))


class _Names(Drawing):
    """Zone names and years along the foot, the accent rule along the top."""

    z = 2

    def __init__(self, marks: ZoneMarks, window: _Window) -> None:
        self._marks, self._window = marks, window
        self.calendar: Calendar | None = None

    def draw(self, painter: QPainter, frame: Frame) -> None:
        marks, tokens = self._marks, frame.tokens
        test, vault = marks.edges(frame)
        taken = [self._window.edges(frame)]
        if marks.first_test is not None:
            seen = marks.seen(frame)
            painter.fillRect(QRectF(test, 0, max(seen - test, 0), RULE_HEIGHT), QColor(tokens.acc))
            folds = f"TEST · {marks.folds} FOLDS" if marks.folds > 1 else "TEST"
            taken += self._name(painter, frame, (0, test), "TRAIN", tokens.t3)
            taken += self._name(painter, frame, (test, vault), folds, tokens.acc)
        if vault < frame.width:
            taken += self._name(painter, frame, (vault, frame.width), "VAULT", tokens.t3, right=True)
        self._years(painter, frame, taken)

    def _name(
        self, painter: QPainter, frame: Frame, span: tuple[float, float], text: str, ink: str,
        *, right: bool = False,
    ) -> list[tuple[float, float]]:  # fmt: skip
        """Write a zone's name if it fits; the pixels it took."""
        painter.setFont(caps())
        width = QFontMetricsF(painter.font()).horizontalAdvance(text)
        if width + 12 > span[1] - span[0]:
            return []
        left = span[1] - width - 6 if right else span[0] + 6
        painter.setPen(QColor(ink))
        self._text(painter, QRectF(left, 0, width + 4, frame.height - 3), text)
        return [(left, left + width)]

    def _years(self, painter: QPainter, frame: Frame, taken: list[tuple[float, float]]) -> None:
        if self.calendar is None:
            return
        painter.setFont(pt(8.25))
        painter.setPen(QColor(frame.tokens.t3))
        metrics = QFontMetricsF(painter.font())
        for bar, text in self.calendar.ticks(frame.x0, frame.x1, frame.width, gap=130):
            half = metrics.horizontalAdvance(text) / 2
            x = float(frame.x(bar))
            if half < x < frame.width - half and all(x + half + 8 < a or x - half - 8 > b for a, b in taken):
                self._text(painter, QRectF(x - half, 0, 2 * half + 4, frame.height - 3), text)

    @staticmethod
    def _text(painter: QPainter, box: QRectF, text: str) -> None:
        painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom), text)


class _Window(Drawing):
    """The visible range as a rounded frame."""

    def __init__(self, viewport: Viewport) -> None:
        self._viewport = viewport

    def edges(self, frame: Frame) -> tuple[float, float]:
        """Pixels of the window's sides, never so near that they could not be gripped."""
        left, right = float(frame.x(self._viewport.first)), float(frame.x(self._viewport.last))
        spare = max(0.0, NARROWEST - (right - left)) / 2
        return max(left - spare, 1.0), min(right + spare, frame.width - 1)

    def draw(self, painter: QPainter, frame: Frame) -> None:
        left, right = self.edges(frame)
        ground = QColor(frame.tokens.t2)
        ground.setAlpha(46)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(frame.tokens.t2), 1))
        painter.setBrush(ground)
        top = RULE_HEIGHT + 1.5
        box = QRectF(round(left) + 0.5, top, round(right - left), frame.height - top - 1.5)
        painter.drawRoundedRect(box, 3, 3)


class Overview(Canvas):
    """Drag the window or its sides; a click elsewhere centres the window there."""

    def __init__(self, theme: Theme, viewport: Viewport, marks: ZoneMarks, axis_width: float) -> None:
        super().__init__(theme, "whole history, with the visible window")
        self._viewport = viewport
        self._history, self._window = _History(), _Window(viewport)
        self._names = _Names(marks, self._window)
        self._pane = Pane(theme, (ZoneGrounds(marks), self._history), (self._window, self._names))
        self.rows.addItem(self._pane, row=0, col=0)
        spacer = pg.GraphicsWidget()
        spacer.setFixedWidth(axis_width)
        self.rows.addItem(spacer, row=0, col=1)
        self.setFixedHeight(HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._grip = ""
        self._from = 0.0
        viewport.changed.connect(self._pane.refresh_live)

    def set_prices(self, pyramid: Pyramid | None, calendar: Calendar | None) -> None:
        """The whole history, or nothing."""
        self._history.pyramid, self._names.calendar = pyramid, calendar
        if pyramid is not None and pyramid.bars:
            low, high = (float(np.log(value)) for value in pyramid.extent(0, pyramid.bars - 1))
            span = (high - low) or 1.0
            self._pane.show_range(-0.5, max(pyramid.bars, 2) - 0.5, low - 0.75 * span, high + 0.25 * span)
        self._pane.refresh()

    def refresh(self) -> None:
        self._pane.refresh()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self.inside(self._pane, event.position())
        if event.button() != Qt.MouseButton.LeftButton or place is None:
            return
        frame = self._pane.frame()
        left, right = self._window.edges(frame)
        self._from = self._bar(event)
        wide = right - left > 3 * GRIP
        if wide and abs(place.x() - left) <= GRIP:
            self._grip = "first"
        elif wide and abs(place.x() - right) <= GRIP:
            self._grip = "last"
        else:
            self._grip = "all"
            if not left - GRIP <= place.x() <= right + GRIP:
                half = self._viewport.span / 2
                self._viewport.show(self._from - half, self._from + half)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._grip:
            self._show_grip(event)
            return
        bar = self._bar(event)
        first, last = self._viewport.first, self._viewport.last
        if self._grip == "first":
            self._viewport.show(min(bar, last - 10), last)
        elif self._grip == "last":
            self._viewport.show(first, max(bar, first + 10))
        else:
            self._viewport.pan(bar - self._from)
            self._from = bar

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grip = ""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._viewport.reset()

    def _bar(self, event: QMouseEvent) -> float:
        frame = self._pane.frame()
        place = self._pane.mapFromScene(self.mapToScene(event.position().toPoint()))
        return frame.x0 + place.x() / frame.bar_width

    def _show_grip(self, event: QMouseEvent) -> None:
        left, right = self._window.edges(self._pane.frame())
        near = right - left > 3 * GRIP and min(abs(event.position().x() - e) for e in (left, right)) <= GRIP
        self.viewport().setCursor(Qt.CursorShape.SizeHorCursor if near else Qt.CursorShape.ArrowCursor)
