"""What-if: the same decisions at other costs. Numpy alone, milliseconds: it runs in the window."""

from __future__ import annotations

import dataclasses

from workbench.evaluation.evidence import VerdictInputs, with_backtest
from workbench.evaluation.figures import BacktestResult, Verdict
from workbench.evaluation.simulate import at_cost
from workbench.evaluation.verdict import judge
from workbench.experiment.result import RunResult


def with_cost(result: RunResult, cost_bps: float) -> tuple[BacktestResult, Verdict]:
    """The finished run at another cost a side: an assumption, not a try. Milliseconds, numpy alone."""
    assert result.backtest is not None and result.verdict is not None
    backtest = at_cost(result.backtest, cost_bps)
    known = {field.name for field in dataclasses.fields(VerdictInputs)}
    stored = {name: value for name, value in result.verdict.inputs.items() if name in known}
    inputs = VerdictInputs(**stored)  # type: ignore[arg-type]
    return backtest, judge(with_backtest(inputs, backtest))
