"""The random starts of a run as small dots on a line, their mean among them, zero marked."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.present import format as fmt
from workbench.gui.present.rests import Fan
from workbench.gui.theme import current, pt

HEIGHT, MIDDLE = 32, 9.5
MARGIN = 8
DOT, MEAN = 2.8, 3.8


class SeedFan(QWidget):
    """Hollow dots are starts, the filled one is all of them together: the model."""

    def __init__(self) -> None:
        super().__init__()
        self._fan: Fan | None = None
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_fan(self, fan: Fan) -> None:
        self._fan = fan
        self.setAccessibleName(fan.in_words())
        self.setToolTip(f"<p>{fan.in_words()}. Hollow: a start alone. Filled: all together, the model.</p>")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._fan is None:
            return
        painter, tokens = QPainter(self), current().tokens
        values = (*self._fan.starts, self._fan.together, 0.0)
        low, high = min(values), max(values)
        reach = (self.width() - 2 * MARGIN) / max(high - low, 1e-9)
        painter.fillRect(QRectF(0, MIDDLE - 0.5, self.width(), 1), QColor(tokens.line2))
        zero = MARGIN + (0.0 - low) * reach
        painter.fillRect(QRectF(round(zero), MIDDLE - 7, 1, 14), QColor(tokens.t2))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.t2), 1.2))
        painter.setBrush(QColor(tokens.bg1))
        for value in self._fan.starts:
            painter.drawEllipse(QPointF(MARGIN + (value - low) * reach, MIDDLE), DOT, DOT)
        painter.setPen(QPen(QColor(tokens.bg1), 1.2))
        painter.setBrush(QColor(tokens.acc))
        painter.drawEllipse(QPointF(MARGIN + (self._fan.together - low) * reach, MIDDLE), MEAN, MEAN)
        self._name_ends(painter, low, high, zero)

    def _name_ends(self, painter: QPainter, low: float, high: float, zero: float) -> None:
        """The lowest and the highest value under the line, and the 0 where it touches neither."""
        painter.setFont(pt(8.25))
        painter.setPen(QColor(current().tokens.t3))
        box = QRectF(0, 17, self.width(), HEIGHT - 17)
        left, right = (fmt.number(value, 1, signed=True) if value else "0" for value in (low, high))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft), left)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignRight), right)
        metrics = painter.fontMetrics()
        taken = metrics.horizontalAdvance(left) + 8, self.width() - metrics.horizontalAdvance(right) - 8
        if taken[0] < zero - 4 and zero + 4 < taken[1]:
            painter.drawText(QRectF(zero - 10, 17, 20, HEIGHT - 17), int(Qt.AlignmentFlag.AlignHCenter), "0")
