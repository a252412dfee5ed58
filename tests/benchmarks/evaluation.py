"""`evaluate.backtest`, `.permutation`, `.placebo` and `.what_if`: what judging costs beside training."""

from __future__ import annotations

import dataclasses
import statistics
from collections.abc import Callable

import numpy as np

from tests.benchmarks.measure import ROUNDS, Figure, alternate, machine, seconds
from tests.benchmarks.walk_forward import EPOCHS, textbook_seconds
from tests.samples import make_result
from workbench.data.providers.sample import load_sample
from workbench.data.providers.synthetic import make_world
from workbench.data.series import Floats, PriceSeries
from workbench.evaluation.evidence import VerdictInputs
from workbench.evaluation.robustness import with_robustness
from workbench.evaluation.significance import circular_shift
from workbench.evaluation.simulate import simulate
from workbench.evaluation.twins import random_entry_twins
from workbench.evaluation.verdict import judge
from workbench.experiment.executors.processes import ProcessExecutor
from workbench.experiment.placebo import run_placebo
from workbench.experiment.result import RunResult
from workbench.experiment.spec import ExperimentSpec
from workbench.experiment.what_if import with_cost

BARS = 5000
COST_BPS = 5.0
GAP = 61
TWINS = 500
BACKTEST_TARGET, PERMUTATION_MS, WHAT_IF_MS, PLACEBO_TARGET = 5.0, 50.0, 50.0, 1.0
MEASURED, WANTED = 4, 100
_CALLS = 100
"""One call of each is too short for the clock."""


def backtest() -> Figure:
    """A strategy that trades every second day: fills, costs, gross and net figures, holding, break-even.

    The reference is what no backtest can leave out: return, costs, equity and drawdown in numpy.
    """
    prices, decisions, wanted = _strategy()
    market = simulate(prices, decisions, wanted, 0.0).market
    ours, theirs = alternate(
        _often(lambda: simulate(prices, decisions, wanted, COST_BPS)),
        _often(lambda: _lower_bound(wanted, market)),
    )
    ratio = ours / theirs
    return Figure(
        "evaluate.backtest", ours / _CALLS * 1e6, "us", theirs / _CALLS * 1e6, ratio,
        f"<= {BACKTEST_TARGET:g}x of the bound", ratio <= BACKTEST_TARGET, machine(),
        note=f"{BARS} bars, long/flat, one strategy",
    )  # fmt: skip


def permutation() -> Figure:
    """All circular shifts and the random-entry twins of the same strategy."""
    prices, decisions, wanted = _strategy()
    market = simulate(prices, decisions, wanted, 0.0).market
    shifts = _median(lambda: circular_shift(wanted, market, GAP))
    twins = _median(lambda: random_entry_twins(wanted, TWINS, 0))
    taken = (shifts + twins) * 1e3
    return Figure(
        "evaluate.permutation", taken, "ms", None, taken / PERMUTATION_MS, f"<= {PERMUTATION_MS:g} ms",
        taken <= PERMUTATION_MS, machine(),
        note=f"{BARS} bars: shifts {shifts * 1e3:.2f} ms, {TWINS} twins {twins * 1e3:.1f} ms",
    )  # fmt: skip


def what_if() -> Figure:
    """The verdict at another cost, as the window computes it while the slider moves."""
    result = _finished()
    taken = _median(lambda: with_cost(result, 10.0)) * 1e3
    return Figure(
        "evaluate.what_if", taken, "ms", None, taken / WHAT_IF_MS, f"<= {WHAT_IF_MS:g} ms",
        taken <= WHAT_IF_MS, machine(), note=f"{BARS} bars",
    )  # fmt: skip


def placebo() -> Figure:
    """Four repetitions of the default evaluation at its reduced setting, scaled to a hundred.

    With them go the ticker itself and one twin that is not ranked, as `placebo` does it: scaled, the ticker
    counts 25 times. The reference is the textbook loop's cost for the trainings of one default evaluation.
    """
    prices = load_sample("SP500")
    spec = ExperimentSpec()
    with ProcessExecutor(2) as executor:
        executor.warm_up()
        four = seconds(lambda: run_placebo(spec, prices, executor, repetitions=MEASURED))
    ours = four * WANTED / MEASURED
    theirs = textbook_seconds(spec.with_settings({"train.epochs": EPOCHS}), prices)
    ratio = ours / theirs
    return Figure(
        "evaluate.placebo", ours, "s", theirs, ratio, f"<= {PLACEBO_TARGET:g}x", ratio <= PLACEBO_TARGET,
        machine(), note=f"{MEASURED} repetitions took {four:.1f} s in two processes",
    )  # fmt: skip


def _strategy() -> tuple[PriceSeries, np.ndarray, Floats]:
    """Prices, deciding bars, and positions without any system: about half of the days are held."""
    prices = make_world("W0", bars=BARS + 2, seed=0)
    wanted = np.random.default_rng(0).integers(0, 2, BARS).astype(np.float64)
    return prices, np.arange(BARS), wanted


def _lower_bound(position: Floats, market: Floats) -> tuple[Floats, Floats]:
    """(equity, drawdown) and nothing else."""
    net = position * market - np.abs(np.diff(position, prepend=0.0)) * (COST_BPS * 1e-4)
    equity = np.cumprod(1.0 + net)
    return equity, equity / np.maximum.accumulate(equity) - 1.0


def _finished() -> RunResult:
    """A run over all these bars, as far as its verdict is made from it."""
    prices, decisions, wanted = _strategy()
    tested = simulate(prices, decisions, wanted, COST_BPS)
    tested = with_robustness(tested, prices, decisions, wanted, np.stack([wanted] * 5))
    passing = VerdictInputs(n=BARS, seeds=5, cw_p=0.01, timing_p=0.01, spa_p=0.01)
    return dataclasses.replace(make_result()[1], backtest=tested, verdict=judge(passing))


def _often(work: Callable[[], object]) -> Callable[[], None]:
    def calls() -> None:
        for _ in range(_CALLS):
            work()

    return calls


def _median(work: Callable[[], object]) -> float:
    """Seconds of one call."""
    work()
    return statistics.median(seconds(work) for _ in range(4 * ROUNDS))
