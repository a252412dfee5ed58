"""The run shown, at its own cost or at another: simulate and judge again, nothing else."""

from __future__ import annotations

from workbench.evaluation.figures import BacktestResult, Verdict
from workbench.experiment.result import RunResult


class WhatIf:
    """Backtest and verdict as shown; the run's own until another cost is asked for."""

    def __init__(self) -> None:
        self.run: RunResult | None = None
        self.backtest: BacktestResult | None = None
        self.verdict: Verdict | None = None
        self.cost_bps = 0.0

    def show(self, run: RunResult | None) -> None:
        """Show a run as it was."""
        self.run = run
        self.backtest = run.backtest if run else None
        self.verdict = run.verdict if run else None
        self.cost_bps = run.spec.evaluation.cost_bps if run else 0.0

    def set_cost(self, run: RunResult, cost_bps: float) -> None:
        """Show a finished `run` at another cost a side."""
        from workbench.experiment.what_if import with_cost

        self.backtest, self.verdict = with_cost(run, cost_bps)
        self.cost_bps = cost_bps
