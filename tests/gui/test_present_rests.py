"""What a run rests on: starts, weaknesses, folds and tests, in rows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.samples import make_result
from workbench.evaluation.figures import Robustness
from workbench.evaluation.simulate import at_cost
from workbench.gui.present import rests

STARTS = Robustness(
    seeds_gross=(4e-4, 1e-4, -2e-4), seeds_traded=(0.2, 0.0, 0.2), delayed_gross=1e-4, delayed_traded=0.1
)


@pytest.fixture
def result():
    return make_result()[1]


def rows(found):
    return {row.key: row.value for row in found.rows}


def test_that_starts_speed_cost_and_best_days_stand_beside_the_whole(result):
    backtest = replace(at_cost(result.backtest, 5.0), robustness=STARTS)
    found = rests.rests(result, backtest)
    assert [row.key for row in found.rows] == [
        "", "median_start", "worst_start", "late", "dearer", "best_days",
    ]  # fmt: skip
    assert found.rows[0].strong
    # 252 x (gross - 5 bp x traded), in per cent: 7.56, 2.52, -7.56 and 1.26.
    assert (rows(found)["median_start"], rows(found)["worst_start"], rows(found)["late"]) == (
        "+2.5", "−7.6", "+1.3",
    )  # fmt: skip
    assert found.fan.in_words().startswith("3 random starts, % a year: −7.6, +2.5, +7.6; together ")


def test_that_the_rows_follow_the_cost_shown(result):
    free = replace(at_cost(result.backtest, 0.0), robustness=STARTS)
    dear = replace(at_cost(result.backtest, 20.0), robustness=STARTS)
    assert rows(rests.rests(result, free))["worst_start"] == "−5.0"
    assert rows(rests.rests(result, dear))["worst_start"] == "−15.1"
    assert rows(rests.rests(result, free))[""] == rows(rests.rests(result, free))["dearer"]


def test_that_a_run_of_one_start_has_no_fan_and_an_old_one_says_not_computed(result):
    one = replace(STARTS, seeds_gross=(1e-4,), seeds_traded=(0.1,))
    single = rests.rests(result, replace(result.backtest, robustness=one))
    assert single.fan is None and "median_start" not in rows(single)
    assert rows(rests.rests(result, result.backtest))["late"] == "—"
    assert rests.rests(result, None) is None


def test_that_every_fold_says_whether_it_beat_scaled_holding(result):
    cells = rests.fold_cells(result, result.backtest)
    beyond = result.backtest.net - result.backtest.scaled_net
    sums = [beyond[result.predictions.fold == fold].sum() for fold in range(3)]
    assert [cell.won for cell in cells] == [total > 0 for total in sums]
    assert cells[0].words.startswith(f"fold 1 · {result.backtest.filled[0]} – ")
    found = rests.rests(result, result.backtest)
    assert found.folds_won == f"{sum(np.array(sums) > 0)} of 3 folds beat scaled holding"
    assert rests.fold_cells(replace(result, predictions=None), result.backtest) == ()


def test_that_every_test_stands_with_what_it_needs(result):
    inputs = {**result.verdict.inputs, "psr_net": 0.9, "spa_p": 0.31, "holding_p": 0.2}
    verdict = replace(result.verdict, inputs=inputs)
    trials = replace(result.trials, deflated_sharpe=0.42)
    found = rests.evidence_rows(replace(result, trials=trials), verdict)
    assert [(row.name, row.value, row.note) for row in found] == [
        ("forecast p", "0.61", "needs 0.05"),
        ("timing p", "0.53", "needs 0.05"),
        ("net p", "0.10", "needs 0.05"),
        ("best-of-tries p", "0.31", "needs 0.05"),
        ("against holding p", "0.20", "needs 0.05"),
        ("deflated Sharpe ratio", "0.42", "shown only"),
    ]
    assert rests.evidence_rows(result, None) == ()
