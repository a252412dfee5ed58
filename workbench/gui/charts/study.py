"""One indicator in a pane of its own under the prices: its lines, and its head."""

from __future__ import annotations

from itertools import chain

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from workbench.dataclass import dataclass
from workbench.gui.charts.axes import AXIS
from workbench.gui.charts.batch import Batch
from workbench.gui.charts.frame import Drawing, Frame
from workbench.gui.charts.text import Label, label
from workbench.gui.charts.tower import LineTower
from workbench.gui.charts.zones import ZoneMarks
from workbench.gui.present import studies as present

INKS = ("t1", "t3", "up", "down", "line2")
"""Of the columns in their order."""
FIGURE = (8.25, 600)
MARGIN, APART, NEAR = 6, 12, 5
PLATE = 225
"""How much the plate behind the head hides, of 255."""


@dataclass(frozen=True, slots=True, eq=False)
class Study:
    """`title` and `over` (14 days) name it; `key` is its name in the registry.

    `columns` are its lines, one value a bar, NaN before it is defined.
    """

    title: str
    columns: tuple[tuple[str, LineTower], ...] = ()
    key: str = ""
    over: str = ""

    def extent(self, first: float, last: float) -> tuple[float, float]:
        """Lowest and highest value from bar `first` to `last`; (0, 1) where there is none."""
        found = [line.extent(first, last) for _, line in self.columns]
        known = [one for one in found if one is not None]
        if not known:
            return 0.0, 1.0
        return min(low for low, _ in known), max(high for _, high in known)

    def figures(self, bar: int, sealed: bool) -> present.Figures:
        """What the head reads on a bar; nothing while there are no lines."""
        lines = [line.values for _, line in self.columns]
        if not lines or not 0 <= bar < min(map(len, lines)):
            return ()
        names = [name for name, _ in self.columns]
        return present.figures(names, [float(values[bar]) for values in lines], sealed)


class StudyLines(Drawing):
    """The hairline above the pane, the lines, and another hairline at zero where it is in sight."""

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
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # Sealed days carry no colour, hence none of these lines.
        vault = self._marks.edges(frame)[1]
        painter.setClipRect(QRectF(0, 0, vault, frame.height), Qt.ClipOperation.IntersectClip)
        for place, (_, line) in enumerate(self.study.columns):
            x, y = line.points(frame)
            painter.setPen(QPen(QColor(getattr(frame.tokens, INKS[place % len(INKS)])), 1))
            self._batch.polyline(painter, x, y)


Part = tuple[Label, str, int]
"""(text, ink, pixels behind it)"""


class StudyHead(Drawing):
    """Name, lengths and the figures of the day under the crosshair.

    Where room is short the lengths go first, then whole figures from the right.
    """

    z = 7

    def __init__(self) -> None:
        self.study: Study | None = None
        self.said: present.Figures = ()

    def draw(self, painter: QPainter, frame: Frame) -> None:
        if self.study is None:
            return
        title, over = (label(text, AXIS) for text in (self.study.title, self.study.over))
        figures = [self._figure(place, *said) for place, said in enumerate(self.said)]
        named: list[Part] = [(title, "t2", APART), (over, "t3", APART)]
        if not self.study.over or _width([*named, *chain(*figures)]) > frame.width - 2 * MARGIN + APART:
            named = named[:1]
        parts = named
        for figure in figures:
            if MARGIN + _width([*parts, *figure]) - APART > frame.width - MARGIN:
                break
            parts = [*parts, *figure]
        self._paint(painter, frame, parts)

    @staticmethod
    def _figure(place: int, name: str, figure: str) -> list[Part]:
        """A figure behind the name of its line, in the line's ink."""
        said: Part = (label(figure, FIGURE), "t1", APART)
        return [(label(name, AXIS), INKS[place % len(INKS)], NEAR), said] if name else [said]

    @staticmethod
    def _paint(painter: QPainter, frame: Frame, parts: list[Part]) -> None:
        """On a plate of the chart's ground, so that neither hatch nor crosshair runs through the words."""
        ground = QColor(frame.tokens.plot)
        ground.setAlpha(PLATE)
        height = parts[0][0].height
        painter.fillRect(QRectF(MARGIN - 3, 2, round(_width(parts)) - APART + 6, height), ground)
        left = float(MARGIN)
        for words, ink, behind in parts:
            words.paint(painter, left, 2 + height / 2, getattr(frame.tokens, ink))
            left += words.width + behind


def _width(parts: list[Part]) -> float:
    return sum(words.width + behind for words, _, behind in parts)
