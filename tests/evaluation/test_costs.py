import numpy as np
import pytest

from workbench.evaluation.costs import (
    break_even,
    break_even_against_holding,
    net_returns,
    round_trips,
    traded,
)

REFERENCE_POSITION = np.array([1.0, 1.0, -1.0, -1.0, 0.0])
REFERENCE_RETURNS = np.array([0.01, -0.005, -0.02, 0.01, 0.0])


def test_that_the_reference_position_breaks_even_at_37_5_basis_points():
    assert traded(REFERENCE_POSITION).sum() == 4
    assert np.sum(REFERENCE_POSITION * REFERENCE_RETURNS) == pytest.approx(0.015)
    assert break_even(REFERENCE_POSITION, REFERENCE_RETURNS) == pytest.approx(37.5, abs=1e-10)
    assert net_returns(REFERENCE_POSITION, REFERENCE_RETURNS, 37.5).sum() == pytest.approx(0.0, abs=1e-15)


def test_that_entry_and_closing_trade_are_both_charged():
    assert traded(np.array([1.0, 1.0, 1.0])).tolist() == [1, 0, 1]
    assert traded(np.array([-1.0])).tolist() == [2]
    assert net_returns(np.array([0.0, 1.0]), np.array([0.5, 0.5]), 10).tolist() == [0, 0.498]


def test_that_costs_of_many_positions_at_once_equal_those_of_each():
    rng = np.random.default_rng(1)
    many = rng.integers(-1, 2, (4, 30)).astype(float)
    market = rng.normal(0, 0.01, 30)
    together = net_returns(many, market, 7.0)
    for row, position in zip(together, many, strict=True):
        np.testing.assert_array_equal(row, net_returns(position, market, 7.0))


@pytest.mark.parametrize(
    ("position", "trips"),
    [([0, 0, 0], 0), ([1, 1, 1], 1), ([0, 1, 0, 1], 2), ([1, -1, -1, 1], 3), ([-1, 0, -1], 2),
     ([1, 0.5, 1], 1)],
)
def test_that_a_round_trip_ends_with_its_side_of_the_market(position, trips):
    assert round_trips(np.array(position, float)) == trips


def test_that_a_position_which_never_trades_has_no_break_even():
    assert break_even(np.zeros(5), np.ones(5)) is None
    assert break_even_against_holding(np.zeros(5), np.ones(5)) is None


def test_that_holding_all_the_time_has_no_break_even_against_itself():
    assert break_even_against_holding(np.ones(5), np.arange(5.0)) is None


def test_that_at_its_break_even_against_holding_a_position_earns_what_scaled_holding_earns():
    rng = np.random.default_rng(2)
    market = rng.normal(0.0004, 0.01, 300)
    position = (rng.random(300) < 0.6).astype(float)
    even = break_even_against_holding(position, market)
    exposure = np.full(300, position.mean())
    assert even is not None
    own, held = (net_returns(held_position, market, even).mean() for held_position in (position, exposure))
    assert own == pytest.approx(held, abs=1e-15)
    assert net_returns(position, market, even + 1).mean() < net_returns(exposure, market, even + 1).mean()
