"""Where curves end: a dot on the last point, and its value beside it where there is room."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from workbench.gui.charts.frame import Drawing, Frame
from workbench.gui.theme import pt

DOT_RADIUS = 2.6
LINE_HEIGHT = 14.0


@dataclass(frozen=True, slots=True)
class End:
    """The last point of a curve; `text` may be empty."""

    x: float
    y: float
    text: str
    ink: str
    weight: int = 600


class EndMarks(Drawing):
    """Dots at their points, texts to the right of them, moved apart where they would overlap."""

    z = 6

    def __init__(self) -> None:
        self.ends: tuple[End, ...] = ()
        self.ground = ""
        """Role of the colour behind the texts, empty for none."""

    def draw(self, painter: QPainter, frame: Frame) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        heights = apart([float(frame.y(end.y)) for end in self.ends], frame.height)
        for end, middle in zip(self.ends, heights, strict=True):
            ink = QColor(getattr(frame.tokens, end.ink))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            dot = QPointF(float(frame.x(end.x)), float(frame.y(end.y)) + 0.5)
            painter.drawEllipse(dot, DOT_RADIUS, DOT_RADIUS)
            if end.text:
                self._write(painter, frame, end, QPointF(dot.x() + 10, middle))

    def _write(self, painter: QPainter, frame: Frame, end: End, place: QPointF) -> None:
        painter.setFont(pt(8.25, end.weight))
        width = QFontMetricsF(painter.font()).horizontalAdvance(end.text)
        box = QRectF(place.x(), place.y() - LINE_HEIGHT / 2, width, LINE_HEIGHT)
        if self.ground:
            painter.fillRect(box.adjusted(-3, 0, 3, 0), QColor(getattr(frame.tokens, self.ground)))
        painter.setPen(QColor(getattr(frame.tokens, end.ink)))
        painter.drawText(box.adjusted(0, 0, 4, 0), int(Qt.AlignmentFlag.AlignVCenter), end.text)


def apart(heights: list[float], room: float, gap: float = LINE_HEIGHT) -> list[float]:
    """The same heights, pushed at least `gap` apart and kept within 0..room, in the order given."""
    order = sorted(range(len(heights)), key=heights.__getitem__)
    placed = [min(max(heights[i], gap / 2), room - gap / 2) for i in order]
    for _ in range(2 * len(placed)):
        for upper in range(len(placed) - 1):
            overlap = gap - (placed[upper + 1] - placed[upper])
            if overlap > 0:
                placed[upper] -= overlap / 2
                placed[upper + 1] += overlap / 2
        for k in range(len(placed)):
            first, last = gap * (k + 0.5), room - gap * (len(placed) - k - 0.5)
            placed[k] = max(min(placed[k], last), first)
    result = [0.0] * len(heights)
    for rank, index in enumerate(order):
        result[index] = placed[rank]
    return result
