"""What stands between a sin of METHOD A1.1 and the user: guards pass the clean pipeline and kill mutants.

A guard runs the product's own functions, as they are patched at that moment, and returns what it caught.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from tests.experiment.helpers import small_spec
from tests.worlds import make_world
from workbench.data.series import PriceSeries
from workbench.evaluation.ledger import TrialRow
from workbench.evaluation.sentinel import check_features, corrupt
from workbench.evaluation.simulate import at_cost, simulate
from workbench.experiment import alone, tries
from workbench.experiment.fold_jobs import Columns
from workbench.experiment.spec import ExperimentSpec

BARS, VAULT = 800, 550
# Folds decide from 300 and from 400 on: at the border, just before and after it, and in the midst.
CUTS = (399, 400, 450)
KINDS = ("x1000", "flip", "nan")
PRICES = ("open", "high", "low", "close", "adj_close")


def spec(**settings: object) -> ExperimentSpec:
    return small_spec("ridge", evaluation__max_folds=2, features__lookback=10, **settings)


def world(seed: int = 2) -> PriceSeries:
    return make_world("W3", bars=BARS, seed=seed, phi=0.2)


def sentinel(seed: int = 2) -> str:
    """Level 1, as before every training: do the inputs see a later day?"""
    report = check_features(world(seed), Columns(spec(), spec().model), seed)
    return "" if report.passed else f"inputs moved: {report.hits[0]}"


def future(seed: int = 2, cuts: tuple[int, ...] = CUTS, kinds: tuple[str, ...] = KINDS) -> str:
    """Level 2: prices to positions, bit for bit, with the days after a cut changed."""
    prices = world(seed)
    for horizon in (1, 5):
        chosen = spec(features__horizon=horizon)
        try:
            clean = tested(chosen, prices)
            moved = [
                f"horizon {horizon}, {kind} after {prices.session[cut]}"
                for cut in cuts
                for kind in kinds
                if not same_until(prices.session[cut], clean, tested(chosen, corrupt(prices, cut, kind)))
            ]
        except ValueError as error:  # emptied days were learned from, or the product saw it itself
            return str(error)
        if moved:
            return moved[0]
    return ""


def prefix(seed: int = 2) -> str:
    """What is said of a day is the same whether the file ends soon after it or much later."""
    whole = world(seed)
    short, long = (tested_all(whole.first(bars)).predictions for bars in (451, VAULT))
    days = len(short.predicted)
    # A product of fewer rows may round differently.
    same = np.array_equal(short.asof, long.asof[:days]) and np.allclose(
        short.predicted, long.predicted[:days], rtol=0, atol=1e-9
    )
    return "" if same else "a longer file says something else of the same day"


def tested_all(prices: PriceSeries) -> alone.Tested:
    with np.errstate(all="ignore"):
        return alone.fit_and_test_all(spec(), prices)


def same_until(day: np.datetime64, clean: alone.Tested, changed: alone.Tested) -> bool:
    """Whether all that is dated up to `day` is the same to the bit."""
    said = [one.predictions.predicted[one.predictions.asof <= day] for one in (clean, changed)]
    held = [one.backtest.position[one.backtest.filled <= day] for one in (clean, changed)]
    return np.array_equal(*said, equal_nan=True) and np.array_equal(*held)


def tested(chosen: ExperimentSpec, prices: PriceSeries) -> alone.Tested:
    with np.errstate(all="ignore"):
        return alone.fit_and_test(chosen, prices, prices.session[VAULT])


def unit(seed: int = 2) -> str:
    """The price's unit means nothing: everything times 7.3 gives the same inputs and the same returns."""
    prices = world(seed)
    scaled = prices.replace(**{name: getattr(prices, name) * 7.3 for name in PRICES})
    seen = [Columns(spec(), spec().model)(series)[1] for series in (prices, scaled)]
    if not np.allclose(*seen, rtol=0, atol=1e-6):
        return "another unit gives other inputs"
    one, two = (tested(spec(), series).predictions.predicted for series in (prices, scaled))
    return "" if np.allclose(one, two, rtol=0, atol=1e-6) else "another unit gives another forecast"


def canary(seed: int = 2) -> str:
    """Buying today's rise and selling today's fall earns nothing on noise, for it is filled tomorrow."""
    noise = make_world("W0", bars=2000, seed=seed)
    decisions = np.arange(1, 1990)
    found = simulate(noise, decisions, np.sign(noise.log_returns[decisions]), 0.0).gross_figures.sharpe_ratio
    most = 4 * np.sqrt(252 / len(decisions))
    return "" if found is not None and abs(found) < most else f"Sharpe ratio {found:.1f} on noise"


def costs(seed: int = 2) -> str:
    """Each cost takes something away."""
    backtest = tested(spec(), world(seed)).backtest
    ladder = [at_cost(backtest, bps).net.sum() for bps in (0, 1, 2, 5, 10, 20)]
    return "" if all(np.diff(ladder) < 0) else "a higher cost costs nothing"


def ensemble(seed: int = 2) -> str:
    """The mean of the random starts is the model, whichever of them did best."""
    chosen = small_spec("lstm", evaluation__max_folds=1, train__seeds=3)
    said = tested(chosen, world(seed)).predictions
    same = np.array_equal(said.predicted, said.per_seed.mean(axis=0))
    return "" if same else "one start was picked"


def holding(seed: int = 2) -> str:
    """Always being in the market is no timing, however much the market rises."""
    rising = make_world("W2", bars=BARS, seed=seed)
    rising = rising.replace(**{name: getattr(rising, name) * 1.002 ** np.arange(BARS) for name in PRICES})
    found = tested(small_spec("drift", evaluation__max_folds=2), rising)
    if np.ptp(found.backtest.position):
        return "holding did not hold"
    return "" if found.forecast.timing_p == 1.0 else "drift was sold as timing"


def many_tries(seed: int = 2) -> str:
    """The best of twenty tries on noise is weaker than it would be alone."""
    rng = np.random.default_rng(seed)
    dates = np.datetime64("2010-01-04") + np.arange(500)
    nets = rng.normal(0.0, 0.01, (20, 500))
    rows = [
        TrialRow(str(n), "d", "p", "", "{}", dates, net, np.zeros(500), "", "finished")
        for n, net in enumerate(nets)
    ]
    best = rows[int(np.argmax(nets.mean(axis=1)))]
    alone_p, p = (tries.weigh(best, others, 0).spa_p for others in ([], rows))
    return "" if p > alone_p + 0.05 else "trying often costs nothing"


GUARDS: dict[str, Callable[[], str]] = {
    "sentinel": sentinel, "future": future, "prefix": prefix, "unit": unit, "canary": canary, "costs": costs,
    "ensemble": ensemble, "holding": holding, "many_tries": many_tries,
}  # fmt: skip
