"""Axes: text only, no tick marks, in the theme's quiet ink."""

from __future__ import annotations

from collections.abc import Callable

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from workbench.gui.charts.canvas import Pane
from workbench.gui.charts.frame import Frame
from workbench.gui.charts.ticks import Tick
from workbench.gui.theme import Theme, pt

AXIS_POINTS = 8.25
TAG_CLEARANCE = 15
"""A label this near to the crosshair's tag is left out, pixels."""
MARGIN = 6


class _Axis(pg.GraphicsWidget):
    """Follows a pane and paints the labels that `ticks` gives for its frame."""

    def __init__(self, theme: Theme, pane: Pane, ticks: Callable[[Frame], list[Tick]]) -> None:
        super().__init__()
        self._theme, self._pane, self._ticks = theme, pane, ticks
        pane.sigRangeChanged.connect(lambda *_: self.update())
        pane.sigResized.connect(lambda *_: self.update())

    def _text(self, painter: QPainter, box: QRectF, side: Qt.AlignmentFlag, text: str) -> None:
        painter.drawText(box, int(side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip), text)


class ValueAxis(_Axis):
    """At the right of a pane; `set_tag` shows the crosshair's value, `set_marks` fixed ones."""

    def __init__(self, theme: Theme, pane: Pane, ticks: Callable[[Frame], list[Tick]]) -> None:
        super().__init__(theme, pane, ticks)
        self._tag: Tick | None = None
        self.setFixedWidth(round(QFontMetricsF(pt(AXIS_POINTS)).horizontalAdvance("000,000")) + 3 * MARGIN)

    def set_tag(self, tag: Tick | None) -> None:
        """(value, text), or None to take the tag away."""
        if tag != self._tag:
            self._tag = tag
            self.update()

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        frame, tokens = self._pane.frame(), self._theme.tokens
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.drawLine(0, 0, 0, int(self.size().height()))
        if frame.height < 2:
            return
        painter.setFont(pt(AXIS_POINTS))
        painter.setPen(QColor(tokens.t3))
        tag_y = None if self._tag is None else float(frame.y(self._tag[0]))
        for value, text in self._ticks(frame):
            y = float(frame.y(value))
            near_tag = tag_y is not None and abs(y - tag_y) < TAG_CLEARANCE
            if 7 <= y <= frame.height - 6 and not near_tag:
                box = QRectF(MARGIN, y - 8, self.size().width() - MARGIN, 16)
                self._text(painter, box, Qt.AlignmentFlag.AlignLeft, text)
        if tag_y is not None:
            self._paint_tag(painter, min(max(tag_y, 8), frame.height - 8), self._tag[1])

    def _paint_tag(self, painter: QPainter, y: float, text: str) -> None:
        tokens = self._theme.tokens
        box = QRectF(1, round(y) - 8, self.size().width() - 2, 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.t2))
        painter.drawRoundedRect(box, 2, 2)
        painter.setPen(QColor(tokens.bg0 if tokens.dark else tokens.bg2))
        painter.setFont(pt(AXIS_POINTS, 600))
        self._text(painter, box.adjusted(MARGIN - 1, 0, 0, 0), Qt.AlignmentFlag.AlignLeft, text)


class BarAxis(_Axis):
    """Beneath a pane: dates or epochs."""

    def __init__(self, theme: Theme, pane: Pane, ticks: Callable[[Frame], list[Tick]]) -> None:
        super().__init__(theme, pane, ticks)
        self.setFixedHeight(round(QFontMetricsF(pt(AXIS_POINTS)).height()) + 4)

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        frame, tokens = self._pane.frame(), self._theme.tokens
        width, height = self.size().width(), self.size().height()
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.drawLine(0, 0, int(width), 0)
        if frame.width < 2:
            return
        painter.setFont(pt(AXIS_POINTS))
        painter.setPen(QColor(tokens.t3))
        metrics = QFontMetricsF(painter.font())
        free_from = 0.0
        for bar, text in self._ticks(frame):
            half = metrics.horizontalAdvance(text) / 2
            x = min(float(frame.x(bar)), width - half - 2)
            if x - half >= free_from and x - half >= 2:
                box = QRectF(x - half, 0, 2 * half, height)
                self._text(painter, box, Qt.AlignmentFlag.AlignHCenter, text)
                free_from = x + half + 10
