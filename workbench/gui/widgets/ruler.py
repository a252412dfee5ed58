"""An estimate with its interval on a ruler, beside the one value it must be compared with."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.present import spoken
from workbench.gui.theme import current

HEIGHT = 12
DOT_RADIUS = 2.6
MARGIN = 4
INTERVAL_ALPHA = 115
"""45 % of 255."""


class IntervalRuler(QWidget):
    """Hairline, bar for the interval, dot for the estimate, tick for the comparison."""

    def __init__(self) -> None:
        super().__init__()
        self._estimate: float | None = None
        self._interval: tuple[float, float] | None = None
        self._reference: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._label = ""
        self._name()

    def set_values(
        self, estimate: float | None, low: float | None, high: float | None, reference: float | None
    ) -> None:
        """All in one unit; None for what does not exist. Without an estimate the ruler is a bare line."""
        known = [v for v in (low, high) if v is not None and math.isfinite(v)]
        self._interval = (known[0], known[1]) if len(known) == 2 else None
        self._estimate, self._reference = estimate, reference
        self._name()
        self.update()

    def set_label(self, label: str) -> None:
        """What the estimate is of."""
        self._label = label
        self._name()

    def _name(self) -> None:
        label = self._label or "interval"
        words = spoken.estimate(label, self._estimate, self._interval, self._reference)
        self.setAccessibleName(words)

    def sizeHint(self) -> QSize:
        return QSize(100, HEIGHT)

    def scale(self) -> tuple[float, float]:
        """The values at the two ends: everything shown, and a sixth of the span on either side."""
        values = [v for v in (self._estimate, self._reference, *(self._interval or ())) if v is not None]
        low, high = (min(values), max(values)) if values else (0.0, 1.0)
        spare = (high - low) / 6 or abs(high) * 0.1 or 1.0
        return low - spare, high + spare

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tokens = current().tokens
        middle = self.height() // 2
        painter.setPen(QPen(QColor(tokens.line2), 1))
        painter.drawLine(0, middle, self.width(), middle)
        if self._estimate is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._interval is not None:
            bar = QColor(tokens.acc)
            bar.setAlpha(tokens.opacity(INTERVAL_ALPHA))
            left, right = (self._x(v) for v in self._interval)
            painter.fillRect(QRectF(left, middle - 1, right - left, 3), bar)
        if self._reference is not None:
            x = round(self._x(self._reference))
            painter.fillRect(QRectF(x, middle - 5, 1, 11), QColor(tokens.t1))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.acc))
        painter.drawEllipse(QPointF(self._x(self._estimate), middle + 0.5), DOT_RADIUS, DOT_RADIUS)

    def _x(self, value: float) -> float:
        low, high = self.scale()
        return MARGIN + (value - low) / (high - low) * (self.width() - 2 * MARGIN)
