import math

import numpy as np
import pytest

from workbench.evaluation import skill

RNG = np.random.default_rng(0)
ACTUAL = RNG.normal(0.0003, 0.01, 800)
NO_FORECAST = np.full(800, np.nan)


def test_that_the_expanding_mean_knows_the_return_of_the_deciding_bar_and_none_after():
    log_returns = np.array([np.nan, 0.02, -0.01, 0.05, 9.0])
    mean = skill.expanding_mean_forecast(log_returns, np.array([0, 1, 2, 3]))
    np.testing.assert_allclose(mean, [0.0, 0.02, 0.005, 0.02])
    np.testing.assert_allclose(skill.expanding_mean_forecast(log_returns, np.array([3]), horizon=5), [0.1])


def test_that_the_seasonal_naive_repeats_the_last_five_days():
    moves = np.array([0.0, 0.3, -0.1, 0.2, 0.5, -0.4, 7.0, 7.0])  # the last two come after the decision
    close = np.cumsum(moves)
    for horizon, wanted in ((1, 0.3), (2, 0.2), (5, 0.5), (6, 0.8), (10, 1.0)):
        said = skill.seasonal_naive_forecast(close, np.array([5]), horizon)
        np.testing.assert_allclose(said, [wanted], atol=1e-12)


def test_that_r2_of_the_reference_forecast_is_as_printed():
    actual, predicted = np.array([1.0, -1, 2, 0, 1]), np.array([0.5, -0.5, 1, 0.5, -0.5])
    assert skill.r2_oos(actual, predicted, np.zeros(5)) == pytest.approx(0.4285714, abs=5e-8)


def test_that_the_benchmark_has_no_r2_and_a_wild_forecast_a_negative_one():
    benchmark = np.full(800, 0.0003)
    assert skill.r2_oos(ACTUAL, benchmark, benchmark) == 0
    assert skill.r2_oos(ACTUAL, -ACTUAL, benchmark) == pytest.approx(-3, abs=0.02)


def test_that_mase_of_the_reference_prices_is_as_printed():
    actual, predicted = np.array([102.0, 101, 103]), np.array([101.0, 101, 102])
    in_sample = np.mean(np.abs(np.diff([98.0, 99, 97, 100])))
    assert skill.mase(actual, predicted, np.full(3, in_sample)) == pytest.approx(0.33333, abs=5e-6)
    assert skill.mae(actual, predicted) / skill.mae(actual, np.array([100.0, 102, 101])) == pytest.approx(0.4)


def test_that_the_naive_step_is_the_mean_move_of_the_bars_before_the_fold():
    log_returns = np.array([np.nan, 0.02, -0.04, 0.5, 0.5])
    np.testing.assert_allclose(skill.naive_step(log_returns, np.array([2, 3, 3])), [0.02, 0.03, 0.03])


def test_that_predicting_no_change_has_a_naive_ratio_of_one():
    assert skill.naive_ratio(ACTUAL, np.zeros(800)) == 1
    assert skill.naive_ratio(ACTUAL, ACTUAL / 2) == pytest.approx(0.25)
    assert skill.rmse(ACTUAL, ACTUAL + 0.02) == pytest.approx(0.02)


def test_that_directions_are_compared_as_rises_and_not_rises():
    actual, predicted = np.array([0.1, -0.1, 0.0, 0.2]), np.array([0.1, 0.0, 0.1, -0.1])
    assert skill.directional_accuracy(actual, predicted) == 0.5
    assert skill.base_rate(actual) == 0.5
    assert skill.base_rate(np.array([-1.0, -1, -1, 1])) == 0.75


def test_that_always_saying_up_scores_the_base_rate_of_a_rising_market():
    rising = ACTUAL + 0.002
    assert skill.directional_accuracy(rising, np.ones(800)) == skill.base_rate(rising) > 0.55


@pytest.mark.parametrize(
    ("rate", "n", "low", "high"),
    [(0.5, 100, 0.40383, 0.59617), (0.0, 10, 0.0, 0.27753), (1.0, 10, 0.72247, 1.0)],
)
def test_that_the_interval_of_a_hit_rate_is_wilsons(rate, n, low, high):
    assert skill.hit_rate_interval(rate, n) == pytest.approx((low, high), abs=5e-6)


def test_that_a_model_which_never_forecasts_has_no_forecast_figures():
    figures = (
        skill.r2_oos(ACTUAL, NO_FORECAST, np.zeros(800)),
        skill.naive_ratio(ACTUAL, NO_FORECAST),
        skill.mae(ACTUAL, NO_FORECAST),
        skill.rmse(ACTUAL, NO_FORECAST),
        skill.mase(ACTUAL, NO_FORECAST, np.ones(800)),
        skill.directional_accuracy(ACTUAL, NO_FORECAST),
        skill.amplitude(ACTUAL, NO_FORECAST),
        skill.interval_coverage(ACTUAL, NO_FORECAST, NO_FORECAST),
    )
    assert figures == (None,) * len(figures)


def test_that_figures_of_no_rows_or_of_a_market_that_never_moves_are_undefined():
    empty, still = np.zeros(0), np.zeros(50)
    assert skill.r2_oos(empty, empty, empty) is None and skill.base_rate(empty) is None
    assert skill.mase(empty, empty, empty) is None and skill.mae(empty, empty) is None
    assert skill.naive_ratio(still, still) is None and skill.amplitude(still, still) is None
    assert skill.mase(still, still, still) is None


def test_that_amplitude_compares_how_far_forecast_and_market_move():
    assert skill.amplitude(ACTUAL, 0.01 * ACTUAL + 5) == pytest.approx(0.01)


def test_that_coverage_counts_the_borders_as_inside():
    actual = np.array([1.0, 2.0, 3.0, 4.0])
    assert skill.interval_coverage(actual, np.array([1.0, 0, 3.5, 0]), np.array([2.0, 2.0, 9, 3.9])) == 0.5


# -- lag profile --------------------------------------------------------------------------------------


def walk(rows=800):
    close = 100 * np.exp(np.append(0.0, np.cumsum(ACTUAL[:rows])))
    return close[:-1], close[1:]


def test_that_the_naive_forecast_is_entirely_yesterdays_picture():
    asof, actual = walk()
    profile = skill.lag_profile(asof, actual, asof)
    assert profile.lags == (-3, -2, -1, 0, 1, 2, 3, 4, 5)
    assert profile.correlations[profile.lags.index(1)] == pytest.approx(1.0)
    elsewhere = [value for lag, value in zip(profile.lags, profile.correlations, strict=True) if lag != 1]
    assert max(np.abs(elsewhere)) < 0.12
    assert profile.yesterday_share == pytest.approx(1.0)
    assert profile.skill_share == pytest.approx(0.0) and profile.own is None


def test_that_an_honest_forecast_peaks_one_day_late_and_a_prophet_does_not():
    asof, actual = walk()
    honest = skill.lag_profile(asof, actual, asof * np.exp(RNG.normal(0, 0.001, 800)))
    assert 0.9 < honest.yesterday_share < 1 and honest.own_low < honest.own < honest.own_high
    assert honest.own_low < 0 < honest.own_high and abs(honest.skill_share) < 0.05
    prophet = skill.lag_profile(asof, actual, actual)
    assert prophet.correlations[prophet.lags.index(0)] == pytest.approx(1.0)
    assert prophet.yesterday_share < 0.02 and prophet.skill_share == pytest.approx(1.0)


def test_that_the_interval_of_the_models_own_part_is_fishers():
    asof, actual = walk()
    moves = np.log(actual / asof)
    profile = skill.lag_profile(asof, actual, asof * np.exp(0.1 * moves + RNG.normal(0, 0.002, 800)))
    half = 1.96 / math.sqrt(797)
    assert math.atanh(profile.own_high) - math.atanh(profile.own) == pytest.approx(half)


def test_that_too_few_rows_or_no_forecast_or_a_still_market_has_no_profile():
    asof, actual = walk(29)
    assert skill.lag_profile(asof, actual, asof) is None
    asof, actual = walk()
    assert skill.lag_profile(asof, actual, NO_FORECAST) is None
    assert skill.lag_profile(np.ones(50), np.ones(50), np.ones(50)) is None
