"""What the model said: one step ahead from every day it had not seen, and nothing further."""

from __future__ import annotations

from functools import lru_cache
from math import ceil

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from workbench.data.series import Floats
from workbench.gui.charts.batch import Batch, whole
from workbench.gui.charts.frame import Drawing, Frame, washed
from workbench.gui.charts.steps import FarSteps, Steps
from workbench.gui.charts.text import scale_of
from workbench.gui.charts.tower import COLUMN

DETAIL_FROM = 6.0
"""Segments and single intervals only where a bar is wider than this, pixels."""
DOT_RADIUS = 1.9
RIBBON_HEIGHT = 4
MOSTLY = 0.5
"""Of joined days, that share in the market paints their piece of the ribbon."""


class _StepDrawing(Drawing):
    def __init__(self) -> None:
        self._batch = Batch()
        self.steps: Steps | None = None
        self.far: FarSteps | None = None
        self.shown = True

    def set(self, steps: Steps | None, far: FarSteps | None) -> None:
        """The steps, and the same for a chart whose bars are joined."""
        self.steps, self.far = steps, far

    def _part(self, frame: Frame) -> slice | None:
        if self.steps is None or not self.shown:
            return None
        part = self.steps.between(frame)
        return part if part.stop > part.start else None


class Intervals(_StepDrawing):
    """The 80 % interval of each day: a box with its two ends; zoomed out, one calm band.

    Beneath the grid and opaque, as the wash would look on the ground of days unseen: thin high boxes that
    let something through take the painter ten times as long.
    """

    z = -8.5

    def draw(self, painter: QPainter, frame: Frame) -> None:
        part = self._part(frame)
        if part is None:
            return
        tokens = frame.tokens
        wash = washed(tokens.acc, tokens.plot, tokens.opacity(26 if tokens.dark else 22))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(wash)
        if frame.bar_width < COLUMN:
            self._draw_far(painter, frame)
            return
        steps = self.steps
        lower, upper = frame.y(steps.lower[part]), frame.y(steps.upper[part])
        known = np.isfinite(lower) & np.isfinite(upper)
        x, tops, bottoms = frame.x(steps.target[part][known]), upper[known], lower[known]
        if frame.bar_width <= DETAIL_FROM:
            x, tops, bottoms = _thinned(x, tops, bottoms)
            self._batch.polygon(painter, np.concatenate([x, x[::-1]]), np.concatenate([tops, bottoms[::-1]]))
            return
        width = max(3, int(frame.bar_width) - 1)
        left, tops, bottoms = np.rint(x) - width // 2, whole(tops), whole(bottoms)
        self._batch.boxes(painter, [(left, tops, width, bottoms - tops)])
        painter.setBrush(washed(tokens.acc, wash.name(), tokens.opacity(92)))
        self._batch.boxes(painter, [(left, edge, width, 1) for edge in (tops, bottoms)])

    def _draw_far(self, painter: QPainter, frame: Frame) -> None:
        """One column for all days that share it: from their lowest to their highest end."""
        left, right, columns = _far_columns(self.far, frame)
        tops, bottoms = whole(frame.y(columns["upper"])), whole(frame.y(columns["lower"]))
        known = np.isfinite(tops) & np.isfinite(bottoms) & (right > left)
        width, height = (right - left)[known], (bottoms - tops)[known]
        self._batch.boxes(painter, [(left[known], tops[known], width, height)])


def _far_columns(far: FarSteps, frame: Frame) -> tuple[Floats, Floats, dict[str, Floats]]:
    """(left, right, columns) of joined days, whole pixels that meet; never beyond the last day forecast."""
    x, columns, width = far.tower.visible(frame)
    end = np.rint(frame.x(far.last + 0.5))
    return np.rint(x - width / 2), np.minimum(np.rint(x + width / 2), end), columns


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
        y = whole(frame.y(steps.price[part]))
        left = np.rint(frame.x(steps.bar[part]))
        right = np.rint(frame.x(steps.target[part] + 0.5))
        self._batch.boxes(painter, [(left, y, right - left, 1)])


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
        self._batch.stamps(painter, x2, y2, _dot(frame.tokens.acc, scale_of(painter)))


@lru_cache(maxsize=8)
def _dot(ink: str, ratio: float) -> QPixmap:
    """The dot at the end of a segment."""
    side = 2 * ceil(DOT_RADIUS) + 1
    picture = QPixmap(ceil(side * ratio), ceil(side * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ink))
    middle = picture.width() / ratio / 2
    painter.drawEllipse(QPointF(middle, middle), DOT_RADIUS, DOT_RADIUS)
    painter.end()
    return picture


class Invested(_StepDrawing):
    """A ribbon under the days on which the rule was in the market; a short position in the falling ink."""

    z = 4.5

    def draw(self, painter: QPainter, frame: Frame) -> None:
        part = self._part(frame)
        if part is None:
            return
        if frame.bar_width < COLUMN:
            left, right, columns = _far_columns(self.far, frame)
            held = columns["held"]
        else:
            bars, held = self.steps.bar[part] + 1, self.steps.position[part]
            left, right = np.rint(frame.x(bars - 0.5)), np.rint(frame.x(bars + 0.5)) - 1
        painter.setPen(Qt.PenStyle.NoPen)
        least = MOSTLY if frame.bar_width < COLUMN else 0
        for mask, ink in ((held > least, frame.tokens.t3), (held < -least, frame.tokens.down)):
            if not mask.any():
                continue
            first, last = _stretches(mask)
            painter.setBrush(QColor(ink))
            top, width = frame.height - RIBBON_HEIGHT, np.maximum(right[last] - left[first], 1)
            self._batch.boxes(painter, [(left[first], top, width, RIBBON_HEIGHT)])


def _stretches(mask: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First and last index of each unbroken stretch of `mask`."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    return edges[::2], edges[1::2] - 1
