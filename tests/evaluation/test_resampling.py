"""What luck could have made of a result: the bootstrap's scale, its width, and what it refuses."""

import math
from dataclasses import replace

import numpy as np
import pytest

from tests.evaluation.bars import random_walk
from workbench.evaluation.resampling import (
    SEED,
    block_length,
    max_drawdowns,
    stationary_blocks,
    uncertainty,
    with_uncertainty,
)
from workbench.evaluation.significance import sharpe_moments, sharpe_standard_error
from workbench.evaluation.simulate import performance, simulate


def earned(returns):
    """A backtest that earned these net returns."""
    return replace(simulate(random_walk(bars=40), np.arange(10, 30), np.ones(20), 5.0), net=returns)


def test_that_drawdowns_of_a_driftless_walk_have_the_reference_scale():
    # METHOD prints 21.8 and 38.1 %; ten thousand paths leave 0.2 and 0.4 points of chance, its own draw more.
    rng = np.random.default_rng(0)
    falls = np.concatenate([max_drawdowns(np.expm1(rng.normal(0, 0.01, (500, 500)))) for _ in range(20)])
    median, worst = np.quantile(falls, [0.5, 0.05])
    assert median == pytest.approx(-0.218, abs=0.006)
    assert worst == pytest.approx(-0.381, abs=0.012)


def test_that_a_drawdown_counts_from_the_first_day_and_is_never_above_zero():
    returns = np.array([[-0.5, 0.2, 0.1], [0.1, 0.1, 0.1], [0.5, -0.2, 0.3]])
    np.testing.assert_allclose(max_drawdowns(returns), [-0.5, 0.0, -0.2], atol=1e-15)
    drawn = np.random.default_rng(1).normal(0, 0.01, 300)
    assert max_drawdowns(drawn[None])[0] == pytest.approx(performance(drawn).max_drawdown)


@pytest.mark.parametrize("bars", [252, 1000])
def test_that_the_interval_of_a_sharpe_ratio_is_as_wide_as_its_standard_error_says(bars):
    rng = np.random.default_rng(bars)
    widths = []
    for _ in range(20):
        returns = rng.normal(0.0005, 0.01, bars)
        low, high = uncertainty(returns, draws=400).sharpe
        error = sharpe_standard_error(sharpe_moments(returns)) * math.sqrt(252)
        widths.append((high - low) / (2 * 1.96 * error))
        assert low < performance(returns).sharpe_ratio < high
    # METHOD A1.1, 20: at least 0.8 of Lo's width; a permutation's band would be nearly nothing.
    assert 0.8 < np.mean(widths) < 1.15


def test_that_nine_in_ten_intervals_hold_the_true_ratio():
    rng = np.random.default_rng(3)
    held = 0
    for _ in range(100):
        low, high = uncertainty(rng.normal(0.0005, 0.01, 500), draws=200).sharpe
        held += low <= 0.05 * math.sqrt(252) <= high
    assert held >= 86  # 99 % bound at 93 in a hundred, what is left of 95


def test_that_blocks_are_runs_of_neighbours_of_the_asked_length():
    order = stationary_blocks(5000, 8.0, np.random.default_rng(0), draws=4)
    assert order.shape == (4, 5000)
    together = (np.diff(order, axis=1) % 5000 == 1).mean()
    assert 1 / (1 - together) == pytest.approx(8.0, rel=0.05)
    assert (order.min(), order.max()) == (0, 4999)
    singles = stationary_blocks(5000, 1.0, np.random.default_rng(0))
    assert (np.diff(singles, axis=1) % 5000 == 1).mean() < 0.01


def test_that_a_block_is_at_least_a_day_and_at_most_a_tenth_of_all():
    rng = np.random.default_rng(0)
    assert block_length(rng.normal(0, 0.01, 1000)) <= 3
    leaning = np.zeros(1000)
    for t, shock in enumerate(rng.normal(0, 0.01, 999), start=1):
        leaning[t] = 0.9 * leaning[t - 1] + shock
    assert 15 < block_length(leaning) <= 100
    assert block_length(np.cumsum(rng.normal(0, 1, 60))) <= 6


def test_that_habits_widen_the_interval():
    shocks = np.random.default_rng(5).normal(0, 0.01, 2000)
    leaning = shocks.copy()
    for t in range(1, 2000):
        leaning[t] += 0.5 * leaning[t - 1]
    one, other = (uncertainty(returns).sharpe for returns in (leaning, shocks))
    assert one[1] - one[0] > 1.3 * (other[1] - other[0])


def test_that_the_same_returns_always_get_the_same_interval():
    returns = np.random.default_rng(0).normal(0, 0.01, 300)
    assert uncertainty(returns) == uncertainty(returns) == uncertainty(returns, seed=SEED)
    assert uncertainty(returns) != uncertainty(returns, seed=SEED + 1)


@pytest.mark.parametrize(
    "returns", [np.zeros(500), np.full(500, 0.001), np.full(500, np.nan), np.arange(29.0)],
    ids=["flat", "constant", "undefined", "few"],
)  # fmt: skip
def test_that_what_never_varies_or_is_too_short_has_no_interval(returns):
    assert uncertainty(returns) is None
    assert with_uncertainty(earned(returns)).net_figures.sharpe_low is None


def test_that_only_the_net_figures_get_an_interval():
    returns = np.random.default_rng(0).normal(0, 0.01, 300)
    found = with_uncertainty(earned(returns))
    assert (found.net_figures.sharpe_low, found.net_figures.sharpe_high) == uncertainty(returns).sharpe
    low, high = found.net_figures.max_drawdown_low, found.net_figures.max_drawdown_high
    assert (low, high) == uncertainty(returns).drawdown
    assert low < high < 0 and found.gross_figures.sharpe_low is None
