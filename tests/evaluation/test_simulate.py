import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evaluation.bars import hand_made, random_walk
from workbench.evaluation.simulate import (
    at_cost,
    equity_curve,
    excess_over,
    performance,
    sharpe_at_close,
    simulate,
)

OPENS = [10.0, 11.0, 12.0, 15.0, 12.0, 20.0]
CLOSES = [10.5, 11.5, 14.0, 13.0, 18.0, 21.0]
SIDES = st.sampled_from([-1.0, 0.0, 1.0])


def test_that_a_decision_earns_from_the_next_open_to_the_open_after_it():
    result = simulate(hand_made(OPENS, CLOSES), np.array([0, 1, 2, 3]), np.array([1.0, 1, 0, 1]), 0.0)
    np.testing.assert_allclose(result.market, [12 / 11 - 1, 15 / 12 - 1, 12 / 15 - 1, 18 / 12 - 1])
    np.testing.assert_allclose(result.gross, [12 / 11 - 1, 15 / 12 - 1, 0, 18 / 12 - 1])
    assert result.fill_price.tolist() == [11, 12, 15, 12]
    assert (result.filled > result.decided).all()
    assert str(result.decided[0]) == "2020-01-06" and str(result.filled[-1]) == "2020-01-10"


def test_that_the_last_position_is_closed_at_the_close_of_its_fill_and_nothing_later_is_read():
    whole = hand_made(OPENS, CLOSES)
    known = whole.first(5)
    decisions, wanted = np.array([1, 2, 3]), np.array([1.0, -1, 1])
    np.testing.assert_array_equal(
        simulate(whole, decisions, wanted, 5).net, simulate(known, decisions, wanted, 5).net
    )
    assert simulate(known, decisions, wanted, 0).market[-1] == pytest.approx(18 / 12 - 1)


def test_that_returns_and_fills_are_on_the_adjusted_open():
    adjusted = np.array(CLOSES) * np.array([0.5, 0.5, 0.5, 1, 1, 1])
    result = simulate(hand_made(OPENS, CLOSES, adj_close=adjusted), np.array([0, 1, 2]), np.ones(3), 0.0)
    np.testing.assert_allclose(result.fill_price, [5.5, 6.0, 15.0])
    np.testing.assert_allclose(result.market, [12 / 11 - 1, 15 / 6 - 1, 13 / 15 - 1])


def test_that_costs_are_charged_at_entry_change_and_close():
    result = simulate(hand_made(OPENS, CLOSES), np.arange(4), np.array([1.0, -1, -1, 0]), 10.0)
    np.testing.assert_allclose(result.gross - result.net, [0.001, 0.002, 0, 0.001], atol=1e-16)
    assert result.turnover == pytest.approx(4 * 252 / 4)
    assert result.trades == 2 and result.exposure == 0.75 and result.cost_bps == 10
    np.testing.assert_allclose(
        result.holding_net, result.market - np.array([0.001, 0, 0, 0.001]), atol=1e-16
    )
    np.testing.assert_allclose(
        result.scaled_net, 0.75 * result.market - np.array([0.00075, 0, 0, 0.00075]), atol=1e-16
    )


def test_that_a_bar_without_volume_fills_nothing_and_the_position_stays():
    prices = hand_made(OPENS, CLOSES, volume=[9, 9, 0, 9, 0, 9])
    result = simulate(prices, np.arange(5), np.array([1.0, 0, 0, 1, 1]), 0.0)
    assert result.position.tolist() == [1, 1, 0, 0, 1]
    assert np.isnan(result.fill_price).tolist() == [False, True, False, True, False]


def test_that_before_the_first_possible_fill_nothing_is_held():
    prices = hand_made(OPENS, CLOSES, volume=[9, 0, 9, 9, 9, 9])
    assert simulate(prices, np.arange(3), np.ones(3), 0.0).position.tolist() == [0, 1, 1]


@pytest.mark.parametrize("volume", [[0] * 6, [np.nan] * 6])
def test_that_a_series_without_any_volume_can_be_traded(volume):
    result = simulate(hand_made(OPENS, CLOSES, volume=volume), np.arange(5), np.ones(5), 0.0)
    assert result.position.all() and np.isfinite(result.fill_price).all()


def test_that_whether_volume_is_reported_is_not_learnt_from_later_bars():
    silent, later = [0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 7]
    first, second = (
        simulate(hand_made(OPENS, CLOSES, volume=volume), np.arange(3), np.ones(3), 5.0).net
        for volume in (silent, later)
    )
    np.testing.assert_array_equal(first, second)


@pytest.mark.parametrize("decisions", [[], [0, 2], [4, 5], [-1, 0], [2, 1]])
def test_that_decisions_which_cannot_be_filled_are_refused(decisions):
    with pytest.raises(ValueError, match="decisions"):
        simulate(hand_made(OPENS, CLOSES), np.array(decisions, int), np.ones(len(decisions)), 5.0)


@settings(max_examples=60, deadline=None)
@given(st.lists(SIDES, min_size=2, max_size=60), st.floats(0, 500), st.floats(0, 500), st.integers(0, 99))
def test_that_costs_never_raise_equity(wanted, cheap, dear, seed):
    cheap, dear = sorted((cheap, dear))
    prices = random_walk(80, seed, sigma=0.03)
    low, high = (simulate(prices, np.arange(len(wanted)), np.array(wanted), cost) for cost in (cheap, dear))
    # Wealth is a product of rounded factors: allow the last bits.
    assert (equity_curve(high.net) <= equity_curve(low.net) * (1 + 1e-12)).all()
    assert (high.net <= low.net).all() and (high.holding_net <= low.holding_net).all()


@settings(max_examples=60, deadline=None)
@given(st.lists(SIDES, min_size=2, max_size=60), st.integers(0, 99))
def test_that_reversing_every_position_turns_the_gross_result_around_exactly(wanted, seed):
    prices = random_walk(80, seed)
    decisions = np.arange(len(wanted))
    ahead, back = (simulate(prices, decisions, sign * np.array(wanted), 5.0) for sign in (1, -1))
    np.testing.assert_array_equal(ahead.gross, -back.gross)
    assert ahead.turnover == back.turnover and ahead.trades == back.trades


@settings(max_examples=30, deadline=None)
@given(st.lists(SIDES, min_size=2, max_size=60), st.floats(1e-3, 1e3), st.integers(0, 99))
def test_that_the_unit_of_the_prices_does_not_matter(wanted, scale, seed):
    prices = random_walk(80, seed)
    scaled = prices.replace(
        **{name: scale * getattr(prices, name) for name in ("open", "high", "low", "close", "adj_close")}
    )
    decisions = np.arange(len(wanted))
    one, other = (simulate(series, decisions, np.array(wanted), 5.0) for series in (prices, scaled))
    np.testing.assert_allclose(one.net, other.net, atol=1e-13)


def test_that_never_trading_leaves_wealth_as_it_was():
    result = simulate(random_walk(50), np.arange(40), np.zeros(40), 25.0)
    assert (result.net == 0).all() and result.trades == 0 and result.turnover == 0
    assert result.break_even_bps is None and result.net_figures.total_return == 0
    assert result.net_figures.sharpe_ratio is None and result.net_figures.psr is None


def test_that_another_cost_on_the_same_trades_equals_another_simulation():
    prices, wanted = random_walk(300, 3), (np.random.default_rng(0).random(250) < 0.5).astype(float)
    again = at_cost(simulate(prices, np.arange(250), wanted, 5.0), 12.0)
    fresh = simulate(prices, np.arange(250), wanted, 12.0)
    for name in ("net", "holding_net", "scaled_net", "gross"):
        np.testing.assert_array_equal(getattr(again, name), getattr(fresh, name))
    assert again.net_figures == fresh.net_figures and again.excess == fresh.excess
    assert again.cost_bps == 12.0 and again.break_even_bps == fresh.break_even_bps


def test_that_at_the_break_even_cost_the_mean_net_return_is_zero():
    prices = random_walk(300, 5, drift=0.002)
    wanted = (np.random.default_rng(1).random(250) < 0.7).astype(float)
    result = simulate(prices, np.arange(250), wanted, 5.0)
    assert at_cost(result, result.break_even_bps).net.mean() == pytest.approx(0, abs=1e-16)
    level = at_cost(result, result.break_even_vs_holding_bps)
    assert level.excess.mean == pytest.approx(0, abs=1e-13)


def test_that_performance_is_what_a_textbook_says():
    figures = performance(np.array([0.10, -0.20, 0.25, 0.0]))
    assert figures.total_return == pytest.approx(0.1)
    assert figures.cagr == pytest.approx(1.1 ** (252 / 4) - 1)
    assert figures.max_drawdown == pytest.approx(-0.2)
    deviation = math.sqrt((0.0625**2 + 0.2375**2 + 0.2125**2 + 0.0375**2) / 3)
    assert figures.sharpe_ratio == pytest.approx(0.0375 / deviation * math.sqrt(252))


def test_that_a_loss_on_the_first_day_is_a_drawdown_from_the_start():
    assert performance(np.array([-0.5, 0.1, 0.1])).max_drawdown == pytest.approx(-0.5)


@pytest.mark.parametrize("returns", [[], [0.0, np.nan, 0.1], [np.inf, 0.0, 0.0]])
def test_that_performance_of_undefined_returns_is_undefined(returns):
    assert performance(np.array(returns)).total_return is None


def test_that_a_constant_return_has_no_sharpe_ratio_whatever_its_rounding():
    figures = performance(np.full(1000, 0.1) * np.float64(0.003))
    assert figures.sharpe_ratio is None and figures.psr is None and figures.max_drawdown == 0


def test_that_wealth_once_lost_stays_lost():
    figures = performance(np.array([-1.5, 4.0, 0.1]))
    assert figures.total_return == -1 and figures.cagr == -1 and figures.max_drawdown == -1


def test_that_the_interval_of_the_excess_holds_its_mean_and_narrows_with_time():
    rng = np.random.default_rng(0)
    short = excess_over(rng.normal(0.0002, 0.01, 250), np.zeros(250))
    long = excess_over(rng.normal(0.0002, 0.01, 25_000), np.zeros(25_000))
    assert short.low < short.mean < short.high
    assert long.high - long.low == pytest.approx((short.high - short.low) / 10, rel=0.15)
    assert long.mean == pytest.approx(0.0002 * 252, abs=0.04)


def test_that_trading_yesterdays_sign_on_noise_has_no_sharpe_ratio_but_trading_todays_has():
    prices = random_walk(4000, 8)
    decisions = np.arange(1, 3990)
    today = np.sign(prices.log_returns[decisions])
    tomorrow = np.sign(prices.log_returns[decisions + 1])
    honest = simulate(prices, decisions, today, 0.0).gross_figures.sharpe_ratio
    assert abs(honest) < 4 / math.sqrt(4000 / 252)
    assert abs(sharpe_at_close(prices, decisions, today)) < 4 / math.sqrt(4000 / 252)
    assert sharpe_at_close(prices, decisions, tomorrow) > 15
