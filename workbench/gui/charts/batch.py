"""Many lines, rectangles or points in one painter call, filled straight from arrays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PySide6.QtCore import QLineF, QRect, QRectF
from PySide6.QtGui import QPainter, QPixmap

from workbench.data.series import Floats
from workbench.gui.charts.native import FIRST_ROWS, NativeRows, polygon
from workbench.gui.charts.text import scale_of

Columns = tuple[Floats, ArrayLike, ArrayLike, ArrayLike]
FAR = 1e6
"""Further out nothing is to be seen, pixels."""


class Batch:
    """Reusable native arrays: one instance a drawing, so that a frame allocates nothing."""

    def __init__(self) -> None:
        self._lines = NativeRows(QLineF, 4)
        self._rects, self._whole = NativeRows(QRectF, 4), NativeRows(QRect, 4, np.int32)
        self._gathered = np.empty((4, FIRST_ROWS))
        self._stamps = NativeRows(QPainter.PixmapFragment, 10)

    def lines(self, painter: QPainter, x1: Floats, y1: ArrayLike, x2: ArrayLike, y2: ArrayLike) -> None:
        """Separate lines, as many as `x1` is long; the others broadcast to its shape, pixels."""
        target = self._lines.rows(len(x1))
        for column, values in enumerate((x1, y1, x2, y2)):
            target[:, column] = values
        if len(x1):
            painter.drawLines(self._lines.first, len(x1))

    def boxes(self, painter: QPainter, parts: Sequence[Columns]) -> None:
        """Filled rectangles of several (x, y, w, h) in one call, which costs more than a hundred of them.

        All in whole pixels (`whole`), no pen, no smoothing. The first column of each part is as long as there
        are rectangles; others may be numbers.
        """
        total = sum(len(part[0]) for part in parts)
        if not total:
            return
        columns, row = self._columns(total), 0
        for part in parts:
            end = row + len(part[0])
            for column, values in zip(columns, part, strict=True):
                column[row:end] = values
            row = end
        x, y, w, h = columns
        if scale_of(painter) == 1:
            # The painter fills these at once, others span by span in twice the time.
            store, columns = self._whole, (x, y, x + (w - 1), y + (h - 1))
        else:
            store = self._rects
        target = store.rows(total)
        for place, column in enumerate(columns):
            target[:, place] = column
        painter.drawRects(store.first, total)

    def _columns(self, count: int) -> Floats:
        """Four columns to gather `count` rectangles in, shape (4, count): each in one piece of memory."""
        if self._gathered.shape[1] < count:
            self._gathered = np.empty((4, 2 * count))
        return self._gathered[:, :count]

    def stamps(self, painter: QPainter, x: ArrayLike, y: ArrayLike, picture: QPixmap) -> None:
        """The picture centred on each point, shape (points,): a tenth of what as many drawn discs cost."""
        xs, ratio = np.asarray(x, float), picture.devicePixelRatio()
        if not len(xs):
            return
        target = self._stamps.rows(len(xs))
        target[:, 0], target[:, 1] = xs, y
        # Of the picture all of it, in its own pixels; then scale, turn and opacity.
        target[:, 2:] = 0, 0, picture.width(), picture.height(), 1 / ratio, 1 / ratio, 0, 1
        painter.drawPixmapFragments(self._stamps.first, len(xs), picture)

    def polyline(self, painter: QPainter, x: ArrayLike, y: ArrayLike) -> None:
        """One connected line; a NaN breaks it."""
        xs, ys = np.broadcast_arrays(np.asarray(x, float), np.asarray(y, float))
        for part in finite_runs(ys):
            painter.drawPolyline(polygon(xs[part], ys[part]))

    def polygon(self, painter: QPainter, x: ArrayLike, y: ArrayLike) -> None:
        """One closed filled shape."""
        xs, ys = np.broadcast_arrays(np.asarray(x, float), np.asarray(y, float))
        if xs.size > 2:
            painter.drawPolygon(polygon(xs, ys))


def whole(pixels: Floats) -> Floats:
    """Rounded, and none so far out that the painter's whole numbers would not hold it; NaN stays."""
    rounded = np.rint(pixels)
    return np.minimum(np.maximum(rounded, -FAR, out=rounded), FAR, out=rounded)


def finite_runs(values: NDArray[np.float64]) -> list[slice]:
    """The stretches of at least two finite values in a row."""
    finite = np.isfinite(values)
    if finite.all():
        return [slice(0, len(values))] if len(values) > 1 else []
    edges = np.flatnonzero(np.diff(np.concatenate([[False], finite, [False]]).astype(np.int8)))
    return [slice(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a > 1]
