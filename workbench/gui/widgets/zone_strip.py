"""The bar under the symbols: how many days train, test and vault take of the history."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.theme import current

HEIGHT = 8
GAP = 1


class ZoneStrip(QWidget):
    """Grey = train, accent = out of sample, flat = unused, hatched = vault; widths in proportion to days."""

    def __init__(self) -> None:
        super().__init__()
        self._days = (0, 0, 0, 0)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_days(self, train: int, test: int, unused: int, vault: int) -> None:
        """Days of the zones, in the order of time."""
        self._days = (train, test, unused, vault)
        self.setAccessibleName(f"{train} days train, {test} days test, {vault} days vault")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(100, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        total = sum(self._days)
        if not total:
            return
        painter, tokens = QPainter(self), current().tokens
        train, test, unused, vault = (days / total * self.width() for days in self._days)
        painter.fillRect(QRectF(0, 0, train - GAP, HEIGHT), QColor(tokens.line2))
        painter.fillRect(QRectF(train, 0, test - GAP, HEIGHT), QColor(tokens.train))
        painter.fillRect(QRectF(train, 0, test - GAP, 2), QColor(tokens.acc))
        painter.fillRect(QRectF(train + test, 0, unused - GAP, HEIGHT), QColor(tokens.train))
        self._draw_vault(painter, QRectF(train + test + unused, 0, vault, HEIGHT))

    def _draw_vault(self, painter: QPainter, box: QRectF) -> None:
        tokens = current().tokens
        painter.save()
        painter.setClipRect(box)
        painter.fillRect(box, QColor(tokens.train))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.t3), 0.8))
        x = box.left() - HEIGHT
        while x < box.right():
            painter.drawLine(QLineF(x, HEIGHT, x + HEIGHT, 0))
            x += 4
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.restore()
