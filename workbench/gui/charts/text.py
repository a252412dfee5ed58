"""Short texts in charts, drawn once: an axis repeats the same few dozen words in every frame."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap

from workbench.gui.theme import caps, pt
from workbench.gui.theme.fonts import remembered

CAPS = -1
"""As a weight: spaced capitals."""
REMEMBERED = 2048
SPARE = 1
"""Pixels around a text, for what reaches beyond its box."""
Face = tuple[float, int]
"""(points, weight)"""


def scale_of(painter: QPainter) -> float:
    """Pixels of the screen, or of the picture that is made, a pixel of the window's own."""
    return painter.deviceTransform().m11()


class Label:
    """A text in a face; `width` and `height` are pixels."""

    __slots__ = ("_font", "_pictures", "_text", "height", "width")

    def __init__(self, text: str, font: QFont) -> None:
        metrics = QFontMetricsF(font)
        self._font, self._text = font, text
        self.width, self.height = metrics.horizontalAdvance(text), metrics.height()
        self._pictures: dict[tuple[str, float], QPixmap] = {}

    def paint(self, painter: QPainter, left: float, middle: float, ink: str) -> None:
        """From `left` on, centred upright on `middle`."""
        ratio = scale_of(painter)
        picture = self._pictures.get((ink, ratio)) or self._draw(ink, ratio)
        place = QPointF(round(left * ratio) / ratio - SPARE, round(middle - self.height / 2) - SPARE)
        painter.drawPixmap(place, picture)

    def _draw(self, ink: str, ratio: float) -> QPixmap:
        box = QRectF(SPARE, SPARE, self.width + SPARE, self.height)
        picture = QPixmap(ceil((box.right() + SPARE) * ratio), ceil((box.bottom() + SPARE) * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setFont(self._font)
        painter.setPen(QColor(ink))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), self._text)
        painter.end()
        self._pictures[ink, ratio] = picture
        return picture


@remembered(maxsize=REMEMBERED)
def label(text: str, face: Face) -> Label:
    """The text in a face, from memory where it was painted before."""
    points, weight = face
    return Label(text, caps(points) if weight == CAPS else pt(points, weight))
