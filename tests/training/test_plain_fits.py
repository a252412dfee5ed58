"""Models without epochs: each finds what it was made for, and nothing that is not there."""

from dataclasses import replace

import numpy as np
import pytest

from tests.worlds import make_world
from workbench.data.providers.sample import load_sample
from workbench.features.pipeline import build_features, build_target
from workbench.features.spec import FeatureSpec
from workbench.features.views import Whole, decision_view, train_view
from workbench.models import ridge
from workbench.models.baselines import ma_cross, trend_and_rest
from workbench.models.kinds.simple import GradientBoostingSpec
from workbench.training.plain_fits import PLAIN_FITS
from workbench.training.volatility import expected_sigma

LOOKBACK = 30


def views_of(prices, horizon: int = 1):
    values = build_features(prices, FeatureSpec(lookback=LOOKBACK)).values
    whole = Whole(values, build_target(prices, horizon), prices.log_returns)
    last = len(prices) - horizon - 1
    first = len(prices) - 300
    return (
        train_view(whole, LOOKBACK, (LOOKBACK, first - 150), (first - 140, first - 10)),
        decision_view(whole, LOOKBACK, (first, last), horizon),
    ), whole.target[first : last + 1]


def correlation(kind: str, prices, spec=None) -> float:
    views, actual = views_of(prices)
    return float(np.corrcoef(PLAIN_FITS[kind](spec, views, 0).said.predicted, actual)[0, 1])


def test_that_ar_finds_the_share_that_was_planted():
    prices = make_world("W3", bars=4000, seed=1, phi=0.3)
    views, _ = views_of(prices)
    said = PLAIN_FITS["ar"](None, views, 0).said.predicted
    newest = prices.log_returns[views[1].first_decision : views[1].first_decision + len(said)]
    share, _ = np.polyfit(newest, said, 1)
    assert share == pytest.approx(0.3, abs=0.06)


@pytest.mark.parametrize("kind", ["ridge", "linear"])
def test_that_linear_models_find_an_autoregression(kind):
    assert correlation(kind, make_world("W3", bars=3000, seed=2, phi=0.3)) > 0.15


@pytest.mark.parametrize("kind", ["ridge", "linear"])
def test_that_decisions_know_the_validation_days_and_what_is_said_of_those_does_not(kind, monkeypatch):
    monkeypatch.setattr(ridge, "RIDGE_PENALTIES", (10.0,))  # the choice of it is all that they may tell
    (view, decisions), _ = views_of(make_world("W3", bars=1500, seed=2, phi=0.3))
    target = view.target.copy()
    target[view.validation_rows] *= 2.0
    one, two = (
        PLAIN_FITS[kind](None, (replace(view, target=changed), decisions), 0)
        for changed in (view.target, target)
    )
    np.testing.assert_array_equal(one.checked.predicted, two.checked.predicted)
    assert np.abs(one.said.predicted - two.said.predicted).max() > 1e-5


@pytest.mark.parametrize("kind", ["ridge", "linear"])
def test_that_nothing_but_learned_and_checked_days_is_learned_from(kind):
    (view, decisions), _ = views_of(make_world("W3", bars=1500, seed=2, phi=0.3))
    target = view.target.copy()
    samples = np.r_[view.train_first : view.train_last + 1, view.validation_rows]
    target[np.setdiff1d(np.arange(len(target)), samples)] = np.nan
    fitted = PLAIN_FITS[kind](None, (replace(view, target=target), decisions), 0)
    np.testing.assert_array_equal(
        fitted.said.predicted, PLAIN_FITS[kind](None, (view, decisions), 0).said.predicted
    )
    assert len(view.values) == view.validation_last + 1 < decisions.first_decision


def test_that_trees_find_a_product_of_signs_and_a_line_does_not():
    prices = make_world("W4", bars=4000, seed=3)
    assert correlation("gradient_boosting", prices, GradientBoostingSpec()) > 0.15
    assert abs(correlation("ridge", prices)) < 0.12


def test_that_trend_and_rest_add_up_to_the_past_and_a_constant_is_all_trend():
    past = np.random.default_rng(0).standard_normal((4, 40))
    parts = trend_and_rest(past)
    np.testing.assert_allclose(parts[:, :40] + parts[:, 40:], past)
    np.testing.assert_allclose(trend_and_rest(np.full((1, 40), 3.0))[0, 40:], 0.0, atol=1e-12)
    # In the middle the trend is the plain mean of 25.
    np.testing.assert_allclose(parts[0, 20], past[0, 8:33].mean())


def test_that_ma_cross_compares_the_means_of_50_and_200_closes():
    prices = load_sample("SP500")
    signal = ma_cross(prices.log_returns)
    for bar in (250, 1000, 2500, 4000):
        close = prices.adj_close
        up = close[bar - 49 : bar + 1].mean() > close[bar - 199 : bar + 1].mean()
        assert signal[bar] == (1.0 if up else -1.0)
    assert set(signal) == {-1.0, 1.0}


def test_that_the_expected_volatility_rises_after_a_crash_and_never_knows_it_before():
    returns = make_world("W1", bars=1500, seed=4).log_returns.copy()
    calm = expected_sigma(returns, 1000, 1)
    returns[1200] = -0.15
    shocked = expected_sigma(returns, 1000, 1)
    np.testing.assert_array_equal(shocked[:1200], calm[:1200])
    assert shocked[1200] > 1.5 * calm[1200]
    assert expected_sigma(returns, 1000, 5)[1100] > 1.5 * shocked[1100]


def test_that_a_flat_series_has_no_volatility_and_no_error():
    returns = np.r_[np.nan, np.zeros(400)]
    np.testing.assert_array_equal(expected_sigma(returns, 300, 1), np.zeros(401))
