import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evaluation.bars import random_walk
from workbench.evaluation.costs import round_trips, traded
from workbench.evaluation.simulate import simulate
from workbench.evaluation.twins import CLOUD_QUANTILES, equity_cloud, random_entry_twins, sized_twins

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
    result = simulate(random_walk(420, seed=2), np.arange(400), POSITION, 5.0)
    twins = random_entry_twins(POSITION, 100)
    cloud = equity_cloud(twins, result)
    wealth = np.cumprod(1 + twins * result.market - 5e-4 * np.array([traded(t) for t in twins]), axis=1)
    assert cloud.shape == (5, 401) and (cloud[:, 0] == 1).all()
    np.testing.assert_allclose(cloud[:, 1:], np.quantile(wealth, CLOUD_QUANTILES, axis=0), rtol=1e-12)


def test_that_sized_twins_hold_the_size_of_the_moment():
    sizes = np.random.default_rng(1).uniform(0.2, 1.0, 400)
    result = simulate(random_walk(420, seed=2), np.arange(400), POSITION * sizes, 5.0)
    twins = sized_twins(result, sizes, 50)
    assert len(np.unique(twins, axis=0)) == 50
    np.testing.assert_allclose(twins[twins > 0], np.broadcast_to(sizes, twins.shape)[twins > 0])
    assert (np.count_nonzero(twins, axis=1) == np.count_nonzero(POSITION)).all()
