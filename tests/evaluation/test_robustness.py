"""What an edge rests on: each weakness is found where it is planted, and none where there is none."""

from dataclasses import replace

import numpy as np
import pytest

from tests.evaluation.bars import random_walk
from workbench.evaluation.figures import Robustness
from workbench.evaluation.robustness import (
    dearer,
    delayed,
    median_seed,
    weakness,
    with_robustness,
    without_best_days,
)
from workbench.evaluation.simulate import at_cost, simulate

PRICES = random_walk(400, seed=3)
DECISIONS = np.arange(100, 300)
WANTED = np.repeat([1.0, 0.0, 1.0, 1.0, 0.0], 40)
SOLID = Robustness((2e-3, 1e-3, 1e-3), (0.1, 0.1, 0.1), 1e-3, 0.1)


def backtest(cost=5.0):
    return simulate(PRICES, DECISIONS, WANTED, cost)


def steady(**changes):
    """Earns a tenth of a per cent each bar at almost no trade, and nothing else is wrong with it."""
    base = backtest()
    gross = np.full(len(base.net), 1e-3)
    made = replace(base, gross=gross, net=gross - 1e-5, robustness=SOLID)
    return replace(made, **changes)


def test_that_the_parts_are_those_of_simulations_of_their_own():
    per_seed = np.stack([WANTED, 1 - WANTED])
    made = with_robustness(backtest(), PRICES, DECISIONS, WANTED, per_seed)
    alone = [simulate(PRICES, DECISIONS, one, 7.0).net.mean() for one in per_seed]
    assert median_seed(made.robustness, 7.0) == pytest.approx(np.median(alone), abs=1e-15)
    late = simulate(PRICES, DECISIONS, np.append(0.0, WANTED[:-1]), 7.0)
    assert delayed(made.robustness, 7.0) == pytest.approx(late.net.mean(), abs=1e-15)
    assert dearer(made) == pytest.approx(at_cost(made, 7.5).net.mean(), abs=1e-15)


def test_that_the_best_days_are_taken_out_of_the_sum():
    net = np.array([0.05, -0.01, 0.04, 0.01, 0.03, 0.02, 0.01, -0.02])
    assert without_best_days(net) == pytest.approx((-0.01 + 0.01 - 0.02) / 8)


def test_that_nothing_is_found_where_nothing_is_weak():
    assert weakness(steady()) == ""
    assert weakness(backtest()) is None


LUCKY = np.concatenate([np.full(5, 0.05), np.full(195, -1e-4)])


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"robustness": replace(SOLID, seeds_gross=(1e-2, -1e-4, -1e-4))}, "seed"),
        ({"robustness": replace(SOLID, seeds_traded=(0.1, 2.1, 2.1))}, "seed"),
        ({"net": LUCKY}, "days"),
        ({"cost_bps": 500.0, "robustness": replace(SOLID, seeds_traded=(0.0, 0.0, 0.0))}, "cost"),
        ({"robustness": replace(SOLID, delayed_gross=-1.1e-3)}, "speed"),
        ({"robustness": replace(SOLID, delayed_gross=-0.8e-3)}, ""),
    ],
)
def test_that_each_weakness_is_named(changes, found):
    assert weakness(steady(**changes)) == found


def test_that_a_higher_cost_never_removes_a_weakness():
    made = with_robustness(backtest(), PRICES, DECISIONS, WANTED, np.stack([WANTED]))
    weak = [bool(weakness(at_cost(made, cost))) for cost in (0.0, 5.0, 50.0, 500.0)]
    assert weak == sorted(weak)
