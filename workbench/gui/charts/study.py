"""One indicator in a pane of its own under the prices."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from workbench.gui.charts.axes import AXIS
from workbench.gui.charts.batch import Batch
from workbench.gui.charts.frame import Drawing, Frame
from workbench.gui.charts.text import label
from workbench.gui.charts.tower import LineTower
from workbench.gui.charts.zones import ZoneMarks

INKS = ("t1", "t3", "up", "down", "line2")
"""Of the columns in their order."""


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """`title` names it; `columns` are its lines, one value a bar, NaN before it is defined."""

    title: str
    columns: tuple[tuple[str, LineTower], ...] = ()

    def extent(self, first: float, last: float) -> tuple[float, float]:
        """Lowest and highest value from bar `first` to `last`; (0, 1) where there is none."""
        found = [line.extent(first, last) for _, line in self.columns]
        known = [one for one in found if one is not None]
        if not known:
            return 0.0, 1.0
        return min(low for low, _ in known), max(high for _, high in known)

    def values(self, bar: int) -> tuple[tuple[str, float], ...]:
        """(column, value) of a bar, those that are known."""
        pairs = [(name, float(line.values[bar])) for name, line in self.columns if bar < len(line.values)]
        return tuple(pair for pair in pairs if np.isfinite(pair[1]))


class StudyLines(Drawing):
    """The lines, a hairline at zero where it is in sight, and the names in their inks."""

    z = 2

    def __init__(self, marks: ZoneMarks) -> None:
        self._marks = marks
        self.study: Study | None = None
        self._batch = Batch()

    def draw(self, painter: QPainter, frame: Frame) -> None:
        painter.setPen(QPen(QColor(frame.tokens.line), 1))
        painter.drawLine(0, 0, int(frame.width), 0)
        if self.study is None:
            return
        if frame.y0 < 0 < frame.y1:
            y = round(float(frame.y(0)))
            painter.setPen(QPen(QColor(frame.tokens.line2), 1))
            painter.drawLine(0, y, int(frame.width), y)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # Sealed days carry no colour, hence none of these lines.
        vault = self._marks.edges(frame)[1]
        painter.setClipRect(QRectF(0, 0, vault, frame.height), Qt.ClipOperation.IntersectClip)
        for place, (_, line) in enumerate(self.study.columns):
            x, y = line.points(frame)
            painter.setPen(QPen(QColor(getattr(frame.tokens, INKS[place % len(INKS)])), 1))
            self._batch.polyline(painter, x, y)
        painter.restore()
        self._names(painter, frame)

    def _names(self, painter: QPainter, frame: Frame) -> None:
        title = label(self.study.title, AXIS)
        title.paint(painter, 6, 2 + title.height / 2, frame.tokens.t3)
        left = 6 + title.width + 12
        for place, (name, _) in enumerate(self.study.columns if len(self.study.columns) > 1 else ()):
            words = label(name.replace("_", " "), AXIS)
            if left + words.width > frame.width - 6:
                break
            words.paint(painter, left, 2 + words.height / 2, getattr(frame.tokens, INKS[place % len(INKS)]))
            left += words.width + 10
