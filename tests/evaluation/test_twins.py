import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.evaluation.costs import round_trips, traded
from workbench.evaluation.twins import CLOUD_QUANTILES, equity_cloud, random_entry_twins

POSITION = (np.random.default_rng(0).random(400) < 0.3).astype(float)


def spells(position):
    return 1 + np.count_nonzero(np.diff(position))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([-1.0, 0.0, 1.0]), min_size=1, max_size=80), st.integers(0, 99))
def test_that_twins_hold_as_much_and_trade_as_often(held, seed):
    position = np.array(held)
    for twin in random_entry_twins(position, draws=8, seed=seed):
        assert sorted(twin) == sorted(position)
        assert spells(twin) == spells(position)
        assert traded(twin).sum() == traded(position).sum()
        assert round_trips(twin) == round_trips(position)


def test_that_twins_differ_from_each_other_and_begin_in_and_out_of_the_market():
    twins = random_entry_twins(np.append(POSITION, 1 - POSITION[0]), draws=50)
    assert len(np.unique(twins, axis=0)) == 50
    assert 0 < twins[:, 0].sum() < 50


def test_that_the_same_seed_gives_the_same_twins():
    np.testing.assert_array_equal(random_entry_twins(POSITION, 5, 3), random_entry_twins(POSITION, 5, 3))
    assert (random_entry_twins(POSITION, 5, 3) != random_entry_twins(POSITION, 5, 4)).any()


def test_that_entries_fall_everywhere_about_equally_often():
    share = random_entry_twins(POSITION, 2000, 1).mean(axis=0)
    assert share.mean() == pytest.approx(POSITION.mean())
    assert abs(share[20:-20] - POSITION.mean()).max() < 0.08


def test_that_the_twin_of_holding_is_holding():
    assert (random_entry_twins(np.ones(30), 4) == 1).all()


def test_that_the_cloud_holds_the_quantiles_of_the_twins_wealth():
    market = np.random.default_rng(2).normal(0, 0.01, 400)
    twins = random_entry_twins(POSITION, 100)
    cloud = equity_cloud(twins, market, 5.0)
    wealth = np.cumprod(1 + twins * market - 5e-4 * np.array([traded(twin) for twin in twins]), axis=1)
    assert cloud.shape == (5, 401) and (cloud[:, 0] == 1).all()
    np.testing.assert_allclose(cloud[:, 1:], np.quantile(wealth, CLOUD_QUANTILES, axis=0), rtol=1e-12)
