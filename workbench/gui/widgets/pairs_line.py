"""Names and figures on one line: `predicted 2,147.06  actual 2,133.04  error +0.66 %`."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.theme import current, pt

GAP, AFTER_NAME = 12, 5
POINTS = 8.25


class PairsLine(QWidget):
    """Painted, so that it may change with every move of the mouse; as wide as its texts."""

    def __init__(self) -> None:
        super().__init__()
        self._pairs: tuple[tuple[str, str], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    @property
    def text(self) -> str:
        """The line as words."""
        return "  ".join(f"{name} {figure}" for name, figure in self._pairs)

    def set_pairs(self, pairs: tuple[tuple[str, str], ...]) -> None:
        """Show (name, figure) pairs; none clears the line."""
        if pairs != self._pairs:
            self._pairs = pairs
            self.setAccessibleName(self.text)
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        width = sum(self._widths(pair)[2] for pair in self._pairs)
        return QSize(width, QFontMetrics(pt(POINTS)).height())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tokens = current().tokens
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        x = 0
        for name, figure in self._pairs:
            before, own, whole = self._widths((name, figure))
            if x + whole - GAP > self.width():
                break
            painter.setFont(pt(POINTS))
            painter.setPen(QColor(tokens.t3))
            painter.drawText(QRect(x, 0, before, self.height()), flags, name)
            painter.setFont(pt(POINTS, 600))
            painter.setPen(QColor(tokens.t1))
            painter.drawText(QRect(x + before + AFTER_NAME, 0, own + 2, self.height()), flags, figure)
            x += whole

    @staticmethod
    def _widths(pair: tuple[str, str]) -> tuple[int, int, int]:
        name = QFontMetrics(pt(POINTS)).horizontalAdvance(pair[0])
        figure = QFontMetrics(pt(POINTS, 600)).horizontalAdvance(pair[1])
        return name, figure, name + AFTER_NAME + figure + GAP
