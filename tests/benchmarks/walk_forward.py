"""`evaluate.walk_forward`: the default evaluation against the textbook loop's cost for its fits."""

from __future__ import annotations

import threading

import numpy as np
import torch

from tests.benchmarks.measure import Figure, machine, seconds
from tests.benchmarks.textbook import TextbookFit
from workbench.data.providers.sample import load_sample
from workbench.evaluation.walk_forward import Fold
from workbench.experiment.executors.processes import ProcessExecutor
from workbench.experiment.pipeline import run_experiment
from workbench.experiment.spec import ExperimentSpec
from workbench.experiment.validate import plan
from workbench.features.pipeline import build_features, build_target
from workbench.features.scaling import fit_scaler

TARGET = 40.0
FIRST_VERDICT_SECONDS = 60.0
EPOCHS = 20


def walk_forward() -> Figure:
    """One product run with all 20 epochs against three textbook fits of 20 epochs, scaled to all 155.

    Early stopping is off in the product here, for the textbook loop has none; the first verdict with the
    default settings is timed apart, in the note and in `met`.
    """
    prices = load_sample("SP500")
    with ProcessExecutor(2) as executor:
        executor.warm_up()
        every_epoch = ExperimentSpec().with_settings({"train.patience": 0, "train.epochs": EPOCHS})
        ours = seconds(lambda: _run(every_epoch, prices, executor))
        first = seconds(lambda: _run(ExperimentSpec(), prices, executor))
    theirs = textbook_seconds(every_epoch, prices)
    ratio = theirs / ours
    met = ratio >= TARGET and first <= FIRST_VERDICT_SECONDS
    return Figure(
        "evaluate.walk_forward", ours, "s", theirs, ratio,
        f">= {TARGET:g}x and first verdict <= {FIRST_VERDICT_SECONDS:g} s", met, machine(),
        note=f"first verdict with the default settings after {first:.1f} s",
    )  # fmt: skip


def _run(spec, prices, executor) -> None:
    result = run_experiment(spec, prices, lambda event: None, threading.Event(), executor)
    assert result.verdict is not None


def textbook_seconds(spec: ExperimentSpec, prices) -> float:
    """Mean of the first, middle and last fold's fit, times all fits."""
    _, folds = plan(spec, prices)
    chosen = (folds[0], folds[len(folds) // 2], folds[-1])
    mean = float(np.mean([seconds(_textbook_fit(spec, prices, fold)) for fold in chosen]))
    return mean * len(folds) * spec.train.seeds


def _textbook_fit(spec: ExperimentSpec, prices, fold: Fold):
    values = build_features(prices, spec.features).values
    target = build_target(prices, 1)
    rows = slice(1, fold.train_last + 1)
    scaler = fit_scaler(values[rows], target[rows], fold.train_last)

    def fit() -> None:
        torch.manual_seed(0)
        x, y = scaler.apply(values[rows]), target[rows] / scaler.target_scale
        textbook = TextbookFit(x, y, spec.features.lookback)
        for _ in range(EPOCHS):
            textbook.epoch()

    return fit
