"""Jobs: plain data that executors carry to wherever the work is done, and what comes back."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter

from workbench.data.series import Floats
from workbench.dataclass import dataclass
from workbench.events import EpochEnded, Event, FoldEnded, FoldStarted, LogLine
from workbench.experiment.executors.base import Control
from workbench.features.views import DecisionView, TrainView
from workbench.models.catalog import ModelSpec
from workbench.training.fitted import Said
from workbench.training.spec import TrainSpec

if TYPE_CHECKING:
    from workbench.training.keeping import Keeper
    from workbench.training.trainer import EpochReport

_local = threading.local()


@dataclass(frozen=True, slots=True)
class JobContext:
    """What an executor gives to the jobs of one worker."""

    emit: Callable[[Event], None]
    control: Callable[[], Control]


def set_context(context: JobContext) -> None:
    """Called once by each worker, in the thread that runs its jobs."""
    _local.context = context


def context() -> JobContext:
    """The context of the worker this job runs in; a silent one outside of any worker."""
    found: JobContext | None = getattr(_local, "context", None)
    return found or JobContext(lambda event: None, lambda: "run")


@dataclass(frozen=True, slots=True, eq=False)
class FitJob:
    """One training: spec JSON, arrays, fold and seed number (both from 0).

    `dates` are the ISO dates of `events.FoldStarted`; a `silent` job emits nothing. `start` are weights to
    begin from (safetensors), empty for a random start. What must outlive a crash is kept in `folder`, if any.
    """

    run_id: str
    model: dict[str, Any]
    train: dict[str, Any]
    view: TrainView
    decisions: DecisionView
    fold: int
    seed: int
    dates: dict[str, Any]
    keep_weights: bool = False
    silent: bool = False
    start: bytes = b""
    folder: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class FitResult:
    """Predictions in log returns, history and outcome of one training (see `training.fitted.Fitted`)."""

    fold: int
    seed: int
    said: Said
    checked: Said
    checked_rows: NDArray[np.int64]
    signal: Floats | None
    history: tuple[EpochEnded, ...]
    outcome: str
    best_epoch: int
    seconds: float
    weights: bytes
    device: str = "cpu"


def run_fit(job: FitJob) -> FitResult:
    """Do one training here and now, on one torch thread; events and control go through the context."""
    return _fit(job)


def run_chain(jobs: Sequence[FitJob]) -> list[FitResult]:
    """The trainings of one seed, fold after fold, each beginning with the weights of the one before.

    Ends early where one was cancelled.
    """
    results: list[FitResult] = []
    start = b""
    for job in jobs:
        result = _fit(replace(job, start=start, keep_weights=True))
        results.append(result if job.keep_weights else replace(result, weights=b""))
        if result.outcome == "cancelled":
            break
        start = result.weights
    return results


def _fit(job: FitJob) -> FitResult:
    """The training, or what is kept of it; an interrupted one goes on where it was."""
    from workbench.experiment.kept_fits import KeptFit

    emit = _stamped(job)
    emit(FoldStarted(run_id=job.run_id, **job.dates))
    if not job.folder:
        result = _train(job, emit, None)
    else:
        kept = KeptFit(job, lambda sentence: emit(_warning(job, sentence)))
        found = kept.result()
        if found:
            for epoch in found.history:
                emit(replace(epoch, run_id=job.run_id))
        result = found or _train(job, emit, kept.keeper())
        if not found:
            kept.keep(result)
    emit(
        FoldEnded(
            run_id=job.run_id, outcome=result.outcome, epochs=len(result.history),
            best_epoch=result.best_epoch, seconds=result.seconds,
            first_decision=job.decisions.first_decision, predicted=tuple(result.said.predicted.tolist()),
        )
    )  # fmt: skip
    return result


def _train(job: FitJob, emit: Callable[[Any], Any], keeper: Keeper | None) -> FitResult:
    from workbench.training.devices import use_one_thread
    from workbench.training.fit import fit
    from workbench.training.loop import Hooks
    from workbench.training.seeding import fit_seed

    use_one_thread()
    model: ModelSpec = TypeAdapter(ModelSpec).validate_python(job.model)
    train = TrainSpec.model_validate(job.train)
    started = time.monotonic()
    history: list[EpochEnded] = []

    def report(epoch: EpochReport) -> None:
        if epoch.epoch == 1:  # it may have begun again, with half a batch
            history.clear()
        history.append(emit(_epoch_ended(job.run_id, epoch)))

    def notice(sentence: str) -> None:
        emit(_warning(job, sentence))

    hooks = Hooks(report, context().control, start=job.start, notice=notice, keeper=keeper)
    seed = fit_seed(train.seed, job.seed, job.fold)
    fitted = fit(model, train, (job.view, job.decisions), seed, hooks)
    weights = fitted.weights if job.keep_weights else b""
    return FitResult(
        job.fold, job.seed, fitted.said, fitted.checked, fitted.checked_rows, fitted.signal, tuple(history),
        fitted.outcome, fitted.best_epoch, time.monotonic() - started, weights, fitted.device,
    )  # fmt: skip


def _warning(job: FitJob, sentence: str) -> LogLine:
    return LogLine(run_id=job.run_id, text=sentence, level="warning")


def _stamped(job: FitJob) -> Callable[[Any], Any]:
    """An emitter that adds fold, seed and time, and returns the event it sent."""
    send = context().emit

    def emit(event: Event) -> Event:
        event = replace(event, fold=job.fold, seed=job.seed, time=time.time())
        if not job.silent:
            send(event)
        return event

    return emit


def _epoch_ended(run_id: str, report: EpochReport) -> EpochEnded:
    return EpochEnded(
        run_id=run_id, epoch=report.epoch, train_loss=report.train_loss,
        validation_loss=report.validation_loss, naive_ratio=report.naive_ratio, seconds=report.seconds,
        gradient_norm=report.gradient_norm, learning_rate=report.learning_rate, best_epoch=report.best_epoch,
    )  # fmt: skip
