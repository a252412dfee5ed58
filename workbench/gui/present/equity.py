"""What the Equity panel says: its title, its legend, and why nothing is drawn yet."""

from __future__ import annotations

from workbench.dataclass import dataclass
from workbench.evaluation.figures import BacktestResult
from workbench.evaluation.terms import FREE
from workbench.experiment.result import RunResult
from workbench.experiment.run_state import RunState
from workbench.export.words import SAME, LegendItem, final, legend, sealed_days
from workbench.gui.present import format as fmt

__all__ = ["EMPTY", "LegendItem", "View", "final", "legend", "sealed_days", "view", "waiting_note"]

EMPTY = "Drawn after a run: the model after costs, beside holding, scaled holding, ridge and random traders."
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
