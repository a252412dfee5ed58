"""The Live panel as tables: a training epoch by epoch, and all trainings fold by fold."""

from __future__ import annotations

import numpy as np

from workbench.data.series import Floats
from workbench.experiment.run_state import Fit
from workbench.gui.present import format as fmt
from workbench.gui.present.long_table import LongTable
from workbench.gui.present.training import RATIO_DECIMALS, Training

EPOCHS = ("epoch", "loss, train", "loss, validation", "validation / naive", "")
NAME = "Loss and validation over naive by epoch"


def epoch_table(training: Training | None) -> LongTable:
    """One row an epoch; the best one is marked. Without a training it has no rows."""
    if training is None:
        return LongTable(f"{NAME}: no training yet", EPOCHS, 0, lambda place: ())

    def row(place: int) -> tuple[str, ...]:
        epoch = int(training.epochs[place])
        return (
            fmt.count(epoch), fmt.number(float(training.train[place]), 3),
            fmt.number(float(training.comparable_validation[place]), 3),
            fmt.number(float(training.ratio[place]), RATIO_DECIMALS),
            "best" if epoch == training.best_epoch else "",
        )  # fmt: skip

    return LongTable(f"{NAME}, {training.name}", EPOCHS, len(training.epochs), row)


def fits_table(ratios: Floats, now: Fit | None) -> LongTable:
    """One row a fold, one column a seed: best validation over naive, shape (seeds, folds), NaN for none."""
    seeds, folds = ratios.shape

    def cell(fold: int, seed: int) -> str:
        ratio = float(ratios[seed, fold])
        if np.isfinite(ratio):
            return fmt.number(ratio, RATIO_DECIMALS)
        return "under way" if (fold, seed) == now else "waiting"

    def row(fold: int) -> tuple[str, ...]:
        return (f"fold {fold + 1}", *(cell(fold, seed) for seed in range(seeds)))

    columns = ("validation / naive", *(f"seed {seed + 1}" for seed in range(seeds)))
    return LongTable("Trainings: best validation over naive", columns, folds, row)
