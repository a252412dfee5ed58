"""The state of a data set as a shape: clean, not in use, notes, do not use."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from workbench.gui.theme import current

MEANINGS = {"clean": "clean", "unused": "not in use", "notes": "usable, with notes", "red": "do not use"}
SIZE = 12


class HealthDot(QWidget):
    """Disc = clean, ring = not in use, amber triangle = notes, red square = do not use."""

    def __init__(self, state: str = "clean") -> None:
        super().__init__()
        self.setFixedSize(SIZE, SIZE)
        self.set_state(state)

    def set_state(self, state: str, tooltip: str = "") -> None:
        """`state` is a key of MEANINGS."""
        self._state = state
        self.setAccessibleName(MEANINGS[state])
        self.setToolTip(tooltip or MEANINGS[state])
        self.update()

    @property
    def state(self) -> str:
        return self._state

    def sizeHint(self) -> QSize:
        return QSize(SIZE, SIZE)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_health(painter, self._state, QPointF(SIZE / 2, SIZE / 2))


def paint_health(painter: QPainter, state: str, centre: QPointF) -> None:
    """The shape of a health state around `centre`, for tables and lists as well."""
    tokens = current().tokens
    ink = QColor({"notes": tokens.amber, "red": tokens.red}.get(state, tokens.t2))
    painter.setPen(QPen(ink, 1.2) if state == "unused" else Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush if state == "unused" else ink)
    x, y = centre.x(), centre.y()
    if state == "notes":
        painter.drawPolygon(QPolygonF([QPointF(x, y - 3.5), QPointF(x + 4, y + 3), QPointF(x - 4, y + 3)]))
    elif state == "red":
        painter.drawRect(QRectF(x - 3, y - 3, 6, 6))
    else:
        painter.drawEllipse(centre, 2.6, 2.6)
