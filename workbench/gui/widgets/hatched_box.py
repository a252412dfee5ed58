"""A hatched box that stands where something is withheld."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.theme import current, pt

HATCH_STEP = 7
QWIDGETSIZE_MAX = 16_777_215


class HatchedBox(QWidget):
    """45-degree hatch every 7 px with one sentence across its middle."""

    def __init__(self, text: str, height: int = 56) -> None:
        super().__init__()
        self._text = text
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def set_stretching(self) -> None:
        """Take all the height there is."""
        self.setMinimumHeight(0)
        self.setMaximumHeight(QWIDGETSIZE_MAX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_text(self, text: str) -> None:
        """Say something else."""
        self._text = text
        self.setAccessibleName(text)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        tokens = current().tokens
        painter.fillRect(self.rect(), QColor(tokens.train))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.hatch), 1))
        width, height = self.width(), self.height()
        starts = range(-height, width, HATCH_STEP)
        painter.drawLines([QLineF(start, height, start + height, 0) for start in starts])
        painter.setFont(pt(8.6, 600))
        room = painter.fontMetrics().boundingRect(self._text).adjusted(-8, -3, 8, 3)
        room.moveCenter(self.rect().center())
        painter.fillRect(room, QColor(tokens.train))
        painter.setPen(QColor(tokens.t2))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)
