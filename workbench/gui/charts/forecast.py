"""What the model said: one step ahead from every day it had not seen, and nothing further."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from workbench.gui.charts.batch import Batch
from workbench.gui.charts.frame import Drawing, Frame
from workbench.gui.charts.steps import Steps

DETAIL_FROM = 6.0
"""Segments and single intervals only where a bar is wider than this, pixels."""
BAND_FROM = 0.5
"""Below this a band would be a smear: nothing is drawn."""
DOT_RADIUS = 1.9
RIBBON_HEIGHT = 4
RIBBON_FROM = 0.5
"""Below this, pixels a bar, single days in the market can no longer be told apart."""
Floats = NDArray[np.float64]


class _StepDrawing(Drawing):
    def __init__(self) -> None:
        self._batch = Batch()
        self.steps: Steps | None = None
        self.shown = True

    def _part(self, frame: Frame) -> slice | None:
        if self.steps is None or not self.shown:
            return None
        part = self.steps.between(frame)
        return part if part.stop > part.start else None


class Intervals(_StepDrawing):
    """The 80 % interval of each day: a box with its two ends; zoomed out, one calm band."""

    z = -7

    def draw(self, painter: QPainter, frame: Frame) -> None:
        part = self._part(frame)
        if part is None or frame.bar_width < BAND_FROM:
            return
        steps = self.steps
        lower, upper = steps.lower[part], steps.upper[part]
        known = np.isfinite(lower) & np.isfinite(upper)
        if not known.any():
            return
        x = frame.x(steps.target[part][known])
        tops, bottoms = frame.y(upper[known]), frame.y(lower[known])
        ground = QColor(frame.tokens.acc)
        ground.setAlpha(26 if frame.tokens.dark else 22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        if frame.bar_width <= DETAIL_FROM:
            x, tops, bottoms = _thinned(x, tops, bottoms)
            self._batch.polygon(painter, np.concatenate([x, x[::-1]]), np.concatenate([tops, bottoms[::-1]]))
            return
        width = max(3, int(frame.bar_width) - 1)
        left, tops, bottoms = np.round(x) - width // 2, np.round(tops), np.round(bottoms)
        self._batch.rects(painter, left, tops, width, bottoms - tops)
        ground.setAlpha(92)
        painter.setBrush(ground)
        for edge in (tops, bottoms):
            self._batch.rects(painter, left, edge, width, 1)


def _thinned(x: Floats, tops: Floats, bottoms: Floats) -> tuple[Floats, Floats, Floats]:
    """One column every two pixels: a band needs no more, and a thousand bars would cost it."""
    if len(x) < 4:
        return x, tops, bottoms
    columns = np.floor((x - x[0]) / 2).astype(np.int64)
    starts = np.flatnonzero(np.diff(columns, prepend=columns[0] - 1))
    return x[starts], np.minimum.reduceat(tops, starts), np.maximum.reduceat(bottoms, starts)


class NaiveSteps(_StepDrawing):
    """"Tomorrow = today": every close repeated a day later, in grey."""

    z = 3.5

    def draw(self, painter: QPainter, frame: Frame) -> None:
        part = self._part(frame)
        if part is None or frame.bar_width <= DETAIL_FROM:
            return
        steps = self.steps
        ink = QColor(frame.tokens.t3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        y = np.round(frame.y(steps.price[part]))
        left = np.round(frame.x(steps.bar[part]))
        right = np.round(frame.x(steps.target[part] + 0.5))
        self._batch.rects(painter, left, y, right - left, 1)


class Segments(_StepDrawing):
    """From today's close to the forecast for the next day, ending in a dot."""

    z = 4

    def draw(self, painter: QPainter, frame: Frame) -> None:
        part = self._part(frame)
        if part is None or frame.bar_width <= DETAIL_FROM:
            return
        steps = self.steps
        known = np.isfinite(steps.forecast[part])
        x1, x2 = frame.x(steps.bar[part][known]), frame.x(steps.target[part][known])
        y1, y2 = frame.y(steps.price[part][known]), frame.y(steps.forecast[part][known])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(0.5, 0.5)
        painter.setPen(QPen(QColor(frame.tokens.acc), 1.6))
        self._batch.lines(painter, x1, y1, x2, y2)
        dots = QPen(QColor(frame.tokens.acc), 2 * DOT_RADIUS, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        painter.setPen(dots)
        self._batch.lines(painter, x2, y2, x2 + 0.01, y2)


class Invested(_StepDrawing):
    """A ribbon under the days on which the rule was in the market; a short position in the falling ink."""

    z = 4.5

    def draw(self, painter: QPainter, frame: Frame) -> None:
        part = self._part(frame)
        if part is None or frame.bar_width < RIBBON_FROM:
            return
        bars, held = self.steps.bar[part] + 1, self.steps.position[part]
        painter.setPen(Qt.PenStyle.NoPen)
        for mask, ink in ((held > 0, frame.tokens.t3), (held < 0, frame.tokens.down)):
            first, last = _stretches(bars, mask)
            left, right = np.round(frame.x(first - 0.5)), np.round(frame.x(last + 0.5))
            painter.setBrush(QColor(ink))
            top = frame.height - RIBBON_HEIGHT
            self._batch.rects(painter, left, top, np.maximum(right - left - 1, 1), RIBBON_HEIGHT)


def _stretches(bars: NDArray[np.int64], mask: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """First and last bar of each unbroken stretch of `mask`."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    return bars[edges[::2]].astype(float), bars[edges[1::2] - 1].astype(float)
