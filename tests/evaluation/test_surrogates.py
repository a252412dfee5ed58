"""Twins of a ticker keep what they promise to keep, and lose what they promise to lose."""

import arch
import numpy as np
import pandas as pd
import pytest

from tests.samples import make_prices
from tests.worlds import make_world
from workbench.evaluation import surrogates
from workbench.evaluation.surrogates import PLANTED, SURROGATES, block_bootstrap, day_shapes, garch, shuffled

PRICES = make_prices(1500, seed=4)
LEANING = make_world("W3", bars=4000, seed=1, phi=0.3)
WILD = make_world("W1", bars=4000, seed=2)


def lag_one(series) -> float:
    returns = series.log_returns[1:]
    return float(np.corrcoef(returns[1:], returns[:-1])[0, 1])


def clustering(series) -> float:
    size = np.abs(series.log_returns[1:])
    return float(np.mean([np.corrcoef(size[lag:], size[:-lag])[0, 1] for lag in range(1, 11)]))


@pytest.mark.parametrize("make", SURROGATES.values(), ids=SURROGATES)
def test_that_a_twin_is_a_series_of_possible_prices_and_the_same_for_the_same_seed(make):
    twin = make(PRICES, 3)
    np.testing.assert_array_equal(twin.session, PRICES.session)
    for name in ("open", "high", "low", "close", "volume"):
        assert (getattr(twin, name) > 0).all(), name
    assert (twin.high >= np.maximum(twin.open, twin.close) * (1 - 1e-12)).all()
    assert (twin.low <= np.minimum(twin.open, twin.close) * (1 + 1e-12)).all()
    assert not twin.dividends.any() and not twin.splits.any()
    assert twin.source == "synthetic" and twin.symbol != PRICES.symbol
    assert make(PRICES, 3).content_hash == twin.content_hash != make(PRICES, 4).content_hash


def test_that_shapes_give_the_adjusted_prices_back():
    again = surrogates.from_shapes(PRICES, day_shapes(PRICES), "again")
    np.testing.assert_allclose(again.close, PRICES.adj_close, rtol=1e-9)
    np.testing.assert_allclose(again.high, PRICES.high * PRICES.factor, rtol=1e-9)
    np.testing.assert_allclose(again.volume, PRICES.volume, rtol=1e-9)


def test_that_shuffling_keeps_every_day_whole_and_ends_at_the_same_price():
    twin = shuffled(PRICES, 1)
    assert twin.close[-1] == pytest.approx(PRICES.adj_close[-1])
    one, other = (np.sort(day_shapes(series).round(9), axis=0) for series in (PRICES, twin))
    np.testing.assert_allclose(one, other, atol=1e-8)
    rows = {tuple(row) for row in day_shapes(PRICES).round(6)}
    assert sum(tuple(row) in rows for row in day_shapes(twin).round(6)) > 1490


def test_that_shuffling_and_garch_forget_the_direction_and_blocks_keep_some_of_it():
    assert lag_one(LEANING) > 0.25
    for make in (shuffled, garch):
        assert abs(np.mean([lag_one(make(LEANING, seed)) for seed in range(5)])) < 0.03
    assert 0.15 < np.mean([lag_one(block_bootstrap(LEANING, seed)) for seed in range(5)]) < 0.3


def test_that_garch_keeps_calm_and_wild_times_and_shuffling_does_not():
    assert clustering(WILD) > 0.08
    assert np.mean([clustering(garch(WILD, seed)) for seed in range(3)]) > 0.08
    assert abs(np.mean([clustering(shuffled(WILD, seed)) for seed in range(3)])) < 0.02


def test_that_garch_keeps_the_width_of_the_days():
    twin = garch(PRICES, 0)
    assert twin.log_returns[1:].std() == pytest.approx(PRICES.log_returns[1:].std(), rel=0.15)
    widths = [np.log(series.high / series.low).mean() for series in (PRICES, twin)]
    assert widths[1] == pytest.approx(widths[0], rel=0.25)


@pytest.mark.parametrize(
    "params",
    [(np.nan, np.nan, np.nan, np.nan, np.nan), (0.0, 0.05, 0.1, 0.85, 2.0)],
    ids=["no fit", "no finite variance"],
)
def test_that_where_garch_does_not_fit_the_twin_has_the_same_closes_in_random_order(monkeypatch, params):
    class Unfit:
        def __init__(self, *arguments, **options):
            self.params = pd.Series(params)

        def fit(self, **options):
            return self

    monkeypatch.setattr(arch, "arch_model", Unfit)
    twin, other = garch(PRICES, 0), garch(PRICES, 1)
    moved = PRICES.log_returns[1:]
    np.testing.assert_allclose(np.sort(twin.log_returns[1:]), np.sort(moved), atol=1e-9)
    assert abs(np.corrcoef(twin.log_returns[1:], moved)[0, 1]) < 0.1
    assert twin.content_hash == garch(PRICES, 0).content_hash != other.content_hash
    assert (twin.low > 0).all() and (twin.low <= twin.high).all()


def test_that_a_planted_autoregression_has_its_strength():
    found = np.mean([lag_one(PLANTED["ar"](WILD, seed, 0.2)) for seed in range(5)])
    assert found == pytest.approx(0.2, abs=0.03)


def test_that_planted_signs_show_in_the_product_of_two_days_and_not_in_one():
    twin = PLANTED["signs"](WILD, 0, 0.3)
    returns = twin.log_returns[1:] - twin.log_returns[1:].mean()
    product = np.sign(returns[1:-1] * returns[:-2])
    assert np.mean(product * np.sign(returns[2:])) > 0.15
    assert abs(lag_one(twin)) < 0.05


def test_that_a_price_that_never_moves_has_twins():
    flat = PRICES.replace(
        **{name: np.full(1500, 7.0) for name in ("open", "high", "low", "close", "adj_close")}
    )
    for make in SURROGATES.values():
        np.testing.assert_allclose(make(flat, 0).close, 7.0)


def test_that_days_without_volume_stay_possible():
    volume = np.where(np.arange(1500) % 7 == 0, 0.0, PRICES.volume)
    assert np.isfinite(shuffled(PRICES.replace(volume=volume), 0).volume).all()
