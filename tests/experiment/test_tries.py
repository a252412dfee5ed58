"""Tries on the same data: who stands beside whom, and what trying again does to a verdict."""

import shutil
from dataclasses import replace

import numpy as np
import pytest

from tests.experiment.helpers import run_small, small_spec
from tests.experiment.test_record import record
from tests.worlds import make_world
from workbench.cli.verdict_text import verdict_lines
from workbench.evaluation.ledger import TrialLedger, TrialRow
from workbench.evaluation.significance import psr, sharpe_moments
from workbench.experiment.tries import side_by_side, weigh

DATES = np.datetime64("2010-01-04") + np.arange(900)


def row(key, first, days, net=None, outcome="finished") -> TrialRow:
    made = np.random.default_rng(ord(key)).normal(0, 0.01, days) if net is None else net
    dates = DATES[first : first + days]
    return TrialRow(key, "data", "p", "", "{}", dates, made, np.zeros(days), "no_edge", outcome)


def test_that_only_tries_with_enough_common_dates_stand_beside():
    mine, near, far = row("a", 0, 600), row("b", 100, 600), row("c", 360, 500)
    net, scaled = side_by_side(mine, [far, near])
    assert net.shape == scaled.shape == (2, 500)
    np.testing.assert_array_equal(net[0], mine.net[100:])
    np.testing.assert_array_equal(net[1], near.net[:500])


def test_that_a_try_that_would_leave_too_few_dates_is_left_out():
    mine, left, right = row("a", 0, 600), row("b", 0, 320), row("c", 300, 400)
    net, _ = side_by_side(mine, [left, right])
    assert net.shape == (2, 320)


def test_that_a_rerun_and_a_stopped_try_are_no_rivals_but_the_stopped_one_counts():
    rng = np.random.default_rng(0)
    mine = row("a", 0, 600, rng.normal(0.001, 0.01, 600))
    alone = weigh(mine, [], 0)
    assert weigh(mine, [replace(mine, net=mine.net + 0.01)], 0) == alone
    assert alone.deflated_sharpe == pytest.approx(psr(sharpe_moments(mine.net)))
    stopped = row("b", 0, 0, np.zeros(0), "cancelled")
    assert weigh(mine, [stopped], 0).spa_p == alone.spa_p
    rival = row("c", 0, 600)
    with_one, with_both = weigh(mine, [rival], 0), weigh(mine, [rival, stopped], 0)
    assert with_both.deflated_sharpe < with_one.deflated_sharpe < alone.deflated_sharpe


@pytest.mark.slow
def test_that_twenty_variants_weaken_the_best_one_whatever_becomes_of_the_project(tmp_path):
    prices = make_world("W0", bars=1100, seed=21)
    ledger = TrialLedger(tmp_path / "ledger.sqlite")
    specs = [
        small_spec("ridge", features__lookback=lookback, evaluation__rule=rule, evaluation__cost_bps=0)
        for lookback in range(2, 12)
        for rule in ("long_flat", "long_short")
    ]
    for number, spec in enumerate(specs):
        record(spec, ledger, prices, project=f"project {number}")
    alone = [weigh(row, [], 0).spa_p for row in ledger.trials(ledger.identify(prices))]
    best = int(np.argmin(alone))
    again = record(specs[best], ledger, prices, project="another project")
    assert again.trials.this_data == 20 and again.trials.this_project == 1
    assert again.trials.spa_p > alone[best] + 0.05
    shutil.copy(tmp_path / "ledger.sqlite", tmp_path / "kept.sqlite")
    later = record(specs[best], TrialLedger(tmp_path / "kept.sqlite"), prices, project="a copy")
    assert (later.trials.this_data, later.trials.spa_p) == (20, again.trials.spa_p)


def test_that_a_net_is_held_against_ridge_and_nothing_else_is():
    prices = make_world("W3", bars=900, seed=3, phi=0.3)  # what a line can say, ridge says
    net = run_small(small_spec("lstm", evaluation__max_folds=2), prices)
    assert 0.0 <= net.forecast.ridge_p <= 1.0
    assert "no gain from deep learning" in "\n".join(verdict_lines(net))
    assert run_small(small_spec("ridge"), prices).forecast.ridge_p is None
    better = replace(net, forecast=replace(net.forecast, ridge_p=0.01))
    assert "smaller (p 0.01)" in "\n".join(verdict_lines(better))
