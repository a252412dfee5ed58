"""Scores of intervals: the reference values of METHOD A3.2, and that the truth scores best."""

import math

import numpy as np
import pytest

from workbench.evaluation.figures import ForecastFigures
from workbench.evaluation.scores import crps_gaussian, pinball, qlike, with_interval_scores

RNG = np.random.default_rng(0)
ACTUAL = RNG.normal(0.0005, 0.01, 20_000)
ONES = np.ones(20_000)


@pytest.mark.parametrize(
    ("mean", "spread", "actual", "score"),
    [(0.0, 1.0, 0.0, 0.2336950), (0.0, 1.0, 1.0, 0.6024414), (0.5, 2.0, -1.0, 0.8962885)],
)
def test_that_the_gaussian_crps_has_the_reference_values(mean, spread, actual, score):
    found = crps_gaussian(*(np.array([value]) for value in (actual, mean, spread)))
    assert found == pytest.approx(score, abs=5e-8)


def test_that_pinball_is_the_tilted_absolute_error():
    assert pinball(np.array([3.0]), np.array([1.0]), 0.9) == pytest.approx(1.8)
    assert pinball(np.array([1.0]), np.array([3.0]), 0.9) == pytest.approx(0.2)
    assert pinball(ACTUAL, 0 * ONES, 0.5) == pytest.approx(np.abs(ACTUAL).mean() / 2)


def test_that_qlike_is_the_log_variance_and_the_share_that_was_seen():
    assert qlike(np.array([4.0, 0.0]), np.array([2.0, 1.0])) == pytest.approx((math.log(2) + 2.0) / 2)


@pytest.mark.parametrize("wrong", [0.5, 0.8, 1.25, 2.0])
def test_that_no_other_spread_scores_better_than_the_true_one(wrong):
    mean, spread = 0.0005 * ONES, 0.01 * ONES
    assert crps_gaussian(ACTUAL, mean, spread) < crps_gaussian(ACTUAL, mean, wrong * spread)
    squared = (ACTUAL - mean) ** 2
    assert qlike(squared, spread**2) < qlike(squared, (wrong * spread) ** 2)
    tails = [mean + factor * 1.2815516 * spread for factor in (1.0, wrong)]
    assert pinball(ACTUAL, tails[0], 0.9) < pinball(ACTUAL, tails[1], 0.9)


def test_that_what_is_undefined_has_no_score():
    nothing, none = np.full(3, np.nan), np.zeros(0)
    three = np.ones(3)
    for actual, other in ((three, nothing), (none, none), (three, np.full(3, np.inf))):
        assert pinball(actual, other, 0.1) is None
        assert crps_gaussian(actual, actual, other) is None
        assert crps_gaussian(actual, other, np.ones(len(actual))) is None
        assert qlike(actual, other) is None
    assert crps_gaussian(three, three, 0 * three) is None
    assert qlike(three, 0 * three) is None


def test_that_an_interval_as_wide_as_the_outcomes_gets_the_scores_of_the_true_bell_curve():
    half = 1.2815516 * 0.01
    bounds = np.stack([0.0005 * ONES - half, 0.0005 * ONES + half])
    held = ForecastFigures(n=20_000, interval_coverage=0.8)
    found = with_interval_scores(held, ACTUAL, 0.0005 * ONES, bounds, horizon=1)
    assert found.crps == pytest.approx(crps_gaussian(ACTUAL, 0.0005 * ONES, 0.01 * ONES))
    assert found.qlike == pytest.approx(2 * math.log(0.01) + 1, abs=0.05)
    assert found.pinball == pytest.approx(
        (pinball(ACTUAL, bounds[0], 0.1) + pinball(ACTUAL, bounds[1], 0.9)) / 2
    )
    assert (found.interval_coverage_low, found.interval_coverage_high) == pytest.approx(
        (0.7944, 0.8055), abs=1e-4
    )
    assert found.n == 20_000


def test_that_a_forecast_without_an_interval_has_none_of_its_scores():
    bounds = np.full((2, 20_000), np.nan)
    assert with_interval_scores(ForecastFigures(n=20_000), ACTUAL, 0 * ONES, bounds, 1) == ForecastFigures(
        n=20_000
    )
