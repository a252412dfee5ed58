"""C8: p values are what they say, on forecasts that know nothing and on those of a fitted model."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from scipy.stats import kstest

from tests.calibration.check import Bound, Check, Figure, count
from tests.calibration.gate import World
from tests.calibration.recipes import ar, ridge
from workbench.data.series import Floats
from workbench.evaluation import significance
from workbench.evaluation.evidence import passes
from workbench.evaluation.signals import sides
from workbench.evaluation.simulate import simulate
from workbench.evaluation.skill import expanding_mean_forecast
from workbench.experiment.alone import fit_and_test
from workbench.experiment.spec import ExperimentSpec

SIGMA = 0.01
LEAST_KS = 0.001
TAIL = (0.03, 0.065)


class PValues(NamedTuple):
    """Of the four tests of skill, on one path."""

    clark_west: float
    anatolyev_gerko: float
    timing: float
    pesaran_timmermann: float


TITLES = ("Clark-West", "Anatolyev-Gerko", "timing", "Pesaran-Timmermann")


def guessed(spec: ExperimentSpec, world: World, seed: int) -> PValues:
    """Forecasts drawn independently of the prices of path `seed`: a job for a worker."""
    prices = world.prices(spec, seed)
    first = spec.evaluation.first_train
    decisions = np.arange(first, first + world.decisions)
    actual = prices.log_returns[decisions + 1]
    said = np.random.default_rng([seed, 8]).normal(0.0, SIGMA, world.decisions)
    backtest = simulate(prices, decisions, sides(said, spec.evaluation.rule), 0.0)
    mean = expanding_mean_forecast(prices.log_returns, decisions)
    gap = spec.features.lookback + spec.features.horizon
    return PValues(
        significance.clark_west(actual, said, mean).p_value,
        sign_p(actual, said),
        significance.circular_shift(backtest.position, backtest.market, gap),
        significance.pesaran_timmermann(actual, said).p_value,
    )


def fitted(spec: ExperimentSpec, world: World, seed: int) -> PValues:
    """Forecasts of a model that learned from the days before: a job for a worker. Undefined counts as 1."""
    tested = fit_and_test(spec, world.prices(spec, seed))
    found, said = tested.forecast, tested.predictions
    values = (found.clark_west_p, sign_p(said.actual, said.predicted), found.timing_p)
    return PValues(*(1.0 if p is None else p for p in (*values, found.pesaran_timmermann_p)))


def sign_p(actual: Floats, said: Floats) -> float:
    """Anatolyev-Gerko wants simple returns."""
    return significance.anatolyev_gerko(np.expm1(actual), said).p_value


def validity(paths: int = 2000) -> Iterator[Check[PValues]]:
    """Guesses: uniform from 0 to 1. Fitted: right in the tail alone, for estimation shifts the bulk.

    A ridge that chooses a large penalty holds one side throughout or follows the mean so far: such tests pass
    less often than they say, which fools nobody. Only AR(1) is held to the lower limit.
    """
    uniform = tuple(
        Figure(f"KS p, {title}", partial(uniform_p, test), Bound(at_least=LEAST_KS))
        for test, title in enumerate(TITLES)
    )
    tail = Bound(at_least=round(TAIL[0] * paths), at_most=round(TAIL[1] * paths))
    low = tuple(count(f"p <= 0.05, {title}", low_p(test), tail) for test, title in enumerate(TITLES))
    safe = tuple(
        count(f"p <= 0.05, {title}", low_p(test), Bound(at_most=tail.at_most))
        for test, title in enumerate(TITLES)
    )
    line, shrunk = (recipe(evaluation__rule="long_short") for recipe in (ar, ridge))
    for world in (World("W0", decisions=500), World("W1", decisions=500)):
        for name, path, spec, figures in (
            ("guessed", guessed, shrunk, uniform), ("ar", fitted, line, low), ("ridge", fitted, shrunk, safe)
        ):  # fmt: skip
            yield Check(f"C8.{world.name}.{name}", world.text, partial(path, spec, world), paths, figures)


def uniform_p(test: int, found: Sequence[PValues]) -> float:
    """How well the p values of test number `test` spread evenly (Kolmogorov-Smirnov)."""
    return float(kstest([values[test] for values in found], "uniform").pvalue)


def low_p(test: int) -> Callable[[PValues], bool]:
    """Whether test number `test` finds something."""
    return lambda values: passes(values[test])
