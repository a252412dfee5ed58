"""C5: users who open the vault fifty times on prices without an edge, and learn from what it says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from tests.calibration.check import Bound, Check, count
from tests.worlds import make_world
from workbench.data.series import Floats
from workbench.evaluation import significance
from workbench.evaluation.evidence import ALPHA
from workbench.evaluation.figures import ForecastFigures
from workbench.evaluation.signals import sides
from workbench.evaluation.simulate import simulate
from workbench.evaluation.skill import expanding_mean_forecast
from workbench.evaluation.vault import alpha_of, stands, timing_p

OPENINGS, KNOWN, SEALED = 50, 1000, 500
SIGMA = 0.01


@dataclass(frozen=True, slots=True)
class Fooled:
    """Which rules let something pass at any opening: the product's, one of its tests alone, no spending."""

    vault: bool
    forecast: bool
    timing: bool
    unspent: bool


def questions(rng: np.random.Generator) -> Iterator[Floats]:
    """What a user asks as long as the answer is no: forecasts (sealed days,) without end.

    Something new, then its opposite (if it is wrong so surely), then half of it again and half new. The
    first yes is what is counted, so that nothing is asked after another answer than no.
    """
    said = rng.normal(0.0, SIGMA, SEALED)
    while True:
        yield said
        yield -said
        said = np.where(rng.random(SEALED) < 0.5, said, rng.normal(0.0, SIGMA, SEALED))


def user(number: int) -> Fooled:
    """All openings of a user with prices of his own: a job for a worker."""
    prices = make_world("W0", KNOWN + SEALED + 1, number)
    decisions = np.arange(KNOWN, KNOWN + SEALED)
    actual = prices.log_returns[decisions + 1]
    mean = expanding_mean_forecast(prices.log_returns, decisions)
    passed = []
    asked = islice(questions(np.random.default_rng([number, 5])), OPENINGS)
    for k, said in enumerate(asked, start=1):
        backtest = simulate(prices, decisions, sides(said, "long_short"), 0.0)
        forecast_p = significance.clark_west(actual, said, mean).p_value
        figures, alpha = ForecastFigures(n=SEALED, clark_west_p=forecast_p), alpha_of(k)
        alone = (forecast_p <= alpha, timing_p(backtest) <= alpha, forecast_p <= ALPHA)
        passed.append((stands(figures, backtest, alpha), *alone))
    return Fooled(*(any(rule) for rule in zip(*passed, strict=True)))


def openings(users: int = 2000) -> Check[Fooled]:
    """The vault's own three tests and, far more sharply, each test alone at what the opening may spend."""
    spent = Bound(at_most=round(0.061 * users))
    return Check(
        "C5.vault", f"W0, {OPENINGS} openings, {SEALED} days sealed", user, users,
        (
            count("vault", lambda found: found.vault, spent),
            count("Clark-West alone", lambda found: found.forecast, spent),
            count("timing alone", lambda found: found.timing, spent),
            # At 5 % each most users are fooled: else there was no trap, and nothing is shown.
            count("5 % each", lambda found: found.unspent, Bound(at_least=users // 2)),
        ),
    )  # fmt: skip
