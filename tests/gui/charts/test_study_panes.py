"""Several indicators beneath the prices: linked days, heads that read, buttons that close."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton, QWidget

from tests.gui.charts.pixels import picture
from tests.samples import FIRST_TRAIN, VAULT_BARS, make_result
from workbench.gui.charts.chart_tools import Choices
from workbench.gui.charts.price import PriceChart
from workbench.gui.charts.study import Study
from workbench.gui.charts.tower import LineTower
from workbench.gui.present import studies as present
from workbench.gui.theme import Theme, apply
from workbench.gui.widgets.staying_menu import StayingMenu
from workbench.settings import STUDIES, ChartLook

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|does not support")
PRICES, RESULT = make_result()
VAULT = len(PRICES) - VAULT_BARS
NAMES = ("rsi", "macd", "atr", "obv", "volatility")


def wave(key: str, bars: float = 9, size: float = 1.0) -> Study:
    values = size * np.sin(np.arange(len(PRICES)) / bars)
    return Study(f"A wave of {key}", ((key, LineTower(values)),), key, "14 days")


@pytest.fixture
def chart(qapp, qtbot):
    theme = Theme("dark")
    apply(qapp, theme)
    chart = PriceChart(theme)
    qtbot.addWidget(chart)
    chart.resize(800, 560)
    chart.show()
    qtbot.waitExposed(chart)
    chart.set_prices(PRICES)
    chart.set_zones(FIRST_TRAIN, VAULT, 3)
    chart.set_predictions(RESULT.predictions, RESULT.backtest.position)
    return chart


def four(chart):
    chart.set_studies((wave("rsi"), wave("macd", 5, 0.01), wave("atr", 30, 900), wave("obv")))
    return chart._canvas.studies


def test_that_four_panes_follow_the_prices_and_fit_their_own_values(chart):
    studies = four(chart)
    chart.show_range(100, 160)
    picture(chart)
    assert len(studies.panes) == 4
    for pane, study in zip(studies.panes, studies.studies, strict=True):
        frame, prices = pane.frame(), chart._canvas.price_pane.frame()
        assert (frame.x0, frame.x1) == (prices.x0, prices.x1)
        values = study.columns[0][1].values[100:161]
        low, high = frame.y0, frame.y1
        assert low < values.min() < values.max() < high
        assert values.max() - values.min() > 0.5 * (high - low)


def test_that_the_prices_keep_their_height_however_low_the_chart_is(chart):
    studies = four(chart)
    for height in (560, 420, 340, 300, 260, 240):
        chart.resize(800, height)
        prices = chart._canvas.price_pane.frame().height
        assert prices >= present.PRICES_LEAST or not studies.shown
    assert studies.shown < 4
    assert f"{4 - studies.shown} indicators need a taller chart" in chart.legend.accessibleName()
    chart.resize(800, 560)
    assert studies.shown == 4
    assert "taller" not in chart.legend.accessibleName()


def test_that_the_chart_is_as_it_was_when_the_last_pane_is_gone(chart):
    before = picture(chart)
    four(chart)
    assert (picture(chart) != before).any()
    chart.set_studies(())
    assert np.abs(picture(chart).astype(int) - before).max() <= 4
    assert chart._canvas.volume_pane.is_shown


def test_that_heads_read_the_day_under_the_crosshair_and_nothing_of_sealed_days(chart, qtbot):
    studies = four(chart)
    frame = chart._canvas.price_pane.frame()
    bar = VAULT - 30
    qtbot.mouseMove(chart._canvas, QPoint(round(float(frame.x(bar))), 60))
    value = float(studies.studies[0].columns[0][1].values[bar])
    assert studies._made[0].head.said == present.figures(("rsi",), (value,), sealed=False)
    assert "14 days: " in studies.buttons[0].accessibleDescription()
    chart._cursor.put(VAULT + 3, float("nan"))
    assert studies._made[0].head.said == (("", present.SEALED),)
    chart._canvas.left.emit()
    last = float(studies.studies[0].columns[0][1].values[VAULT - 1])
    assert studies._made[0].head.said == present.figures(("rsi",), (last,), sealed=False)


def test_that_no_indicator_is_drawn_over_sealed_days(chart):
    chart.set_studies((wave("rsi", 3),))
    chart.show_range(VAULT - 40, VAULT + 40)
    pane = chart._canvas.studies.panes[0]
    top = round(pane.area.top()) + 20
    left = round(float(chart._canvas.price_pane.frame().left_edge(VAULT)))
    bright = picture(chart._canvas)[top : top + 40].max(axis=2) > 200
    assert bright[:, : left - 1].any()
    assert not bright[:, left + 2 : int(pane.area.width())].any()


def test_that_tab_goes_from_the_chart_to_the_buttons_and_space_closes_a_pane(chart, qtbot):
    QPushButton("elsewhere", chart).show()
    studies = four(chart)
    heard = []
    chart.tools.changed.connect(heard.append)
    chart.show_look(ChartLook(studies=NAMES[:4]), Choices(tuple((name, name) for name in NAMES)))
    chain: list[QWidget] = [chart._canvas]
    while (following := chain[-1].nextInFocusChain()) is not chart._canvas:
        chain.append(following)
    takes_tab = Qt.FocusPolicy.TabFocus
    seen = [widget for widget in chain[1:] if widget.isVisible() and not widget.focusProxy()]
    reached = [widget for widget in seen if widget.focusPolicy() & takes_tab][:4]
    assert reached == list(studies.buttons)
    assert [button.accessibleName() for button in reached][1] == "Close A wave of macd"
    qtbot.keyClick(reached[1], Qt.Key.Key_Space)
    assert heard[-1].studies == ("rsi", "atr", "obv")


def test_that_the_keyboard_stays_in_the_chart_when_the_last_pane_is_closed(chart, qtbot):
    chart.set_studies((wave("rsi"),))
    chart.activateWindow()
    chart.tools.changed.connect(lambda look: chart.set_studies(()))
    button = chart._canvas.studies.buttons[0]
    button.setFocus()
    if not button.hasFocus():
        pytest.skip("this platform gives no focus to windows of tests")
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert chart._canvas.hasFocus()


def study_actions(chart):
    chart.tools.menu.aboutToShow.emit()
    (menu,) = (
        action.menu() for action in chart.tools.menu.actions() if action.text() == "Indicators beneath"
    )  # fmt: skip
    return menu, {action.text(): action for action in menu.actions() if action.text()}


def test_that_the_menu_ticks_several_and_stops_at_the_most(chart):
    choices = Choices(tuple((name, name.upper()) for name in NAMES))
    chart.tools.changed.connect(lambda look: chart.show_look(look, choices))
    chart.show_look(ChartLook(), choices)
    for name in NAMES[:STUDIES]:
        study_actions(chart)[1][name.upper()].trigger()
    assert chart.look.studies == NAMES[:STUDIES]
    actions = study_actions(chart)[1]
    assert not actions["VOLATILITY"].isEnabled()
    assert actions["RSI"].isEnabled() and actions["RSI"].isChecked()
    assert actions[present.FULL].isVisible()
    actions["None"].trigger()
    assert chart.look.studies == ()
    assert not study_actions(chart)[1][present.FULL].isVisible()


def test_that_a_menu_of_ticks_stays_open_for_the_next_one(qtbot):
    menu = StayingMenu()
    qtbot.addWidget(menu)
    first, plain = menu.addAction("First"), menu.addAction("Plain")
    first.setCheckable(True)
    menu.popup(QPoint(0, 0))
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(first).center())
    assert first.isChecked() and menu.isVisible()
    menu.setActiveAction(first)
    qtbot.keyClick(menu, Qt.Key.Key_Space)
    assert not first.isChecked() and menu.isVisible()
    qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(plain).center())
    assert not menu.isVisible()


def test_that_every_button_stays_at_the_right_end_of_its_head(chart):
    studies = four(chart)
    for size in ((800, 560), (1000, 480), (620, 640)):
        chart.resize(*size)
        assert studies.shown == 4
        for pane, button in zip(studies.panes, studies.buttons, strict=True):
            top = pane.area.top()
            assert top <= button.y() and button.geometry().bottom() <= top + pane.area.height()
            assert 0 <= chart._canvas.width() - button.geometry().right() <= 4
