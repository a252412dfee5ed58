"""Small runs for tests: few bars, few folds, the same functions as the real thing."""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np

from workbench.data.series import PriceSeries
from workbench.events import Event
from workbench.experiment.executors.base import Executor
from workbench.experiment.executors.inline import InlineExecutor
from workbench.experiment.pipeline import run_experiment
from workbench.experiment.result import RunResult
from workbench.experiment.spec import ExperimentSpec

SMALL = {
    "features.lookback": 10,
    "evaluation.first_train": 300,
    "evaluation.vault_bars": 250,
    "evaluation.refit_every": 100,
}
_RECURRENT = {"model.hidden_size": 6, "model.num_layers": 1}
TINY: dict[str, dict[str, object]] = {
    "lstm": _RECURRENT,
    "rnn": _RECURRENT,
    "gru": _RECURRENT,
    "cnn": {"model.channels": 4, "model.num_layers": 2},
    "chart_cnn": {"model.channels": 2, "features.lookback": 20},
    "transformer": {"model.d_model": 8, "model.nhead": 2, "model.dim_feedforward": 8},
}


def small_spec(kind: str = "ridge", **settings: object) -> ExperimentSpec:
    """A spec of few days; `settings` with double underscores for dots."""
    base = {**SMALL, **TINY[kind], "train.epochs": 2, "train.seeds": 2} if kind in TINY else SMALL
    paths = {key.replace("__", "."): value for key, value in settings.items()}
    return ExperimentSpec().with_settings({"model.kind": kind, **base, **paths})


def run_small(
    spec: ExperimentSpec,
    prices: PriceSeries,
    executor: Executor | None = None,
    emit: Callable[[Event], None] = lambda event: None,
    vault_start: np.datetime64 | None = None,
) -> RunResult:
    """One run, inline unless an executor is given."""
    if executor is not None:
        return run_experiment(spec, prices, emit, threading.Event(), executor, vault_start=vault_start)
    with InlineExecutor() as inline:
        return run_experiment(spec, prices, emit, threading.Event(), inline, vault_start=vault_start)
