"""The verdict on a path, by all rows of METHOD A5.1 that come before the vault."""

from __future__ import annotations

import dataclasses
import json

import numpy as np

from workbench.data.series import PriceSeries
from workbench.evaluation.evidence import VerdictInputs, collect
from workbench.evaluation.figures import BacktestResult, SentinelReport
from workbench.evaluation.ledger import TrialRow
from workbench.evaluation.robustness import with_robustness
from workbench.evaluation.signals import positions
from workbench.evaluation.simulate import sharpe_at_close
from workbench.evaluation.verdict import judge
from workbench.experiment.alone import Tested
from workbench.experiment.spec import ExperimentSpec
from workbench.experiment.tries import weigh
from workbench.models.catalog import CATALOG


def state(spec: ExperimentSpec, prices: PriceSeries, tested: Tested) -> str:
    """What the verdict on a model with a forecast is; its first try on its data, the leak check clean."""
    inputs = evidence(spec, prices, tested)
    found = judge(inputs).state
    # The ladder stops there until the tries are weighed, which is slow and tells nothing further down.
    if found != "suggestive_unproven":
        return found
    spa_p = weigh(trial(spec, tested.backtest), [], spec.train.seed).spa_p
    return judge(dataclasses.replace(inputs, spa_p=spa_p)).state


def evidence(spec: ExperimentSpec, prices: PriceSeries, tested: Tested) -> VerdictInputs:
    """All that the verdict is made from but the weighing of the tries."""
    predictions, chosen = tested.predictions, spec.evaluation
    row = CATALOG[spec.model.kind]
    decisions = np.searchsorted(prices.session, predictions.asof)
    each = positions(predictions.per_seed, prices, decisions, chosen)
    wanted = positions(predictions.predicted, prices, decisions, chosen)
    facts = VerdictInputs(
        model=row.title,
        source=prices.source,
        seeds=len(each),
        random_model=bool(row.net),
        gross_sharpe_at_close=sharpe_at_close(prices, decisions, tested.backtest.position),
        finite=bool(np.isfinite(predictions.predicted).all()),
    )
    backtest = with_robustness(tested.backtest, prices, decisions, wanted, each)
    return collect(facts, tested.forecast, backtest, SentinelReport(passed=True, checks=0))


def trial(spec: ExperimentSpec, backtest: BacktestResult) -> TrialRow:
    """What the ledger would hold of it."""
    return TrialRow(
        trial_key=spec.trial_key(), data_id="", project_id="", time="",
        spec_json=json.dumps(spec.to_json(), sort_keys=True), test_dates=backtest.filled,
        net=backtest.net, scaled=backtest.scaled_net, verdict="", outcome="finished",
    )  # fmt: skip
