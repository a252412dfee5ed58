"""Candles and volume in whole pixels: hollow where the day rose, filled where it fell."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from workbench.gui.charts.batch import Batch
from workbench.gui.charts.frame import Drawing, Frame
from workbench.gui.charts.pyramid import Level, Pyramid
from workbench.gui.charts.zones import ZoneMarks

BODY_SHARE = 0.76
COLUMN = 2.0
"""Fewest pixels a column: below this, neighbouring bars are joined."""
VOLUME_ALPHA = 107
"""42 % of 255."""
Mask = NDArray[np.bool_]


class _Bars(Drawing):
    """What candles and volume share: the groups in sight, their pixels, and who is sealed."""

    def __init__(self, marks: ZoneMarks) -> None:
        self._marks, self._batch = marks, Batch()
        self.pyramid: Pyramid | None = None

    def _columns(self, frame: Frame) -> tuple[Level, slice, NDArray[np.float64], float]:
        """The level to draw, its groups in sight, their centre pixels, and the odd width of a body."""
        level = self.pyramid.level(frame.bar_width, COLUMN)
        bars = frame.visible(self.pyramid.bars)
        groups = slice(bars.start // level.size, -(-bars.stop // level.size))
        numbers = np.arange(groups.start, groups.start + len(level.open[groups]))
        centres = np.round(frame.x(numbers * level.size + (level.size - 1) / 2))
        width = frame.bar_width * level.size
        body = max(1, int(width * BODY_SHARE))
        return level, groups, centres, body if body % 2 else max(1, body - 1)

    def _sealed(self, level: Level, groups: slice, count: int) -> Mask:
        if self._marks.vault_first is None:
            return np.zeros(count, bool)
        return (np.arange(groups.start, groups.start + count) + 1) * level.size > self._marks.vault_first


class Candles(_Bars):
    """Wicks and bodies, three inks: risen, fallen, sealed."""

    z = 3

    def draw(self, painter: QPainter, frame: Frame) -> None:
        if self.pyramid is None:
            return
        level, groups, x, body = self._columns(frame)
        opened, closed = level.open[groups], level.close[groups]
        tops = np.round(frame.y(np.maximum(opened, closed)))
        bottoms = np.round(frame.y(np.minimum(opened, closed)))
        highs, lows = np.round(frame.y(level.high[groups])), np.round(frame.y(level.low[groups]))
        risen, sealed = closed >= opened, self._sealed(level, groups, len(x))
        tokens = frame.tokens
        for mask, ink, hollow in (
            (risen & ~sealed, tokens.up, True), (~risen & ~sealed, tokens.down, False),
            (risen & sealed, tokens.t3, True), (~risen & sealed, tokens.t3, False),
        ):  # fmt: skip
            self._wicks(painter, ink, x[mask], (highs[mask], tops[mask], bottoms[mask], lows[mask]))
            look = ink, hollow and body >= 3
            self._bodies(painter, look, x[mask] - body // 2, (tops[mask], bottoms[mask]), body)

    def _wicks(self, painter: QPainter, ink: str, x: NDArray[np.float64], ends: tuple) -> None:
        """Above and below the body, never through it: a hollow body stays hollow."""
        highs, tops, bottoms, lows = ends
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ink))
        self._batch.rects(painter, x, highs, 1, tops - highs)
        self._batch.rects(painter, x, bottoms, 1, lows - bottoms)

    def _bodies(self, painter: QPainter, look: tuple[str, bool], left, ends: tuple, width: int) -> None:
        ink, hollow = look
        tops, bottoms = ends
        heights = np.maximum(bottoms - tops, 1)
        if not hollow:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(ink))
            self._batch.rects(painter, left, tops, width, heights)
            return
        painter.setPen(QPen(QColor(ink), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        self._batch.rects(painter, left, tops, width - 1, heights - 1)


class Volume(_Bars):
    """Volume as quiet columns in the candles' inks."""

    z = 3

    def draw(self, painter: QPainter, frame: Frame) -> None:
        if self.pyramid is None:
            return
        level, groups, x, body = self._columns(frame)
        tops = np.round(frame.y(level.volume[groups]))
        risen = level.close[groups] >= level.open[groups]
        sealed = self._sealed(level, groups, len(x))
        painter.setPen(Qt.PenStyle.NoPen)
        for mask, name in ((risen & ~sealed, "up"), (~risen & ~sealed, "down"), (sealed, "t3")):
            ink = QColor(getattr(frame.tokens, name))
            ink.setAlpha(VOLUME_ALPHA)
            painter.setBrush(ink)
            left = x[mask] - body // 2
            self._batch.rects(painter, left, tops[mask], body, frame.height - tops[mask])


class Closes(_Bars):
    """A line of closes, for when only those are known."""

    z = 3

    def draw(self, painter: QPainter, frame: Frame) -> None:
        if self.pyramid is None:
            return
        level, groups, x, _ = self._columns(frame)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(frame.tokens.t2), 1.2))
        self._batch.polyline(painter, x, frame.y(level.close[groups]))
