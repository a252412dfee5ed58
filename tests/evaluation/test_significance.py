import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.evaluation.significance import (
    SharpeMoments,
    anatolyev_gerko,
    annualisation_factor,
    circular_shift,
    clark_west,
    diebold_mariano,
    memmel,
    min_trl,
    pesaran_timmermann,
    psr,
    sharpe_difference,
    sharpe_moments,
    sharpe_standard_error,
    years_for_power,
)

# The 15 pairs of vpekar's example, quoted in METHOD A4.2.
ACTUAL = np.array([23, -2, 56, 51, 4, -45, -12, -24, -51, 78, -6, -7, -39, 31, 35], float)
PREDICTED = np.array([14, 3, 45, 23, -5, -56, 4, -11, -34, 29, 3, -11, -12, 24, 3], float)


def annual(sharpe, bars, **shape):
    return SharpeMoments(n=bars, sharpe=sharpe / math.sqrt(252), **shape)


# -- Clark-West -------------------------------------------------------------------------------------


def test_that_clark_west_gives_the_reference_statistic():
    actual, predicted = np.array([1.0, -1, 2, 0, 1]), np.array([0.5, -0.5, 1, 0.5, -0.5])
    found = clark_west(actual, predicted, np.zeros(5))
    assert found.statistic == pytest.approx(1.1952286, abs=5e-8)
    assert found.p_value == pytest.approx(0.5 * math.erfc(1.1952286 / math.sqrt(2)), abs=1e-7)


def test_that_the_benchmark_itself_has_no_skill():
    rng = np.random.default_rng(0)
    actual, benchmark = rng.normal(0, 0.01, 500), np.full(500, 0.0003)
    assert clark_west(actual, benchmark, benchmark) == (None, 1.0)
    rounded = benchmark * (1 + rng.integers(-1, 2, 500) * 2**-52)
    assert clark_west(actual, rounded, benchmark).p_value == 1.0


def test_that_a_model_without_forecast_has_no_clark_west():
    assert clark_west(np.arange(50.0), np.full(50, np.nan), np.zeros(50)).p_value == 1.0


def test_that_clark_west_recognises_a_planted_autoregression_and_not_noise():
    rng = np.random.default_rng(4)
    noise = rng.normal(0, 0.01, 1001)
    returns = noise.copy()
    for t in range(1, 1001):
        returns[t] += 0.3 * returns[t - 1]
    assert clark_west(returns[1:], 0.3 * returns[:-1], np.zeros(1000)).p_value < 1e-6
    assert clark_west(noise[1:], 0.3 * rng.permutation(noise[:-1]), np.zeros(1000)).p_value > 0.05


@pytest.mark.parametrize("horizon", [1, 5, 10])
def test_that_overlapping_forecasts_of_noise_pass_no_more_often_than_allowed(horizon):
    rng = np.random.default_rng(horizon)
    passed = 0
    for _ in range(400):
        returns = rng.normal(0, 0.01, 1000 + 2 * horizon)
        summed = np.convolve(returns, np.ones(horizon), "valid")
        actual, known = summed[horizon : horizon + 1000], summed[:1000]
        passed += clark_west(actual, 0.1 * known, np.zeros(1000), horizon).p_value <= 0.05
    assert passed / 400 <= 0.07


# -- timing ------------------------------------------------------------------------------------------


def test_that_the_circular_shift_gives_the_reference_p_value():
    position, returns = np.array([1.0, 1, 0, 0, 1, 0]), np.array([1.0, 2, -1, -2, 1, -1])
    assert circular_shift(position, returns, gap=1) == pytest.approx(1 / 6)


@settings(max_examples=50, deadline=None)
@given(st.integers(2, 60), st.integers(1, 20), st.integers(0, 10_000))
def test_that_the_transform_counts_like_a_loop_over_the_shifts(bars, gap, seed):
    rng = np.random.default_rng(seed)
    position, returns = rng.integers(0, 2, bars).astype(float), rng.integers(-3, 4, bars).astype(float)
    if bars < 2 * gap or np.ptp(position) == 0 or np.ptp(returns) == 0:
        assert circular_shift(position, returns, gap) == 1.0
        return
    shifts = range(gap, bars - gap + 1)
    sums = [position @ np.roll(returns, -k) for k in shifts]
    expected = (1 + sum(s >= position @ returns for s in sums)) / (1 + len(sums))
    assert circular_shift(position, returns, gap) == pytest.approx(expected)


def test_that_perfect_timing_is_no_luck_and_shifted_timing_is():
    returns = np.random.default_rng(0).normal(0, 0.01, 2000)
    perfect = (returns > 0).astype(float)
    assert circular_shift(perfect, returns, 61) == pytest.approx(1 / (1 + 2000 - 122 + 1))
    assert circular_shift(np.roll(perfect, 500), returns, 61) > 0.05


@pytest.mark.parametrize("position", [np.ones(100), np.zeros(100), np.full(100, 0.3)])
def test_that_a_constant_position_has_no_timing(position):
    assert circular_shift(position, np.random.default_rng(0).normal(size=100), 5) == 1.0


def test_that_returns_which_never_move_cannot_be_timed():
    assert circular_shift(np.arange(100.0) % 2, np.zeros(100), 5) == 1.0


def test_that_anatolyev_gerko_gives_the_reference_statistic():
    found = anatolyev_gerko(ACTUAL, PREDICTED)
    assert found.statistic == pytest.approx(2.8040368, abs=5e-8)
    assert found.p_value == pytest.approx(0.0025234, abs=5e-8)
    side = np.sign(PREDICTED)
    assert np.mean(side * ACTUAL) - np.mean(side) * np.mean(ACTUAL) == pytest.approx(26.506667, abs=5e-7)


@pytest.mark.parametrize("predicted", [np.ones(15), -np.ones(15), np.full(15, np.nan)])
def test_that_one_constant_sign_has_no_direction(predicted):
    assert anatolyev_gerko(ACTUAL, predicted) == (None, 1.0)
    assert pesaran_timmermann(ACTUAL, predicted) == (None, 1.0)


# -- Pesaran-Timmermann ------------------------------------------------------------------------------


def test_that_pesaran_timmermann_gives_the_reference_statistic():
    found = pesaran_timmermann(ACTUAL, PREDICTED)
    assert found.statistic == pytest.approx(1.9015971, abs=5e-8)
    assert found.p_value == pytest.approx(0.0286119, abs=5e-8)


def test_that_pesaran_timmermann_of_the_reference_table_is_as_printed():
    actual = np.repeat([1.0, 1.0, -1.0, -1.0], [300, 250, 200, 250])
    predicted = np.repeat([1.0, -1.0, 1.0, -1.0], [300, 250, 200, 250])
    assert pesaran_timmermann(actual, predicted).statistic == pytest.approx(3.1782086, abs=5e-8)


# -- Sharpe ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sharpe", "bars", "error"), [(1.0, 252, 1.0030), (1.0, 1260, 0.4478), (2.0, 504, 0.7106)]
)
def test_that_the_standard_error_of_the_sharpe_ratio_is_as_printed(sharpe, bars, error):
    found = sharpe_standard_error(annual(sharpe, bars)) * math.sqrt(252)
    assert found == pytest.approx(error, abs=5e-5)
    if bars == 252:
        assert (1 - 1.96 * found, 1 + 1.96 * found) == pytest.approx((-0.97, 2.97), abs=5e-3)


@pytest.mark.parametrize(
    ("bars", "autocorrelation", "factor", "digits"),
    [(12, 0.2, 2.8788487, 5e-8), (12, -0.2, 4.1708480, 5e-8), (252, 0.1, 14.3648, 5e-5),
     (252, 0.0, 15.8745, 5e-5)],
)
def test_that_autocorrelated_returns_are_annualised_as_printed(bars, autocorrelation, factor, digits):
    assert annualisation_factor(bars, autocorrelation) == pytest.approx(factor, abs=digits)


@pytest.mark.parametrize(
    ("shape", "probability"),
    [({}, 0.9816749), ({"skewness": -2.448, "kurtosis": 10.164}, 0.9133611)],
)
def test_that_the_probabilistic_sharpe_ratio_is_as_printed(shape, probability):
    assert psr(SharpeMoments(n=24, sharpe=0.458, **shape)) == pytest.approx(probability, abs=5e-8)


SKEWED = {"skewness": -0.72, "kurtosis": 5.78}


@pytest.mark.parametrize(
    ("per_year", "shape", "bars"),
    [(250, {}, 682.80), (52, {}, 147.10), (12, {}, 38.88), (250, SKEWED, 751.92), (12, SKEWED, 59.90)],
)
def test_that_the_minimum_track_record_is_as_printed(per_year, shape, bars):
    moments = SharpeMoments(n=2, sharpe=2 / math.sqrt(per_year), **shape)
    assert min_trl(moments, benchmark=1 / math.sqrt(per_year)) == pytest.approx(bars, abs=5e-3)


@pytest.mark.parametrize(("sharpe", "bars"), [(0.5, 2730), (0.75, 1215), (1, 684), (1.5, 305), (2, 173)])
def test_that_the_bars_until_a_sharpe_ratio_counts_are_as_printed(sharpe, bars):
    # METHOD prints whole bars; its 1,215 is 1,214.44 rounded up, the others are rounded.
    assert min_trl(annual(sharpe, 2)) == pytest.approx(bars, abs=0.57)


@pytest.mark.parametrize(("sharpe", "years"), [(0.5, 24.7), (1.0, 6.2), (2.0, 1.5)])
def test_that_the_years_for_power_are_as_printed(sharpe, years):
    assert years_for_power(sharpe) == pytest.approx(years, abs=0.05)


def test_that_at_the_minimum_track_record_the_probabilistic_sharpe_ratio_is_95_percent():
    moments = SharpeMoments(n=500, sharpe=0.06, **SKEWED)
    enough = min_trl(moments)
    whole = SharpeMoments(n=math.ceil(enough), sharpe=0.06, **SKEWED)
    short = SharpeMoments(n=math.ceil(enough) - 1, sharpe=0.06, **SKEWED)
    assert psr(short) < 0.95 <= psr(whole)


def test_that_a_sharpe_ratio_not_above_the_benchmark_never_becomes_significant():
    assert min_trl(annual(-0.5, 300)) is None
    assert min_trl(annual(1.0, 300), benchmark=0.2) is None
    assert min_trl(None) is None and psr(None) is None


def test_that_moments_are_those_of_the_textbook():
    moments = sharpe_moments(np.array([0.03, -0.01, 0.02, 0.0, 0.01]))
    assert moments.sharpe == pytest.approx(0.01 / math.sqrt(0.00025))
    assert moments.skewness == pytest.approx(0.0, abs=1e-12)
    assert moments.kurtosis == pytest.approx(1.7)


@pytest.mark.parametrize("returns", [[0.1, 0.1], [0.0] * 50, [0.1 * 3] * 50, [0.1, np.nan, 0.2, 0.3]])
def test_that_returns_without_variance_have_no_moments(returns):
    assert sharpe_moments(np.array(returns)) is None


# -- Diebold-Mariano --------------------------------------------------------------------------------


def test_that_diebold_mariano_gives_the_reference_statistic():
    # Errors as they are: the outcome is 0, so a forecast is minus its error.
    first, second = np.array([1.0, 2, 3, 2, 1]), np.array([1.0, 1, 2, 2, 2])
    found = diebold_mariano(np.zeros(5), -second, -first)
    assert found.statistic == pytest.approx(0.7254763, abs=5e-8)
    assert found.p_value == pytest.approx(0.5083297 / 2, abs=5e-8)
    other = diebold_mariano(np.zeros(5), -first, -second)
    assert other.statistic == pytest.approx(-0.7254763, abs=5e-8)
    assert other.p_value == pytest.approx(1 - 0.5083297 / 2, abs=5e-8)


@pytest.mark.parametrize(
    ("horizon", "statistic", "p_value"), [(1, 0.7883952, 0.4436112), (2, 0.8109100, 0.4309877)]
)
def test_that_diebold_mariano_of_the_reference_forecasts_is_as_printed(horizon, statistic, p_value):
    # The 15 points of statsmodels' own test, to the digits that the statistic needs.
    actual = np.array([
        0.7905291971644, 1.3165423213858, 2.6291948244939, 2.2741633813908, 2.3350897900079, 4.3095561605338,
        3.2008616600118, 3.0279620894948, 2.5676454231573, 0.8342527751292, 2.0985671460216, 3.4082470616769,
        2.9699882967078, 3.6732582708104, 3.4609292040030,
    ])  # fmt: skip
    first = np.array([
        0.9824387126880, 3.3475558308562, 1.8132440948001, 4.5018843231166, 0.9930734509659, 0.9881168168883,
        3.7834883570835, 2.4981893785767, 4.8566413245271, 1.7412497391487, 3.4637323882747, 3.1014838329000,
        3.0411384793663, 3.2500575506493, 3.1994911511900,
    ])  # fmt: skip
    second = np.array([
        0.8002551776378, 2.3555428390829, 2.5017107565164, 2.9709840260801, 2.0319475282565, 2.0440693178920,
        1.8690271476062, 2.5415581912775, 3.0762879697740, 3.4209427341136, 3.9529070460967, 3.0367728504003,
        3.8983432031059, 4.3973385108190, 4.6997758849285,
    ])  # fmt: skip
    found = diebold_mariano(actual, second, first, horizon)
    assert found.statistic == pytest.approx(statistic, abs=5e-8)
    assert 2 * found.p_value == pytest.approx(p_value, abs=5e-8)


def test_that_overlapping_rows_make_neither_of_two_useless_forecasts_the_better_one():
    rng, horizon, passed = np.random.default_rng(10), 10, 0

    def summed(bars):
        return np.convolve(rng.normal(0, 0.01, bars + horizon - 1), np.ones(horizon), "valid")

    for _ in range(400):
        actual, one, other = summed(1000), 0.3 * summed(1000), 0.3 * summed(1000)
        passed += diebold_mariano(actual, one, other, horizon).p_value <= 0.05
    assert passed / 400 <= 0.07


def test_that_equal_forecasts_and_missing_ones_have_no_diebold_mariano():
    rng = np.random.default_rng(0)
    actual, forecast = rng.normal(0, 0.01, (2, 50))
    assert diebold_mariano(actual, forecast, forecast) == (None, 1.0)
    assert diebold_mariano(actual, np.full(50, np.nan), forecast) == (None, 1.0)
    assert diebold_mariano(actual[:2], forecast[:2], actual[:2]) == (None, 1.0)


# -- Two Sharpe ratios ------------------------------------------------------------------------------


def test_that_memmel_gives_the_reference_values():
    found = memmel(0.08, 0.05, 0.6, 1000)
    assert found.statistic == pytest.approx(1.0586704, abs=5e-8)
    assert found.p_value == pytest.approx(0.1448750, abs=5e-8)
    assert 0.03 / found.statistic == pytest.approx(0.0283374, abs=5e-8)
    assert memmel(0.10, 0.02, 0.9, 750).statistic == pytest.approx(4.8557136, abs=5e-8)


def test_that_the_difference_of_two_series_is_that_of_their_ratios():
    rng = np.random.default_rng(2)
    market = rng.normal(0.0004, 0.01, 800)
    mine = 0.5 * market + rng.normal(0.0003, 0.005, 800)
    ratios = [float(one.mean() / one.std(ddof=1)) for one in (mine, market)]
    expected = memmel(*ratios, float(np.corrcoef(mine, market)[0, 1]), 800)
    assert sharpe_difference(mine, market) == expected
    assert sharpe_difference(market, mine).p_value == pytest.approx(1 - expected.p_value)


def test_that_scaled_holding_is_no_better_than_holding_and_a_flat_line_is_nothing():
    market = np.random.default_rng(0).normal(0.0004, 0.01, 500)
    assert sharpe_difference(0.4 * market, market).p_value >= 0.5
    assert sharpe_difference(np.zeros(500), market) == (None, 1.0)


def test_that_the_size_of_the_sharpe_difference_is_nominal():
    rng = np.random.default_rng(5)
    passed = sum(
        sharpe_difference(*(rng.normal(0.0003, 0.01, (2, 500)))).p_value <= 0.05 for _ in range(1000)
    )
    assert 30 <= passed <= 70
