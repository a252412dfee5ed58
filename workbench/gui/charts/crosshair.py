"""The crosshair: two dashed hairlines through the day and the value under the mouse."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from workbench.gui.charts.frame import Drawing, Frame


class Crosshair(Drawing):
    """`bar` draws the upright line, `value` the level one; None leaves either out."""

    z = 6

    def __init__(self) -> None:
        self.bar: int | None = None
        self.value: float | None = None

    def draw(self, painter: QPainter, frame: Frame) -> None:
        pen = QPen(QColor(frame.tokens.t3), 1, Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        if self.bar is not None:
            x = round(float(frame.x(self.bar)))
            painter.drawLine(x, 0, x, int(frame.height))
        if self.value is not None:
            y = round(float(frame.y(self.value)))
            painter.drawLine(0, y, int(frame.width), y)
