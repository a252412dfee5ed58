import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QMouseEvent, QWheelEvent

from tests.gui.charts.pixels import bluish, colour, picture
from tests.samples import FIRST_TRAIN, VAULT_BARS, make_prices, make_result
from workbench.gui.charts.price import PriceChart
from workbench.gui.charts.readout import Readout
from workbench.gui.charts.steps import steps_from
from workbench.gui.theme import CONTRAST, DARK, LIGHT

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
PRICES, RESULT = make_result()
VAULT = len(PRICES) - VAULT_BARS


@pytest.fixture
def chart(theme, qtbot):
    chart = PriceChart(theme)
    qtbot.addWidget(chart)
    chart.resize(800, 380)
    chart.show()
    chart.set_prices(PRICES)
    chart.set_zones(FIRST_TRAIN, VAULT, 3)
    chart.set_predictions(RESULT.predictions, RESULT.backtest.position)
    return chart


def canvas_edges(chart):
    """Left edge of the vault and right edge of the pane, in pixels of the canvas."""
    frame = chart._canvas.price_pane.frame()
    return int(frame.left_edge(VAULT)), int(frame.width)


def test_that_the_first_view_ends_a_little_inside_the_vault(chart):
    assert chart.viewport.first < VAULT < chart.viewport.last
    assert chart._canvas.price_pane.frame().bar_width > 6
    assert not chart.viewport.moved_by_hand


def test_that_no_model_figure_is_drawn_in_the_vault(chart):
    for first, last in ((VAULT - 100, VAULT + 30), (VAULT - 20, VAULT + 15), (0, len(PRICES))):
        chart.show_range(first, last)
        blue = bluish(picture(chart._canvas))
        left, right = canvas_edges(chart)
        assert blue[:, :left].any()
        assert not blue[:, left + 1 : right].any()


def test_that_not_even_a_prediction_dated_into_the_vault_is_drawn(chart):
    steps = steps_from(PRICES, RESULT.predictions, RESULT.backtest.position, VAULT - 40)
    assert steps.target.max() == VAULT - 41


def test_that_sealed_candles_carry_no_colour(chart):
    chart.show_range(VAULT - 40, VAULT + 40)
    pixels = picture(chart._canvas).astype(int)
    left, right = canvas_edges(chart)
    spread = pixels.max(axis=2) - pixels.min(axis=2)
    assert spread[:, left + 1 : right].max() < 30
    assert spread[:, :left].max() > 60


def test_that_segments_start_at_the_close_and_point_one_day_ahead():
    steps = steps_from(PRICES, RESULT.predictions, RESULT.backtest.position, VAULT)
    assert (steps.target - steps.bar == 1).all()
    np.testing.assert_allclose(steps.price, PRICES.close[steps.bar])
    said = RESULT.predictions.predicted[: len(steps.bar)]
    np.testing.assert_allclose(np.log(steps.forecast / steps.price), said)
    assert (steps.lower < steps.forecast).all()
    assert (steps.upper > steps.forecast).all()


def test_that_days_the_prices_lack_are_left_out():
    fewer = PRICES.take(np.delete(np.arange(len(PRICES)), np.arange(800, 850)))
    steps = steps_from(fewer, RESULT.predictions, None, None)
    known = np.isin(RESULT.predictions.asof, fewer.session)
    assert len(steps.bar) <= known.sum()
    np.testing.assert_array_equal(fewer.session[steps.bar], RESULT.predictions.asof[known][: len(steps.bar)])


@pytest.mark.parametrize(("width", "letters"), [(560, "OHLC"), (440, "HLC"), (330, "C")])
def test_that_open_high_and_low_give_way_before_the_close(chart, width, letters):
    readout = chart.findChild(Readout)
    readout.resize(width, readout.height())
    assert "".join(part[0] for part, _ in readout._fitting() if part[0] in tuple("OHLC")) == letters


def test_that_the_readout_follows_the_mouse_and_returns(chart, qtbot):
    heard = []
    chart.cursor_moved.connect(heard.append)
    frame = chart._canvas.price_pane.frame()
    bar = VAULT - 30
    place = QPoint(round(float(frame.x(bar))), 100)
    qtbot.mouseMove(chart._canvas, place)
    assert chart._cursor.bar == bar
    assert heard == [bar]
    assert str(PRICES.session[bar]) in chart.readout_text
    assert f"{PRICES.close[bar]:.2f}" in chart.readout_text
    chart._canvas.left.emit()
    assert (chart._cursor.bar, heard[-1]) == (None, -1)
    assert str(PRICES.session[VAULT - 1]) in chart.readout_text


def test_that_the_last_bar_in_sight_is_read_at_once_then_when_a_moving_view_comes_to_rest(chart, qtbot):
    qtbot.waitUntil(lambda: not chart._cursor._at_rest.isActive())
    for last in (79, 89, 99):
        chart.viewport.show(-0.5, last + 0.5)
        assert str(PRICES.session[79]) in chart.readout_text
    qtbot.waitUntil(lambda: str(PRICES.session[99]) in chart.readout_text)


def test_that_what_is_pointed_at_stays_read_while_the_view_moves(chart, qtbot):
    chart._cursor.put(VAULT - 30, float("nan"))
    chart.viewport.pan(-5)
    assert str(PRICES.session[VAULT - 30]) in chart.readout_text
    assert not chart._cursor._at_rest.isActive()


def wheel(chart, x, delta):
    place = QPointF(x, 100)
    event = QWheelEvent(
        place, place, QPoint(0, 0), QPoint(0, delta), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    chart._canvas.wheelEvent(event)


def test_that_the_wheel_zooms_around_the_mouse_and_a_double_click_returns(chart, qtbot):
    home = chart.viewport.first, chart.viewport.last
    frame = chart._canvas.price_pane.frame()
    before = frame.x0 + 300 / frame.bar_width
    wheel(chart, 300, -240)
    frame = chart._canvas.price_pane.frame()
    assert chart.viewport.span > home[1] - home[0]
    assert frame.x0 + 300 / frame.bar_width == pytest.approx(before, abs=0.5)
    qtbot.mouseDClick(chart._canvas, Qt.MouseButton.LeftButton, pos=QPoint(300, 100))
    assert (chart.viewport.first, chart.viewport.last) == home


def test_that_arrow_keys_pan_and_zoom(chart, qtbot):
    first, span = chart.viewport.first, chart.viewport.span
    qtbot.keyClick(chart._canvas, Qt.Key.Key_Left)
    assert chart.viewport.first < first
    qtbot.keyClick(chart._canvas, Qt.Key.Key_Up)
    assert chart.viewport.span < span
    qtbot.keyClick(chart._canvas, Qt.Key.Key_0)
    assert chart.viewport.first == first


def test_that_shift_and_an_arrow_move_the_crosshair_by_a_day(chart, qtbot):
    qtbot.keyClick(chart._canvas, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    bar = chart._cursor.bar
    qtbot.keyClick(chart._canvas, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert chart._cursor.bar == bar - 1


def test_that_dragging_pans_by_the_distance_dragged(chart, qtbot):
    first, width = chart.viewport.first, chart._canvas.price_pane.frame().bar_width
    target = chart._canvas
    qtbot.mousePress(target, Qt.MouseButton.LeftButton, pos=QPoint(300, 100))
    qtbot.mouseMove(target, QPoint(300, 100))
    move = QPoint(380, 100)
    event = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(move), QPointF(move), Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    chart._canvas.mouseMoveEvent(event)
    qtbot.mouseRelease(target, Qt.MouseButton.LeftButton, pos=move)
    assert chart.viewport.first == pytest.approx(first - 80 / width)


def test_that_the_value_axis_fits_the_visible_bars(chart):
    chart.show_range(100, 160)
    frame = chart._canvas.price_pane.frame()
    low, high = PRICES.low[100:161].min(), PRICES.high[100:161].max()
    assert frame.y0 < low < high < frame.y1
    assert high - low > 0.7 * (frame.y1 - frame.y0)


def test_that_the_overview_shows_where_the_chart_is_also_after_it_became_narrower(chart, qtbot):
    chart.show_range(100, 300)
    picture(chart._overview)
    before = chart._overview._window.drawn
    chart.resize(chart.width() - 200, chart.height())
    picture(chart._overview)
    assert chart._overview._window.drawn != before
    # Pixels that were those of the window before it became narrower are news again.
    bars = [chart._overview._pane.frame().bar_at(edge) for edge in before]
    chart.viewport.show(*bars)
    qtbot.waitUntil(lambda: chart._overview._window.drawn == before, timeout=2000)


def test_that_the_overview_moves_the_window(chart, qtbot):
    target = chart._overview
    qtbot.mousePress(target, Qt.MouseButton.LeftButton, pos=QPoint(100, 16))
    frame = chart._overview._pane.frame()
    wanted = frame.x0 + 100 / frame.bar_width
    assert (chart.viewport.first + chart.viewport.last) / 2 == pytest.approx(wanted, abs=2)


def test_that_a_resize_keeps_the_users_view_and_adapts_the_first_one(chart):
    span = chart.viewport.span
    chart.resize(1200, 380)
    assert chart.viewport.span > span
    chart.show_range(100, 200)
    chart.resize(900, 380)
    assert (chart.viewport.first, chart.viewport.last) == (99.5, 200.5)


def test_that_missing_prices_are_drawn_as_remembered_closes_with_a_sentence(theme, qtbot):
    chart = PriceChart(theme)
    qtbot.addWidget(chart)
    chart.resize(800, 380)
    chart.show()
    chart.set_prices(None, name="AAPL", sentence="Fetch AAPL to see its prices.")
    chart.set_predictions(RESULT.predictions, RESULT.backtest.position)
    assert chart.notice == "Fetch AAPL to see its prices."
    assert chart.readout_text.startswith("AAPL")
    assert "O " not in chart.readout_text
    assert bluish(picture(chart._canvas)).any()
    chart.set_prices(PRICES)
    assert chart.notice == ""
    assert "O " in chart.readout_text


def test_that_forecasts_never_stay_on_another_series(chart):
    chart.set_prices(make_prices(1500, symbol="OTHER", seed=9))
    assert chart._canvas.forecasts[0].steps is None


def test_that_the_keyboard_focus_is_visible(chart):
    before = picture(chart._canvas)
    chart._canvas.focusInEvent(QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason))
    after = picture(chart._canvas)
    assert (before[1] != after[1]).any()


def test_that_live_forecasts_appear_fold_by_fold(chart):
    chart.set_predictions(None, None)
    assert not bluish(picture(chart._canvas))[30:].any()
    chart.set_live_predictions(FIRST_TRAIN, np.full(40, 0.002))
    chart.set_live_predictions(FIRST_TRAIN + 40, np.full(40, -0.002))
    assert chart.viewport.first < FIRST_TRAIN + 80 < chart.viewport.last
    assert bluish(picture(chart._canvas))[30:].any()
    assert len(chart._canvas.forecasts[0].steps.bar) == 80


def test_that_a_theme_change_repaints_every_ground(chart, theme):
    def corner():
        return tuple(picture(chart._canvas)[-8, -3])

    dark = corner()
    theme.set_mode("light")
    assert dark == colour(DARK.plot)
    assert corner() == colour(LIGHT.plot)
    theme.set_mode("contrast")
    assert corner() == colour(CONTRAST.plot)
    assert (picture(chart._canvas) == colour(CONTRAST.down)).all(axis=2).any()


@pytest.mark.parametrize("bars", [1, 2, 30])
def test_that_very_short_series_are_charted(theme, qtbot, bars):
    chart = PriceChart(theme)
    qtbot.addWidget(chart)
    chart.resize(700, 300)
    chart.show()
    chart.set_prices(PRICES.first(bars))
    chart.set_zones(None, None, 0)
    chart.viewport.reset()
    assert picture(chart._canvas).std() > 0
    assert str(PRICES.session[bars - 1]) in chart.readout_text


def test_that_nothing_at_all_is_shown_without_complaint(theme, qtbot):
    chart = PriceChart(theme)
    qtbot.addWidget(chart)
    chart.resize(700, 300)
    chart.show()
    chart.set_prices(None)
    chart.set_predictions(None, None)
    chart.set_zones(None, None, 0)
    picture(chart)
    assert chart._cursor.bar is None


def test_that_charts_have_names_for_screen_readers(chart):
    assert chart.accessibleName() == "price"
    chart.words.say()
    assert chart._canvas.accessibleName().startswith("price of ")
    assert chart._overview.accessibleName().startswith("whole history")
    assert "one-step forecast" in chart.legend.accessibleName()
