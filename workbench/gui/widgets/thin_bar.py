"""A thin progress bar. QProgressBar repaints at once with every value; this one waits for its turn."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.theme import current

HEIGHT = 4
WIDTH, SMALLEST = 220, 60


class ThinBar(QWidget):
    """Share 0 to 1 of a groove, in the accent."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._share = 0.0
        self._name = name
        self.setFixedHeight(HEIGHT)
        self.setMinimumWidth(SMALLEST)
        self.setMaximumWidth(WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_share(self, share: float) -> None:
        """Show how much is done."""
        if share != self._share:
            self._share = min(max(share, 0.0), 1.0)
            self.setAccessibleName(f"{self._name}: {100 * self._share:.0f} %")
            self.update()

    @property
    def share(self) -> float:
        return self._share

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, tokens = QPainter(self), current().tokens
        painter.fillRect(self.rect(), QColor(tokens.line2))
        painter.fillRect(QRectF(0, 0, self.width() * self._share, HEIGHT), QColor(tokens.acc))
