"""Runs side by side: order, differences, shared days, and what choosing among them costs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.samples import make_result
from workbench.evaluation.figures import PerformanceFigures
from workbench.evaluation.luck import sharpe_by_luck
from workbench.gui.present import compare as present
from workbench.gui.present.figures import tries_figure


def a_run(number=0, **settings):
    run = make_result(run_seed=number)[1]
    return replace(run, spec=run.spec.with_settings({"train.seed": 0, **settings}))


@pytest.fixture
def three():
    return a_run(0), a_run(1, **{"model.hidden_size": 32}), a_run(2, **{"model.kind": "gru"})


def with_sharpe(run, value):
    return replace(run, backtest=replace(run.backtest, net_figures=PerformanceFigures(sharpe_ratio=value)))


def test_that_only_the_settings_that_differ_are_told(three):
    first, second, _ = three
    assert present.differences((first, second)) == (present.Difference("hidden size", ("16", "32")),)
    assert present.differences((first, replace(first, run_id="again"))) == ()


def test_that_a_setting_one_model_does_not_have_is_a_dash(three):
    ridge = a_run(3, **{"model.kind": "ridge"})
    told = {line.name: line.values for line in present.differences((three[0], ridge))}
    assert told["model"] == ("LSTM", "ridge")
    assert told["hidden size"] == ("16", "—")


def test_that_names_and_machines_are_no_difference(three):
    moved = three[0].spec.with_settings({"train.device": "cpu"})
    renamed = moved.model_copy(update={"data": moved.data.model_copy(update={"content_hash": "0" * 64})})
    assert present.differences((three[0], replace(three[0], spec=renamed))) == ()


def test_that_the_best_stand_first_and_what_has_no_figure_last(three):
    runs = (with_sharpe(three[0], 0.1), with_sharpe(three[1], 0.7), with_sharpe(three[2], None))
    found = present.rows(runs)
    assert [row.number for row in present.in_order(found, "Sharpe", True)] == [2, 1, 3]
    assert [row.number for row in present.in_order(found, "Sharpe", False)] == [1, 2, 3]
    assert [row.number for row in present.in_order(found, "try", True)] == [3, 2, 1]
    assert [row.number for row in present.in_order(found, "model", False)] == [3, 2, 1]


def test_that_a_withheld_run_tells_nothing_and_a_stopped_one_has_no_figures():
    found = present.rows((make_result(state="invalid")[1], make_result(outcome="cancelled", run_seed=1)[1]))
    hidden = dict(zip(present.COLUMNS[1:], found[0].cells, strict=True))
    assert hidden["Sharpe"] == hidden["excess %"] == hidden["hits"] == "withheld"
    assert found[0].keys[present.COLUMNS.index("Sharpe") - 1] is None
    assert set(found[1].cells[2:-2]) == {"—"} and found[1].cells[-2:] == ("stopped", "")


def test_that_curves_begin_together_on_the_days_all_share(three):
    late = three[1].backtest
    cut = {name: getattr(late, name)[100:] for name in ("decided", "filled", "net", "holding_net")}
    shorter = replace(three[1], backtest=replace(late, **cut))
    found = present.overlay((three[0], shorter), (1, 2))
    assert len(found.dates) == len(late.net) - 100 + 1
    np.testing.assert_array_equal(found.dates[1:], late.filled[100:])
    (_, _, first), (_, _, second) = found.curves
    np.testing.assert_array_equal(first, three[0].backtest.net[100:])
    np.testing.assert_array_equal(second, late.net[100:])
    assert present.overlay_note(found) == "on the 399 days they share · log"


def test_that_runs_on_other_prices_are_named_and_not_overlaid(three):
    other = replace(three[1], data=replace(three[1].data, sha256="77aa01ff" + "0" * 56))
    chosen = (three[0], other, three[2])
    assert not present.same_data(chosen) and present.overlay(chosen, (1, 2, 3)) is None
    note = present.data_note(chosen, (1, 2, 3))
    assert note.startswith("Not the same prices (runs 1 and 3: data ")
    assert "run 2: data 77aa 01ff" in note
    assert present.data_note(three, (1, 2, 3)).startswith("Same prices in all")


def test_that_no_curve_of_a_withheld_run_is_drawn(three):
    hidden = replace(three[1], verdict=replace(three[1].verdict, state="invalid"))
    assert [number for number, _, _ in present.overlay((three[0], hidden), (1, 2)).curves] == [1]
    assert present.at_first((hidden,)) == ()
    assert present.at_first((three[0], hidden, three[2])) == (three[0].run_id, three[2].run_id)


def test_that_choosing_the_best_costs_what_the_count_of_tries_says(three):
    days = len(three[0].backtest.net)
    note = present.luck_note(three, 3)
    assert note == (
        f"Choosing the best of 3: by luck alone its Sharpe would be {sharpe_by_luck(3, days):.2f}."
    )
    assert f"{sharpe_by_luck(3, days):.2f}" in tries_figure(3, days).below
    assert "There were 40 tries on these prices" in present.luck_note(three, 40)
    assert present.luck_note(three[:1], 3) == ""
