"""A small black-and-white picture, every pixel of it a square of whole pixels of the screen."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.gui.theme import current

MOST_HEIGHT = 128
EDGE = 1
"""Width of the hairline around it."""


class PixelPicture(QWidget):
    """Shows `pixels` (height, width) of 0, the ground, and 1, the ink, as large as its room allows."""

    def __init__(self) -> None:
        super().__init__()
        self._pixels: NDArray[np.uint8] = np.zeros((0, 0), np.uint8)
        self._room = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def pixels(self) -> NDArray[np.uint8]:
        """What is shown."""
        return self._pixels

    def show_pixels(self, pixels: NDArray[np.uint8], room: int) -> None:
        """Show a picture at most `room` logical pixels wide."""
        self._pixels, self._room = pixels, room
        self.setFixedSize(self._size())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._pixels.size:
            return
        painter, tokens = QPainter(self), current().tokens
        painter.fillRect(self.rect(), QColor(tokens.line2))
        inside = QRectF(self.rect()).adjusted(EDGE, EDGE, -EDGE, -EDGE)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(inside, as_image(self._pixels, tokens.plot, tokens.t1))

    def _size(self) -> QSize:
        height, width = self._pixels.shape
        ratio = self.devicePixelRatioF()
        times = whole_times((width, height), ((self._room - 2 * EDGE) * ratio, MOST_HEIGHT * ratio)) / ratio
        return QSize(round(width * times) + 2 * EDGE, round(height * times) + 2 * EDGE)


def whole_times(size: tuple[int, int], room: tuple[float, float]) -> int:
    """How many whole times a picture of `size` fits into `room`, at least once; both (width, height)."""
    return max(int(min(room[0] // size[0], room[1] // size[1])), 1)


def as_image(pixels: NDArray[np.uint8], ground: str, ink: str) -> QImage:
    """An image of one pixel for each of `pixels` (height, width)."""
    height, width = pixels.shape
    data = np.ascontiguousarray(pixels, np.uint8)
    image = QImage(data.data, width, height, width, QImage.Format.Format_Indexed8)
    image.setColorTable([QColor(ground).rgb(), QColor(ink).rgb()])
    # The image borrows the array's memory; a copy owns its own.
    return image.copy()
