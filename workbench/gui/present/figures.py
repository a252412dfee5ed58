"""The four figures of the Reality panel: each beside what it must be compared with."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from workbench.evaluation.figures import Removal
from workbench.evaluation.sentences import removal_text
from workbench.experiment.run_state import RunState
from workbench.export.figures import (
    EXCESS,
    HITS,
    TRIES,
    YEARS,
    Figure,
    Ruler,
    base_note,
    excess_figure,
    finished,
    hits_figure,
    stopped,
    tries_figure,
    withheld,
    years_figure,
)
from workbench.gui.present import format as fmt
from workbench.gui.present.training import best_ratios

__all__ = [
    "EXCESS", "HITS", "RATIO", "TRIES", "YEARS", "Figure", "Ruler", "excess_figure", "finished",
    "hits_figure", "ratio_figure", "running", "stopped", "tries_figure", "withheld", "years_figure",
]  # fmt: skip
RATIO = "validation / naive"


def running(state: RunState, tries: int, base_rate: float | None) -> tuple[Figure, Figure, Figure, Figure]:
    """The figures while training: nothing about the model but how its trainings compare with naive."""
    return (
        Figure(EXCESS, fmt.DOT, below="when all folds are done", muted=True),
        Figure(HITS, fmt.DOT, below=base_note(base_rate), muted=True),
        Figure(TRIES, fmt.count(tries), below="this run will count, even if you stop it"),
        ratio_figure(best_ratios(state).values()),
    )


def with_removals(four: tuple[Figure, ...], removals: tuple[Removal, ...]) -> tuple[Figure, ...]:
    """The figures with the note that tries were removed from the count, for ever beside what is counted."""
    if not removals:
        return four
    note = removal_text(removals[-1])
    if len(removals) > 1:
        note = f"{note}, and {fmt.counted(len(removals) - 1, 'time')} before"
    every = "\n".join(removal_text(removal) for removal in removals)
    return tuple(
        replace(one, below=fmt.joined(one.below, note), tip=f"{one.tip}\n{every}".strip())
        if one.label == TRIES else one
        for one in four
    )  # fmt: skip


def ratio_figure(ratios: Iterable[float]) -> Figure:
    """The median validation / naive of the trainings done, beside 1.00."""
    tip = "Validation error over that of “tomorrow = today”, at each training's best epoch. The tick is 1.00."
    done = np.array([ratio for ratio in ratios if math.isfinite(ratio)])
    if not len(done):
        return Figure(RATIO, fmt.DOT, below="no training done yet", tip=tip, muted=True)
    low, middle, high = (float(value) for value in np.quantile(done, (0.05, 0.5, 0.95)))
    better = int((done < 1).sum())
    below = f"{fmt.counted(len(done), 'training')}, {better} below 1"
    return Figure(RATIO, fmt.number(middle, 3), "median", below, tip, Ruler(middle, low, high, 1.0))
