"""Every chart says in its name what it shows, and has a table of the same: turned to, or beside it."""

from __future__ import annotations

import re

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from tests.gui.desk import settle
from tests.gui.pictures import LARGE, STATES, settled, shown
from tests.gui.test_exports import opened
from workbench.gui.charts.equity_canvas import EquityCanvas
from workbench.gui.charts.fit_grid import FitGrid
from workbench.gui.charts.loss import LossChart
from workbench.gui.charts.overlay import OverlayCanvas
from workbench.gui.charts.overview import Overview
from workbench.gui.charts.price_canvas import PriceCanvas
from workbench.gui.charts.ratio import RatioChart
from workbench.gui.tables.long import LongTableView
from workbench.gui.widgets.cloud_bars import CloudBars
from workbench.gui.widgets.cost_slider import CostSlider
from workbench.gui.widgets.figure_cell import FigureCell
from workbench.gui.widgets.fold_strip import FoldStrip
from workbench.gui.widgets.lag_lens import LagLensView, _Bars, _Picture
from workbench.gui.widgets.plain_table import PlainTable
from workbench.gui.widgets.power_curve import PowerCurve
from workbench.gui.widgets.ruler import IntervalRuler
from workbench.gui.widgets.section import Section
from workbench.gui.widgets.seed_fan import SeedFan
from workbench.gui.widgets.zone_strip import ZoneStrip
from workbench.settings import ChartLook

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|does not support")
PRICE, EQUITY = "view.table.price", "view.table.equity"
TURNED = {
    PriceCanvas: PRICE, Overview: PRICE, EquityCanvas: EQUITY,
    LossChart: "Losses and trainings as tables", RatioChart: "Losses and trainings as tables",
    FitGrid: "Losses and trainings as tables", _Bars: "Lag lens as a table",
    CostSlider: "Cost what-if as a table",
    OverlayCanvas: "Equity of the runs as a table", CloudBars: "As a table", PowerCurve: "As a table",
}  # fmt: skip
"""Chart -> the command or the button that turns it into a table."""
BESIDE = {
    _Picture: "its two lines are the closes and the forecasts of the price chart's table",
    IntervalRuler: "figure and interval stand in words in its cell",
    FoldStrip: "it is a table itself, of one cell a fold",
    SeedFan: "its name has every start",
    ZoneStrip: "the days of each zone stand in words below it",
}
"""Chart -> where the same can be read without turning anything."""
EMPTY = re.compile(r"no (training|prices) yet|not asked yet|not yet")


def charts_of(window: QWidget) -> list[QWidget]:
    parts = window.findChildren(QWidget)
    return [part for part in parts if type(part) in {**TURNED, **BESIDE} and part.isVisible()]


def button_of(window: QWidget, words: str) -> QAbstractButton | None:
    """The button in sight that is called so, or has these words on it."""
    buttons = window.findChildren(QAbstractButton)
    named = [button for button in buttons if words in (button.accessibleName(), button.text())]
    return next((button for button in named if button.isVisible()), None)


@pytest.mark.parametrize("name", [*STATES])
def test_that_every_chart_in_sight_says_figures_and_can_be_read_as_a_table(qapp, name):
    with shown(qapp, name, "dark", LARGE, lambda ready: settled(qapp, ready)) as window:
        for section in window.reality.findChildren(Section):
            section.set_open(True)
        settled(qapp, least=60)
        found = charts_of(window)
        assert {PriceCanvas, Overview} <= {type(part) for part in found} or name == "compare"
        for chart in found:
            said = chart.accessibleName()
            assert re.search(r"\d", said) or EMPTY.search(said), f"{type(chart).__name__}: {said!r}"
            way = TURNED.get(type(chart))
            if way is None:
                continue
            way = window.commands[way] if way in (PRICE, EQUITY) else button_of(window, way)
            assert way is not None and way.isEnabled(), f"{type(chart).__name__} cannot be turned"


@pytest.fixture
def window(qtbot):
    made = opened()
    with qtbot.waitActive(made):
        made.activateWindow()
    yield made
    made.close()
    made.deleteLater()


@pytest.mark.parametrize(
    ("name", "command", "canvas"), [("price", PRICE, PriceCanvas), ("equity", EQUITY, EquityCanvas)]
)
def test_that_the_command_turns_a_chart_into_a_table_and_esc_brings_it_back(window, name, command, canvas):
    chart, action = window.findChild(canvas), window.commands[command]
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    action.trigger()
    table = window.chart(name).findChild(LongTableView)
    assert table.hasFocus() and table.isVisible() and not chart.isVisible() and action.isChecked()
    QTest.keyClick(table, Qt.Key.Key_Escape)
    assert chart.isVisible() and chart.hasFocus() and not table.isVisible() and not action.isChecked()
    assert window.isVisible()
    action.trigger()
    action.trigger()
    assert chart.isVisible() and not table.isVisible()


def test_that_the_table_of_prices_follows_the_range_in_sight_and_ends_where_the_vault_begins(window):
    window.commands[PRICE].trigger()
    panel = window.centre.price
    table = panel.findChild(LongTableView)
    first, last = panel.shown_bars
    days = panel.bars.series.session
    assert [row[0] for row in table.texts()] == [str(day) for day in days[first:last]]
    panel._chart.tools.changed.emit(ChartLook(span="1y"))
    first, last = panel.shown_bars
    rows = table.texts()
    assert len(rows) == last - first > 200
    said = table.titles.index("forecast")
    vault = panel.zones.vault_first
    assert vault < last, "some of the vault is in sight"
    for bar, row in enumerate(rows, first):
        assert row[0] == str(days[bar])
        if bar >= vault:
            assert set(row[said:]) == {"—"}
    known = window.session.result.predictions
    place = int(np.flatnonzero(known.target_time == days[vault - 1])[0])
    own = rows[vault - 1 - first][said].replace(",", "")
    factor = panel.bars.series.factor[vault - 1]
    assert float(own) == pytest.approx(known.predicted_price[place] / factor, abs=0.006)


def test_that_rows_marked_are_copied_and_all_of_them_where_there_are_no_two(window):
    window.commands[EQUITY].trigger()
    table = window.chart("equity").findChild(LongTableView)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t") == list(table.titles) and len(lines) == len(table.texts()) + 1
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 3 and lines[1].split("\t")[0] == table.texts()[0][0]
    assert "−" not in QGuiApplication.clipboard().text()


def test_that_the_equity_table_follows_the_what_if_and_ends_in_dashes(window):
    window.commands[EQUITY].trigger()
    table = window.chart("equity").findChild(LongTableView)
    days = len(window.session.shown_backtest.net)
    before = table.texts()
    assert set(before[days + 1][1:]) == {"—"} and set(before[-1][1:]) == {"—"}
    window.session.set_what_if_cost(20.0)
    after = table.texts()
    equity = np.prod(1 + window.session.shown_backtest.net)
    assert float(after[days][1]) == pytest.approx(equity, abs=0.0006) and after[days][1] != before[days][1]


def test_that_a_picture_is_taken_of_the_chart_even_while_its_table_is_seen(window):
    window.commands[PRICE].trigger()
    window.verbs.exports.copy("price")
    assert window.findChild(PriceCanvas).isVisible()
    assert not QGuiApplication.clipboard().image().isNull()


def test_that_the_menus_of_both_charts_offer_the_table(window):
    price = window.findChild(PriceCanvas)
    window.centre.price.menu.aboutToShow.emit()
    entry = next(action for action in window.centre.price.menu.actions() if action.text() == "As a table")
    entry.trigger()
    assert not price.isVisible()
    entry = window.chart("equity")._chart.menu.actions()[0]
    entry.trigger()
    assert not window.findChild(EquityCanvas).isVisible() and entry.isChecked()


def test_that_lens_and_costs_turn_into_tables_without_folding_away(window):
    settle(window.session)
    for name, picture in (("Lag lens", LagLensView), ("Cost what-if", CostSlider)):
        section = next(s for s in window.reality.findChildren(Section) if s._head.title.text() == name)
        section.set_open(True)
        button = button_of(window, f"{name} as a table")
        button.click()
        for _ in range(4):
            QApplication.processEvents()
        tables = [table for table in section.findChildren(PlainTable) if table.isVisible()]
        assert section.is_open and len(tables) == 1 and tables[0].texts()
        assert not window.findChild(picture).isVisible()
        button.click()
        assert window.findChild(picture).isVisible() and not tables[0].isVisible()


def test_that_a_ruler_is_named_after_its_figure(window):
    cells = [cell for cell in window.findChildren(FigureCell) if cell.findChild(IntervalRuler).isVisible()]
    assert cells
    for cell in cells:
        assert cell.findChild(IntervalRuler).accessibleName().startswith(f"{cell.figure.label}: ")
