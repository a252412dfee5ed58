"""Many lines, rectangles or points in one painter call, filled straight from arrays."""

from __future__ import annotations

import os
from collections.abc import Sequence

os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")

import numpy as np
from numpy.typing import ArrayLike, NDArray
from pyqtgraph.functions import arrayToQPolygonF
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPainter, QPixmap

Columns = tuple[ArrayLike, ArrayLike, ArrayLike, ArrayLike]


class Batch:
    """Reusable native arrays: one instance a drawing, so that a frame allocates nothing."""

    def __init__(self) -> None:
        self._lines = PrimitiveArray(QLineF, 4)
        self._rects = PrimitiveArray(QRectF, 4)
        self._stamps = PrimitiveArray(QPainter.PixmapFragment, 10)

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
        size = self._stamps_of(picture, np.asarray(x, float), np.asarray(y, float))
        if size:
            painter.drawPixmapFragments(*self._stamps.drawargs(), picture)

    def _stamps_of(self, picture: QPixmap, x: NDArray[np.float64], y: NDArray[np.float64]) -> int:
        self._stamps.resize(len(x))
        target, ratio = self._stamps.ndarray(), picture.devicePixelRatio()
        target[:, 0], target[:, 1] = x, y
        # Of the picture all of it, in its own pixels; then scale, turn and opacity.
        target[:, 2:] = 0, 0, picture.width(), picture.height(), 1 / ratio, 1 / ratio, 0, 1
        return len(x)

    def polyline(self, painter: QPainter, x: ArrayLike, y: ArrayLike) -> None:
        """One connected line; a NaN breaks it."""
        xs, ys = np.broadcast_arrays(np.asarray(x, float), np.asarray(y, float))
        for part in finite_runs(ys):
            painter.drawPolyline(arrayToQPolygonF(xs[part], ys[part]))

    def polygon(self, painter: QPainter, x: ArrayLike, y: ArrayLike) -> None:
        """One closed filled shape."""
        xs, ys = np.broadcast_arrays(np.asarray(x, float), np.asarray(y, float))
        if xs.size > 2:
            painter.drawPolygon(arrayToQPolygonF(xs, ys))

    @staticmethod
    def _draw(draw, store: PrimitiveArray, parts: Sequence[Columns]) -> None:
        # Columns are written straight into the painter's own memory, numbers over all their rows.
        sizes = [max(np.size(column) for column in part) if _all_there(part) else 0 for part in parts]
        if not any(sizes):
            return
        store.resize(sum(sizes))
        target, row = store.ndarray(), 0
        for part, size in zip(parts, sizes, strict=True):
            if size:
                for column, values in enumerate(part):
                    target[row : row + size, column] = values
                row += size
        draw(*store.drawargs())


def _all_there(part: Columns) -> bool:
    return all(np.size(column) for column in part)


def finite_runs(values: NDArray[np.float64]) -> list[slice]:
    """The stretches of at least two finite values in a row."""
    finite = np.isfinite(values)
    if finite.all():
        return [slice(0, len(values))] if len(values) > 1 else []
    edges = np.flatnonzero(np.diff(np.concatenate([[False], finite, [False]]).astype(np.int8)))
    return [slice(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a > 1]
