"""What may be laid over the prices: their averages, another symbol, and where the rule traded."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from workbench.data.series import Floats
from workbench.dataclass import dataclass
from workbench.gui.charts.batch import Batch
from workbench.gui.charts.frame import Drawing, Frame
from workbench.gui.charts.tower import LineTower
from workbench.gui.present.trades import Trades

MARKS_FROM = 4.0
"""Entries and exits only where a bar is wider than this, pixels."""
HALF, HEIGHT, AWAY = 4.0, 6.0, 4.0
"""Of a mark: half its width, its height, its distance from the bar, pixels."""
LOOK_AHEAD = 5_000
"""Bars in which both symbols must have a price for one to be drawn on the scale of the other."""
PATTERNS: dict[str, tuple[float, ...]] = {"line": (), "dashed": (5, 3), "dotted": (1, 2.5)}


@dataclass(frozen=True, slots=True)
class Overlay:
    """One value a bar; `ink` is a role of the theme, `mark` a key of `PATTERNS`.

    `anchored` lines have a scale of their own and meet the closes at the first bar in sight.
    """

    line: LineTower
    ink: str
    mark: str = "line"
    anchored: bool = False


class Overlays(Drawing):
    """Lines over the candles: greys of different patterns, for blue is what the model says."""

    z = 3.2

    def __init__(self) -> None:
        self.lines: tuple[Overlay, ...] = ()
        self._factors: tuple[float, ...] = ()
        self._batch = Batch()

    def anchor(self, closes: LineTower, first: float) -> None:
        """Scale the anchored lines to meet the closes at the first bar from `first` on that both know."""
        self._factors = tuple(
            _factor(closes.values, overlay.line.values, first) if overlay.anchored else 1.0
            for overlay in self.lines
        )

    def extents(self, first: float, last: float) -> list[tuple[float, float]]:
        """Lowest and highest value of each line from bar `first` to `last`, as drawn."""
        found = [overlay.line.extent(first, last) for overlay in self.lines]
        rows = zip(found, self._factors, strict=True)
        return [(low[0] * factor, low[1] * factor) for low, factor in rows if low is not None]

    def draw(self, painter: QPainter, frame: Frame) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for overlay, factor in zip(self.lines, self._factors, strict=True):
            x, y = overlay.line.points(frame, factor)
            # A dash is measured along the line: over a thousand points it costs more than the candles.
            crowded = len(x) > frame.width
            pen = QPen(QColor(getattr(frame.tokens, overlay.ink)), 1 if crowded else 1.2)
            if PATTERNS[overlay.mark] and not crowded:
                pen.setDashPattern(PATTERNS[overlay.mark])
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            self._batch.polyline(painter, x, y)


def _factor(closes: Floats, other: Floats, first: float) -> float:
    start = min(max(int(np.ceil(first)), 0), len(closes))
    part = slice(start, start + LOOK_AHEAD)
    known = np.flatnonzero(np.isfinite(closes[part]) & (other[part] > 0))
    return float(closes[part][known[0]] / other[part][known[0]]) if len(known) else float("nan")


class TradeMarks(Drawing):
    """A triangle under the bar on which was bought, over the bar on which was sold."""

    z = 4.6

    def __init__(self) -> None:
        self.marks: Trades | None = None

    def draw(self, painter: QPainter, frame: Frame) -> None:
        if self.marks is None or frame.bar_width < MARKS_FROM:
            return
        bar = self.marks.bar
        part = slice(int(np.searchsorted(bar, int(frame.x0))), int(np.searchsorted(bar, int(frame.x1) + 2)))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink = QColor(frame.tokens.t2)
        rows = zip(frame.x(bar[part]), frame.y(self.marks.at[part]), self.marks.change[part], strict=True)
        for x, y, change in rows:
            bought = change > 0
            painter.setPen(QPen(ink, 1))
            painter.setBrush(ink if bought else QColor(frame.tokens.plot))
            if np.isfinite(y):
                painter.drawPolygon(_triangle(float(x) + 0.5, float(y), up=bought))


def _triangle(x: float, y: float, *, up: bool) -> QPolygonF:
    """Pointing at the bar from below (`up`) or from above."""
    way = 1 if up else -1
    tip, foot = y + way * AWAY, y + way * (AWAY + HEIGHT)
    return QPolygonF([QPointF(x, tip), QPointF(x - HALF, foot), QPointF(x + HALF, foot)])
