"""How a price chart may be looked at: ranges, styles, scale, what is laid over it and beneath it."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QPushButton

from tests.gui.charts.pixels import bluish, picture
from tests.samples import FIRST_TRAIN, VAULT_BARS, make_prices, make_result
from workbench.gui.charts.chart_tools import Choices
from workbench.gui.charts.forecast import DETAIL_FROM
from workbench.gui.charts.frame import Frame
from workbench.gui.charts.price import PriceChart
from workbench.gui.charts.study import Study
from workbench.gui.charts.tower import LineTower, Tower, highest, lowest
from workbench.gui.present import chart as present
from workbench.gui.present import trades as present_trades
from workbench.gui.theme import DARK, Theme, apply
from workbench.settings import ChartLook

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints|does not support")
PRICES, RESULT = make_result()
VAULT = len(PRICES) - VAULT_BARS


@pytest.fixture
def chart(qapp, qtbot):
    theme = Theme("dark")
    apply(qapp, theme)
    chart = PriceChart(theme)
    qtbot.addWidget(chart)
    chart.resize(800, 400)
    chart.show()
    chart.set_prices(PRICES)
    chart.set_zones(FIRST_TRAIN, VAULT, 3)
    chart.set_predictions(RESULT.predictions, RESULT.backtest.position)
    return chart


def changed(chart, look, choices=None):
    """As the panel does with a look that the user asked for."""
    chart.show_look(look, choices)
    chart.show_view(look)


@pytest.mark.parametrize(("key", "months"), [("1m", 1), ("3m", 3), ("1y", 12)])
def test_that_a_range_shows_so_many_months_before_the_vault(chart, key, months):
    changed(chart, ChartLook(span=key))
    first = PRICES.session[round(chart.viewport.first + 0.5)]
    last = PRICES.session[VAULT - 1]
    assert 0 <= (first - last).astype(int) + months * 30.5 < 6
    assert chart.viewport.first < VAULT < chart.viewport.last
    assert chart.look.span == key


def test_that_all_shows_everything_and_a_step_aside_ends_the_range(chart):
    changed(chart, ChartLook(span="all"))
    assert (chart.viewport.first, chart.viewport.last) == (-0.5, len(PRICES) - 0.5)
    chart.viewport.zoom(0.5)
    assert chart.look.span == ""
    assert chart.look.first == str(PRICES.session[round(chart.viewport.first + 0.5)])


def test_that_the_range_buttons_answer_to_the_keyboard(chart, qtbot):
    heard = []
    chart.tools.changed.connect(heard.append)
    buttons = chart.tools.findChildren(QPushButton)
    assert [button.accessibleName() for button in buttons][::4] == ["range: 1M", "range: all"]
    assert buttons[0].focusPolicy() & Qt.FocusPolicy.TabFocus
    qtbot.keyClick(buttons[0], Qt.Key.Key_Space)
    qtbot.keyClick(buttons[2], Qt.Key.Key_Space)
    assert [look.span for look in heard] == ["1m", "1y"]
    chart.tools.show_look(ChartLook())
    assert buttons[0].focusPolicy() & Qt.FocusPolicy.TabFocus


def test_that_a_remembered_view_comes_back_by_its_days(chart):
    chart.show_range(300, 420)
    look = chart.look
    chart.viewport.reset()
    assert chart.look == ChartLook()
    changed(chart, look)
    assert (chart.viewport.first, chart.viewport.last) == (299.5, 420.5)


def test_that_the_menu_offers_styles_scale_lines_and_ranges(chart):
    heard = []
    chart.tools.changed.connect(heard.append)
    changed(chart, ChartLook(averages=(20,)), Choices((("rsi", "RSI"),), ("OTHER",)))
    chart.tools.menu.aboutToShow.emit()
    actions = {}
    for action in chart.tools.menu.actions():
        actions |= {a.text(): a for a in (action.menu().actions() if action.menu() else [action])}
    for name in ("Bars", "Logarithmic prices", "50 days", "RSI", "OTHER", "5Y"):
        actions[name].trigger()
    assert actions["20 days"].isChecked()
    assert [heard[0].style, heard[1].log, heard[2].averages] == ["bars", True, (20, 50)]
    assert [heard[3].study, heard[4].beside, heard[5].span] == ["rsi", "OTHER", "5y"]


def test_that_a_right_click_asks_for_the_menu(chart):
    heard = []
    chart._canvas.menu_asked.disconnect()
    chart._canvas.menu_asked.connect(heard.append)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(10, 10), QPoint(30, 40))
    chart._canvas.contextMenuEvent(event)
    assert heard == [QPoint(30, 40)]


def test_that_styles_differ_and_sealed_days_stay_quiet_in_each(chart):
    seen = []
    for style, _ in present.STYLES:
        changed(chart, ChartLook(style=style, averages=(20,)))
        chart.show_range(VAULT - 40, VAULT + 40)
        pixels = picture(chart._canvas).astype(int)
        frame = chart._canvas.price_pane.frame()
        sealed = pixels[:, int(frame.left_edge(VAULT)) + 1 : int(frame.width)]
        assert (sealed.max(axis=2) - sealed.min(axis=2)).max() < 30
        seen.append(pixels.tobytes())
    assert len(set(seen)) == 3


def test_that_a_log_scale_gives_equal_rises_equal_heights(chart):
    chart.show_look(ChartLook(log=True))
    frame = chart._canvas.price_pane.frame()
    y = frame.y([50.0, 55.0, 60.5])
    assert y[0] - y[1] == pytest.approx(y[1] - y[2])
    assert frame.value_at(float(y[1])) == pytest.approx(55.0)
    assert len(chart._canvas.price_axis._ticks(frame)) >= 2


def test_that_zoomed_out_the_band_remains_and_stays_out_of_the_vault(chart):
    chart.show_range(0, len(PRICES) - 1)
    frame = chart._canvas.price_pane.frame()
    assert frame.bar_width < 2
    blue = bluish(picture(chart._canvas))
    assert not blue[:, int(frame.left_edge(VAULT)) + 1 : int(frame.width)].any()
    steps, far = chart._canvas.forecasts[0].steps, chart._canvas.forecasts[0].far
    assert far.extent(0, len(PRICES)) == (steps.lower.min(), steps.upper.max())


def test_that_a_tower_keeps_extremes_whatever_is_missing():
    random = np.random.default_rng(0)
    values = random.normal(size=1000)
    values[random.random(1000) < 0.3] = np.nan
    tower = Tower({"low": values, "high": values}, {"low": lowest, "high": highest})
    size, columns = tower.level(5)
    groups = [values[start : start + size] for start in range(0, 1000, size)]
    np.testing.assert_array_equal(columns["low"], [np.nanmin(group) for group in groups])
    np.testing.assert_array_equal(columns["high"], [np.nanmax(group) for group in groups])


def test_that_a_line_stays_below_two_points_a_pixel():
    line = LineTower(np.sin(np.arange(100_000.0)))
    x, y = line.points(Frame(700, 200, -0.5, 99_999.5, -1.1, 1.1, DARK))
    assert len(x) == len(y) <= 1400
    assert line.extent(0, 99_999) == pytest.approx((-1, 1), abs=1e-6)


def test_that_averages_are_means_of_the_days_before_and_know_no_later_day():
    close = PRICES.close
    average = present.moving_average(close, 20)
    assert np.isnan(average[:19]).all()
    assert average[100] == pytest.approx(close[81:101].mean())
    holed = close.copy()
    holed[200] = np.nan
    assert np.isnan(present.moving_average(holed, 20)[200:220]).all()
    np.testing.assert_allclose(present.moving_average(holed, 20)[220:], average[220:])


def test_that_lines_laid_over_are_named_and_drawn(chart):
    before = picture(chart._canvas)
    chart.show_look(ChartLook(averages=(20, 50)))
    other = make_prices(1500, symbol="OTHER", seed=9)
    chart.set_beside("Other", present.beside(PRICES, other))
    assert (picture(chart._canvas) != before).any()
    for name in ("20 days", "50 days", "Other"):
        assert name in chart.legend.accessibleName()
    overlays = chart._canvas.overlays
    first = int(np.ceil(chart.viewport.first))
    assert overlays._factors[-1] * other.close[first] == pytest.approx(PRICES.close[first])


def test_that_another_symbol_is_matched_by_day():
    other = make_prices(1500, seed=9).take(np.arange(10, 1400, 2))
    closes = present.beside(PRICES, other)
    assert np.isnan(closes[:10]).all()
    assert closes[10] == other.close[0]
    assert np.isnan(closes[11])
    assert np.isnan(closes[1400:]).all()


def test_that_an_indicator_has_a_pane_that_follows_the_prices(chart):
    height = chart._canvas.price_pane.size().height()
    values = np.sin(np.arange(len(PRICES)) / 9)
    chart.set_study(Study("A wave", (("wave", LineTower(values)),)))
    pane = chart._canvas.study_pane
    assert chart._canvas.price_pane.size().height() < height
    assert pane.viewRange()[0] == chart._canvas.price_pane.viewRange()[0]
    chart.show_range(100, 160)
    low, high = pane.viewRange()[1]
    assert low < values[100:161].min() < values[100:161].max() < high
    picture(chart._canvas)
    chart.set_study(None)
    assert chart._canvas.price_pane.size().height() == height


def test_that_entries_and_exits_are_marked_and_told(chart):
    trades = present_trades.trades(PRICES, RESULT.backtest, VAULT)
    assert trades.bar.max() < VAULT
    held = RESULT.backtest.position > 0
    assert len(trades.bar) == np.count_nonzero(np.diff(held, prepend=False))
    chart.set_trades(trades)
    assert chart._canvas.price_pane.frame().bar_width > DETAIL_FROM
    bought = int(trades.bar[trades.change > 0][3])
    sentence = chart._canvas.tip(bought)
    assert sentence.startswith(f"Bought at the open of {PRICES.session[bought]}")
    assert "after costs" in sentence
    sold = int(trades.bar[trades.change < 0][3])
    assert chart._canvas.tip(sold).endswith("Then out.")
    assert chart._canvas.tip(0) == ""
    assert present_trades.bought_or_sold(PRICES, trades, bought)[0][0] == "bought"
    assert (present_trades.held(trades, bought), present_trades.held(trades, sold)) == ("long", "out")


def test_that_what_a_trade_earned_is_the_product_of_its_days():
    trades = present_trades.trades(PRICES, RESULT.backtest, None)
    sold = int(trades.bar[trades.change < 0][0])
    bought = int(trades.bar[trades.change > 0][0])
    first, end = trades.place(bought), trades.place(sold)
    earned = np.prod(1 + RESULT.backtest.net[first:end]) - 1
    said = present_trades.sentence(PRICES, trades, sold)
    assert f"{abs(100 * earned):.2f}" in said
    assert f"for {end - first} day" in said


def test_that_two_fingers_zoom_around_their_middle(chart):
    frame = chart._canvas.price_pane.frame()
    before, span = frame.x0 + 300 / frame.bar_width, chart.viewport.span
    chart._canvas.pinch(2.0, QPointF(300, 100))
    assert chart.viewport.span == pytest.approx(span / 2)
    frame = chart._canvas.price_pane.frame()
    assert frame.x0 + 300 / frame.bar_width == pytest.approx(before)


def test_that_a_picture_at_rest_is_copied_and_not_painted_again(chart, qtbot):
    calls = []
    candles = chart._canvas.candles
    draw = candles.draw
    candles.draw = lambda painter, frame: (calls.append(1), draw(painter, frame))
    chart.viewport.pan(-5)
    first, second = picture(chart._canvas), picture(chart._canvas)
    assert len(calls) == 2
    # An icon's edges round differently where it lies at another fraction of a pixel.
    assert np.abs(first.astype(int) - second).max() <= 4
    np.testing.assert_array_equal(picture(chart._canvas), second)
    assert len(calls) == 2
