"""Curves by epoch: what the loss chart and the ratio chart share."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from workbench.gui.charts.axes import BarAxis, ValueAxis
from workbench.gui.charts.batch import Batch
from workbench.gui.charts.canvas import Canvas, Pane
from workbench.gui.charts.frame import Drawing, Frame
from workbench.gui.charts.ticks import Tick, even_log_ticks, value_ticks
from workbench.gui.charts.zones import GridLines
from workbench.gui.theme import Theme, pt

TICK_GAP = 20
BEST = "best"


class Bands(Drawing):
    """Every other epoch on a slightly different ground, so that epochs can be counted."""

    z = -9

    def __init__(self) -> None:
        self._batch = Batch()

    def draw(self, painter: QPainter, frame: Frame) -> None:
        if frame.bar_width < 4:
            return
        first = int(np.ceil(frame.x0 / 2)) * 2
        epochs = np.arange(first, frame.x1 + 1, 2)
        left = np.rint(frame.x(epochs - 0.5))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(frame.tokens.train))
        width = np.rint(frame.x(epochs + 0.5)) - left
        self._batch.boxes(painter, [(left, 0, width, frame.height)])


class Reference(Drawing):
    """The line at 1.00 and what it means, on a ground of its own so that curves do not cross the words."""

    z = 1

    def __init__(self, value: float, text: str) -> None:
        self._value, self._text = value, text

    def draw(self, painter: QPainter, frame: Frame) -> None:
        y = round(float(frame.y(self._value)))
        painter.setPen(QPen(QColor(frame.tokens.t1), 1))
        painter.drawLine(0, y, int(frame.width), y)


class ReferenceText(Reference):
    """The words of the reference line, above all curves; `short` where they have no room."""

    z = 8

    def __init__(self, value: float, text: str, short: str) -> None:
        super().__init__(value, text)
        self._short = short

    def draw(self, painter: QPainter, frame: Frame) -> None:
        painter.setFont(pt(8.25))
        metrics = QFontMetricsF(painter.font())
        y = round(float(frame.y(self._value)))
        below = y + 2 + metrics.height() <= frame.height
        top = y + 2 if below else y - 2 - metrics.height()
        fits = metrics.horizontalAdvance(self._text) + 13 <= frame.width
        text = self._text if fits else self._short
        box = QRectF(5, top, metrics.horizontalAdvance(text) + 8, metrics.height())
        painter.fillRect(box, QColor(frame.tokens.plot))
        painter.setPen(QColor(frame.tokens.t1))
        painter.drawText(box.adjusted(4, 0, 4, 0), int(Qt.AlignmentFlag.AlignVCenter), text)


class BestEpoch(Drawing):
    """A dotted upright where the best epoch stands; 0 for none."""

    z = 0

    def __init__(self) -> None:
        self.epoch = 0

    def draw(self, painter: QPainter, frame: Frame) -> None:
        if not self.epoch:
            return
        x = round(float(frame.x(self.epoch)))
        pen = QPen(QColor(frame.tokens.t3), 1)
        pen.setDashPattern([1, 2])
        painter.setPen(pen)
        painter.drawLine(x, 0, x, int(frame.height))
        painter.setFont(pt(8.25))
        width = QFontMetricsF(painter.font()).horizontalAdvance(BEST)
        left = x + 4 if x + 4 + width <= frame.width else x - 4 - width
        painter.setPen(QColor(frame.tokens.t3))
        # At the foot: losses fall, so most curves begin at the top.
        foot = QRectF(left, frame.height - 15, width + 2, 14)
        painter.drawText(foot, int(Qt.AlignmentFlag.AlignVCenter), BEST)


class EpochCanvas(Canvas):
    """One pane with epochs along the foot and values at the right."""

    def __init__(self, theme: Theme, name: str, drawings: tuple[Drawing, ...]) -> None:
        super().__init__(theme, name)
        self.is_log = False
        still = (Bands(), GridLines(self._ticks), *drawings)
        self.pane = Pane(theme, still)
        values, epochs = ValueAxis(theme, self.pane, self._ticks), BarAxis(theme, self.pane, epoch_ticks)
        self.add(self.pane, 0)
        self.add(values, 0, at_right=True)
        self.add(epochs, 1, height=epochs.height)
        self.set_axis_width(values.least_width)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumHeight(48)
        self.show_values(20, 0.97, 1.03)

    def show_values(self, epochs: int, low: float, high: float) -> None:
        """Epochs 1 to `epochs` by `low` to `high` with a little room; on a log axis these are logarithms."""
        spare = max(high - low, 0.01) * 0.12
        self.pane.show_range(0.5, max(epochs, 2) + 0.5, low - spare, high + spare)
        self.pane.refresh()

    def _ticks(self, frame: Frame) -> Sequence[Tick]:
        if not self.is_log:
            return value_ticks(frame.y0, frame.y1, frame.height, gap=TICK_GAP)
        return even_log_ticks(frame.y0, frame.y1, frame.height, gap=TICK_GAP)


def epoch_ticks(frame: Frame) -> Sequence[Tick]:
    """Epoch 1 and round epochs after it, as many as have room."""
    span = frame.x1 - frame.x0
    steps = (1, 2, 5, 10, 20, 50, 100, 200) if span <= 10 else (5, 10, 20, 50, 100, 200)
    step = next((s for s in steps if s * frame.width / span >= 34), 500)
    epochs = [1, *range(max(step, 2), int(frame.x1) + 1, step)]
    return [(float(epoch), str(epoch)) for epoch in epochs if frame.x0 <= epoch <= frame.x1]
