"""Many lines, rectangles or points in one painter call, filled straight from arrays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPainter, QPixmap

from workbench.gui.charts.native import NativeRows, polygon

Columns = tuple[ArrayLike, ArrayLike, ArrayLike, ArrayLike]


class Batch:
    """Reusable native arrays: one instance a drawing, so that a frame allocates nothing."""

    def __init__(self) -> None:
        self._lines = NativeRows(QLineF, 4)
        self._rects = NativeRows(QRectF, 4)
        self._stamps = NativeRows(QPainter.PixmapFragment, 10)

    def lines(self, painter: QPainter, x1: ArrayLike, y1: ArrayLike, x2: ArrayLike, y2: ArrayLike) -> None:
        """Separate lines; the four arrays broadcast to shape (lines,), pixels."""
        self._draw(painter.drawLines, self._lines, [(x1, y1, x2, y2)])

    def rects(self, painter: QPainter, x: ArrayLike, y: ArrayLike, w: ArrayLike, h: ArrayLike) -> None:
        """Rectangles with the painter's pen and brush; arrays as in `lines`."""
        self.boxes(painter, [(x, y, w, h)])

    def boxes(self, painter: QPainter, parts: Sequence[Columns]) -> None:
        """The rectangles of several (x, y, w, h) in one call: it costs more than a hundred of them."""
        self._draw(painter.drawRects, self._rects, parts)

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

    @staticmethod
    def _draw(draw, store: NativeRows, parts: Sequence[Columns]) -> None:
        # Columns are written straight into the painter's own memory, numbers over all their rows.
        sizes = [_rows(part) for part in parts]
        total = sum(sizes)
        if not total:
            return
        target, row = store.rows(total), 0
        for part, size in zip(parts, sizes, strict=True):
            if size:
                for column, values in enumerate(part):
                    target[row : row + size, column] = values
                row += size
        draw(store.first, total)


def _rows(part: Columns) -> int:
    """As many as the longest column; none where one of them is empty."""
    sizes = [values.size if isinstance(values, np.ndarray) else np.size(values) for values in part]
    return 0 if 0 in sizes else max(sizes)


def finite_runs(values: NDArray[np.float64]) -> list[slice]:
    """The stretches of at least two finite values in a row."""
    finite = np.isfinite(values)
    if finite.all():
        return [slice(0, len(values))] if len(values) > 1 else []
    edges = np.flatnonzero(np.diff(np.concatenate([[False], finite, [False]]).astype(np.int8)))
    return [slice(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a > 1]
