"""Candles, bars, a line and volume in whole pixels: hollow where the day rose, filled where it fell."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from workbench.data.series import Floats
from workbench.dataclass import dataclass
from workbench.gui.charts.batch import Batch, Columns, whole
from workbench.gui.charts.frame import Drawing, Frame, washed
from workbench.gui.charts.pyramid import Level, Pyramid
from workbench.gui.charts.tower import COLUMN, LineTower
from workbench.gui.charts.zones import ZoneMarks

BODY_SHARE = 0.76
VOLUME_ALPHA = 107
"""42 % of 255."""
Mask, Rows = NDArray[np.bool_], NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Seen:
    """The groups of bars that a frame shows; arrays of shape (groups,).

    `x` is the whole pixel of their centres, `body` the odd width of one. `inks` are (ink, rows, risen) for
    the days that rose, fell, and rose or fell where they are sealed.
    """

    level: Level
    groups: slice
    x: Floats
    body: int
    inks: tuple[tuple[str, Rows, bool], ...]

    def column(self, name: str) -> Floats:
        """`open`, `high`, `low`, `close` or `volume` of the groups."""
        return getattr(self.level, name)[self.groups]


class Sight:
    """What is in sight, found once for all panes that show the same range."""

    def __init__(self, marks: ZoneMarks) -> None:
        self._marks = marks
        self._of: tuple[object, ...] = ()
        self._seen: Seen | None = None

    def of(self, pyramid: Pyramid, frame: Frame) -> Seen:
        """The groups of `pyramid` in the frame."""
        now = (pyramid, frame.x0, frame.x1, frame.width, self._marks.vault_first)
        if self._seen is None or now != self._of:
            self._of, self._seen = now, self._find(pyramid, frame)
        return self._seen

    def _find(self, pyramid: Pyramid, frame: Frame) -> Seen:
        level = pyramid.level(frame.bar_width, COLUMN)
        bars = frame.visible(pyramid.bars)
        groups = slice(bars.start // level.size, min(-(-bars.stop // level.size), len(level)))
        numbers = np.arange(groups.start, groups.stop)
        centres = np.rint(frame.x(numbers * level.size + (level.size - 1) / 2))
        body = max(1, int(frame.bar_width * level.size * BODY_SHARE))
        risen = level.close[groups] >= level.open[groups]
        return Seen(level, groups, centres, body if body % 2 else body - 1, self._inks(level, groups, risen))

    def _inks(self, level: Level, groups: slice, risen: Mask) -> tuple[tuple[str, Rows, bool], ...]:
        vault = self._marks.vault_first
        # A group that reaches into the vault is sealed as a whole.
        opens = len(risen) if vault is None else max(0, vault // level.size - groups.start)
        up, down = np.flatnonzero(risen), np.flatnonzero(~risen)
        parts = []
        for rows, ink, is_up in ((up, "up", True), (down, "down", False)):
            end = int(np.searchsorted(rows, opens))
            parts += [(ink, rows[:end], is_up), ("t3", rows[end:], is_up)]
        return tuple(part for part in parts if len(part[1]))


class _Bars(Drawing):
    """What candles, bars and volume share."""

    z = 3

    def __init__(self, sight: Sight) -> None:
        self._sight, self._batch = sight, Batch()
        self.pyramid: Pyramid | None = None

    def _fill(self, painter: QPainter, ink: QColor, boxes: list[Columns]) -> None:
        painter.setBrush(ink)
        self._batch.boxes(painter, boxes)


class _Priced(_Bars):
    """Drawings of open, high, low and close in three inks: risen, fallen, sealed."""

    def draw(self, painter: QPainter, frame: Frame) -> None:
        if self.pyramid is None:
            return
        seen = self._sight.of(self.pyramid, frame)
        is_thin = seen.body < 3
        names = ("high", "low") if is_thin else ("high", "low", "open", "close")
        pixels = whole(frame.y(np.stack([seen.column(name) for name in names])))
        known = np.isfinite(pixels).all(axis=0)
        painter.setPen(Qt.PenStyle.NoPen)
        for ink, rows, risen in seen.inks:
            rows = _known_of(rows, known)
            x, values = seen.x[rows], pixels[:, rows]
            boxes = [_stem(x, *values)] if is_thin else self._boxes(x, values, seen.body, risen)
            self._fill(painter, QColor(getattr(frame.tokens, ink)), boxes)

    def _boxes(self, x: Floats, values: Floats, body: int, risen: bool) -> list[Columns]:
        """Rectangles of one ink; the rows of `values` are the pixels of high, low, open and close."""
        raise NotImplementedError


def _known_of(rows: Rows, known: Mask) -> Rows:
    """Those of `rows` that are known; mostly all are."""
    return rows if known.all() else rows[known[rows]]


def _stem(x: Floats, high: Floats, low: Floats) -> Columns:
    """A line from high to low: where a body is no wider than its wick there is nothing else."""
    return x, high, 1, np.maximum(low - high, 1)


class Candles(_Priced):
    """Wicks above and below the body, never through it: a hollow body stays hollow."""

    def _boxes(self, x: Floats, values: Floats, body: int, risen: bool) -> list[Columns]:
        high, low, opened, closed = values
        top, bottom = np.minimum(opened, closed), np.maximum(opened, closed)
        height = np.maximum(bottom - top, 1)
        wicks = [(x, high, 1, top - high), (x, bottom, 1, low - bottom)]
        left = x - body // 2
        if not risen:
            return [*wicks, (left, top, body, height)]
        # Four filled edges: a stroked rectangle takes the painter twice as long.
        inner = np.maximum(height - 2, 0)
        return [
            *wicks, (left, top, body, 1), (left, top + height - 1, body, 1),
            (left, top + 1, 1, inner), (left + body - 1, top + 1, 1, inner),
        ]  # fmt: skip


class Bars(_Priced):
    """Open at the left, close at the right of a line from high to low."""

    def _boxes(self, x: Floats, values: Floats, body: int, risen: bool) -> list[Columns]:
        high, low, opened, closed = values
        arm = body // 2
        return [_stem(x, high, low), (x - arm, opened, arm, 1), (x + 1, closed, arm, 1)]


class Volume(_Bars):
    """Volume as quiet columns in the candles' inks."""

    def draw(self, painter: QPainter, frame: Frame) -> None:
        if self.pyramid is None:
            return
        seen, tokens = self._sight.of(self.pyramid, frame), frame.tokens
        tops = whole(frame.y(seen.column("volume")))
        known = np.isfinite(tops)
        painter.setPen(Qt.PenStyle.NoPen)
        for name, rows, _ in seen.inks:
            rows = _known_of(rows, known)
            # Opaque, as on the plain ground: what lets something through takes the painter thrice as long.
            ink = washed(getattr(tokens, name), tokens.plot, tokens.opacity(VOLUME_ALPHA))
            x, y = seen.x[rows], tops[rows]
            self._fill(painter, ink, [(x - seen.body // 2, y, seen.body, frame.height - y)])


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

