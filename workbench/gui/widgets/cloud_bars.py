"""The placebo's histogram: grey bars of twins, ticks of those told apart, one accent line for the run."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.present import placebo as present
from workbench.gui.present.placebo import Cloud
from workbench.gui.theme import current, pt

BARS_HEIGHT = 38
TICK_HEIGHT = 5
BAR_ALPHA = 185
GAP = 1
NAME = "placebo: results of twins, % a year"


class CloudBars(QWidget):
    """Draws a `Cloud`; as tall as its label, its bars, and its axis."""

    def __init__(self) -> None:
        super().__init__()
        self.cloud = Cloud()
        self.setAccessibleName(f"{NAME}: not asked yet")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_cloud(self, cloud: Cloud, spoken: str) -> None:
        """Show the picture; `spoken` says it in words."""
        self.cloud = cloud
        self.setAccessibleName(f"{NAME}: {spoken}")
        self.update()

    def sizeHint(self) -> QSize:
        line = self._line_height()
        return QSize(200, line + 2 + BARS_HEIGHT + 1 + TICK_HEIGHT + 4 + line)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(pt(8.25))
        base = self._line_height() + 2 + BARS_HEIGHT
        self._paint_bars(painter, base)
        self._paint_axis(painter, base)
        if self.cloud.real is not None:
            self._paint_run(painter, base, self.cloud.real)

    def x_of(self, percent: float) -> float:
        """Pixel of a value."""
        return self.cloud.place(percent) * self.width()

    def _line_height(self) -> int:
        self.ensurePolished()
        return self.fontMetrics().height()

    def _paint_bars(self, painter: QPainter, base: int) -> None:
        counts = self.cloud.counts
        highest = max(counts, default=0)
        if not highest:
            return
        ink = QColor(current().tokens.t3)
        ink.setAlpha(BAR_ALPHA)
        edges = [round(number * self.width() / len(counts)) for number in range(len(counts) + 1)]
        for place, count in enumerate(counts):
            height = round(count / highest * BARS_HEIGHT)
            width = max(1, edges[place + 1] - edges[place] - GAP)
            painter.fillRect(edges[place], base - height, width, height, ink)

    def _paint_axis(self, painter: QPainter, base: int) -> None:
        tokens = current().tokens
        painter.fillRect(0, base, self.width(), 1, QColor(tokens.line2))
        for value in self.cloud.apart:
            painter.fillRect(QRectF(round(self.x_of(value)), base + 2, 1, TICK_HEIGHT), QColor(tokens.t2))
        painter.setPen(QColor(tokens.t3))
        top = base + 1 + TICK_HEIGHT + 2 + painter.fontMetrics().ascent()
        for value, text in self.cloud.ticks:
            width = painter.fontMetrics().horizontalAdvance(text)
            left = min(max(0.0, self.x_of(value) - width / 2), self.width() - width)
            painter.drawText(QPointF(left, top), text)

    def _paint_run(self, painter: QPainter, base: int, real: float) -> None:
        tokens = current().tokens
        painter.setFont(pt(8.25, 600))
        text = present.line_label(real)
        width = painter.fontMetrics().horizontalAdvance(text)
        x = min(max(1, round(self.x_of(real))), self.width() - 2)
        left = x + 6 if x + 6 + width <= self.width() else x - 6 - width
        painter.setPen(QPen(QColor(tokens.acc), 2))
        painter.drawLine(x, 2, x, base + TICK_HEIGHT)
        painter.drawText(QPointF(max(0, left), painter.fontMetrics().ascent()), text)
