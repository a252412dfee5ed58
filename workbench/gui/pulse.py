"""A quiet ring around the one button to press first; it breathes for a while, then stays still."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QVariantAnimation
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.gui.theme import current

MARGIN = 4
BREATH_MS = 1600
BREATHS = 12
FAINT, STRONG = 0.25, 0.75


class Pulse(QWidget):
    """Holds one widget and draws the ring into the margin around it."""

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self._strength = 0.0
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.addWidget(inner)
        self._breath = QVariantAnimation(self)
        self._breath.setDuration(BREATH_MS)
        self._breath.setLoopCount(BREATHS)
        self._breath.setKeyValueAt(0.0, FAINT)
        self._breath.setKeyValueAt(0.5, STRONG)
        self._breath.setKeyValueAt(1.0, FAINT)
        self._breath.valueChanged.connect(self._set_strength)

    @property
    def shown(self) -> bool:
        """Whether there is a ring."""
        return self._strength > 0

    def set_shown(self, shown: bool) -> None:
        """Draw the ring, or take it away."""
        if shown and not self.shown:
            self._set_strength(FAINT)
            self._breath.start()
        elif not shown and self.shown:
            self._breath.stop()
            self._set_strength(0.0)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.shown:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = QColor(current().tokens.accfill)
        ink.setAlphaF(self._strength)
        painter.setPen(QPen(ink, 3))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 7, 7)

    def _set_strength(self, strength: float) -> None:
        self._strength = strength
        self.update()
