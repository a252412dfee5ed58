"""The trainings that ended, faint behind the one that is followed."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor

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
STEP = 0.01
"""The axis' ends move by that much, in validation over naive."""


class Ghosts(Drawing):
    """Curves by epoch, the first value at epoch 1; kept as a picture until the axes change.

    With every epoch of the training in front all of them would be drawn anew, and there are a hundred.
    """

    z = -1

    def __init__(self) -> None:
        self._batch = Batch()
        self._given: Sequence[Sequence[float]] = ()
        self._curves: tuple[Floats, ...] = ()
        self._kept: _Kept | None = None
        self.spread: tuple[float, ...] = ()
        """Lowest and highest value that the axis makes room for; empty without any."""

    def set(self, curves: Sequence[Sequence[float]]) -> None:
        """Other curves, shape (epochs,) each; the very same tuple once more costs nothing."""
        if curves is self._given:
            return
        before, self._given = self._curves, curves
        self._curves = tuple(np.asarray(values, float) for values in curves)
        if len(before) > len(curves) or not all(map(np.array_equal, before, self._curves)):
            self._kept = None
        known = np.concatenate([np.zeros(0), *self._curves])
        known = known[np.isfinite(known)]
        self.spread = _rounded(*np.percentile(known, SPREAD)) if len(known) else ()

    def draw(self, painter: QPainter, frame: Frame) -> None:
        if not self._curves:
            return
        ratio = scale_of(painter)
        if self._kept is None or (self._kept.frame, self._kept.ratio) != (frame, ratio):
            self._kept = _Kept(frame, ratio)
        if self._kept.curves < len(self._curves):
            self._draw_more(self._kept)
        painter.drawPixmap(QPointF(0, 0), self._kept.picture)

    def _draw_more(self, kept: _Kept) -> None:
        """Those that are not in the picture yet."""
        painter, frame = QPainter(kept.picture), kept.frame
        ink = QColor(frame.tokens.t3)
        ink.setAlpha(ALPHA)
        painter.setPen(QPen(ink, 1))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for values in self._curves[kept.curves :]:
            self._batch.polyline(painter, frame.x(np.arange(1, len(values) + 1)), frame.y(values))
        painter.end()
        kept.curves = len(self._curves)


class _Kept:
    """A transparent picture of a frame, and how many curves are in it."""

    def __init__(self, frame: Frame, ratio: float) -> None:
        self.frame, self.ratio, self.curves = frame, ratio, 0
        self.picture = QPixmap(ceil(frame.width * ratio), ceil(frame.height * ratio))
        self.picture.setDevicePixelRatio(ratio)
        self.picture.fill(Qt.GlobalColor.transparent)


def _rounded(low: float, high: float) -> tuple[float, float]:
    """Outwards to whole steps: an axis that moved a little with each training would have all drawn anew."""
    return floor(low / STEP) * STEP, ceil(high / STEP) * STEP
