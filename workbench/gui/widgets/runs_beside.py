"""The settings in which the chosen runs differ, and under them their curves on the days they share."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from workbench.experiment.result import RunResult
from workbench.gui.charts.overlay import Line, OverlayCanvas, Style
from workbench.gui.present import compare as present
from workbench.gui.present.equity_table import runs_table
from workbench.gui.present.long_table import LongTable
from workbench.gui.theme import Theme
from workbench.gui.widgets.hatched_box import HatchedBox
from workbench.gui.widgets.plain_table import PlainTable, TableRow
from workbench.gui.widgets.table_side import TableSide
from workbench.gui.widgets.table_turn import table_button
from workbench.gui.widgets.text import WrapLabel, label, rule

BAR_ROOM = 10
"""Right of the differences: their scroll bar covers no value."""
NAMES, COLUMN = 190, 76
"""Pixels of the setting's name, and of one run's values at least."""
MOST_HIGH, MOST_HIGH_LOW = 190, 94
SHOWN = Style("acc", "line", 2.0)
STYLES = tuple(Style(ink, mark, 1.4) for ink in ("t1", "t2") for mark in ("line", "dashed", "dotted"))
HOLDING = Style("t3", "line", 1.0)


def styles_of(ticked: Sequence[str], shown: str) -> dict[str, Style]:
    """The run that the Reality panel shows is the accent; the others differ in ink and in dashes."""
    free = iter(STYLES)
    return {run_id: SHOWN if run_id == shown else next(free) for run_id in ticked}


class RunsBeside(QWidget):
    """Drawn anew only when other runs are chosen, or another one is shown."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._drawn: tuple[object, ...] = ()
        self._told: QWidget = PlainTable(("setting",), "settings that differ")
        self._differences = QHBoxLayout()
        self._scroll = QScrollArea()
        self._chart = OverlayCanvas(theme)
        self._no_chart = HatchedBox(present.OTHER_DATA)
        self._no_chart.set_stretching()
        self._chart_note = label("", 8.25, ink="t3")
        self._found: present.Overlay | None = None
        self.table = TableSide((self._chart,), self._table_of_curves)
        self.switch = table_button("Equity of the runs as a table")
        self.switch.clicked.connect(lambda: self.table.turn())
        self.table.turned.connect(self.switch.setChecked)
        self._build_scroll()
        title = QHBoxLayout()
        title.setSpacing(10)
        title.addWidget(label("Equity after costs", 9, 600, "t1"))
        title.addWidget(self._chart_note, 1)
        title.addWidget(self.switch)
        column = QVBoxLayout(self)
        column.setContentsMargins(7, 0, 7, 0)
        column.setSpacing(4)
        column.addWidget(rule())
        column.addWidget(label("What differs", 9, 600, "t1"))
        column.addWidget(self._scroll)
        column.addWidget(rule())
        column.addLayout(title)
        column.addWidget(self._chart, 1)
        column.addWidget(self.table, 1)
        column.addWidget(self._no_chart, 1)

    def show_runs(
        self, picked: Sequence[RunResult], numbers: Sequence[int], styles: dict[str, Style]
    ) -> None:
        """`numbers` are what the runs are called, `styles` how each is drawn, by run id."""
        facts = (*(run.run_id for run in picked), *styles.items())
        if facts != self._drawn:
            self._drawn = facts
            self._show_differences(picked, numbers)
            self._show_curves(picked, numbers, styles)

    def fit(self, *, low: bool) -> None:
        """Give the differences the height they need, up to what the room allows."""
        needed = self._told.sizeHint().height()
        self._scroll.setFixedHeight(min(needed, MOST_HIGH_LOW if low else MOST_HIGH))

    def _build_scroll(self) -> None:
        inside = QWidget()
        inside.setLayout(self._differences)
        self._differences.setContentsMargins(0, 0, BAR_ROOM, 0)
        self._differences.setSpacing(0)
        self._differences.addWidget(self._told, 1000)
        self._differences.addStretch(1)
        self._scroll.setWidget(inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The table inside takes the focus, and scrolls to the line that is read.
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _show_differences(self, picked: Sequence[RunResult], numbers: Sequence[int]) -> None:
        found = present.differences(picked)
        told = _table(found, numbers) if found else WrapLabel(present.SAME, 8.6, ink="t3")
        self._differences.replaceWidget(self._told, told)
        self._told.hide()
        self._told.deleteLater()
        self._told = told

    def _show_curves(
        self, picked: Sequence[RunResult], numbers: Sequence[int], styles: dict[str, Style]
    ) -> None:
        same = present.same_data(picked)
        found = present.overlay(picked, numbers) if same else None
        self._found = found
        if found is None:
            self.table.turn(False)
        self.switch.setVisible(found is not None)
        self._chart.setVisible(found is not None and not self.table.is_wanted)
        self._no_chart.setVisible(found is None)
        if found is None:
            self._no_chart.set_text(present.NO_CURVES if same else present.OTHER_DATA)
            self._chart_note.setText("")
            return
        self._chart_note.setText(present.overlay_note(found))
        lines = [Line(f"run {n}", returns, styles[run_id]) for n, run_id, returns in found.curves]
        # The shown run on top of the others, as in the equity chart.
        lines.sort(key=lambda line: line.style is not SHOWN)
        self._chart.show_lines(found.dates, (*lines, Line("holding", found.holding, HOLDING)))
        self.table.refresh()

    def _table_of_curves(self) -> LongTable | None:
        if self._found is None:
            return None
        curves = {f"run {number}": returns for number, _, returns in self._found.curves}
        return runs_table(self._found.dates, {**curves, "holding": self._found.holding})


def _table(found: Sequence[present.Difference], numbers: Sequence[int]) -> PlainTable:
    """Wide enough to read across, no wider: names and values far apart are hard to join."""
    table = PlainTable(("setting", *(f"run {number}" for number in numbers)), "settings that differ")
    table.set_rows([TableRow((line.name, *line.values), ink="t1") for line in found])
    widths = [max(table.columnWidth(place), COLUMN) for place in range(1, len(numbers) + 1)]
    table.set_widths(*widths)
    table.setMaximumWidth(NAMES + sum(widths))
    return table
