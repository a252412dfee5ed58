"""Many lines, rectangles or points in one painter call, filled straight from arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPainter, QPolygonF
from shiboken6 import VoidPtr, wrapInstance

FLOAT_BYTES = 8


class _Store:
    """Memory of numpy that Qt reads as an array of `kind`, four floats each; it grows and is kept."""

    def __init__(self, kind: type[QLineF] | type[QRectF]) -> None:
        self._kind = kind
        self._memory = np.empty((0, 4))

    def take(self, size: int) -> NDArray[np.float64]:
        """The first `size` rows, to be filled."""
        if size > len(self._memory):
            self._memory = np.empty((size, 4))
        return self._memory[:size]

    def first(self) -> QLineF | QRectF:
        """The first element, in place: with a count it is what QPainter's array calls take."""
        return wrapInstance(self._memory.ctypes.data, self._kind)


class Batch:
    """Reusable native arrays: one instance a drawing, so that a frame allocates nothing."""

    def __init__(self) -> None:
        self._lines = _Store(QLineF)
        self._rects = _Store(QRectF)

    def lines(self, painter: QPainter, x1: ArrayLike, y1: ArrayLike, x2: ArrayLike, y2: ArrayLike) -> None:
        """Separate lines; the four arrays broadcast to shape (lines,), pixels."""
        self._draw(painter.drawLines, self._lines, (x1, y1, x2, y2))

    def rects(self, painter: QPainter, x: ArrayLike, y: ArrayLike, w: ArrayLike, h: ArrayLike) -> None:
        """Rectangles with the painter's pen and brush; arrays as in `lines`."""
        self._draw(painter.drawRects, self._rects, (x, y, w, h))

    def polyline(self, painter: QPainter, x: ArrayLike, y: ArrayLike) -> None:
        """One connected line; a NaN breaks it."""
        xs, ys = np.broadcast_arrays(np.asarray(x, float), np.asarray(y, float))
        for part in finite_runs(ys):
            painter.drawPolyline(polygon_of(xs[part], ys[part]))

    def polygon(self, painter: QPainter, x: ArrayLike, y: ArrayLike) -> None:
        """One closed filled shape."""
        xs, ys = np.broadcast_arrays(np.asarray(x, float), np.asarray(y, float))
        if xs.size > 2:
            painter.drawPolygon(polygon_of(xs, ys))

    @staticmethod
    def _draw(draw, store: _Store, columns: tuple[ArrayLike, ...]) -> None:
        arrays = np.broadcast_arrays(*(np.asarray(column, float) for column in columns))
        size = arrays[0].size
        if size == 0:
            return
        target = store.take(size)
        for column, values in enumerate(arrays):
            target[:, column] = values
        draw(store.first(), size)


def polygon_of(x: NDArray[np.float64], y: NDArray[np.float64]) -> QPolygonF:
    """The points (x, y), both of shape (points,), without a Python object each."""
    polygon = QPolygonF()
    polygon.resize(len(x))
    memory = VoidPtr(polygon.data(), len(x) * 2 * FLOAT_BYTES, True)
    points = np.frombuffer(memory, np.float64).reshape(-1, 2)
    points[:, 0], points[:, 1] = x, y
    return polygon


def finite_runs(values: NDArray[np.float64]) -> list[slice]:
    """The stretches of at least two finite values in a row."""
    finite = np.isfinite(values)
    if finite.all():
        return [slice(0, len(values))] if len(values) > 1 else []
    edges = np.flatnonzero(np.diff(np.concatenate([[False], finite, [False]]).astype(np.int8)))
    return [slice(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a > 1]
