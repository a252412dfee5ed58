"""From a run's figures to its verdict."""

from __future__ import annotations

import numpy as np

from workbench.data.series import PriceSeries
from workbench.evaluation.evidence import VerdictInputs, collect
from workbench.evaluation.figures import Verdict
from workbench.evaluation.simulate import sharpe_at_close
from workbench.evaluation.verdict import judge
from workbench.experiment.result import RunResult
from workbench.models.catalog import CATALOG


def judge_run(result: RunResult, prices: PriceSeries) -> Verdict:
    """The verdict on a finished run; `prices` are those it was made with."""
    predictions, backtest, forecast = result.predictions, result.backtest, result.forecast
    sentinel = result.sentinel
    assert predictions is not None and backtest is not None
    assert forecast is not None and sentinel is not None
    row = CATALOG[result.spec.model.kind]
    decisions = np.searchsorted(prices.session, predictions.asof)
    diverged = any(fit.outcome == "diverged" for fit in result.fits)
    facts = VerdictInputs(
        model=row.title,
        source=result.data.source,
        seeds=len(predictions.per_seed),
        random_model=bool(row.net),
        gross_sharpe_at_close=sharpe_at_close(prices, decisions, backtest.position),
        finite=not diverged and bool(np.isfinite(predictions.predicted).all() or not row.forecasts),
        snapshot_ok=prices.content_hash == result.data.sha256,
    )
    return judge(collect(facts, forecast, backtest, sentinel))

