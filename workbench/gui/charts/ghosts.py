"""The trainings that ended, faint behind the one that is followed."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from workbench.data.series import Floats
from workbench.gui.charts.batch import Batch
from workbench.gui.charts.frame import Drawing, Frame
from workbench.gui.charts.text import scale_of

ALPHA = 52
SPREAD = (5, 90)
"""Percentiles of all their values that an axis makes room for."""


class Ghosts(Drawing):
    """Curves by epoch, the first value at epoch 1; kept as a picture until they or the axes change.

    With every epoch of the training in front all of them would be drawn anew, and there are a hundred.
    """

    z = -1

    def __init__(self) -> None:
        self._batch = Batch()
        self._given: Sequence[Sequence[float]] = ()
        self._curves: tuple[Floats, ...] = ()
        self._kept: tuple[Frame, float, QPixmap] | None = None
        self.spread: tuple[float, ...] = ()
        """Lowest and highest value that the axis makes room for; empty without any."""

    def set(self, curves: Sequence[Sequence[float]]) -> None:
        """Other curves, shape (epochs,) each; the very same tuple once more costs nothing."""
        if curves is self._given:
            return
        self._given, self._kept = curves, None
        self._curves = tuple(np.asarray(values, float) for values in curves)
        known = np.concatenate([np.zeros(0), *self._curves])
        known = known[np.isfinite(known)]
        self.spread = tuple(map(float, np.percentile(known, SPREAD))) if len(known) else ()

    def draw(self, painter: QPainter, frame: Frame) -> None:
        if not self._curves:
            return
        ratio = scale_of(painter)
        if self._kept is None or self._kept[:2] != (frame, ratio):
            self._kept = frame, ratio, self._picture(frame, ratio)
        painter.drawPixmap(QPointF(0, 0), self._kept[2])

    def _picture(self, frame: Frame, ratio: float) -> QPixmap:
        picture = QPixmap(ceil(frame.width * ratio), ceil(frame.height * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        ink = QColor(frame.tokens.t3)
        ink.setAlpha(ALPHA)
        painter.setPen(QPen(ink, 1))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for values in self._curves:
            self._batch.polyline(painter, frame.x(np.arange(1, len(values) + 1)), frame.y(values))
        painter.end()
        return picture
