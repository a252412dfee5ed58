"""When there is an equity curve, at which costs, and what stands beside it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tests.gui.fake_session import run_events
from tests.samples import make_result
from workbench.evaluation.simulate import at_cost
from workbench.experiment.run_state import RunState, reduce_events
from workbench.gui.present import equity


def view(result, backtest=None, state=None, *, running=False, cost=5.0):
    return equity.view(result, backtest, state or RunState(), running=running, cost_bps=cost)


def test_that_no_curve_is_drawn_while_a_run_is_under_way():
    prices, result = make_result()
    state = reduce_events(RunState(), run_events(prices, result, 1))
    shown = view(result, result.backtest, state, running=True)
    assert shown.state == "waiting"
    assert shown.note == "drawn when all 3 folds are done"
    assert shown.legend == ()
    assert equity.waiting_note(RunState()) == "drawn when all folds are done"
    assert equity.waiting_note(RunState(folds=1)) == "drawn when the fold is done"


def test_that_before_any_run_there_is_a_head_alone():
    assert view(None).state == "empty"
    assert view(None, cost=2.5).title == "Equity after 2.5 bp a side"


def test_that_an_invalid_run_is_withheld():
    _, result = make_result(state="invalid")
    assert view(result, result.backtest).state == "withheld"


def test_that_a_cancelled_run_has_no_curve():
    _, result = make_result(outcome="cancelled")
    assert view(result).note == "the run was stopped before its last fold"


def test_that_the_model_stands_beside_all_its_companions():
    _, result = make_result()
    shown = view(result, result.backtest)
    assert [item.style for item in shown.legend] == ["cloud", "model", "holding", "scaled", "ridge"]
    assert shown.note == "log"
    end = float(np.prod(1 + result.backtest.net))
    assert shown.legend[1].final == f"{end:.2f}×"


def test_that_a_what_if_says_which_companions_kept_the_runs_costs():
    _, result = make_result()
    cheap = at_cost(result.backtest, 1.0)
    shown = view(result, cheap, cost=1.0)
    assert shown.title == "Equity after 1 bp a side"
    assert shown.note == "what if · log"
    names = {item.style: item.name for item in shown.legend}
    assert names["ridge"] == "ridge at 5 bp"
    assert names["cloud"].endswith(" at 5 bp")
    assert names["holding"] == "buy & hold"


def test_that_a_run_without_companions_has_no_legend_for_them():
    _, result = make_result()
    alone = replace(result, companions=None)
    assert [item.style for item in view(alone, alone.backtest).legend] == ["model", "holding", "scaled"]
