"""The parts of the costs beside the commission, against an account that is kept by hand."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evaluation.bars import hand_made, random_walk
from workbench.evaluation.costs import break_even, charges, impacts, net_returns, rungs
from workbench.evaluation.robustness import dearer
from workbench.evaluation.simulate import at_cost, equity_curve, ladder, simulate
from workbench.evaluation.terms import FREE, Terms, told

ALL = Terms(
    half_spread_bps=2.0, min_fee=10.0, capital=10_000.0, slippage=0.5, borrow=0.03, financing=0.05,
    cash_yield=0.02,
)  # fmt: skip
HELD = st.lists(st.floats(-2, 2).map(lambda x: round(x, 2)), min_size=2, max_size=40)
RATES = st.builds(
    Terms, half_spread_bps=st.floats(0, 50), min_fee=st.floats(0, 50), capital=st.floats(1e4, 1e6),
    slippage=st.floats(0, 3), borrow=st.floats(0, 1), financing=st.floats(0, 1), cash_yield=st.floats(0, 0.1),
)  # fmt: skip


def test_that_a_small_trade_pays_the_least_fee_and_a_large_one_the_commission():
    terms = Terms(min_fee=10.0, capital=10_000.0)  # ten basis points of the account
    paid = charges(np.array([0.5, 0.5, 1.0, 0.0, 0.0]), 15.0, terms)
    np.testing.assert_allclose(paid, [10e-4, 0, 10e-4, 15e-4, 0], atol=1e-16)
    # The last bar pays for the change and for the closing trade.
    np.testing.assert_allclose(charges(np.array([0.0, 0.1]), 15.0, terms), [0, 20e-4], atol=1e-16)


def test_that_half_the_spread_is_paid_on_what_is_traded():
    paid = charges(np.array([1.0, 1.0, -1.0, 0.0]), 5.0, Terms(half_spread_bps=2.0))
    np.testing.assert_allclose(paid, [7e-4, 0, 14e-4, 7e-4], atol=1e-16)


def test_that_borrowed_shares_borrowed_money_and_idle_cash_bear_interest():
    terms = Terms(borrow=0.0252, financing=0.0504, cash_yield=0.0126)
    paid = charges(np.array([-1.0, -1.0, 2.0, 2.0, 0.25, 0.25]), 0.0, terms)
    expected = [1e-4, 1e-4, 2e-4, 2e-4, -0.75 * 0.5e-4, -0.75 * 0.5e-4]
    np.testing.assert_allclose(paid, expected, atol=1e-16)


def test_that_without_trades_the_account_grows_by_the_yield_of_cash_alone():
    result = simulate(random_walk(80), np.arange(60), np.zeros(60), 5.0, ALL)
    np.testing.assert_allclose(equity_curve(result.net)[-1], (1 + 0.02 / 252) ** 60, rtol=1e-12)


def test_that_slippage_follows_the_square_root_of_the_share_of_the_volume():
    terms = Terms(slippage=0.5, capital=40_000.0)
    impact = impacts(np.array([0.01, 0.02, 0.01, 0.01]), np.array([1e6, 1e6, 0.0, np.nan]), terms)
    np.testing.assert_allclose(impact, [0.5 * 0.01 * 0.2, 0.5 * 0.02 * 0.2, 0, 0], atol=1e-18)
    paid = charges(np.array([0.25, 0.25]), 0.0, terms, np.array([0.001, 0.002]))
    # A quarter of the account moves the price half as far, on a quarter of the units.
    np.testing.assert_allclose(paid, [0.25 * 0.5e-3, 0.25 * 1e-3], atol=1e-18)


def test_that_slippage_is_taken_from_what_was_known_at_the_decision():
    prices = random_walk(120, seed=4)
    decisions, wanted = np.arange(30, 80), np.tile([1.0, 0.0], 25)
    whole, known = (simulate(p, decisions, wanted, 5.0, ALL) for p in (prices, prices.first(81)))
    np.testing.assert_array_equal(whole.net, known.net)
    assert (whole.impact > 0).all()
    value = (prices.close * prices.volume)[11:31].mean()
    sigma = whole.impact[0] / 0.5 / np.sqrt(10_000.0 / value)
    assert 0.005 < sigma < 0.02


@settings(max_examples=60, deadline=None)
@given(HELD, RATES, st.floats(0, 100), st.integers(0, 99))
def test_that_the_returns_are_those_of_an_account_of_cash_and_shares(held, terms, cost_bps, seed):
    prices = random_walk(60, seed)
    wanted = np.array(held)
    result = simulate(prices, np.arange(len(held)), wanted, cost_bps, terms)
    paid = charges(wanted, cost_bps, terms, result.impact if len(result.impact) else 0.0)
    opens = np.append(prices.adj_open[1 : len(held) + 1], prices.adj_close[len(held)])
    equity = [1.0]
    for (now, then), position, fee in zip(pairwise(opens), wanted, paid, strict=True):
        shares = position * equity[-1] / now
        cash = equity[-1] - shares * now - fee * equity[-1]
        equity.append(cash + shares * then)
    if min(equity) > 0:
        np.testing.assert_allclose(equity_curve(result.net), equity, rtol=1e-9)


@settings(max_examples=60, deadline=None)
@given(HELD, RATES, st.integers(0, 99))
def test_that_dearer_terms_never_earn_more(held, terms, seed):
    prices, wanted = random_walk(60, seed), np.array(held)
    decisions = np.arange(len(held))
    cheap, dear = (simulate(prices, decisions, wanted, 5.0, t) for t in (terms, terms.dearer(1.5)))
    assert (dear.net <= cheap.net + 1e-15).all()
    assert dearer(at_cost(cheap, 5.0)) <= cheap.net.mean() + 1e-15


def test_that_at_its_break_even_the_account_earns_nothing_after_all_it_pays():
    rng = np.random.default_rng(2)
    market, position = rng.normal(0.0004, 0.01, 300), (rng.random(300) < 0.6).astype(float)
    terms = Terms(half_spread_bps=1.0, borrow=0.02, cash_yield=0.01)
    even = break_even(position, market, terms)
    assert even < break_even(position, market) + 1
    assert net_returns(position, market, even, terms).mean() == pytest.approx(0.0, abs=1e-15)


def test_that_a_least_fee_makes_the_break_even_a_careful_one():
    rng = np.random.default_rng(2)
    market, position = rng.normal(0.002, 0.01, 300), (rng.random(300) < 0.6).astype(float)
    terms = Terms(min_fee=10.0)
    careful, without = break_even(position, market, terms), break_even(position, market)
    assert 0 < careful < without
    assert net_returns(position, market, careful, terms).mean() >= 0


def test_that_a_what_if_keeps_every_other_term():
    prices = random_walk(200, seed=2)
    wanted = np.tile([1.0, -1.0, 0.0, 0.5], 40)
    straight = simulate(prices, np.arange(160), wanted, 20.0, ALL)
    moved = at_cost(simulate(prices, np.arange(160), wanted, 5.0, ALL), 20.0)
    for name in ("net", "holding_net", "scaled_net"):
        np.testing.assert_array_equal(getattr(moved, name), getattr(straight, name))
    assert moved.net_figures == straight.net_figures


def test_that_the_ladder_falls_with_the_cost_and_holds_the_runs_own():
    prices = hand_made(np.linspace(10, 20, 60), np.linspace(10, 20, 60))
    result = simulate(prices, np.arange(50), np.tile([1.0, 0.0], 25), 7.0)
    steps = ladder(result)
    assert [cost for cost, _ in steps] == [0, 1, 2, 5, 7, 10, 20]
    totals = [figures.total_return for _, figures in steps]
    assert totals == sorted(totals, reverse=True) and len(set(totals)) == 7
    assert dict(steps)[7.0] == result.net_figures
    assert rungs(5.0) == (0, 1, 2, 5, 10, 20)


def test_that_what_is_charged_is_told_in_full_and_nothing_else():
    assert told(5.0, FREE) == "5 bp a side"
    assert told(2.5, Terms(capital=5.0)) == "2.5 bp a side"
    assert told(5.0, ALL) == (
        "5 bp a side, half a spread of 2 bp, at least 10 a trade, slippage 0.5, "
        "borrowed shares 3.00% a year, borrowed money 5.00% a year, idle cash earns 2.00% a year"
    )


def test_that_free_terms_cost_nothing():
    position = np.array([1.0, -1.0, 0.0])
    assert (charges(position, 0.0) == 0).all()
    np.testing.assert_array_equal(charges(position, 5.0, FREE), charges(position, 5.0, Terms(capital=7.0)))
