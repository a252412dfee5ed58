"""Charts as arrays of pixels."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget


def picture(widget: QWidget) -> np.ndarray:
    """The pixels of a widget, shape (height, width, 3)."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def bluish(pixels: np.ndarray) -> np.ndarray:
    """Where a pixel is much bluer than red: the accent, at any blend."""
    return pixels[..., 2].astype(int) - pixels[..., 0] > 60


def colour(name: str) -> tuple[int, int, int]:
    """#RRGGBB as a pixel."""
    return int(name[1:3], 16), int(name[3:5], 16), int(name[5:7], 16)
