"""Curves reduced to about two points a pixel: a pen wider than 1 is eight times as dear as a thin one."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from workbench.gui.charts.batch import Batch
from workbench.gui.charts.frame import Drawing, Frame

Floats = NDArray[np.float64]


def thin(x: Floats, y: Floats, pixels: float) -> tuple[Floats, Floats]:
    """The lowest and highest point of every pixel column, in their order; short curves as they are."""
    columns = max(int(pixels), 1)
    if len(x) <= 2 * columns:
        return x, y
    edges = np.linspace(0, len(x), columns + 1).astype(int)
    starts, width = edges[:-1], int(np.diff(edges).max())
    grid = np.minimum(starts[:, None] + np.arange(width), edges[1:, None] - 1)
    values = y[grid]
    rows = np.arange(columns)
    low, high = grid[rows, values.argmin(axis=1)], grid[rows, values.argmax(axis=1)]
    kept = np.unique(np.concatenate([low, high, [0, len(x) - 1]]))
    return x[kept], y[kept]


class Curve(Drawing):
    """One line over bars; `mark` is line, dashed or dotted, `ink` a role of the theme."""

    def __init__(self, ink: str, width: float, mark: str = "line", z: float = 2) -> None:
        self.ink, self.width, self.mark, self.z = ink, width, mark, z
        self.x: Floats = np.zeros(0)
        self.y: Floats = np.zeros(0)
        self._batch = Batch()

    def set(self, x: Floats, y: Floats) -> None:
        """Shape (points,) each, x ascending."""
        self.x, self.y = np.asarray(x, float), np.asarray(y, float)

    def draw(self, painter: QPainter, frame: Frame) -> None:
        part = slice(
            max(0, int(np.searchsorted(self.x, frame.x0)) - 1),
            int(np.searchsorted(self.x, frame.x1, "right")) + 1,
        )
        # Nothing finer than the pen is to be seen.
        x, y = thin(self.x[part], self.y[part], frame.width / max(self.width, 1.0))
        if len(x) < 2:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(getattr(frame.tokens, self.ink)), self.width)
        pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
        pattern = {"dashed": [4 / self.width, 2.5 / self.width], "dotted": [1, 2]}.get(self.mark)
        if pattern:
            pen.setDashPattern(pattern)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.translate(0, 0.5)
        self._batch.polyline(painter, frame.x(x), frame.y(y))


class Band(Drawing):
    """The area between two curves over the same bars."""

    def __init__(self, ink: str, alpha: float, z: float = -7) -> None:
        self.ink, self.alpha, self.z = ink, alpha, z
        self.x: Floats = np.zeros(0)
        self.low: Floats = np.zeros(0)
        self.high: Floats = np.zeros(0)
        self._batch = Batch()

    def set(self, x: Floats, low: Floats, high: Floats) -> None:
        self.x, self.low, self.high = (np.asarray(a, float) for a in (x, low, high))

    def draw(self, painter: QPainter, frame: Frame) -> None:
        if len(self.x) < 2:
            return
        step = max(1, len(self.x) // max(int(frame.width), 1))
        kept = np.append(np.arange(0, len(self.x) - 1, step), len(self.x) - 1)
        x = frame.x(self.x[kept])
        ink = QColor(getattr(frame.tokens, self.ink))
        ink.setAlphaF(self.alpha)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        top, bottom = frame.y(self.high[kept]), frame.y(self.low[kept])
        self._batch.polygon(painter, np.concatenate([x, x[::-1]]), np.concatenate([top, bottom[::-1]]))


class Level(Drawing):
    """One straight reference line across the box at `value`."""

    def __init__(self, value: float, ink: str, z: float = 1) -> None:
        self.value, self.ink, self.z = value, ink, z

    def draw(self, painter: QPainter, frame: Frame) -> None:
        painter.setPen(QPen(QColor(getattr(frame.tokens, self.ink)), 1))
        y = round(float(frame.y(self.value)))
        painter.drawLine(0, y, int(frame.width), y)
