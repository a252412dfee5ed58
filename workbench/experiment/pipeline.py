"""One run: prices -> features -> a fit per fold and seed -> predictions -> evaluation -> verdict."""

from __future__ import annotations

import contextlib
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import numpy as np

from workbench.data.series import Floats, PriceSeries
from workbench.errors import Cancelled
from workbench.evaluation.figures import Trials
from workbench.evaluation.sentinel import check_features
from workbench.evaluation.walk_forward import Fold
from workbench.evaluation.zones import Zones
from workbench.events import Event, LogLine, StageStarted
from workbench.experiment.assemble import assemble
from workbench.experiment.assess import Assessment, assess
from workbench.experiment.environment import environment
from workbench.experiment.executors.base import Executor
from workbench.experiment.gather import finished, gather
from workbench.experiment.jobs import FitJob, FitResult, run_fit
from workbench.experiment.judging import judge_run
from workbench.experiment.result import (
    DataIdentity,
    EpochRecord,
    FitSummary,
    Predictions,
    RunResult,
)
from workbench.experiment.spec import ExperimentSpec
from workbench.experiment.validate import plan
from workbench.features.pipeline import build_features, build_target
from workbench.features.views import decision_view, train_view
from workbench.models.catalog import CATALOG, DriftSpec, RidgeSpec

Emit = Callable[[Event], None]

BASELINES = (RidgeSpec(), DriftSpec())
"""Fitted beside every model, on the same folds; the others need no fit."""


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
) -> RunResult:
    """Do one whole run; the same function serves window, command line, placebo and tests.

    `vault_start` is the first sealed session where the ledger already knows one. A run that was
    cancelled comes back with `outcome="cancelled"` and what it had. Raises `DataError` for prices that
    do not fit the spec and `FitFailed` when a worker died.
    """
    zones, folds = plan(spec, prices, vault_start)
    run = _Run(spec, prices, run_id or uuid.uuid4().hex[:12], emit, cancel, executor, zones, folds)
    executor.set_control("run")
    started = datetime.now(UTC).isoformat(timespec="seconds")
    run.stage("features", "Checking that no input sees the future")
    sentinel = executor.submit(check_features, prices, _FeatureColumns(spec))
    fits, all_done = _fit_all(run)
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


@dataclass(frozen=True, slots=True)
class _FeatureColumns:
    """The pipeline's own features, as the sentinel wants them; picklable."""

    spec: ExperimentSpec

    def __call__(self, prices: PriceSeries) -> tuple[Any, Any]:
        table = build_features(prices, self.spec.features)
        return table.session, table.values


def _fit_all(run: _Run) -> tuple[list[FitResult], bool]:
    """All trainings of the model; (results so far, whether all were finished)."""
    row = CATALOG[run.spec.model.kind]
    seeds = run.spec.train.seeds if row.net else 1
    fits = len(run.folds) * seeds
    run.stage(
        "fit", f"Training {fits} times: {len(run.folds)} folds x {seeds} seeds",
        folds=len(run.folds), seeds=seeds, fits=fits,
    )  # fmt: skip
    futures = [run.executor.submit(run_fit, job) for job in _fit_jobs(run, run.spec.model, seeds)]
    with contextlib.suppress(Cancelled):
        return run.gather(futures, fold_ends=fits), True
    return [fit for fit in finished(futures) if fit.outcome != "cancelled"], False


def _fit_jobs(run: _Run, model: Any, seeds: int, silent: bool = False) -> Iterator[FitJob]:
    """A job per fold and seed, fold by fold; each carries only what its fold may see."""
    features = run.spec.features
    values = build_features(run.prices, features).values
    target = build_target(run.prices, features.horizon)
    last = run.folds[-1].index
    for fold in run.folds:
        train = (fold.train_first, fold.train_last)
        validation = (fold.validation_first, fold.validation_last)
        decisions = (fold.decision_first, fold.decision_last)
        view = train_view(values, target, features.lookback, train, validation)
        decide = decision_view(
            values, run.prices.log_returns, features.lookback, decisions, features.horizon
        )
        for seed in range(seeds):
            yield FitJob(
                run.run_id, model.model_dump(), run.spec.train.model_dump(), view, decide, fold.index, seed,
                _dates(run.prices, fold), keep_weights=fold.index == last and not silent, silent=silent,
            )  # fmt: skip


def _evaluate(run: _Run, fits: Sequence[FitResult]) -> tuple[Assessment, Predictions]:
    """Baselines on the same folds, then all figures, in the workers; raises `Cancelled`."""
    run.stage("baselines", "Fitting the baselines on the same folds")
    jobs = {
        spec.kind: [run.executor.submit(run_fit, job) for job in _fit_jobs(run, spec, 1, silent=True)]
        for spec in BASELINES
        if spec.kind != run.spec.model.kind
    }
    forecasts: dict[str, Floats] = {kind: _joined(run.gather(futures)) for kind, futures in jobs.items()}
    predictions, signal = assemble(run.spec, run.prices, run.folds, fits)
    for spec in BASELINES:
        forecasts.setdefault(spec.kind, predictions.predicted)
    run.stage("evaluate", "Simulating, testing, judging")
    future = run.executor.submit(
        assess, run.spec, run.prices, run.zones, (predictions, signal), forecasts
    )
    (assessment,) = run.gather([future])
    return assessment, predictions


def _joined(fits: Sequence[FitResult]) -> Floats:
    return np.concatenate([fit.predicted for fit in sorted(fits, key=lambda fit: fit.fold)])


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
        data=identity(run.prices, run.zones.vault_first),
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
        environment=environment(run.executor.workers),
        timing={},
        weights={f"fold-{fit.fold}-seed-{fit.seed}": fit.weights for fit in ordered if fit.weights},
    )


def identity(prices: PriceSeries, vault_first: int) -> DataIdentity:
    """Which prices these are."""
    return DataIdentity(
        prices.symbol, prices.source, len(prices), str(prices.session[0]), str(prices.session[-1]),
        prices.content_hash, str(prices.session[vault_first]) if vault_first < len(prices) else None,
    )  # fmt: skip


def _epoch_records(fit: FitResult) -> list[EpochRecord]:
    return [
        EpochRecord(
            fit.fold, fit.seed, event.epoch, event.train_loss, event.validation_loss, event.naive_ratio,
            event.seconds,
        )
        for event in fit.history
    ]  # fmt: skip


def _dates(prices: PriceSeries, fold: Fold) -> dict[str, str]:
    spans = {
        "train": (fold.train_first, fold.train_last),
        "validation": (fold.validation_first, fold.validation_last),
        "test": (fold.decision_first, fold.decision_last),
    }
    return {
        f"{name}_{end}": str(prices.session[bar])
        for name, bars in spans.items()
        for end, bar in zip(("first", "last"), bars, strict=True)
    }


def _timing(run: _Run, fit_seconds: float) -> dict[str, float]:
    total = time.perf_counter() - run.started
    return {"total_seconds": total, "fit_seconds": fit_seconds, "evaluate_seconds": total - fit_seconds}
