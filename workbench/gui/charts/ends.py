"""Where curves end: a dot on the last point, and its value beside it where there is room."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from workbench.dataclass import dataclass
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
    """The nearest heights at least `gap` apart and within 0..room, in the order given.

    Least squares: shifted by their ranks the heights must only ascend, so neighbours that do not are
    pooled into their mean (isotonic regression by pooling adjacent violators).
    """
    order = sorted(range(len(heights)), key=heights.__getitem__)
    pools: list[list[float]] = []
    for rank, index in enumerate(order):
        pools.append([heights[index] - rank * gap])
        while len(pools) > 1 and _mean(pools[-2]) > _mean(pools[-1]):
            last = pools.pop()
            pools[-1] += last
    shifted = [_mean(pool) for pool in pools for _ in pool]
    lowest, highest = gap / 2, max(room - gap * (len(heights) - 0.5), gap / 2)
    result = [0.0] * len(heights)
    for rank, index in enumerate(order):
        result[index] = min(max(shifted[rank], lowest), highest) + rank * gap
    return result


def _mean(values: list[float]) -> float:
    return sum(values) / len(values)
