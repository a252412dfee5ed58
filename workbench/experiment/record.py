"""A run that counts: the ledger fixes its vault, remembers it as a try, and says how many there were."""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np

from workbench.data.series import Dates, Floats, PriceSeries
from workbench.errors import Cancelled, FitFailed
from workbench.evaluation.evidence import stored_inputs
from workbench.evaluation.figures import Trials, Verdict
from workbench.evaluation.ledger import TrialLedger
from workbench.evaluation.rows import Burn, KnownRows, TrialRow
from workbench.evaluation.spec import EvaluationSpec
from workbench.evaluation.verdict import judge
from workbench.events import LogLine
from workbench.experiment.executors.base import Executor
from workbench.experiment.gather import gather
from workbench.experiment.inputs import check_inputs
from workbench.experiment.kept_fits import kept
from workbench.experiment.pipeline import Emit, run_experiment
from workbench.experiment.result import RunResult
from workbench.experiment.revealed import revealed_on
from workbench.experiment.spec import ExperimentSpec
from workbench.experiment.tries import Weighed, weigh
from workbench.experiment.unfinished import folder_of, prune, remove
from workbench.experiment.validate import plan


def run_and_record(
    spec: ExperimentSpec,
    prices: PriceSeries,
    *,
    emit: Emit,
    cancel: threading.Event,
    executor: Executor,
    ledger: TrialLedger,
    project_id: str,
    run_id: str | None = None,
    inputs: tuple[PriceSeries, ...] = (),
    unfinished: Path | None = None,
) -> RunResult:
    """`run_experiment` with the vault date of the ledger, then one ledger row and the tries counted.

    A cancelled run counts as well once it has predicted days it had not seen: the user may have looked.
    In a folder within `unfinished` the trainings are kept until the run has ended: whatever interrupts it,
    made again it goes on from there.
    """
    plan(spec, prices)
    check_inputs(spec, prices, inputs)
    vault_start = ledger.vault_start(prices, spec.evaluation.vault_bars)
    run_id = run_id or uuid.uuid4().hex[:12]
    ignored = _ignored_vault(spec, prices, ledger)
    if ignored:
        emit(LogLine(run_id=run_id, time=time.time(), text=ignored, level="warning"))
    keep = None
    if unfinished:
        prune(unfinished)
        keep = folder_of(unfinished, spec, (prices, *inputs), vault_start)
    try:
        result = run_experiment(
            spec, prices, emit, cancel, executor,
            vault_start=vault_start, run_id=run_id, inputs=inputs, keep=keep,
        )  # fmt: skip
    except FitFailed as failure:
        if keep and (done := kept(keep)):
            failure.hint += f" Trainings kept: {done}; the run goes on from there."
        raise
    if keep and result.outcome == "finished":
        remove(keep)
    data_id = ledger.identify(prices)
    weighed = Weighed(None, None)
    if result.verdict is not None:
        with suppress(Cancelled):  # a stop so late takes the weighing alone
            others = ledger.trials(data_id)
            job = executor.submit(weigh, _row(result, data_id, project_id), others, spec.train.seed)
            (weighed,) = gather(executor, [job], emit, cancel)
        result = replace(result, verdict=_judged(result, weighed, ledger.burns(data_id)))
    if result.fits:
        ledger.append(_row(result, data_id, project_id))
    tries = ledger.counts(data_id, project_id)
    return replace(result, trials=Trials(*tries, *weighed, ledger.removals(data_id)))


def unite(
    ledger: TrialLedger, prices: PriceSeries, project_id: str, runs: Sequence[RunResult],
    carried: KnownRows | None = None,
) -> int:  # fmt: skip
    """Write into the ledger what a project knows of these prices and the ledger does not; how many rows.

    A project that comes from another computer, or outlives its ledger, brings its tries and its vault along,
    and what another ledger knew of these prices (`carried`): never fewer. The vault begins no later than a
    new one would.
    """
    mine = [run for run in runs if run.fits and run.data.sha256 == prices.content_hash]
    carried = carried or KnownRows()
    if not mine and not carried:
        return 0
    usual = mine[0].spec.evaluation if mine else EvaluationSpec()
    bars = min(usual.vault_bars, len(prices) - 1)
    starts = [run.data.vault_start for run in mine] + [carried.vault_start]
    known = [np.datetime64(start, "D") for start in starts if start]
    ledger.adopt_vault(prices, min([prices.session[len(prices) - bars], *known]))
    data_id = ledger.identify(prices)
    rows = tuple(_row(run, data_id, project_id) for run in mine)
    return ledger.adopt(data_id, replace(carried, tries=(*rows, *carried.tries)))


def _judged(result: RunResult, weighed: Weighed, burns: Sequence[Burn]) -> Verdict:
    """The verdict with the tries weighed in, and marked where its days were revealed before."""
    assert result.verdict is not None
    evidence = stored_inputs(result.verdict)
    return judge(replace(evidence, spa_p=weighed.spa_p, revealed=revealed_on(result, burns)))


def _ignored_vault(spec: ExperimentSpec, prices: PriceSeries, ledger: TrialLedger) -> str:
    """What to say where the ledger's vault is another than the spec asks for; else empty."""
    vault_start = ledger.vault_start(prices, spec.evaluation.vault_bars)
    sealed = len(prices) - int(np.searchsorted(prices.session, vault_start))
    wanted = spec.evaluation.vault_bars
    if sealed == wanted:
        return ""
    own = [burn for burn in ledger.burns(ledger.identify(prices)) if not burn.adopted]
    if own:
        return (
            f"The sealed days were revealed on {own[-1].date}, and the next vault begins with the first bar "
            f"behind them: {sealed:,} days are sealed, and evaluation.vault_bars {wanted:,} is ignored."
        )
    return (
        f"The vault of this data begins on {vault_start} since its first run: {sealed:,} days are sealed, "
        f"and evaluation.vault_bars {wanted:,} is ignored."
    )


def _row(result: RunResult, data_id: str, project_id: str) -> TrialRow:
    dates, net, scaled = _returns(result)
    return TrialRow(
        trial_key=result.trial_key,
        data_id=data_id,
        project_id=project_id,
        time=result.started,
        spec_json=json.dumps(result.spec.to_json(), sort_keys=True),
        test_dates=dates,
        net=net,
        scaled=scaled,
        verdict=result.verdict.state if result.verdict else "",
        outcome=result.outcome,
    )


def _returns(result: RunResult) -> tuple[Dates, Floats, Floats]:
    """Test dates with net and scaled-holding returns; empty for a run that was not finished."""
    if result.backtest is None:
        return np.zeros(0, "datetime64[D]"), np.zeros(0), np.zeros(0)
    return result.backtest.filled, result.backtest.net, result.backtest.scaled_net
