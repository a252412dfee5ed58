"""The strip of the whole history: zones, years, and the window that can be dragged."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen

from workbench.export.vault import SEALED, zone_names
from workbench.gui.charts.batch import Batch
from workbench.gui.charts.canvas import Canvas, Pane
from workbench.gui.charts.frame import Drawing, Frame, log10
from workbench.gui.charts.hands import move_by_key
from workbench.gui.charts.text import CAPS, Label, label
from workbench.gui.charts.ticks import Calendar
from workbench.gui.charts.tower import LineTower
from workbench.gui.charts.viewport import Viewport
from workbench.gui.charts.zones import RULE_HEIGHT, ZoneGrounds, ZoneMarks, paint_validation_rule
from workbench.gui.theme import Theme

HEIGHT = 32
NAME, YEAR = (7.5, CAPS), (8.25, 400)
GRIP = 6
"""How near to an edge of the window a press takes hold of that edge, pixels."""
NARROWEST = 8
BENEATH = 1.3
"""Room for names and years beneath the line, in heights of the line."""
UNDER_WINDOW = 6
"""Beneath the accent rule and the window's own edge, pixels."""


class _History(Drawing):
    """All closes as one thin line in the upper part of the strip; even where some are not above 0."""

    z = 1

    def __init__(self) -> None:
        self._batch = Batch()
        self.closes: LineTower | None = None

    def draw(self, painter: QPainter, frame: Frame) -> None:
        if self.closes is None:
            return
        x, y = self.closes.points(frame)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(frame.tokens.t3), 1))
        self._batch.polyline(painter, x, y)


class _Names(Drawing):
    """Zone names and years along the foot, the accent rules along the top."""

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
            paint_validation_rule(painter, frame, marks, UNDER_WINDOW)
            taken += self._name(painter, frame, (0, test), "TRAIN", tokens.t3)
            taken += self._name(painter, frame, (test, vault), folds, tokens.acc)
        if vault < frame.width:
            for name in zone_names(marks.vault_word)[marks.vault_word == SEALED :]:
                found = self._name(painter, frame, (vault, frame.width), name, tokens.t3, right=True)
                taken += found
                if found:
                    break
        self._years(painter, frame, taken)

    def _name(
        self, painter: QPainter, frame: Frame, span: tuple[float, float], text: str, ink: str,
        *, right: bool = False,
    ) -> list[tuple[float, float]]:  # fmt: skip
        """Write a zone's name if it fits; the pixels it took."""
        words = label(text, NAME)
        if words.width + 12 > span[1] - span[0]:
            return []
        left = span[1] - words.width - 6 if right else span[0] + 6
        if any(left - 3 < edge < left + words.width + 3 for edge in self._window.edges(frame)):
            return []
        if right:
            ground = QRectF(left - 3, frame.height - 3 - words.height, words.width + 6, words.height)
            painter.fillRect(ground, QColor(frame.tokens.train))
        words.paint(painter, left, self._middle(frame, words), ink)
        return [(left, left + words.width)]

    def _years(self, painter: QPainter, frame: Frame, taken: list[tuple[float, float]]) -> None:
        if self.calendar is None:
            return
        for bar, text in self.calendar.ticks(frame.x0, frame.x1, frame.width, gap=130):
            words = label(text, YEAR)
            half, x = words.width / 2, float(frame.x(bar))
            if half < x < frame.width - half and all(x + half + 8 < a or x - half - 8 > b for a, b in taken):
                words.paint(painter, x - half, self._middle(frame, words), frame.tokens.t3)

    @staticmethod
    def _middle(frame: Frame, words: Label) -> float:
        """Along the foot."""
        return frame.height - 3 - words.height / 2


class _Window(Drawing):
    """The visible range as a rounded frame."""

    def __init__(self, viewport: Viewport) -> None:
        self._viewport, self._batch = viewport, Batch()
        self.drawn = (0, 0)
        """The edges that are on the screen."""

    def edges(self, frame: Frame) -> tuple[int, int]:
        """Whole pixels of the window's sides, never so near that they could not be gripped."""
        left, right = float(frame.x(self._viewport.first)), float(frame.x(self._viewport.last))
        spare = max(0.0, NARROWEST - (right - left)) / 2
        return round(max(left - spare, 1.0)), round(min(right + spare, frame.width - 1))

    def draw(self, painter: QPainter, frame: Frame) -> None:
        left, right = self.drawn = self.edges(frame)
        top, foot = RULE_HEIGHT + 1, round(frame.height) - 1
        ground = QColor(frame.tokens.t2)
        ground.setAlpha(46)
        painter.fillRect(QRectF(left + 1, top + 1, right - left - 1, foot - top - 2), ground)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(frame.tokens.t2))
        # Rounded by whole pixels: the first smooth line of a painting costs a millisecond.
        wide, high = right - left - 3, foot - top - 4
        x = np.array((left + 2, left + 2, left, right, left + 1, right - 1, left + 1, right - 1))
        y = np.array((top, foot - 1, top + 2, top + 2, top + 1, top + 1, foot - 2, foot - 2))
        sizes = np.array(((wide, wide, 1, 1, 1, 1, 1, 1), (1, 1, high, high, 1, 1, 1, 1)))
        self._batch.boxes(painter, [(x, y, *sizes)])


class Overview(Canvas):
    """Drag the window or its sides; a click elsewhere centres the window there."""

    def __init__(self, theme: Theme, viewport: Viewport, marks: ZoneMarks, axis_width: float) -> None:
        super().__init__(theme, "whole history, with the visible window")
        self._viewport = viewport
        self._history, self._window = _History(), _Window(viewport)
        self._names = _Names(marks, self._window)
        self._pane = Pane(theme, (ZoneGrounds(marks), self._history), (self._window, self._names))
        self.add(self._pane, 0)
        self.set_axis_width(axis_width)
        self.setFixedHeight(HEIGHT)
        self._grip = ""
        self._from = 0.0
        viewport.changed.connect(self._move_window)

    def set_prices(self, closes: LineTower | None, calendar: Calendar | None) -> None:
        """The whole history, or nothing."""
        self._history.closes, self._names.calendar = closes, calendar
        extent = None if closes is None else closes.extent(0, len(closes.values) - 1)
        if extent is not None:
            self._pane.log = extent[0] > 0
            low, high = (float(log10(value)) for value in extent) if self._pane.log else extent
            span = high - low if high - low > 1e-9 * abs(high) else abs(high) or 1.0
            bars = max(len(closes.values), 2)
            self._pane.show_range(-0.5, bars - 0.5, low - BENEATH * span, high + 0.3 * span)
        self._pane.refresh()

    def refresh(self) -> None:
        self._pane.refresh()

    def _move_window(self) -> None:
        """Among a million bars a small step of the chart moves the window by less than a pixel."""
        if self._window.edges(self._pane.frame()) != self._window.drawn:
            self._pane.refresh_live()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the chart above move the window here as well."""
        if not move_by_key(self._viewport, Qt.Key(event.key())):
            event.ignore()

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
        return frame.x0 + event.position().x() / frame.bar_width

    def _show_grip(self, event: QMouseEvent) -> None:
        left, right = self._window.edges(self._pane.frame())
        near = right - left > 3 * GRIP and min(abs(event.position().x() - e) for e in (left, right)) <= GRIP
        self.setCursor(Qt.CursorShape.SizeHorCursor if near else Qt.CursorShape.ArrowCursor)
