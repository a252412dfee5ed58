"""The scaler: fitted on the training range only, and it remembers where that range ended."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbench.data.series import Floats
from workbench.dataclass import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Scaler:
    """Standardises columns, shape (columns,), and the target; `fit_end` is the last row it has seen."""

    mean: Floats
    scale: Floats
    target_scale: float
    fit_end: int

    def apply(self, values: Floats) -> NDArray[np.float32]:
        """(rows, columns) float64 -> standardised float32 of the same shape."""
        return np.asarray((values - self.mean) / self.scale, dtype=np.float32)


def fit_scaler(values: Floats, target: Floats, fit_end: int) -> Scaler:
    """Fit on rows that are already cut at `fit_end`. A constant column gets scale 1.

    `values` (rows, columns) and `target` (samples,) of the training range, log returns.
    """
    scale = values.std(axis=0)
    target_scale = float(target.std())
    return Scaler(
        mean=values.mean(axis=0),
        scale=np.where(scale > 0, scale, 1.0),
        target_scale=target_scale if target_scale > 0 else 1.0,
        fit_end=fit_end,
    )
