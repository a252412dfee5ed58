"""The drawn part of the equity chart: growth on a log scale over the fall from the peak."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
)

from workbench.data.series import Dates, Floats
from workbench.gui.charts.axes import BarAxis, ValueAxis
from workbench.gui.charts.canvas import Canvas, Pane
from workbench.gui.charts.crosshair import Crosshair
from workbench.gui.charts.ends import End, EndMarks
from workbench.gui.charts.frame import Drawing, Frame
from workbench.gui.charts.lines import Band, Curve
from workbench.gui.charts.ticks import Calendar, Tick, growth_log_ticks
from workbench.gui.charts.zones import RULE_HEIGHT, GridLines, ZoneGrounds, ZoneMarks
from workbench.gui.present.equity_table import fall
from workbench.gui.present.format import iso_date, multiple, percent
from workbench.gui.theme import Theme, pt

NAME = "fall from the peak"
FALL_SHARE = 0.36
"""Of the height: the pane of falls."""
END_ROOM = 62
"""The end values need that many pixels at the right."""
FALL_STEPS, FALL_GAP = (0.05, 0.1, 0.25, 0.5), 17
KEY_STEP = 21
"""Days an arrow key moves the crosshair."""


def growth(returns: Floats) -> Floats:
    """What 1 became, shape (bars + 1,), from simple returns, shape (bars,); never below 1e-6."""
    return np.maximum(np.concatenate([[1.0], np.cumprod(1.0 + returns)]), 1e-6)


class UnseenRule(Drawing):
    """The accent rule over days the model had not seen, and the reference line at 1."""

    z = 1

    def __init__(self, marks: ZoneMarks) -> None:
        self._marks = marks

    def draw(self, painter: QPainter, frame: Frame) -> None:
        end = self._marks.edges(frame)[1]
        painter.fillRect(QRectF(0, 0, end, RULE_HEIGHT), QColor(frame.tokens.acc))
        painter.setPen(QPen(QColor(frame.tokens.line2), 1))
        y = round(float(frame.y(0.0)))
        painter.drawLine(0, y, int(end), y)


class _FallName(Drawing):
    z = 5

    def draw(self, painter: QPainter, frame: Frame) -> None:
        painter.setPen(QPen(QColor(frame.tokens.line2), 1))
        painter.drawLine(0, 0, int(frame.width), 0)
        painter.setFont(pt(8.25))
        metrics = QFontMetricsF(painter.font())
        height = metrics.height()
        box = QRectF(6, frame.height - height - 3, metrics.horizontalAdvance(NAME), height)
        ground = QColor(frame.tokens.plot)
        ground.setAlpha(170)
        painter.fillRect(box, ground)
        painter.setPen(QColor(frame.tokens.t3))
        painter.drawText(box.adjusted(0, 0, 4, 0), int(Qt.AlignmentFlag.AlignLeft), NAME)


class Reading(Drawing):
    """The day under the mouse: its date, then what 1 had become, each in the ink of its curve."""

    z = 7

    def __init__(self) -> None:
        self.parts: tuple[tuple[str, str], ...] = ()

    def draw(self, painter: QPainter, frame: Frame) -> None:
        painter.setFont(pt(8.25, 600))
        metrics = QFontMetricsF(painter.font())
        widths = [metrics.horizontalAdvance(text) + 10 for text, _ in self.parts]
        ground = QColor(frame.tokens.plot)
        ground.setAlpha(215)
        painter.fillRect(QRectF(3, 4, sum(widths), metrics.height() + 2), ground)
        left = 8.0
        for (text, ink), width in zip(self.parts, widths, strict=True):
            painter.setPen(QColor(getattr(frame.tokens, ink)))
            box = QRectF(left, 5, width, metrics.height())
            painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), text)
            left += width


class EquityCanvas(Canvas):
    """A crosshair reads the day under the mouse: its date, and what one unit had become by then.

    `menu_asked` carries the place on the screen where a menu is wanted.
    """

    menu_asked = Signal(QPoint)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "equity after costs, and the fall from its peak")
        self._marks = ZoneMarks(first_test=0)
        self._calendar: Calendar | None = None
        self._days = 0
        self._vault = 0
        self._bounds = (-0.1, 0.1, -0.1)
        self.curves = {
            "model": Curve("acc", 2.0, z=5), "holding": Curve("t1", 1.0, z=4),
            "scaled": Curve("t2", 1.0, "dashed", z=3), "ridge": Curve("t3", 1.0, "dotted", z=2),
        }  # fmt: skip
        self._wide, self._narrow = Band("cloud", 0.5), Band("cloud", 0.6, z=-6)
        self._falls = {"model": Curve("acc", 1.4, z=3), "holding": Curve("t3", 1.0, z=2)}
        self._fall_area = Band("acc", 0.16, z=1)
        self._ends = EndMarks()
        self._crosses = Crosshair(), Crosshair()
        self._reading = Reading()
        self._dates_shown: Dates = np.zeros(0, "datetime64[D]")
        self._build(theme)

    def _build(self, theme: Theme) -> None:
        still = (
            ZoneGrounds(self._marks), GridLines(growth_ticks, self._marks), UnseenRule(self._marks),
            self._wide, self._narrow, *self.curves.values(), self._ends,
        )  # fmt: skip
        beneath = (
            ZoneGrounds(self._marks), GridLines(_fall_ticks, self._marks), self._fall_area,
            *self._falls.values(), _FallName(),
        )  # fmt: skip
        self.growth_pane = Pane(theme, still, (self._crosses[0], self._reading))
        self.fall_pane = Pane(theme, beneath, self._crosses[1:])
        values = ValueAxis(theme, self.growth_pane, growth_ticks)
        self._dates = BarAxis(theme, self.fall_pane, self._date_ticks)
        self.add(self.growth_pane, 0)
        self.add(values, 0, at_right=True)
        self.add(self.fall_pane, 1)
        self.add(ValueAxis(theme, self.fall_pane, _fall_ticks), 1, at_right=True)
        self.add(self._dates, 2, height=self._dates.height)
        self.set_axis_width(values.least_width)

    def show_curves(
        self, dates: Dates, returns: dict[str, Floats], cloud: Floats | None, vault: Dates
    ) -> None:
        """`returns` are net simple returns by curve name, `dates` has one entry more than they."""
        self._days, self._vault = len(dates), len(vault)
        self._dates_shown = dates
        self._calendar = Calendar(np.concatenate([dates, vault]))
        self._marks.vault_first, self._marks.sealed = self._days, bool(self._vault)
        self._ends.ground = "train" if self._vault else "plot"
        x = np.arange(self._days, dtype=float)
        equity = {name: growth(values) for name, values in returns.items()}
        for name, curve in self.curves.items():
            known = name in equity
            curve.set(x if known else np.zeros(0), np.log10(equity[name]) if known else np.zeros(0))
        self._show_cloud(x, cloud)
        for name, curve in self._falls.items():
            curve.set(x, fall(equity[name]))
        self._fall_area.set(x, self._falls["model"].y, np.zeros(len(x)))
        self._show_ends(equity)
        drawn = [curve.y for curve in self.curves.values()]
        values = np.concatenate([*drawn, self._wide.low, self._wide.high])
        self._bounds = (*padded(values), min(float(f.y.min()) for f in self._falls.values()))
        self.fit()

    def values_at(self, day: int) -> dict[str, float]:
        """What 1 had become by the day, by curve name."""
        return {name: float(10 ** c.y[day]) for name, c in self.curves.items() if len(c.y)}

    def fit(self) -> None:
        """Lay out for the present size: all days, the vault, and room for the end values."""
        if not self._days:
            return
        height = max(self.height() - self._dates.height, 40)
        self.set_row_height(1, round(FALL_SHARE * height))
        width = max(self.growth_pane.area.width(), 100)
        beyond = max(self._vault, self._days * END_ROOM / (width - END_ROOM))
        low, high, deepest = self._bounds
        self.growth_pane.show_range(-0.5, self._days - 0.5 + beyond, low, high)
        self.fall_pane.show_range(-0.5, self._days - 0.5 + beyond, min(deepest * 1.12, -0.05), 0)
        self.growth_pane.refresh()
        self.fall_pane.refresh()

    def _show_cloud(self, x: Floats, cloud: Floats | None) -> None:
        if cloud is None or cloud.shape != (5, len(x)):
            for band in (self._wide, self._narrow):
                band.set(np.zeros(0), np.zeros(0), np.zeros(0))
            return
        logs = np.log10(np.maximum(cloud, 1e-6))
        self._wide.set(x, logs[0], logs[4])
        self._narrow.set(x, logs[1], logs[3])

    def _show_ends(self, equity: dict[str, Floats]) -> None:
        last = self._days - 1
        self._ends.ends = tuple(
            End(last, float(np.log10(equity[name][-1])), multiple(float(equity[name][-1])), ink)
            for name, ink in (("holding", "t1"), ("scaled", "t2"), ("model", "acc"), ("ridge", "t3"))
            if name in equity
        )

    def _date_ticks(self, frame: Frame) -> Sequence[Tick]:
        return self._calendar.ticks(frame.x0, frame.x1, frame.width) if self._calendar else ()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "growth_pane"):
            self.fit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        for pane in (self.growth_pane, self.fall_pane):
            place = self.inside(pane, event.position())
            if place is not None and self._days:
                day = pane.frame().bar_at(place.x())
                self._point_at(day if 0 <= day < self._days else -1)
                return
        self._point_at(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys move the crosshair by a month, with Shift by a day."""
        side = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if side is None or not self._days:
            event.ignore()
            return
        step = 1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else KEY_STEP
        now = self._crosses[0].bar
        day = self._days - 1 if now is None else now + side * step
        self._point_at(min(max(day, 0), self._days - 1))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_asked.emit(event.globalPos())
        event.accept()

    def leaveEvent(self, event) -> None:
        super().leaveEvent(event)
        self._point_at(-1)

    def _point_at(self, day: int) -> None:
        bar = None if day < 0 else day
        if bar == self._crosses[0].bar:
            return
        for cross in self._crosses:
            cross.bar = bar
        self._reading.parts = () if bar is None else self._read(day)
        self.growth_pane.refresh_live()
        self.fall_pane.refresh_live()

    def _read(self, day: int) -> tuple[tuple[str, str], ...]:
        """The parts of the reading: text and ink."""
        values = self.values_at(day)
        parts = [(iso_date(self._dates_shown[day]), "t2")]
        for name, curve in self.curves.items():
            if name in values:
                parts.append((f"{name} {multiple(values[name])}", curve.ink))
        return tuple(parts)


def growth_ticks(frame: Frame) -> Sequence[Tick]:
    return growth_log_ticks(frame.y0, frame.y1, frame.height)


def _fall_ticks(frame: Frame) -> Sequence[Tick]:
    span = frame.y1 - frame.y0
    step = next((s for s in FALL_STEPS if s / span * frame.height >= FALL_GAP), 1.0)
    count = int(-frame.y0 / step + 1e-9)
    return [(-k * step, percent(-k * step, 0)) for k in range(1, count + 1)]


def padded(values: Floats) -> tuple[float, float]:
    low, high = float(values.min()), float(values.max())
    spare = max(high - low, 0.05) * 0.08
    return low - spare, high + spare
