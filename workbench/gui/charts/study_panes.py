"""The panes of indicators beneath the prices: one each, with a head, an axis and a button that closes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize, Signal
from PySide6.QtWidgets import QWidget

from workbench.gui.charts.axes import ValueAxis
from workbench.gui.charts.canvas import Pane
from workbench.gui.charts.crosshair import Crosshair
from workbench.gui.charts.frame import Frame
from workbench.gui.charts.study import Study, StudyHead, StudyLines
from workbench.gui.charts.ticks import Tick, value_ticks
from workbench.gui.charts.zones import GridLines, ZoneGrounds, ZoneMarks
from workbench.gui.present import studies as present
from workbench.gui.widgets.buttons import IconButton

if TYPE_CHECKING:
    from workbench.gui.charts.price_canvas import PriceCanvas

HEAD, FOOT = 16, 4
"""Kept free for the head, and beneath the lines, pixels."""
TICK_GAPS, LABEL = (24, 16, 11), 13
"""Pixels between ticks: the widest that gives a pane any; and what a label takes."""
BUTTON, CROSS = 16, QSize(10, 10)


def study_ticks(frame: Frame) -> Sequence[Tick]:
    """None beside the head: the button stands there."""
    for gap in TICK_GAPS:
        found = [
            tick for tick in value_ticks(frame.y0, frame.y1, frame.height, gap=gap)
            if HEAD + 3 < float(frame.y(tick[0])) <= frame.height - 6
        ]  # fmt: skip
        if found:
            return found if gap >= LABEL else found[:1]
    return []


class _StudyPane:
    """One pane in its row; made when it is first needed, and kept."""

    def __init__(self, canvas: PriceCanvas, marks: ZoneMarks, cross: Crosshair, row: int) -> None:
        self.lines, self.head = StudyLines(marks), StudyHead()
        still = (ZoneGrounds(marks), GridLines(study_ticks, marks), self.lines)
        self.pane = Pane(canvas.theme, still, (cross, self.head))
        self.axis = ValueAxis(canvas.theme, self.pane, study_ticks)
        canvas.add(self.pane, row, height=0)
        canvas.add(self.axis, row, at_right=True)
        self.button = IconButton("cross", "", BUTTON)
        self.button.setProperty("edge", "none")
        self.button.setIconSize(CROSS)
        self.button.setParent(canvas)

    def show(self, study: Study | None) -> None:
        """Another indicator, or none."""
        self.lines.study = self.head.study = study
        for part in (self.pane, self.axis):
            part.set_shown(study is not None)
        self.button.setVisible(study is not None)
        if study is not None:
            self.button.setToolTip(f"Close {study.title}")
            self.button.setAccessibleName(f"Close {study.title}")

    def fit(self, first: float, last: float) -> None:
        """Fit the values of the bars from `first` to `last` beneath the head."""
        if self.lines.study is None:
            return
        low, high = self.lines.study.extent(first, last)
        height = max(self.pane.frame().height - HEAD - FOOT, 8)
        spare = (high - low or abs(high) or 1.0) / height
        self.pane.show_range(first, last, low - FOOT * spare, high + HEAD * spare)

    def read(self, bar: int, sealed: bool) -> None:
        """Say the figures of a bar."""
        study = self.lines.study
        said = () if study is None else study.figures(bar, sealed)
        if study is not None and said != self.head.said:
            self.button.setAccessibleDescription(present.sentence(study.title, study.over, said))
        self.head.said = said
        self.pane.refresh_live()

    def place_button(self, canvas: QWidget) -> None:
        """At the right end of the head, over the axis."""
        top = round(self.pane.area.top())
        self.button.move(canvas.width() - BUTTON - 1, top + 1)


class StudyPanes(QObject):
    """Keeps as many panes as there is room for; `closed` carries the key of one whose button was pressed."""

    closed = Signal(str)

    def __init__(self, canvas: PriceCanvas, marks: ZoneMarks, cross: Crosshair, first_row: int) -> None:
        super().__init__(canvas)
        self._canvas, self._marks, self._cross, self._first_row = canvas, marks, cross, first_row
        self._made: list[_StudyPane] = []
        self._day = (0, False)
        self._height = 0
        self.studies: tuple[Study, ...] = ()
        self.shown = 0
        """How many have room."""

    @property
    def panes(self) -> tuple[Pane, ...]:
        """Those to be seen, from top to bottom."""
        return tuple(made.pane for made in self._made[: self.shown])

    @property
    def buttons(self) -> tuple[IconButton, ...]:
        """What closes them, in the same order."""
        return tuple(made.button for made in self._made[: self.shown])

    def share(self, shown: int, height: int) -> None:
        """Show the first `shown` indicators, `height` pixels each."""
        while len(self._made) < shown:
            self._make()
        for place, made in enumerate(self._made):
            made.show(self.studies[place] if place < shown else None)
            self._canvas.set_row_height(self._first_row + place, height if place < shown else 0)
        self.shown = shown
        for made in self._made[:shown]:
            made.place_button(self._canvas)
        self.read(*self._day)

    def fit(self, first: float, last: float) -> None:
        """Fit each pane to the values of the bars in sight."""
        for made in self._made[: self.shown]:
            made.fit(first, last)

    def read(self, bar: int, sealed: bool) -> None:
        """Say the figures of a bar in every head."""
        self._day = bar, sealed
        for made in self._made[: self.shown]:
            made.read(bar, sealed)

    def _make(self) -> None:
        place = len(self._made)
        made = _StudyPane(self._canvas, self._marks, self._cross, self._first_row + place)
        before = self._made[-1].button if self._made else self._canvas
        QWidget.setTabOrder(before, made.button)
        made.button.clicked.connect(lambda: self._close(place))
        self._made.append(made)

    def _close(self, place: int) -> None:
        """Where it was the last one, the keyboard goes to the button above, or to the chart."""
        by_key = self._made[place].button.hasFocus()
        self.closed.emit(self.studies[place].key)
        if by_key and not self._made[place].button.isVisible():
            (self.buttons[-1] if self.buttons else self._canvas).setFocus()
