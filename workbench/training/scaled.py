"""A fold's arrays in the model's units; the scaler sees the training samples alone. No torch here."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbench.data.series import Floats
from workbench.dataclass import dataclass
from workbench.features.scaling import Scaler, fit_scaler
from workbench.features.views import DecisionView, TrainView
from workbench.features.windows import windows

Views = tuple[TrainView, DecisionView]


@dataclass(frozen=True, slots=True, eq=False)
class Scaled:
    """Rows as in the views; `y` (rows,) scaled by the training target's deviation."""

    train: NDArray[np.float32]
    decide: NDArray[np.float32]
    y: Floats
    scaler: Scaler


@dataclass(frozen=True, slots=True, eq=False)
class Sets:
    """Inputs and targets of the learned and of the checked days, and inputs of the decisions."""

    x: NDArray[np.float32]
    y: Floats
    checked_x: NDArray[np.float32]
    checked_y: Floats
    decided_x: NDArray[np.float32]


def scale(views: Views) -> Scaled:
    """Fit the scaler on the rows and labels of the training samples alone, then apply it."""
    view, decisions = views
    rows = view.values[view.train_first - view.lookback + 1 : view.train_last + 1]
    target = view.target[view.train_first : view.train_last + 1]
    scaler = fit_scaler(rows, target, view.train_last)
    if scaler.fit_end >= decisions.first_decision:
        raise ValueError("the scaler has seen a decision's day")
    return Scaled(
        scaler.apply(view.values), scaler.apply(decisions.values), view.target / scaler.target_scale, scaler
    )


def exact_windows(views: Views, scaled: Scaled, bars: int | None = None) -> Sets:
    """Windows (n, bars, columns) of all three ranges: the newest `bars`, by default the whole window."""
    view, decisions = views
    newest = slice(-bars, None) if bars else slice(None)

    def cut(values: NDArray[np.float32], first: int, last: int) -> NDArray[np.float32]:
        return windows(values, view.lookback, first, last)[:, newest]

    return Sets(
        cut(scaled.train, view.train_first, view.train_last),
        scaled.y[view.train_first : view.train_last + 1],
        cut(scaled.train, view.validation_first, view.validation_last),
        scaled.y[view.validation_first : view.validation_last + 1],
        cut(scaled.decide, decisions.lookback - 1, len(scaled.decide) - 1),
    )
