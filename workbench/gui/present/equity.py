"""What the Equity panel says: its title, its legend, and why nothing is drawn yet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.data.series import Dates, Floats, PriceSeries
from workbench.evaluation.figures import BacktestResult
from workbench.evaluation.terms import FREE
from workbench.experiment.result import RunResult
from workbench.experiment.run_state import RunState
from workbench.gui.present import format as fmt
from workbench.models.catalog import CATALOG

EMPTY = "Drawn after a run: the model after costs, beside holding, scaled holding, ridge and random traders."
MOST_BETWEEN = 25
"""Bars between curve and vault that a horizon may leave; more were left out on purpose."""
SAME = 1e-9
"""Two costs nearer than this are one."""


@dataclass(frozen=True, slots=True)
class LegendItem:
    """One entry: `style` is a line of the chart (`model`, `holding`, `scaled`, `ridge`) or its `cloud`."""

    style: str
    name: str
    final: str = ""
    """What one unit became; for the reader, the line's end shows it too."""


@dataclass(frozen=True, slots=True)
class View:
    """`state`: `empty`, `waiting` (a head only), `withheld` or `drawn`."""

    state: str
    title: str
    note: str
    legend: tuple[LegendItem, ...] = ()


def view(
    result: RunResult | None,
    backtest: BacktestResult | None,
    run_state: RunState,
    *,
    running: bool,
    cost_bps: float,
) -> View:
    """What the panel shows of the run at `cost_bps` a side."""
    title = f"Equity after {fmt.cost(cost_bps, result.spec.evaluation.terms if result else FREE)}"
    if running:
        return View("waiting", title, waiting_note(run_state))
    if result is None:
        return View("empty", title, "after a run")
    if result.verdict is not None and result.verdict.state == "invalid":
        return View("withheld", title, fmt.WITHHELD)
    if backtest is None or result.verdict is None:
        return View("empty", title, "the run was stopped before its last fold")
    own = result.spec.evaluation.cost_bps
    note = "log" if abs(cost_bps - own) < SAME else "what if · log"
    return View("drawn", title, note, legend(result, backtest))


def waiting_note(run_state: RunState) -> str:
    """`drawn when all 31 folds are done`."""
    if not run_state.folds:
        return "drawn when all folds are done"
    folds = "the fold is" if run_state.folds == 1 else f"all {fmt.counted(run_state.folds, 'fold')} are"
    return f"drawn when {folds} done"


def legend(result: RunResult, backtest: BacktestResult) -> tuple[LegendItem, ...]:
    """What is drawn, in the order of the head. Ridge and the random traders stay at the run's own cost."""
    own = result.spec.evaluation.cost_bps
    at = "" if abs(backtest.cost_bps - own) < SAME else f" at {own:g} bp"
    drawn = (
        LegendItem("model", CATALOG[result.spec.model.kind].title, final(backtest.net)),
        LegendItem("holding", "buy & hold", final(backtest.holding_net)),
        LegendItem("scaled", "scaled holding", final(backtest.scaled_net)),
    )
    if result.companions is None:
        return drawn
    cloud = LegendItem("cloud", f"500 random traders, 5\u201395\u2009%{at}")
    return (cloud, *drawn, LegendItem("ridge", f"ridge{at}", final(result.companions.ridge)))


def sealed_days(prices: PriceSeries | None, result: RunResult) -> Dates:
    """The sealed sessions that follow the curve; none where days between were not decided or not known."""
    start = result.data.vault_start
    if prices is None or start is None or result.backtest is None or not len(result.backtest.filled):
        return np.zeros(0, "datetime64[D]")
    first = int(np.searchsorted(prices.session, np.datetime64(start, "D")))
    last = int(np.searchsorted(prices.session, result.backtest.filled[-1]))
    return prices.session[first:] if 0 < first - last <= MOST_BETWEEN else prices.session[:0]


def final(returns: Floats) -> str:
    """What one unit became over simple `returns`: 1.95×."""
    return fmt.multiple(float(np.prod(1 + returns))) if len(returns) else fmt.DASH
