"""C4: the best of twenty strategies on prices without an edge, weighed against all that were tried."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from tests.calibration.check import Bound, Check, count
from tests.calibration.gate import World
from tests.calibration.ladder import trial
from tests.calibration.recipes import ridge
from workbench.evaluation.evidence import ALPHA, passes
from workbench.experiment.alone import fit_and_test
from workbench.experiment.spec import ExperimentSpec
from workbench.experiment.tries import weigh

LOOKBACKS = (2, 3, 5, 10, 20)
COLUMNS = ("close", "ohlcv")
RULES = ("long_short", "long_flat")


@dataclass(frozen=True, slots=True)
class Best:
    """The try with the highest PSR after costs, and its p among all of them."""

    psr: float
    spa_p: float

    @property
    def alone(self) -> bool:
        """Whether it would pass, were it the only one."""
        return self.psr >= 1.0 - ALPHA

    @property
    def among_all(self) -> bool:
        return passes(self.spa_p)


def strategies() -> list[ExperimentSpec]:
    """Twenty tries of a patient user: ridge with every window, input and rule."""
    return [
        ridge(features__lookback=lookback, features__columns=columns, evaluation__rule=rule)
        for lookback in LOOKBACKS
        for columns in COLUMNS
        for rule in RULES
    ]


def best(world: World, seed: int) -> Best:
    """All strategies on path `seed`, and what is left of the best one: a job for a worker."""
    tries = []
    for spec in strategies():
        backtest = fit_and_test(spec, world.prices(spec, seed)).backtest
        tries.append((backtest.net_figures.psr or 0.0, trial(spec, backtest)))
    tries.sort(key=lambda found: -found[0])
    (psr, mine), *others = tries
    spa_p = weigh(mine, [row for _, row in others], 0).spa_p
    return Best(psr, 1.0 if spa_p is None else spa_p)


def search(searches: int = 200) -> Iterator[Check[Best]]:
    """What passes alone on one path in four must not pass among all more often than one try would."""
    figures = (
        count("SPA", lambda found: found.among_all, Bound(at_most=round(0.09 * searches))),
        # Three times what one try gives: else there was no trap, and nothing is shown.
        count("PSR alone", lambda found: found.alone, Bound(at_least=round(3 * ALPHA * searches))),
        count("both", lambda found: found.alone and found.among_all),
    )
    for world in (World("W0", decisions=500), World("W1", decisions=500)):
        setting = f"{world.text}, best of {len(strategies())}"
        yield Check(f"C4.{world.name}", setting, partial(best, world), searches, figures)
