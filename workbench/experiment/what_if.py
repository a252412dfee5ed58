"""What-if: the same decisions at other costs. Numpy alone, milliseconds: it runs in the window."""

from __future__ import annotations

from workbench.evaluation.evidence import stored_inputs, with_backtest
from workbench.evaluation.figures import BacktestResult, Verdict
from workbench.evaluation.simulate import at_cost
from workbench.evaluation.verdict import judge
from workbench.experiment.result import RunResult


def with_cost(result: RunResult, cost_bps: float) -> tuple[BacktestResult, Verdict]:
    """The finished run at another cost a side: an assumption, not a try. Milliseconds, numpy alone.

    At its own cost it is the run as it was; elsewhere the resampled intervals, which take longer, are not
    known.
    """
    assert result.backtest is not None and result.verdict is not None
    if cost_bps == result.backtest.cost_bps:
        return result.backtest, result.verdict
    backtest = at_cost(result.backtest, cost_bps)
    return backtest, judge(with_backtest(stored_inputs(result.verdict), backtest))
