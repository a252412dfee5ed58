"""How many days an edge of each strength needs to be found, beside the days there are."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.present import format as fmt
from workbench.gui.present import planted as present
from workbench.gui.present.planted import Curve
from workbench.gui.theme import current, pt

PLOT_HEIGHT = 66
DOT = 2.5
SIDE = 14
NAME = "days needed by strength of the planted signal"


class PowerCurve(QWidget):
    """Strength to the right, days up on a logarithmic axis, and a line for the days that are here."""

    def __init__(self) -> None:
        super().__init__()
        self.curve: Curve | None = None
        self.setAccessibleName(f"{NAME}: not asked yet")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_curve(self, curve: Curve) -> None:
        """Show a curve."""
        self.curve = curve
        self.setAccessibleName(f"{NAME}: {present.spoken(curve)}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, PLOT_HEIGHT + self.fontMetrics().height() + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.curve is None:
            return
        painter, tokens = QPainter(self), current().tokens
        painter.setFont(pt(8.25))
        plot = QRectF(0, 0, self.width() - self._label_width(painter), PLOT_HEIGHT)
        painter.fillRect(plot, QColor(tokens.plot))
        self._paint_scales(painter, plot)
        self._paint_here(painter, plot)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        points = QPolygonF([QPointF(self._x(plot, s), self._y(plot, d)) for s, d in self.curve.points])
        # Grey: what a twin would need says nothing about the days this model has not seen.
        painter.setPen(QPen(QColor(tokens.t1), 1.4))
        painter.drawPolyline(points)
        painter.setBrush(QColor(tokens.t1))
        for point in points:
            painter.drawEllipse(point, DOT, DOT)

    def _label_width(self, painter: QPainter) -> int:
        return painter.fontMetrics().horizontalAdvance("100,000") + 6

    def _x(self, plot: QRectF, strength: float) -> float:
        strengths = [one for one, _ in self.curve.points]
        low, high = min(strengths), max(strengths)
        share = (strength - low) / (high - low) if high > low else 0.5
        return plot.left() + SIDE + share * (plot.width() - 2 * SIDE)

    def _y(self, plot: QRectF, days: float) -> float:
        return plot.bottom() - 5 - self.curve.height_of(days) * (plot.height() - 10)

    def _paint_scales(self, painter: QPainter, plot: QRectF) -> None:
        tokens, metrics = current().tokens, painter.fontMetrics()
        low, high = self.curve.days_span
        days = low
        while days <= high * 1.01:
            y = round(self._y(plot, days))
            painter.fillRect(QRectF(plot.left(), y, plot.width(), 1), QColor(tokens.grid))
            painter.setPen(QColor(tokens.t3))
            middle = min(max(y + metrics.ascent() / 2 - 1, metrics.ascent()), PLOT_HEIGHT)
            text = fmt.count(round(days))
            painter.drawText(QPointF(self.width() - metrics.horizontalAdvance(text), middle), text)
            days *= 10
        for strength, _ in self.curve.points:
            text = fmt.number(strength, 2)
            left = self._x(plot, strength) - metrics.horizontalAdvance(text) / 2
            painter.drawText(QPointF(max(0.0, left), PLOT_HEIGHT + 3 + metrics.ascent()), text)

    def _paint_here(self, painter: QPainter, plot: QRectF) -> None:
        tokens, y = current().tokens, self._y(plot, self.curve.here)
        painter.setPen(QPen(QColor(tokens.t2), 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        text = f"here {fmt.count(self.curve.here)} days"
        metrics = painter.fontMetrics()
        left = plot.right() - metrics.horizontalAdvance(text) - 4
        above = y - 3 > plot.top() + metrics.height()
        painter.setPen(QColor(tokens.t2))
        painter.drawText(QPointF(left, y - 3 if above else y + metrics.ascent() + 2), text)
