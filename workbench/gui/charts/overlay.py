"""Several runs on one log scale and the same days: one line style each, buy & hold among them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent

from workbench.data.series import Dates, Floats
from workbench.dataclass import dataclass
from workbench.gui.charts.axes import BarAxis, ValueAxis
from workbench.gui.charts.canvas import Canvas, Pane
from workbench.gui.charts.crosshair import Crosshair
from workbench.gui.charts.ends import End, EndMarks
from workbench.gui.charts.equity_canvas import KEY_STEP, Reading, UnseenRule, growth, growth_ticks, padded
from workbench.gui.charts.frame import Frame
from workbench.gui.charts.lines import Curve
from workbench.gui.charts.ticks import Calendar, Tick
from workbench.gui.charts.zones import GridLines, ZoneMarks
from workbench.gui.present import spoken
from workbench.gui.present.format import iso_date, multiple
from workbench.gui.theme import Theme

MOST = 7
END_ROOM = 96
"""The end values, with the number of their run, need that many pixels at the right."""


@dataclass(frozen=True, slots=True)
class Style:
    """`ink` is a role of the theme, `mark` line, dashed or dotted."""

    ink: str
    mark: str
    width: float


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One curve: what it is called at its end, its net simple returns, shape (days,), and how it looks."""

    name: str
    returns: Floats
    style: Style


class OverlayCanvas(Canvas):
    """The arrow keys move a crosshair that reads what one unit had become in each run."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "equity of the chosen runs after costs")
        self._marks = ZoneMarks(first_test=0)
        self._marks.sealed = False
        self._curves = tuple(Curve("t1", 1.0, z=9.0 - place) for place in range(MOST))
        self._lines: tuple[Line, ...] = ()
        self._dates: Dates = np.zeros(0, "datetime64[D]")
        self._calendar: Calendar | None = None
        self._bounds = (-0.1, 0.1)
        self._ends, self._cross, self._reading = EndMarks(), Crosshair(), Reading()
        self._ends.ground = "plot"
        still = (GridLines(growth_ticks, self._marks), UnseenRule(self._marks), *self._curves, self._ends)
        self.pane = Pane(theme, still, (self._cross, self._reading))
        values, dates = ValueAxis(theme, self.pane, growth_ticks), BarAxis(theme, self.pane, self._date_ticks)
        self.add(self.pane, 0)
        self.add(values, 0, at_right=True)
        self.add(dates, 1, height=dates.height)
        self.set_axis_width(values.least_width)

    def show_lines(self, dates: Dates, lines: tuple[Line, ...]) -> None:
        """`dates` has one entry more than the returns; at most MOST lines, the last ones beneath."""
        self._dates, self._lines = dates, lines
        self._calendar = Calendar(dates)
        self._marks.vault_first = len(dates)
        x = np.arange(len(dates), dtype=float)
        for place, curve in enumerate(self._curves):
            known = lines[place] if place < len(lines) else None
            curve.set(x if known else np.zeros(0), np.log10(growth(known.returns)) if known else np.zeros(0))
            if known:
                style = known.style
                curve.ink, curve.mark, curve.width = style.ink, style.mark, style.width
        last = len(dates) - 1
        self._ends.ends = tuple(
            End(last, float(curve.y[-1]), f"{line.name}  {multiple(float(10 ** curve.y[-1]))}", curve.ink)
            for line, curve in zip(lines, self._curves, strict=False)
        )
        self._bounds = padded(np.concatenate([curve.y for curve in self._curves]))
        drawn = zip(lines, self._curves, strict=False)
        ends = [(line.name, float(10 ** curve.y[-1])) for line, curve in drawn]
        self.setAccessibleName(spoken.curves(dates, ends))
        self._point_at(None)
        self.fit()

    def fit(self) -> None:
        """All days, and room for the end values."""
        if not len(self._dates):
            return
        days, width = len(self._dates), max(self.pane.area.width(), 200)
        beyond = days * END_ROOM / (width - END_ROOM)
        self.pane.show_range(-0.5, days - 0.5 + beyond, *self._bounds)
        self.pane.refresh()

    def _date_ticks(self, frame: Frame) -> Sequence[Tick]:
        return self._calendar.ticks(frame.x0, frame.x1, frame.width) if self._calendar else ()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "pane"):
            self.fit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self.inside(self.pane, event.position())
        day = -1 if place is None else self.pane.frame().bar_at(place.x())
        self._point_at(day if 0 <= day < len(self._dates) else None)

    def leaveEvent(self, event) -> None:
        super().leaveEvent(event)
        self._point_at(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys move the crosshair by a month, with Shift by a day."""
        side = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if side is None or not len(self._dates):
            event.ignore()
            return
        step = 1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else KEY_STEP
        last = len(self._dates) - 1
        day = last if self._cross.bar is None else self._cross.bar + side * step
        self._point_at(min(max(day, 0), last))

    def _point_at(self, day: int | None) -> None:
        self._cross.bar = day
        self._reading.parts = () if day is None else self._read(day)
        self.pane.refresh_live()

    def _read(self, day: int) -> tuple[tuple[str, str], ...]:
        """The parts of the reading: text and ink."""
        curves = zip(self._lines, self._curves, strict=False)
        values = [(f"{line.name} {multiple(float(10 ** curve.y[day]))}", curve.ink) for line, curve in curves]
        return ((iso_date(self._dates[day]), "t2"), *values)
