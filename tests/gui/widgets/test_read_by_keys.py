"""What is read with the arrow keys and copied with Ctrl+C: small tables, the trainings, the whole history."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from workbench.gui.charts.fit_grid import FitGrid
from workbench.gui.charts.overview import Overview
from workbench.gui.charts.viewport import Viewport
from workbench.gui.charts.zones import ZoneMarks
from workbench.gui.widgets.plain_table import PlainTable, TableRow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|does not support")


def active(qtbot, widget):
    qtbot.addWidget(widget)
    widget.resize(max(widget.width(), 300), max(widget.height(), 60))
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()
    return widget


def test_that_ctrl_c_copies_the_columns_in_sight_with_their_titles(qtbot, theme):
    table = PlainTable(("name", "Sharpe", "fall"), "baselines")
    table.set_rows([TableRow(("ridge", "−0.12", "3 %")), TableRow(("holding", "0.40", "9 %"))])
    active(qtbot, table)
    table.setColumnHidden(2, True)
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "name\tSharpe\nridge\t-0.12\nholding\t0.40\n"


def test_that_a_table_without_rows_is_no_stop_of_the_tab_key(qtbot, theme):
    table = PlainTable(("name",), "empty")
    qtbot.addWidget(table)
    assert table.focusPolicy() == Qt.FocusPolicy.NoFocus
    table.set_rows([TableRow(("a",))])
    assert table.focusPolicy() & Qt.FocusPolicy.TabFocus
    table.set_rows([])
    assert table.focusPolicy() == Qt.FocusPolicy.NoFocus


def test_that_the_row_that_is_read_comes_into_sight_in_a_scrolling_panel(qtbot, theme):
    area, inside = QScrollArea(), QWidget()
    table = PlainTable(("name",), "long")
    QVBoxLayout(inside).addWidget(table)
    table.set_rows([TableRow((str(row),)) for row in range(40)])
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.resize(200, 150)
    active(qtbot, area)
    table.setFocus()
    for _ in range(30):
        qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.currentRow() == 30
    top = table.viewport().mapTo(area.viewport(), QPoint(0, table.rowViewportPosition(30))).y()
    assert 0 <= top <= 150 - table.rowHeight(30)


def test_that_the_arrow_keys_read_the_trainings_one_by_one_and_stop_at_the_edges(qtbot, theme):
    grid = FitGrid(theme)
    grid.set_fits(np.array([[1.01, np.nan], [0.98, 1.05]]), (1, 0))
    said = []
    grid.read.connect(said.append)
    active(qtbot, grid)
    grid.setFocus()
    for key in ("Right", "Right", "Down", "Left", "Up"):
        qtbot.keyClick(grid, getattr(Qt.Key, f"Key_{key}"))
    assert said == [
        "fold 1, seed 1: validation / naive 1.010", "fold 2, seed 1: under way", "fold 2, seed 1: under way",
        "fold 2, seed 2: validation / naive 1.050", "fold 1, seed 2: validation / naive 0.980",
        "fold 1, seed 1: validation / naive 1.010",
    ]  # fmt: skip
    assert grid.accessibleDescription() == said[-1]
    grid.clearFocus()
    assert said[-1] == ""


def test_that_the_keys_of_the_chart_move_the_window_over_the_whole_history(qtbot, theme):
    viewport = Viewport()
    viewport.set_bars(1000)
    viewport.show(499.5, 599.5)
    overview = active(qtbot, Overview(theme, viewport, ZoneMarks(bars=1000), 50))
    overview.setFocus()
    qtbot.keyClick(overview, Qt.Key.Key_Left)
    assert viewport.first == pytest.approx(489.5)
    qtbot.keyClick(overview, Qt.Key.Key_Home)
    assert viewport.first < 0 and viewport.span == pytest.approx(100)
    before = viewport.span
    qtbot.keyClick(overview, Qt.Key.Key_Plus)
    assert viewport.span < before
