"""The table of baselines: order, dashes, the model's own row, and what needs no training."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.samples import make_result
from workbench.evaluation.figures import PerformanceFigures
from workbench.gui.present import baselines, reality
from workbench.gui.present.reality import Facts
from workbench.models.catalog import NaiveSpec, RidgeSpec


def test_that_the_model_stands_among_its_baselines_by_what_is_left_after_costs():
    _, result = make_result()
    rows = baselines.rows_of(result)
    assert {row.name for row in rows} == {
        "LSTM, 2 seeds", "buy & hold", "scaled holding", "ridge", "random traders", "tomorrow = today",
    }  # fmt: skip
    ratios = [float(row.cells[2].replace("−", "-")) for row in rows[:-1]]
    assert ratios == sorted(ratios, reverse=True)
    assert rows[-1].name == "tomorrow = today"
    own = [row for row in rows if row.is_model]
    assert [row.name for row in own] == ["LSTM, 2 seeds"] and own[0] is not rows[0]


def test_that_a_better_run_climbs_and_one_withheld_tells_nothing_by_its_place():
    _, result = make_result()
    best = replace(result.backtest, net_figures=PerformanceFigures(sharpe_ratio=9.0))
    assert baselines.rows_of(replace(result, backtest=best))[0].is_model
    never = replace(result.backtest, net_figures=PerformanceFigures(sharpe_ratio=None))
    rows = baselines.rows_of(replace(result, backtest=never))
    assert [row.is_model for row in rows[-2:]] == [True, False]
    assert baselines.rows_of(result, shown=False)[0].is_model


def test_that_tomorrow_equals_today_has_an_error_and_nothing_else():
    row = baselines.baseline_rows({"naive": PerformanceFigures(sharpe_ratio=0.0, max_drawdown=0.0)})[0]
    assert row.cells == ("—", "1.000", "—", "—")


def test_that_scaled_holding_names_no_direction():
    figures = PerformanceFigures(
        directional_accuracy=0.53, naive_ratio=1.1, sharpe_ratio=0.234, max_drawdown=-0.214
    )
    row = baselines.baseline_rows({"scaled_buy_and_hold": figures})[0]
    assert row.cells == ("—", "—", "+0.23", "\u221221\u2009%")


def test_that_a_fall_is_negative_however_it_is_stored():
    row = baselines.baseline_rows({"drift": PerformanceFigures(max_drawdown=0.5)})[0]
    assert row.cells[3] == "\u221250\u2009%"


def test_that_holding_hits_on_every_rising_day():
    _, result = make_result()
    held = next(row for row in baselines.rows_of(result) if row.name == "buy & hold")
    assert held.cells[0] == f"{100 * np.mean(result.predictions.actual > 0):.1f}"


def test_that_an_unknown_baseline_is_shown_last_under_its_own_name():
    rows = baselines.baseline_rows({"grey_parrot": PerformanceFigures(), "naive": PerformanceFigures()})
    assert [row.name for row in rows] == ["tomorrow = today", "grey parrot"]


def test_that_a_withheld_run_keeps_its_baselines():
    _, result = make_result(state="invalid")
    rows = baselines.rows_of(result, shown=False)
    assert rows[0].cells == ("", "", "withheld", "")
    assert rows[1].cells[2] != "—"


def test_that_a_model_is_not_its_own_baseline():
    _, result = make_result()
    spec = result.spec.model_copy(update={"model": RidgeSpec()})
    names = [row.name for row in baselines.rows_of(replace(result, spec=spec))]
    assert names.count("ridge") == 1


def test_that_seeds_are_named_only_where_the_start_is_random():
    _, result = make_result()
    naive = result.spec.model_copy(update={"model": NaiveSpec()})
    assert baselines.model_name(result.spec) == "LSTM, 2 seeds"
    assert baselines.model_name(naive) == "tomorrow = today"


def test_that_waiting_rows_have_dots_for_the_model():
    _, result = make_result()
    rows = baselines.waiting_rows(result.spec, {"naive": PerformanceFigures(naive_ratio=1.0)})
    assert rows[0].cells == ("·",) * 4
    assert len(rows) == 2


def test_that_known_baselines_never_read_the_vault():
    prices, result = make_result()
    decisions = np.arange(750, len(prices) - 251)
    known = baselines.known_baselines(prices, decisions, 5.0)
    assert known["buy_and_hold"].directional_accuracy == pytest.approx(
        float(np.mean(result.predictions.actual > 0))
    )
    close = prices.close.copy()
    close[-250:] *= 3
    changed = prices.replace(close=close, adj_close=prices.adj_close * close / prices.close)
    again = baselines.known_baselines(changed, decisions, 5.0)["buy_and_hold"]
    assert again.sharpe_ratio == pytest.approx(known["buy_and_hold"].sharpe_ratio, rel=1e-9)
    assert again.directional_accuracy == known["buy_and_hold"].directional_accuracy


def test_that_the_base_rate_is_that_of_the_commoner_direction():
    held = PerformanceFigures(directional_accuracy=0.44)
    assert baselines.base_rate({"buy_and_hold": held}) == pytest.approx(0.56)
    assert baselines.base_rate({}) is None


def test_that_no_decision_means_no_known_baseline():
    prices, _ = make_result()
    assert baselines.known_baselines(prices, np.arange(0), 5.0) == {}


def test_that_the_note_names_the_cost():
    assert baselines.note(5.0) == "after 5 bp a side"
    assert baselines.note(2.5) == "after 2.5 bp a side"


@pytest.mark.parametrize(("p_value", "is_none"), [(0.06, True), (0.05, False), (None, False)])
def test_that_a_net_that_ridge_equals_is_said_to_bring_nothing(p_value, is_none):
    _, result = make_result()
    result = replace(result, forecast=replace(result.forecast, ridge_p=p_value))
    assert baselines.is_no_gain(result) is is_none
    facts = Facts(spec=result.spec, result=result, verdict=result.verdict, backtest=result.backtest)
    title, note = reality.table_title(facts)
    assert (note == "no gain from deep learning") is is_none
    assert title == "Beside every baseline"
