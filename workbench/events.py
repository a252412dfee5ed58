"""What happens during a run, as plain facts that cross threads, processes and files alike."""

from __future__ import annotations

import dataclasses
from typing import Any, ClassVar

from workbench.dataclass import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Base of the closed union. `fold` and `seed` count from 0; `time` is seconds since the epoch."""

    type: ClassVar[str] = "event"
    run_id: str
    fold: int | None = None
    seed: int | None = None
    sequence: int = 0
    time: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class StageStarted(Event):
    """A stage of the run: `features`, `fit`, `baselines`, `evaluate`. `fits` = trainings in all."""

    type: ClassVar[str] = "stage_started"
    stage: str
    text: str
    folds: int = 0
    seeds: int = 0
    fits: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldStarted(Event):
    """One training begins: ISO dates of what it learns from, is checked on, and will decide."""

    type: ClassVar[str] = "fold_started"
    train_first: str
    train_last: str
    validation_first: str
    validation_last: str
    test_first: str
    test_last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochEnded(Event):
    """One epoch of one training.

    Losses are mean squared errors in units of the training range's target variance;
    `naive_ratio` = validation MSE / MSE of predicting 0; `epoch` counts from 1;
    `best_epoch` is the best so far.
    """

    type: ClassVar[str] = "epoch_ended"
    epoch: int
    train_loss: float
    validation_loss: float
    naive_ratio: float
    seconds: float
    gradient_norm: float
    learning_rate: float
    best_epoch: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldEnded(Event):
    """One training ended. `outcome`: `finished`, `stopped_early`, `cancelled`, `diverged`.

    `first_decision` is the bar index of the first prediction; `predicted` are log returns.
    """

    type: ClassVar[str] = "fold_ended"
    outcome: str
    epochs: int
    best_epoch: int
    seconds: float
    first_decision: int
    predicted: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine(Event):
    """A line for the log. `level`: `info`, `warning`, `error`."""

    type: ClassVar[str] = "log_line"
    text: str
    level: str = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class TwinScored(Event):
    """One twin of a placebo: `kind` of twin, its `number`, and its net return over scaled holding a year.

    `done` of `all` twins are scored.
    """

    type: ClassVar[str] = "twin_scored"
    kind: str
    number: int
    score: float
    done: int
    all: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFinished(Event):
    """The run is done; its result travels beside the event, never inside it."""

    type: ClassVar[str] = "run_finished"
    verdict: str
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCancelled(Event):
    """The user stopped the run; `fits_done` trainings are kept."""

    type: ClassVar[str] = "run_cancelled"
    fits_done: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFailed(Event):
    """The run could not go on; one sentence, the remedy, and details for the log only."""

    type: ClassVar[str] = "run_failed"
    sentence: str
    hint: str = ""
    details: str = ""


EVENT_TYPES: dict[str, type[Event]] = {
    kind.type: kind
    for kind in (
        StageStarted, FoldStarted, EpochEnded, FoldEnded, LogLine, TwinScored, RunFinished, RunCancelled,
        RunFailed,
    )
}
_ENVELOPE = ("run_id", "fold", "seed", "sequence", "time")


def to_envelope(event: Event) -> dict[str, Any]:
    """`{type, run_id, sequence, time, fold, seed, payload}`, ready for JSON."""
    fields = dataclasses.asdict(event)
    envelope: dict[str, Any] = {"type": event.type, **{key: fields.pop(key) for key in _ENVELOPE}}
    envelope["payload"] = {k: list(v) if isinstance(v, tuple) else v for k, v in fields.items()}
    return envelope


def from_envelope(envelope: dict[str, Any]) -> Event | None:
    """The event of an envelope, or None for a type this program does not know."""
    kind = EVENT_TYPES.get(envelope["type"])
    if kind is None:
        return None
    known = {field.name for field in dataclasses.fields(kind)}
    fields: dict[str, Any] = {key: envelope[key] for key in _ENVELOPE}
    for key, value in envelope["payload"].items():
        if key in known:
            fields[key] = tuple(value) if isinstance(value, list) else value
    return kind(**fields)
