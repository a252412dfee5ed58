import numpy as np
import pytest

from tests.evaluation.bars import random_walk
from workbench.evaluation.signals import daily_sigma, positions, sides, sizes
from workbench.evaluation.spec import EvaluationSpec


@pytest.mark.parametrize(
    ("rule", "wanted"), [("long_flat", [1, 0, 0, 0]), ("long_short", [1, -1, -1, 0])]
)
def test_that_a_forecast_of_zero_is_not_a_rise_and_no_forecast_is_no_position(rule, wanted):
    predicted = np.array([0.001, -0.002, 0.0, np.nan])
    assert sides(predicted, rule).tolist() == wanted


@pytest.mark.parametrize(
    ("rule", "wanted"), [("long_flat", [0, 1, 0, 0, 0]), ("long_short", [0, 1, 0, -1, 0])]
)
def test_that_a_forecast_within_the_threshold_moves_nothing(rule, wanted):
    predicted = np.array([0.0010, 0.0011, -0.0009, -0.0010, np.nan])
    assert sides(predicted, rule, 0.001).tolist() == wanted


def test_that_the_deviation_is_the_exponentially_weighted_one_of_what_is_known():
    returns = np.array([np.nan, 0.01, -0.02, 0.0, 0.03])
    weights = 0.94 ** np.array([2, 1, 0])
    expected = np.sqrt(np.sum(weights * returns[1:4] ** 2) / weights.sum())
    assert daily_sigma(returns)[3] == pytest.approx(expected, rel=1e-12)
    assert daily_sigma(returns)[:2].tolist() == [0.0, pytest.approx(0.01)]


def test_that_the_size_of_a_position_knows_nothing_of_later_days():
    prices = random_walk(400, seed=3)
    chosen = EvaluationSpec(volatility_target_percent=10.0)
    decisions = np.arange(250, 300)
    known = prices.first(300)
    np.testing.assert_array_equal(sizes(prices, decisions, chosen), sizes(known, decisions, chosen))


def test_that_a_volatility_target_holds_less_of_what_moves_more_and_leverage_caps_it():
    calm, wild = (random_walk(400, seed=1, sigma=sigma) for sigma in (0.002, 0.03))
    decisions = np.arange(300, 390)
    chosen = EvaluationSpec(volatility_target_percent=12.0)
    deviation = daily_sigma(wild.log_returns)[decisions] * np.sqrt(252)
    np.testing.assert_allclose(sizes(wild, decisions, chosen), 0.12 / deviation, rtol=1e-12)
    assert (sizes(calm, decisions, chosen) == 1.0).all()
    doubled = EvaluationSpec(volatility_target_percent=12.0, max_leverage=2.0)
    assert (sizes(calm, decisions, doubled) == 2.0).all()
    assert (sizes(calm, decisions, EvaluationSpec()) == 1.0).all()


def test_that_a_price_that_never_moved_is_held_at_most_in_full():
    still = random_walk(300, sigma=1e-12)
    flat = still.replace(close=np.full(300, 5.0), adj_close=np.full(300, 5.0))
    size = sizes(flat, np.arange(260, 290), EvaluationSpec(volatility_target_percent=12.0))
    assert (size == 1.0).all()


def test_that_positions_of_many_starts_are_those_of_each():
    prices, decisions = random_walk(400, seed=5), np.arange(300, 380)
    chosen = EvaluationSpec(rule="long_short", threshold_bps=5.0, volatility_target_percent=8.0)
    said = np.random.default_rng(0).normal(0, 0.001, (3, 80))
    together = positions(said, prices, decisions, chosen)
    for row, alone in zip(together, said, strict=True):
        np.testing.assert_array_equal(row, positions(alone, prices, decisions, chosen))
    assert 0 < np.mean(together == 0) < 1 and together.min() < 0 < together.max() < 1
