"""Axes: text only, no tick marks, in the theme's quiet ink."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from workbench.gui.charts.canvas import Box, Pane
from workbench.gui.charts.frame import Frame
from workbench.gui.charts.text import label, lettering, scale_of
from workbench.gui.charts.ticks import Tick
from workbench.gui.theme import Theme

AXIS, TAG = (8.25, 400), (8.25, 600)
TAG_CLEARANCE = 15
"""A label this near to the crosshair's tag is left out, pixels."""
MARGIN = 6


class _Axis(Box):
    """Paints the labels that `ticks` gives for the frame of a pane."""

    def __init__(self, theme: Theme, pane: Pane, ticks: Callable[[Frame], Sequence[Tick]]) -> None:
        super().__init__()
        self._theme, self._pane, self._ticks = theme, pane, ticks


class ValueAxis(_Axis):
    """At the right of a pane; `set_tag` shows the crosshair's value."""

    def __init__(self, theme: Theme, pane: Pane, ticks: Callable[[Frame], Sequence[Tick]]) -> None:
        super().__init__(theme, pane, ticks)
        self._tag: Tick | None = None
        self.least_width = round(label("000,000", AXIS).width) + 3 * MARGIN

    def wanted_width(self) -> float:
        """What the labels of the present frame ask for, the tag's included."""
        letters = lettering(TAG)
        widths = [letters.label(text).width for _, text in self._ticks(self._pane.frame())]
        return max([self.least_width, *(round(width) + 2 * MARGIN for width in widths)])

    def set_tag(self, tag: Tick | None) -> None:
        """(value, text), or None to take the tag away."""
        if tag != self._tag:
            self._tag = tag
            self.update()

    def paint(self, painter: QPainter) -> None:
        frame, tokens = self._pane.frame(), self._theme.tokens
        painter.fillRect(QRectF(0, 0, 1, self.area.height()), QColor(tokens.line))
        if frame.height < 2:
            return
        tag_y = None if self._tag is None else float(frame.y(self._tag[0]))
        letters, ratio = lettering(AXIS), scale_of(painter)
        for value, text in self._ticks(frame):
            y = float(frame.y(value))
            near_tag = tag_y is not None and abs(y - tag_y) < TAG_CLEARANCE
            if 7 <= y <= frame.height - 6 and not near_tag:
                letters.label(text).paint(painter, MARGIN, y, tokens.t3, tokens.plot, ratio=ratio)
        if tag_y is not None:
            self._paint_tag(painter, min(max(tag_y, 8), frame.height - 8), self._tag[1])

    def _paint_tag(self, painter: QPainter, y: float, text: str) -> None:
        tokens = self._theme.tokens
        box = QRectF(1, round(y) - 8, self.area.width() - 2, 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.t2))
        painter.drawRoundedRect(box, 2, 2)
        ink = tokens.bg0 if tokens.dark else tokens.bg2
        label(text, TAG).paint(painter, MARGIN, box.center().y(), ink)


class BarAxis(_Axis):
    """Beneath a pane: dates or epochs."""

    def __init__(self, theme: Theme, pane: Pane, ticks: Callable[[Frame], Sequence[Tick]]) -> None:
        super().__init__(theme, pane, ticks)
        self.height = round(label("0", AXIS).height) + 4
        """Pixels its row needs."""

    def paint(self, painter: QPainter) -> None:
        frame, tokens = self._pane.frame(), self._theme.tokens
        width, height = self.area.width(), self.area.height()
        painter.fillRect(QRectF(0, 0, width, 1), QColor(tokens.line))
        if frame.width < 2:
            return
        free_from, letters, ratio = 0.0, lettering(AXIS), scale_of(painter)
        for bar, text in self._ticks(frame):
            words = letters.label(text)
            half = words.width / 2
            # A label at either edge moves inwards rather than out of sight: the first one names the day.
            x = min(max(float(frame.x(bar)), half + 2), width - half - 2)
            if x - half >= free_from:
                words.paint(painter, x - half, height / 2, tokens.t3, tokens.plot, ratio=ratio)
                free_from = x + half + 10
