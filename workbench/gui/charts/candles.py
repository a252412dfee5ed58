"""Candles, bars, a line and volume in whole pixels: hollow where the day rose, filled where it fell."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from workbench.data.series import Floats
from workbench.gui.charts.batch import Batch, Columns
from workbench.gui.charts.frame import Drawing, Frame
from workbench.gui.charts.pyramid import Level, Pyramid
from workbench.gui.charts.tower import COLUMN, LineTower
from workbench.gui.charts.zones import ZoneMarks

BODY_SHARE = 0.76
VOLUME_ALPHA = 107
"""42 % of 255."""
Mask = NDArray[np.bool_]


class _Bars(Drawing):
    """What candles, bars and volume share: the groups in sight, their pixels, and who is sealed."""

    z = 3

    def __init__(self, marks: ZoneMarks) -> None:
        self._marks, self._batch = marks, Batch()
        self.pyramid: Pyramid | None = None

    def _columns(self, frame: Frame) -> tuple[Level, slice, Floats, int]:
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

    def _fill(self, painter: QPainter, ink: QColor, boxes: list[Columns]) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        self._batch.boxes(painter, boxes)


class _Priced(_Bars):
    """Drawings of open, high, low and close in three inks: risen, fallen, sealed."""

    def draw(self, painter: QPainter, frame: Frame) -> None:
        if self.pyramid is None:
            return
        level, groups, x, body = self._columns(frame)
        opened, closed = level.open[groups], level.close[groups]
        ends = [np.round(frame.y(values[groups])) for values in (level.high, level.low)]
        inner = [np.round(frame.y(values)) for values in (opened, closed)]
        known = np.isfinite(ends[0] + ends[1] + inner[0] + inner[1])
        risen, sealed = closed >= opened, self._sealed(level, groups, len(x))
        tokens = frame.tokens
        for mask, ink, up in (
            (risen & ~sealed, tokens.up, True), (~risen & ~sealed, tokens.down, False),
            (risen & sealed, tokens.t3, True), (~risen & sealed, tokens.t3, False),
        ):  # fmt: skip
            mask = mask & known
            if mask.any():
                values = [values[mask] for values in (ends[0], inner[0], inner[1], ends[1])]
                self._fill(painter, QColor(ink), self._boxes(x[mask], values, body, up))

    def _boxes(self, x: Floats, values: list[Floats], body: int, risen: bool) -> list[Columns]:
        """Rectangles of one ink; `values` are the pixels of high, open, close and low."""
        raise NotImplementedError


class Candles(_Priced):
    """Wicks above and below the body, never through it: a hollow body stays hollow."""

    def _boxes(self, x: Floats, values: list[Floats], body: int, risen: bool) -> list[Columns]:
        high, opened, closed, low = values
        top, bottom = np.minimum(opened, closed), np.maximum(opened, closed)
        height = np.maximum(bottom - top, 1)
        wicks = [(x, high, 1, top - high), (x, bottom, 1, low - bottom)]
        left = x - body // 2
        if not risen or body < 3:
            return [*wicks, (left, top, body, height)]
        # Four filled edges: a stroked rectangle takes the painter twice as long.
        inner = np.maximum(height - 2, 0)
        return [
            *wicks, (left, top, body, 1), (left, top + height - 1, body, 1),
            (left, top + 1, 1, inner), (left + body - 1, top + 1, 1, inner),
        ]  # fmt: skip


class Bars(_Priced):
    """Open at the left, close at the right of a line from high to low."""

    def _boxes(self, x: Floats, values: list[Floats], body: int, risen: bool) -> list[Columns]:
        high, opened, closed, low = values
        arm = body // 2
        stem = (x, high, 1, np.maximum(low - high, 1))
        return [stem, (x - arm, opened, arm, 1), (x + 1, closed, arm, 1)] if arm else [stem]


class Volume(_Bars):
    """Volume as quiet columns in the candles' inks."""

    def draw(self, painter: QPainter, frame: Frame) -> None:
        if self.pyramid is None:
            return
        level, groups, x, body = self._columns(frame)
        tops = np.round(frame.y(level.volume[groups]))
        known = np.isfinite(tops)
        risen = level.close[groups] >= level.open[groups]
        sealed = self._sealed(level, groups, len(x))
        for mask, name in ((risen & ~sealed, "up"), (~risen & ~sealed, "down"), (sealed, "t3")):
            ink = QColor(getattr(frame.tokens, name))
            ink.setAlpha(frame.tokens.opacity(VOLUME_ALPHA))
            mask = mask & known
            self._fill(painter, ink, [(x[mask] - body // 2, tops[mask], body, frame.height - tops[mask])])


class Closes(Drawing):
    """A line of closes: by choice, or when only those are known; sealed days are as quiet as candles."""

    z = 3

    def __init__(self, marks: ZoneMarks) -> None:
        self._marks, self._batch = marks, Batch()
        self.line: LineTower | None = None

    def draw(self, painter: QPainter, frame: Frame) -> None:
        if self.line is None:
            return
        x, y = self.line.points(frame)
        vault = self._marks.edges(frame)[1]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        seen = int(np.searchsorted(x, vault))
        for part, ink in ((slice(0, seen + 1), frame.tokens.t2), (slice(seen, None), frame.tokens.t3)):
            painter.setPen(QPen(QColor(ink), 1.2 if len(x) < 2 * frame.width else 1))
            self._batch.polyline(painter, x[part], y[part])
        if len(x) == 1 and np.isfinite(y[0]):
            painter.drawPoint(QPointF(x[0], y[0]))

