"""One run: prices -> features -> a fit per fold and seed -> predictions -> evaluation -> verdict."""

from __future__ import annotations

import contextlib
import threading
import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from workbench.data.series import PriceSeries
from workbench.dataclass import dataclass
from workbench.errors import Cancelled
from workbench.evaluation.figures import Trials
from workbench.evaluation.sentinel import check_features
from workbench.evaluation.walk_forward import Fold
from workbench.evaluation.zones import Zones
from workbench.events import Event, LogLine, StageStarted
from workbench.experiment.assemble import assemble
from workbench.experiment.assess import Assessment, Decided, assess
from workbench.experiment.baselines import BASELINES
from workbench.experiment.environment import environment
from workbench.experiment.executors.base import Executor
from workbench.experiment.fold_jobs import Columns, Material, by_seed, fit_jobs
from workbench.experiment.gather import finished, gather
from workbench.experiment.inputs import check_inputs, identities, lay_beside, notices
from workbench.experiment.jobs import FitJob, FitResult, run_chain, run_fit
from workbench.experiment.judging import judge_run
from workbench.experiment.kept_fits import kept
from workbench.experiment.result import (
    DataIdentity,
    EpochRecord,
    FitSummary,
    Predictions,
    RunResult,
)
from workbench.experiment.spec import ExperimentSpec
from workbench.experiment.validate import plan
from workbench.models.catalog import CATALOG

Emit = Callable[[Event], None]

@dataclass(slots=True)
class _Run:
    """What one run holds while it is under way."""

    spec: ExperimentSpec
    prices: PriceSeries
    run_id: str
    emit: Emit
    cancel: threading.Event
    executor: Executor
    zones: Zones
    folds: tuple[Fold, ...]
    inputs: tuple[PriceSeries, ...]
    folder: str
    without_news: tuple[int, ...] | None = None
    material: Material = field(init=False)
    started: float = field(default_factory=time.perf_counter)
    sequence: int = 0

    def send(self, event: Event) -> None:
        """Number and date an event of this run, and hand it up; a stray one of an older run is dropped."""
        if event.run_id != self.run_id:
            return
        self.sequence += 1
        self.emit(replace(event, sequence=self.sequence, time=event.time or time.time()))

    def gather(self, futures: Sequence[Future[Any]], fold_ends: int = 0) -> list[Any]:
        """See `gather.gather`."""
        return gather(self.executor, futures, self.send, self.cancel, fold_ends)

    def stage(self, stage: str, text: str, **numbers: int) -> None:
        self.send(StageStarted(run_id=self.run_id, stage=stage, text=text, **numbers))


def run_experiment(
    spec: ExperimentSpec,
    prices: PriceSeries,
    emit: Emit,
    cancel: threading.Event,
    executor: Executor,
    *,
    vault_start: np.datetime64 | None = None,
    run_id: str | None = None,
    inputs: tuple[PriceSeries, ...] = (),
    keep: Path | None = None,
) -> RunResult:
    """Do one whole run; the same function serves window, command line, placebo and tests.

    `vault_start` is the first sealed session where the ledger already knows one; `inputs` are the further
    symbols of `spec.data.inputs`, in its order. In the folder `keep` the trainings outlive a crash, and those
    that are there are not done again (`kept_fits`). A run that was cancelled comes back with
    `outcome="cancelled"` and what it had. Raises `DataError` for prices that do not fit the spec,
    `UsageError` for a device that is not there, and `FitFailed` when a worker died.
    """
    zones, folds = plan(spec, prices, vault_start)
    check_inputs(spec, prices, inputs)
    run_id = run_id or uuid.uuid4().hex[:12]
    run = _Run(spec, prices, run_id, emit, cancel, executor, zones, folds, inputs, str(keep or ""))
    executor.set_control("run")
    started = datetime.now(UTC).isoformat(timespec="seconds")
    run.stage("features", "Checking that no input sees the future")
    columns = executor.submit(lay_beside, spec.features, prices, inputs) if inputs else None
    sentinel = executor.submit(check_features, prices, Columns(spec, spec.model), inputs=inputs)
    fits, all_done = _fit_all(run, columns)
    fit_seconds = time.perf_counter() - run.started
    base = _base_result(run, started, fits)
    try:
        if not all_done:
            raise Cancelled("The run was stopped.")
        (report,) = run.gather([sentinel])
        assessment, predictions = _evaluate(run, fits)
    except Cancelled:
        return replace(base, timing=_timing(run, fit_seconds))
    whole = replace(
        base,
        outcome="finished",
        predictions=predictions,
        backtest=assessment.backtest,
        companions=assessment.companions,
        forecast=assessment.forecast,
        baselines=assessment.baselines,
        sentinel=report,
        timing=_timing(run, fit_seconds),
    )
    return replace(whole, verdict=judge_run(whole, prices))


def _fit_all(run: _Run, columns: Future[Any] | None) -> tuple[list[FitResult], bool]:
    """All trainings of the model; (results so far, whether all were finished)."""
    is_net = bool(CATALOG[run.spec.model.kind].net)
    folds, seeds = len(run.folds), run.spec.train.seeds if is_net else 1
    fits = folds * seeds
    run.stage(
        "fit", f"Training {fits} times: {folds} folds x {seeds} seeds", folds=folds, seeds=seeds, fits=fits
    )
    done = kept(Path(run.folder)) if run.folder else 0
    if done:
        text = f"Going on with a run that was interrupted; trainings done: {done} of {fits}."
        run.send(LogLine(run_id=run.run_id, text=text, level="warning"))
    futures: list[Future[Any]] = []
    with contextlib.suppress(Cancelled):
        _lay_out(run, columns)
        futures = _submit(run, fit_jobs(run.material, run.spec.model, seeds))
        return _flat(run.gather(futures, fold_ends=fits)), True
    return [fit for fit in _flat(finished(futures)) if fit.outcome != "cancelled"], False


def _lay_out(run: _Run, columns: Future[Any] | None) -> None:
    """Give the run what its jobs are cut from; raises `Cancelled`.

    Further symbols were laid beside the prices in a worker: exchange calendars bring pandas, whose import
    would stall the window. One symbol alone needs none and is done here.
    """
    if columns is None:
        values, _ = lay_beside(run.spec.features, run.prices, ())
    else:
        ((values, run.without_news),) = run.gather([columns])
    run.material = Material(run.spec, run.prices, run.folds, run.run_id, values, run.folder)
    for text in notices(run.spec, _identity(run)):
        run.send(LogLine(run_id=run.run_id, text=text))


def _submit(run: _Run, jobs: Iterable[FitJob]) -> list[Future[Any]]:
    """One future a training, or where each fold goes on from the one before, one a seed."""
    if run.spec.train.warm_start:
        return [run.executor.submit(run_chain, chain) for chain in by_seed(list(jobs))]
    return [run.executor.submit(run_fit, job) for job in jobs]


def _flat(results: Sequence[Any]) -> list[FitResult]:
    """Single results and those of chains as one list."""
    return [fit for one in results for fit in (one if isinstance(one, list) else [one])]


def _evaluate(run: _Run, fits: Sequence[FitResult]) -> tuple[Assessment, Predictions]:
    """Baselines on the same folds, then all figures, in the workers; raises `Cancelled`."""
    run.stage("baselines", "Fitting the baselines on the same folds")
    jobs = {
        spec.kind: [run.executor.submit(run_fit, job) for job in fit_jobs(run.material, spec, 1, silent=True)]
        for spec in BASELINES
        if spec.kind != run.spec.model.kind
    }
    decided: dict[str, Decided] = {kind: _joined(run.gather(futures)) for kind, futures in jobs.items()}
    predictions, signal = assemble(run.spec, run.prices, run.folds, fits)
    for spec in BASELINES:
        decided.setdefault(spec.kind, (predictions.predicted, signal))
    run.stage("evaluate", "Simulating, testing, judging")
    future = run.executor.submit(assess, run.spec, run.prices, run.zones, (predictions, signal), decided)
    (assessment,) = run.gather([future])
    return assessment, predictions


def _joined(fits: Sequence[FitResult]) -> Decided:
    """(predicted, signal or None) of a companion over all folds."""
    ordered = sorted(fits, key=lambda fit: fit.fold)
    signals = [fit.signal for fit in ordered if fit.signal is not None]
    return (
        np.concatenate([fit.said.predicted for fit in ordered]),
        np.concatenate(signals) if signals else None,
    )


def _base_result(run: _Run, started: str, fits: Sequence[FitResult]) -> RunResult:
    """The result as far as the trainings go; the evaluation is added to it."""
    ordered = sorted(fits, key=lambda fit: (fit.fold, fit.seed))
    for fit in ordered:
        if fit.outcome == "diverged":
            kept = "its best epoch was kept" if fit.best_epoch else "it learned nothing"
            text = f"Fold {fit.fold + 1}, seed {fit.seed + 1} diverged; {kept}. Try a smaller learning rate."
            run.send(LogLine(run_id=run.run_id, text=text, level="warning"))
    return RunResult(
        run_id=run.run_id,
        started=started,
        spec=run.spec,
        data=_identity(run),
        outcome="cancelled",
        epochs=tuple(record for fit in ordered for record in _epoch_records(fit)),
        fits=tuple(
            FitSummary(fit.fold, fit.seed, fit.outcome, len(fit.history), fit.best_epoch, fit.seconds)
            for fit in ordered
        ),
        predictions=None,
        backtest=None,
        companions=None,
        forecast=None,
        baselines={},
        sentinel=None,
        trials=Trials(),
        verdict=None,
        environment=environment(run.executor.workers, ordered),
        timing={},
        weights={f"fold-{fit.fold}-seed-{fit.seed}": fit.weights for fit in ordered if fit.weights},
    )


def _identity(run: _Run) -> DataIdentity:
    """Which prices these are."""
    prices, vault_first = run.prices, run.zones.vault_first
    return DataIdentity(
        prices.symbol, prices.source, len(prices), str(prices.session[0]), str(prices.session[-1]),
        prices.content_hash, str(prices.session[vault_first]) if vault_first < len(prices) else None,
        identities(prices, run.inputs, run.without_news),
    )  # fmt: skip


def _epoch_records(fit: FitResult) -> list[EpochRecord]:
    return [
        EpochRecord(
            fit.fold, fit.seed, event.epoch, event.train_loss, event.validation_loss, event.naive_ratio,
            event.seconds,
        )
        for event in fit.history
    ]  # fmt: skip


def _timing(run: _Run, fit_seconds: float) -> dict[str, float]:
    total = time.perf_counter() - run.started
    return {"total_seconds": total, "fit_seconds": fit_seconds, "evaluate_seconds": total - fit_seconds}
