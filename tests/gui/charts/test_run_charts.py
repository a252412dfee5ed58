import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from tests.gui.charts.pixels import bluish, picture
from tests.samples import make_result
from workbench.gui.charts.equity import EquityChart
from workbench.gui.charts.equity_canvas import _fall_ticks, growth
from workbench.gui.charts.fit_grid import FitGrid
from workbench.gui.charts.frame import Frame
from workbench.gui.charts.legend import Entry, Legend
from workbench.gui.charts.loss import LossChart
from workbench.gui.charts.ratio import RatioChart
from workbench.gui.present.equity_table import fall
from workbench.gui.theme import DARK

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")
PRICES, RESULT = make_result()


@pytest.fixture
def equity(theme, qtbot):
    chart = EquityChart(theme)
    qtbot.addWidget(chart)
    chart.resize(800, 200)
    chart.show()
    chart.set_result(RESULT.backtest, RESULT.companions, 250)
    return chart


def test_that_growth_and_fall_agree_with_their_definition():
    equity = growth(np.array([0.1, -0.5, 0.2]))
    np.testing.assert_allclose(equity, [1, 1.1, 0.55, 0.66])
    np.testing.assert_allclose(fall(equity), [0, 0, -0.5, 0.66 / 1.1 - 1])


def test_that_a_total_loss_stays_on_the_log_axis():
    assert np.isfinite(np.log10(growth(np.array([-1.0, 0.5])))).all()


def test_that_the_equity_chart_says_where_every_curve_ends(equity):
    last = np.prod(1 + RESULT.backtest.net)
    said = equity._canvas.accessibleName()
    assert f"model {last:.2f}×" in said
    for name in ("buy & hold", "scaled holding", "ridge"):
        assert name in said
    assert "5 basis points" in equity.accessibleName()


def test_that_no_equity_is_drawn_on_the_hatch_but_its_end_value(equity):
    canvas = equity._canvas
    frame = canvas.growth_pane.frame()
    edge = int(frame.left_edge(len(RESULT.backtest.net) + 1))
    blue = bluish(picture(canvas))[:, : int(frame.width)]
    assert blue[:, :edge].any()
    assert not blue[:4, edge + 1 :].any()
    rows = np.flatnonzero(blue[:, edge + 4 :].any(axis=1))
    assert len(rows) <= 14


def test_that_a_run_without_companions_is_drawn_all_the_same(equity):
    equity.set_result(RESULT.backtest, None, 0)
    assert "ridge" not in equity._canvas.accessibleName()
    assert bluish(picture(equity._canvas)).any()


def test_that_the_crosshair_reads_the_day_under_it(equity, qtbot):
    canvas = equity._canvas
    frame = canvas.growth_pane.frame()
    qtbot.mouseMove(canvas, QPoint(round(float(frame.x(100))), 60))
    parts = canvas._reading.parts
    assert parts[0][0] == str(RESULT.backtest.filled[99])
    assert parts[1][0] == f"model {np.prod(1 + RESULT.backtest.net[:100]):.2f}×"
    qtbot.mouseMove(canvas, QPoint(int(frame.width) - 4, 60))
    assert canvas._reading.parts == ()


@pytest.mark.parametrize(
    ("deepest", "labels"), [(-0.62, ["−25 %", "−50 %"]), (-0.12, ["−5 %", "−10 %"]), (-0.02, [])]
)
def test_that_falls_are_labelled_in_round_steps(deepest, labels):
    frame = Frame(700, 60, 0, 1, deepest, 0, DARK)
    assert [text for _, text in _fall_ticks(frame)] == labels


def test_that_arrow_keys_move_the_crosshair(equity, qtbot):
    canvas = equity._canvas
    qtbot.keyClick(canvas, Qt.Key.Key_Left)
    qtbot.keyClick(canvas, Qt.Key.Key_Left)
    qtbot.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert canvas._reading.parts[0][0] == str(RESULT.backtest.filled[-1 - 20])


def test_that_a_cleared_equity_chart_shows_no_curve(equity):
    equity.clear("drawn when all 31 folds are done")
    assert equity.accessibleDescription() == "drawn when all 31 folds are done"
    assert not bluish(picture(equity)).any()


@pytest.mark.parametrize("size", [(800, 150), (500, 208), (240, 100)])
def test_that_equity_survives_small_sizes(equity, size):
    equity.resize(*size)
    canvas = equity._canvas
    equity.set_result(RESULT.backtest, RESULT.companions, 250)
    assert canvas._dates.area.bottom() == canvas.height()
    assert bluish(picture(equity)).any()


def test_that_a_chart_first_shown_small_has_all_its_rows(theme, qtbot):
    chart = EquityChart(theme)
    qtbot.addWidget(chart)
    chart.resize(528, 122)
    chart.show()
    chart.set_result(RESULT.backtest, RESULT.companions, 250)
    assert chart._canvas._dates.area.bottom() == 122


@pytest.fixture
def ratio(theme, qtbot):
    chart = RatioChart(theme)
    qtbot.addWidget(chart)
    chart.resize(600, 120)
    chart.show()
    return chart


def line_row(chart, value):
    return round(float(chart._canvas.pane.frame().y(value)))


def test_that_the_line_at_one_is_always_in_sight(ratio):
    for values in ([1.3, 1.25, 1.22], [0.7, 0.68], [], [float("nan")]):
        ratio.set_history(range(1, len(values) + 1), values)
        row = picture(ratio._canvas)[line_row(ratio, 1.0), 300:500]
        assert (row.min(axis=1) > 200).mean() > 0.9


def test_that_noise_around_one_is_not_blown_up(ratio):
    ratio.set_history([1, 2], [1.0001, 0.9999])
    frame = ratio._canvas.pane.frame()
    assert frame.y1 - frame.y0 >= 0.04


def test_that_earlier_trainings_are_faint_and_never_blue(ratio):
    earlier = [np.linspace(1.0, 1.06, 20) + 0.002 * k for k in range(10)]
    ratio.set_history([], [], earlier)
    assert not bluish(picture(ratio._canvas)).any()
    ratio.set_history([1, 2, 3], [1.03, 1.02, 1.01], earlier)
    assert bluish(picture(ratio._canvas)).any()
    assert "1.010" in ratio.accessibleName()
    ratio.clear()
    assert not bluish(picture(ratio._canvas)).any()


def test_that_the_loss_is_grey_where_it_learns_and_blue_where_it_is_checked(theme, qtbot):
    chart = LossChart(theme)
    qtbot.addWidget(chart)
    chart.resize(600, 120)
    chart.show()
    nothing = [float("nan")] * 5
    chart.set_history([1, 2, 3, 4, 5], [1.0, 0.98, 0.96, 0.95, 0.94], nothing)
    assert not bluish(picture(chart._canvas)).any()
    chart.set_history([1, 2, 3, 4, 5], nothing, [1.0, 1.01, 1.02, 1.02, 1.03])
    assert bluish(picture(chart._canvas)).any()


def test_that_losses_on_a_log_axis_stand_at_their_logarithms_and_come_back(theme, qtbot):
    chart = LossChart(theme)
    qtbot.addWidget(chart)
    chart.resize(600, 160)
    chart.show()
    chart.set_history([1, 2, 3, 4], [1.0, 0.1, 0.01, 0.0], [1.0, 1.1, 1.0, 0.9], best=4)
    canvas = chart._canvas
    chart.set_log(True)
    np.testing.assert_allclose(chart._train.y, [0, -1, -2, np.nan])
    frame = canvas.pane.frame()
    assert -2.5 < frame.y0 < -2 and 0 < frame.y1 < 0.5
    assert {text for _, text in canvas._ticks(frame)} >= {"1.0", "0.1", "0.01"}
    chart.set_history([1, 2], [1.0, 0.98], [1.02, 0.99])
    narrow = canvas._ticks(canvas.pane.frame())
    assert len(narrow) >= 2 and all(10**place == pytest.approx(float(text)) for place, text in narrow)
    assert "train 0.980" in chart.accessibleName()
    chart.set_log(False)
    np.testing.assert_allclose(chart._train.y, [1.0, 0.98])


def test_that_the_best_epoch_is_marked_where_it_stands(theme, qtbot):
    chart = LossChart(theme)
    qtbot.addWidget(chart)
    chart.resize(600, 120)
    chart.show()
    epochs, flat = [1, 2, 3, 4, 5], [1.0] * 5
    chart.set_history(epochs, flat, flat)
    without = picture(chart._canvas)
    chart.set_history(epochs, flat, flat, best=3)
    changed = np.flatnonzero((picture(chart._canvas) != without).any(axis=(0, 2)))
    x = float(chart._canvas.pane.frame().x(3))
    assert len(changed) and abs(changed.min() - x) < 6 and changed.max() - x < 40


def test_that_more_epochs_than_announced_still_fit(theme, qtbot):
    chart = LossChart(theme)
    qtbot.addWidget(chart)
    epochs = np.arange(1, 31)
    chart.set_history(epochs, 1 / epochs, 1 / epochs, total=20)
    assert chart._canvas.pane.frame().x1 == 30.5


def test_that_the_grid_shades_what_ended_and_names_each_training(theme, qtbot):
    grid = FitGrid(theme)
    qtbot.addWidget(grid)
    grid.resize(800, 90)
    grid.show()
    ratios = np.array([[0.95, 1.0, np.nan], [1.09, 1.3, np.nan]])
    grid.set_fits(ratios, now=(2, 0))
    cells = grid._cells
    assert cells.shade(0.95).name().upper() == DARK.acc
    assert cells.shade(1.3) == cells.shade(1.09) != cells.shade(1.0)
    assert grid.describe(0, 1) == "fold 1, seed 2: validation / naive 1.090"
    assert grid.describe(2, 0) == "fold 3, seed 1: under way"
    assert grid.describe(2, 1) == "fold 3, seed 2: waiting"
    centre = cells.cell(1, 1).center().toPoint()
    assert cells.fit_at(centre) == (1, 1)
    assert "4 of 6" in grid.accessibleName()


def test_that_cells_never_overlap(theme, qtbot):
    grid = FitGrid(theme)
    qtbot.addWidget(grid)
    grid.resize(500, 90)
    grid.show()
    grid.set_fits(np.full((5, 31), 1.0))
    boxes = [grid._cells.cell(fold, seed) for fold in range(31) for seed in range(5)]
    assert not any(a.intersects(b) for i, a in enumerate(boxes) for b in boxes[i + 1 :])


def test_that_a_legend_drops_whole_entries_and_the_least_important_first(theme, qtbot):
    legend = Legend(theme)
    qtbot.addWidget(legend)
    ranks = {"a": 1, "b": 3, "c": 2}
    legend.set_entries(tuple(Entry(name, "line", "t1", keep=keep) for name, keep in ranks.items()))
    legend.resize(legend.sizeHint().width(), 26)
    assert [entry.text for entry in legend.fitting()] == ["a", "b", "c"]
    legend.resize(legend.width() - 30, 26)
    assert [entry.text for entry in legend.fitting()] == ["b", "c"]
    legend.resize(10, 26)
    assert legend.fitting() == ()
