"""Price, equity and live panels: what they draw, and when they are a head alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.gui.fake_session import run_events, session_of
from tests.samples import make_result
from workbench.experiment.run_state import RunState
from workbench.gui.charts.equity import EquityChart
from workbench.gui.charts.price import PriceChart
from workbench.gui.charts.ratio import RatioChart
from workbench.gui.panels.equity import EquityPanel
from workbench.gui.panels.price import PricePanel
from workbench.gui.panels.training import TrainingPanel
from workbench.gui.theme import Theme, apply
from workbench.gui.widgets.fold_head import HEIGHT as HEAD
from workbench.gui.widgets.fold_head import FoldHead
from workbench.gui.widgets.pairs_line import PairsLine

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


@pytest.fixture
def desk(qapp, qtbot):
    """Makes a session on a sample run and one panel on it."""
    theme = Theme("dark")
    apply(qapp, theme)

    def make(kind, state="no_edge", height=400):
        prices, result = make_result(state=state)
        session = session_of(theme, prices, result)
        panel = kind(session)
        qtbot.addWidget(panel)
        panel.resize(828, height)
        panel.show()
        settle()
        return session, panel, result

    return make


def settle():
    for _ in range(4):
        QApplication.processEvents()


def running(session, result, folds=2, epochs=4):
    session.happen(*run_events(session.prices, result, folds, epochs_of_last=epochs))
    settle()


def head(panel):
    return panel.findChild(FoldHead)


def test_that_equity_is_a_head_alone_until_all_folds_are_done(desk):
    session, panel, result = desk(EquityPanel)
    assert panel.maximumHeight() == HEAD
    running(session, result)
    assert head(panel).note == "drawn when all 3 folds are done"
    assert panel.maximumHeight() == HEAD
    assert not panel.findChild(EquityChart).isVisible()


def test_that_the_equity_of_a_finished_run_is_drawn_with_its_costs(desk):
    session, panel, result = desk(EquityPanel)
    session.show(result)
    settle()
    assert head(panel).accessibleName() == "Equity after 5 bp a side"
    assert panel.findChild(EquityChart).isVisible()
    assert panel.maximumHeight() > 1000


def test_that_a_what_if_draws_the_other_backtest(desk, monkeypatch):
    session, panel, result = desk(EquityPanel)
    session.show(result)
    settle()
    drawn = []
    monkeypatch.setattr(EquityChart, "set_result", lambda _, backtest, *rest: drawn.append(backtest.cost_bps))
    session.set_what_if_cost(2.0)
    session.tell("run_state")
    assert drawn == [2.0]
    assert head(panel).accessibleName() == "Equity after 2 bp a side"


def test_that_the_equity_of_an_invalid_run_is_withheld(desk):
    session, panel, result = desk(EquityPanel, "invalid")
    session.show(result)
    settle()
    assert not panel.findChild(EquityChart).isVisible()
    assert panel._withheld.isVisible()


def test_that_the_vault_beside_the_curve_is_that_of_the_prices(desk, monkeypatch):
    session, _, result = desk(EquityPanel)
    sealed = []
    monkeypatch.setattr(EquityChart, "set_result", lambda *args: sealed.append(args[-1]))
    session.show(result)
    np.testing.assert_array_equal(sealed[0], session.prices.session[-250:])


def test_that_live_is_folded_before_and_after_a_run_and_open_during_it(desk):
    session, panel, result = desk(TrainingPanel)
    assert panel.maximumHeight() == HEAD
    assert head(panel).note == "after a run"
    running(session, result)
    assert panel.maximumHeight() > 1000
    assert head(panel).note.startswith("fold 2, seed 2 · learns ")
    session.show(replace(result, run_id="run-live"))
    settle()
    assert panel.maximumHeight() == HEAD
    assert head(panel).note.startswith("last training: fold 2, seed 2")


def test_that_a_click_opens_the_live_panel_of_a_stored_run(desk, qtbot):
    session, panel, result = desk(TrainingPanel)
    session.show(result)
    settle()
    qtbot.mouseClick(head(panel), Qt.MouseButton.LeftButton)
    panel.resize(828, 400)
    settle()
    ratio = panel.findChild(RatioChart)
    assert ratio.isVisible()
    assert f"{result.epochs[-1].naive_ratio:.3f}" in ratio.accessibleName()


def test_that_the_live_panel_follows_one_training_until_it_ends(desk):
    session, panel, result = desk(TrainingPanel)
    running(session, result)
    shown = panel.findChild(RatioChart).accessibleName()
    session.run_state = replace(session.run_state, current=(0, 0))
    session.tell("run_state")
    assert panel.findChild(RatioChart).accessibleName() == shown


def test_that_events_without_an_epoch_draw_nothing_anew(desk, monkeypatch):
    session, _, result = desk(TrainingPanel)
    running(session, result)
    drawn = []
    monkeypatch.setattr(RatioChart, "set_history", lambda *_: drawn.append(1))
    for _ in range(5):
        session.tell("run_state")
    assert drawn == []


def test_that_epochs_faster_than_the_eye_are_drawn_together_and_none_is_lost(desk, qtbot, monkeypatch):
    session, _, result = desk(TrainingPanel)
    drawn = []
    monkeypatch.setattr(RatioChart, "set_history", lambda _, epochs, *rest: drawn.append(len(epochs)))
    events = list(run_events(session.prices, result, 1, epochs_of_last=9))
    for event in events:
        session.happen(event)
    assert len(drawn) <= 2
    qtbot.waitUntil(lambda: drawn[-1:] == [9], timeout=3000)


@pytest.mark.parametrize(
    ("height", "side", "board"), [(128, False, False), (260, True, False), (400, True, True)]
)
def test_that_the_live_panel_gives_way_as_its_height_goes(desk, height, side, board):
    session, panel, result = desk(TrainingPanel)
    running(session, result)
    panel.resize(828, height)
    settle()
    assert panel._side.isVisible() is side
    assert panel._grid.isVisible() is board


def test_that_a_run_without_epochs_cannot_be_opened(desk):
    session, panel, result = desk(TrainingPanel)
    session.show(replace(result, epochs=(), fits=()))
    settle()
    assert not head(panel).isEnabled()
    assert panel.maximumHeight() == HEAD


def test_that_the_price_panel_reads_prediction_actual_and_error_under_the_crosshair(desk):
    session, panel, result = desk(PricePanel)
    session.show(result)
    settle()
    chart = panel.findChild(PriceChart)
    chart.cursor_moved.emit(1000)
    text = panel.findChild(PairsLine).text
    assert text.startswith("predicted ")
    assert f"actual {session.prices.close[1000]:,.2f}" in text
    chart.cursor_moved.emit(len(session.prices) - 1)
    assert panel.findChild(PairsLine).text == ""
    chart.cursor_moved.emit(-1)
    assert panel.findChild(PairsLine).text == ""


def calls_of(monkeypatch, name):
    """Every call of one of the chart's methods from now on."""
    calls = []
    monkeypatch.setattr(PriceChart, name, lambda _self, *args: calls.append(args))
    return calls


def test_that_only_folds_with_news_are_drawn_while_training(desk, monkeypatch):
    session, _, result = desk(PricePanel)
    drawn = calls_of(monkeypatch, "set_live_predictions")
    events = list(run_events(session.prices, result, 2))
    for event in events:
        session.happen(event)
    # Two seeds of two folds: each end of a training draws its own fold once.
    assert [first for first, _ in drawn] == [750, 750, 750 + 167, 750 + 167]


def test_that_a_run_on_other_prices_is_not_drawn_on_these(desk, monkeypatch):
    session, _, result = desk(PricePanel)
    drawn = calls_of(monkeypatch, "set_predictions")
    session.show(replace(result, data=replace(result.data, sha256="0" * 64)))
    assert drawn[-1] == (None, None)


def test_that_an_invalid_run_draws_no_forecast(desk, monkeypatch):
    session, _, result = desk(PricePanel, "invalid")
    drawn = calls_of(monkeypatch, "set_predictions")
    session.show(result)
    assert drawn[-1] == (None, None)


def test_that_without_prices_the_runs_own_closes_are_drawn_and_the_remedy_said(desk):
    session, panel, result = desk(PricePanel)
    session.prices = None
    session.show(result)
    session.tell("prices")
    settle()
    chart = panel.findChild(PriceChart)
    assert "The prices are not at hand" in chart.notice


def test_that_a_new_run_takes_the_old_forecast_away(desk, monkeypatch):
    session, _, result = desk(PricePanel)
    session.show(result)
    settle()
    drawn = calls_of(monkeypatch, "set_predictions")
    session.run_state, session.running = RunState(), True
    session.tell("run_state", "result")
    assert drawn == [(None, None)]
    session.happen(*run_events(session.prices, result, 1))
    assert drawn == [(None, None)] * 2
    session.tell("run_state")
    assert len(drawn) == 2


def test_that_a_hidden_price_panel_draws_when_shown(desk, monkeypatch):
    session, panel, result = desk(PricePanel)
    panel.hide()
    drawn = calls_of(monkeypatch, "set_predictions")
    session.show(result)
    assert drawn == []
    panel.show()
    assert drawn[-1][0] is result.predictions
