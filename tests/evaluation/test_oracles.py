"""Our statistics beside other people's: two hundred seeded series each, against statsmodels, arch and scipy.

skfolio has the probabilistic and deflated Sharpe ratio and the expected maximum too, but brings cvxpy,
clarabel, plotly and joblib, some 140 MB: too much for three formulas. Compared once on these very series, its
version 1.12.2 and ours agree within 1e-14. Here they are written out anew, from the papers, with moments and
quantiles of scipy in place of our own. What METHOD prints is in `test_significance.py` and
`test_multiplicity.py`.
"""

import math

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from arch.bootstrap import SPA, StationaryBootstrap
from scipy import integrate, special, stats
from sklearn.metrics import mean_pinball_loss
from statsmodels.stats.diagnostic import pesaran_timmermann as library_timing
from statsmodels.tsa.stattools import diebold_mariano_test

from workbench.evaluation.multiplicity import approximate_maximum, deflated_sharpe, spa
from workbench.evaluation.resampling import stationary_blocks, uncertainty
from workbench.evaluation.scores import crps_gaussian, pinball
from workbench.evaluation.significance import (
    anatolyev_gerko,
    clark_west,
    diebold_mariano,
    min_trl,
    pesaran_timmermann,
    psr,
    sharpe_moments,
)
from workbench.evaluation.simulate import performance
from workbench.evaluation.skill import expanding_mean_forecast, hit_rate_interval

SERIES = 200
EXACT = {"rel": 1e-9, "abs": 1e-12}


def series(number):
    """A generator, and as many log returns as a small run has: heavy tails, a drift, some habits."""
    rng = np.random.default_rng([number, 11])
    returns = 0.01 * rng.standard_t(4, int(rng.integers(60, 400))) + rng.normal(0, 0.002)
    returns[1:] += rng.uniform(-0.3, 0.3) * returns[:-1]
    return rng, returns


def forecasts(number):
    """(actual, one forecast, another, horizon) of such a series; some of the forecasts know a little."""
    rng, actual = series(number)
    first, second = rng.uniform(0, 0.2, (2, 1)) * actual + rng.normal(0, 0.003, (2, len(actual)))
    return actual, first, second, int(rng.integers(1, 6))


def mean_over_its_error(values, lags):
    """t of a mean, with autocovariances up to `lags` at full weight: statsmodels' own regression."""
    how = {"maxlags": lags, "kernel": "uniform", "use_correction": True}
    fit = sm.OLS(values, np.ones(len(values))).fit(cov_type="HAC", cov_kwds=how)
    return float(fit.tvalues[0])


# -- statsmodels ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("loss", ["mse", "mae"])
def test_that_diebold_mariano_of_one_day_is_one_side_of_the_library_s(loss):
    for number in range(SERIES):
        actual, first, second, _ = forecasts(number)
        found = diebold_mariano(actual, first, second, 1, loss)
        theirs = diebold_mariano_test(actual, first, second, lags=0, criterion=loss, harvey_adj=True)
        assert found.statistic == pytest.approx(-float(theirs.statistic), rel=1e-7)
        assert 2 * min(found.p_value, 1 - found.p_value) == pytest.approx(float(theirs.pvalue), rel=1e-6)
        power = 2 if loss == "mse" else 1
        is_better = np.mean(np.abs(actual - first) ** power) < np.mean(np.abs(actual - second) ** power)
        assert (found.p_value < 0.5) == is_better


def test_that_diebold_mariano_is_a_regression_on_a_constant_corrected_for_few_rows():
    """For more than a day: statsmodels' own test tapers the lags, Diebold and Mariano (1995) do not."""
    for number in range(SERIES):
        actual, first, second, horizon = forecasts(number)
        rows, gain = len(actual), (actual - second) ** 2 - (actual - first) ** 2
        few_rows = (rows + 1 - 2 * horizon + horizon * (horizon - 1) / rows) / rows
        # The regression divides by one row fewer.
        expected = mean_over_its_error(gain, horizon - 1) * math.sqrt(few_rows * rows / (rows - 1))
        assert diebold_mariano(actual, first, second, horizon).statistic == pytest.approx(expected, rel=1e-7)


def test_that_clark_west_is_a_regression_on_a_constant():
    for number in range(SERIES):
        actual, predicted, benchmark, horizon = forecasts(number)
        adjusted = (actual - benchmark) ** 2 - (actual - predicted) ** 2 + (predicted - benchmark) ** 2
        expected = mean_over_its_error(adjusted, horizon - 1)
        found = clark_west(actual, predicted, benchmark, horizon)
        assert found.statistic == pytest.approx(expected, rel=1e-7)
        assert found.p_value == pytest.approx(stats.norm.sf(expected), rel=1e-6)


def test_that_pesaran_timmermann_is_the_library_s_and_its_formula():
    for number in range(SERIES):
        actual, predicted, _, _ = forecasts(number)
        found, rows = pesaran_timmermann(actual, predicted), len(actual)
        theirs = library_timing(actual, predicted, alternative="larger")
        assert found == pytest.approx((float(theirs.statistic), float(theirs.pvalue)), **EXACT)
        up, said = np.mean(actual > 0), np.mean(predicted > 0)
        hits, chance = np.mean((actual > 0) == (predicted > 0)), up * said + (1 - up) * (1 - said)
        by_chance = chance * (1 - chance) / rows
        of_rates = ((2 * up - 1) ** 2 * said * (1 - said) + (2 * said - 1) ** 2 * up * (1 - up)) / rows
        assert found.statistic == pytest.approx((hits - chance) / math.sqrt(by_chance - of_rates), rel=1e-9)


def test_that_anatolyev_gerko_is_a_regression_of_the_return_on_the_side():
    # Its numerator is the covariance of return and side; without skill both give about the same t.
    for number in range(SERIES):
        actual, predicted, _, _ = forecasts(number)
        side = np.where(predicted > 0, 1.0, -1.0)
        found, rows = anatolyev_gerko(actual, predicted), len(actual)
        expected = float(np.corrcoef(side, actual)[0, 1]) * math.sqrt(rows)
        assert found.statistic == pytest.approx(expected, rel=1e-9)


# -- scipy ------------------------------------------------------------------------------------------------


def test_that_the_moments_of_a_sharpe_ratio_are_scipy_s():
    for number in range(SERIES):
        _, returns = series(number)
        found = sharpe_moments(returns)
        assert found.skewness == pytest.approx(stats.skew(returns), **EXACT)
        assert found.kurtosis == pytest.approx(stats.kurtosis(returns, fisher=False), **EXACT)
        assert found.sharpe == pytest.approx(1 / stats.variation(returns, ddof=1), rel=1e-9)


def test_that_the_interval_of_a_rate_is_scipy_s():
    for number in range(SERIES):
        rng, returns = series(number)
        rows = len(returns)
        hits = int(rng.integers(0, rows + 1))
        theirs = stats.binomtest(hits, rows).proportion_ci(0.95, method="wilson")
        assert hit_rate_interval(hits / rows, rows) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


def test_that_the_crps_is_the_area_between_forecast_and_outcome():
    for number in range(SERIES):
        rng, _ = series(number)
        actual, mean, spread = rng.normal(), rng.normal(), rng.uniform(0.2, 3)
        found = crps_gaussian(np.array([actual]), np.array([mean]), np.array([spread]))
        below, above = (
            np.linspace(mean - 12 * spread, actual, 4001),
            np.linspace(actual, mean + 12 * spread, 4001),
        )
        area = integrate.simpson(special.ndtr((below - mean) / spread) ** 2, x=below)
        area += integrate.simpson(special.ndtr((mean - above) / spread) ** 2, x=above)
        assert found == pytest.approx(area, rel=1e-6)


def test_that_pinball_is_scikit_learn_s():
    for number in range(SERIES):
        actual, said, _, _ = forecasts(number)
        share = 0.05 + 0.9 * number / SERIES
        assert pinball(actual, said, share) == pytest.approx(
            mean_pinball_loss(actual, said, alpha=share), **EXACT
        )


# -- the papers -------------------------------------------------------------------------------------------


def paper_psr(returns, benchmark):
    """Bailey and Lopez de Prado (2012), equation by equation."""
    ratio = np.mean(returns) / np.std(returns, ddof=1)
    skewness, kurtosis = stats.skew(returns), stats.kurtosis(returns, fisher=False)
    spread = 1 - skewness * ratio + (kurtosis - 1) / 4 * ratio**2
    return stats.norm.cdf((ratio - benchmark) * math.sqrt(len(returns) - 1) / math.sqrt(spread))


def paper_maximum(trials):
    """The same (2014): what the best of so many is on average."""
    first, second = stats.norm.ppf([1 - 1 / trials, 1 - 1 / (trials * math.e)])
    return (1 - np.euler_gamma) * first + np.euler_gamma * second


def test_that_probabilistic_and_deflated_sharpe_ratios_are_the_papers():
    for number in range(SERIES):
        rng, returns = series(number)
        trials, variance = int(rng.integers(5, 500)), float(rng.uniform(1e-4, 5e-3))
        moments = sharpe_moments(returns)
        assert approximate_maximum(trials) == pytest.approx(paper_maximum(trials), rel=1e-9)
        benchmark = rng.normal(0, 0.05)
        assert psr(moments, benchmark) == pytest.approx(paper_psr(returns, benchmark), abs=1e-9)
        deflated = paper_psr(returns, math.sqrt(variance) * paper_maximum(trials))
        assert deflated_sharpe(moments, trials, variance) == pytest.approx(deflated, abs=1e-9)


def test_that_after_the_minimum_track_record_the_same_moments_pass():
    for number in range(SERIES):
        _, returns = series(number)
        moments = sharpe_moments(returns)
        bars = min_trl(moments)
        if bars is None:
            assert moments.sharpe <= 0
            continue
        ratio = moments.sharpe * math.sqrt(bars - 1) / math.sqrt(moments.spread)
        assert stats.norm.cdf(ratio) == pytest.approx(0.95, abs=1e-9)


# -- pandas and arch --------------------------------------------------------------------------------------


def test_that_what_a_strategy_amounted_to_is_what_pandas_says():
    for number in range(SERIES):
        _, log_returns = series(number)
        returns = pd.Series(np.expm1(log_returns))
        found, wealth = performance(returns.to_numpy()), (1 + returns).cumprod()
        assert found.total_return == pytest.approx(wealth.iloc[-1] - 1, rel=1e-9, abs=1e-12)
        peak = wealth.cummax().clip(lower=1.0)
        assert found.max_drawdown == pytest.approx((wealth / peak - 1).min(), rel=1e-9, abs=1e-12)
        assert found.sharpe_ratio == pytest.approx(returns.mean() / returns.std() * math.sqrt(252), rel=1e-9)
        assert found.cagr == pytest.approx(wealth.iloc[-1] ** (252 / len(returns)) - 1, rel=1e-9, abs=1e-12)


def test_that_the_mean_so_far_is_the_expanding_one():
    for number in range(SERIES):
        _, returns = series(number)
        known = np.append(np.nan, returns)
        decisions = np.arange(1, len(known))
        theirs = pd.Series(known).expanding().mean().to_numpy()[1:]
        np.testing.assert_allclose(expanding_mean_forecast(known, decisions), theirs, rtol=1e-9, atol=1e-15)


def test_that_spa_is_arch_s_with_what_was_gained_as_losses_avoided():
    for number in range(SERIES):
        rng = np.random.default_rng([number, 12])
        holding, own = 0.01 * rng.standard_normal(120), 0.01 * rng.standard_normal((3, 120)) + 0.0005
        found = spa(own - holding, seed=number, repetitions=30)
        test = SPA(-holding, -own.T, block_size=_block_of(own - holding), reps=30, seed=number)
        test.compute()
        assert found == pytest.approx(float(test.pvalues["consistent"]), abs=1e-12)


def _block_of(excess):
    """As long as the most habitual try asks for, at most a tenth of the dates."""
    from arch.bootstrap import optimal_block_length

    asked = optimal_block_length(excess.T)["stationary"].to_numpy()
    return int(np.clip(np.round(asked), 1, excess.shape[1] // 10).max())


def test_that_the_bootstrap_spreads_as_arch_s_and_as_its_formula():
    """Politis and Romano (1994), lemma 1: the variance of the mean, exactly."""
    ours, theirs, formula = [], [], []
    for number in range(SERIES):
        rng, returns = series(number)
        returns, rows = returns[:60], 60
        order = stationary_blocks(rows, 5.0, rng, draws=400)
        ours.append(returns[order].mean(axis=1).var())
        sampler = StationaryBootstrap(5, returns, seed=number)
        theirs.append(np.var([data[0].mean() for data, _ in sampler.bootstrap(100)]))
        deviation = returns - returns.mean()
        around = np.array([deviation @ np.roll(deviation, -lag) for lag in range(rows)]) / rows
        lags = np.arange(1, rows)
        weights = (1 - lags / rows) * 0.8**lags
        formula.append((around[0] + 2 * np.sum(weights * around[1:])) / rows)
    assert np.mean(np.divide(ours, formula)) == pytest.approx(1.0, abs=0.02)
    assert np.mean(np.divide(theirs, formula)) == pytest.approx(1.0, abs=0.04)


def test_that_the_interval_of_a_sharpe_ratio_is_the_one_of_arch_s_bootstrap():
    apart = []
    for number in range(SERIES // 5):
        _, returns = series(number)
        found = uncertainty(returns, draws=500)
        block = _block_of(returns[None])
        drawn = [data[0] for data, _ in StationaryBootstrap(block, returns, seed=number).bootstrap(300)]
        ratios = [one.mean() / one.std(ddof=1) * math.sqrt(252) for one in drawn]
        theirs = np.quantile(ratios, [0.025, 0.975])
        apart.append((np.asarray(found.sharpe) - theirs) / np.std(ratios))
    assert np.abs(np.mean(apart, axis=0)).max() < 0.1
