"""What is said beyond one step: the cone of a free run, and the day after the last bar."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from workbench.gui.charts.batch import Batch
from workbench.gui.charts.frame import Drawing, Frame
from workbench.gui.charts.text import CAPS, label
from workbench.gui.present.ahead import Cone, NextMark

NAME = (7.5, CAPS)
NAMES = ("FREE RUN · SEES NO PRICE FROM HERE ON", "FREE RUN")
OUTER_ALPHA, INNER_ALPHA = 30, 44
BAR_WIDTH, DOT_RADIUS = 3.0, 3.4
FOOT_ROOM = 16
"""Above the foot of the pane, so that the names of the zones keep the top to themselves."""


class FreeRunCone(Drawing):
    """Nine paths in ten, half of them, and the middle one; a line where it last saw a price."""

    z = -6

    def __init__(self) -> None:
        self._batch = Batch()
        self.cone: Cone | None = None

    def extent(self, first: float, last: float) -> tuple[float, float] | None:
        """Lowest and highest price of the cone between two bars, None where none of it is in sight."""
        if self.cone is None:
            return None
        begin = max(int(first) - self.cone.origin, 0)
        seen = self.cone.prices[:, begin : max(int(np.ceil(last)) - self.cone.origin + 1, 0)]
        return (float(seen.min()), float(seen.max())) if seen.size else None

    def draw(self, painter: QPainter, frame: Frame) -> None:
        if self.cone is None:
            return
        x = frame.x(self.cone.origin + np.arange(self.cone.prices.shape[1]))
        lowest, low, middle, high, highest = (frame.y(level) for level in self.cone.prices)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for bottom, top, alpha in ((lowest, highest, OUTER_ALPHA), (low, high, INNER_ALPHA)):
            ground = QColor(frame.tokens.acc)
            ground.setAlpha(frame.tokens.opacity(alpha))
            painter.setBrush(ground)
            self._batch.polygon(painter, np.concatenate([x, x[::-1]]), np.concatenate([top, bottom[::-1]]))
        pen = QPen(QColor(frame.tokens.acc), 1.2)
        pen.setDashPattern([4, 2.5])
        painter.setPen(pen)
        self._batch.polyline(painter, x, middle)
        self._name(painter, frame, float(x[0]), float(x[-1]))

    def _name(self, painter: QPainter, frame: Frame, origin: float, end: float) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.fillRect(QRectF(round(origin), 0, 1, frame.height), QColor(frame.tokens.t3))
        for text in NAMES:
            words = label(text, NAME)
            # Never as far as the vault.
            if origin >= 0 and origin + words.width + 8 <= min(end, frame.width):
                words.paint(painter, origin + 6, frame.height - FOOT_ROOM, frame.tokens.acc)
                break


class NextDay(Drawing):
    """The forecast beyond the last bar: a dot on its interval, never inside the vault."""

    z = 4.2

    def __init__(self) -> None:
        self.mark: NextMark | None = None

    def extent(self, first: float, last: float) -> tuple[float, float] | None:
        """Both ends where the day is in sight, else None."""
        if self.mark is None or not first <= self.mark.bar <= last:
            return None
        ends = [value for value in (self.mark.low, self.mark.price, self.mark.high) if np.isfinite(value)]
        return min(ends), max(ends)

    def draw(self, painter: QPainter, frame: Frame) -> None:
        if self.mark is None or not frame.x0 <= self.mark.bar <= frame.x1:
            return
        ink = QColor(frame.tokens.acc)
        # Where bars are narrow it keeps clear of the one before, which is sealed.
        x = max(float(frame.x(self.mark.bar)), frame.left_edge(self.mark.bar) + DOT_RADIUS + 1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        low, price, high = (float(frame.y(at)) for at in (self.mark.low, self.mark.price, self.mark.high))
        if np.isfinite(low) and np.isfinite(high):
            faint = QColor(ink)
            faint.setAlphaF(0.45)
            painter.setPen(QPen(faint, BAR_WIDTH, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
            painter.drawLine(QPointF(x, low), QPointF(x, high))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawEllipse(QPointF(x, price), DOT_RADIUS, DOT_RADIUS)
