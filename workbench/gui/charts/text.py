"""Short texts in charts, laid out once: an axis repeats the same few dozen words in every frame."""

from __future__ import annotations

from functools import lru_cache
from math import ceil

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPixmap, QStaticText

from workbench.gui.theme import caps, pt
from workbench.gui.theme.fonts import remembered

CAPS = -1
"""As a weight: spaced capitals."""
REMEMBERED = 1024
"""Texts a face."""
SPARE = 1
"""Pixels of the screen around a text, for what reaches beyond its box."""
Face = tuple[float, int]
"""(points, weight)"""


def scale_of(painter: QPainter) -> float:
    """Pixels of the screen, or of the picture that is made, a pixel of the window's own."""
    return painter.deviceTransform().m11()


class Label:
    """A text in a face; `width` and `height` are pixels.

    Over the chart its glyphs are laid out once. On a ground of one colour it is written as it is the first
    time, the second time into a picture for all that follow: half of a moving chart's words are prices never
    seen again, and keeping those would cost twice.
    """

    __slots__ = ("_laid_out", "_lettering", "_pictures", "_text", "height", "width")

    def __init__(self, text: str, lettering: Lettering) -> None:
        self._text, self._lettering = text, lettering
        self.width, self.height = lettering.metrics.horizontalAdvance(text), lettering.height
        self._laid_out: QStaticText | None = None
        self._pictures: dict[tuple[str, str, float], QPixmap | None] = {}

    def paint(
        self, painter: QPainter, left: float, middle: float, ink: str, ground: str = "", *, ratio: float = 0.0
    ) -> None:
        """From `left` on, centred upright on `middle`; may leave the painter another pen and font.

        `ground`: the one colour of all that lies beneath. `ratio` is `scale_of(painter)`, for whoever asks
        once for many labels.
        """
        ratio = ratio or scale_of(painter)
        x, y = round(left * ratio) / ratio, round((middle - self.height / 2) * ratio) / ratio
        if not ground:
            self._lay(painter, x, y, ink)
            return
        look = ink, ground, ratio
        if look not in self._pictures:
            self._pictures[look] = None
            self._write(painter, x, y, ink, ratio)
            return
        picture = self._pictures[look]
        if picture is None:
            picture = self._pictures[look] = self._picture(*look)
        painter.drawPixmap(QPointF(x - SPARE / ratio, y - SPARE / ratio), picture)

    def _lay(self, painter: QPainter, x: float, y: float, ink: str) -> None:
        if self._laid_out is None:
            self._laid_out = QStaticText(self._text)
            self._laid_out.setTextFormat(Qt.TextFormat.PlainText)
        painter.setFont(self._lettering.font)
        painter.setPen(_pen(ink))
        painter.drawStaticText(QPointF(x, y), self._laid_out)

    def _write(self, painter: QPainter, x: float, y: float, ink: str, ratio: float) -> None:
        painter.setFont(self._lettering.font)
        painter.setPen(_pen(ink))
        painter.drawText(QPointF(x, y + round(self._lettering.ascent * ratio) / ratio), self._text)

    def _picture(self, ink: str, ground: str, ratio: float) -> QPixmap:
        wide, high = (ceil(side * ratio) + 2 * SPARE for side in (self.width, self.height))
        picture = QPixmap(wide, high)
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(ground))
        painter = QPainter(picture)
        self._write(painter, SPARE / ratio, SPARE / ratio, ink, ratio)
        painter.end()
        return picture


class Lettering:
    """A face on this screen, with the labels that were written in it."""

    def __init__(self, face: Face) -> None:
        points, weight = face
        self.font = caps(points) if weight == CAPS else pt(points, weight)
        self.metrics = QFontMetricsF(self.font)
        self.height, self.ascent = self.metrics.height(), self.metrics.ascent()
        self.label = lru_cache(maxsize=REMEMBERED)(self._label)
        """The text in this face, from memory where it was asked for before."""

    def _label(self, text: str) -> Label:
        return Label(text, self)


@remembered(maxsize=64)
def lettering(face: Face) -> Lettering:
    """The face in the application's font; for many labels ask once."""
    return Lettering(face)


def label(text: str, face: Face) -> Label:
    """The text in a face, from memory where it was asked for before."""
    return lettering(face).label(text)


@lru_cache(maxsize=64)
def _pen(ink: str) -> QPen:
    return QPen(QColor(ink))
