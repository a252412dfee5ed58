"""Models that need no epochs: ridge on the same window, and those that need no fit at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.data.series import Floats

RIDGE_PENALTIES = (1.0, 10.0, 100.0, 1e3, 1e4, 1e5)


@dataclass(frozen=True, slots=True, eq=False)
class RidgeFit:
    """A fitted ridge: `penalty` won on the validation part; `weights` (lookback x features,)."""

    penalty: float
    weights: Floats
    intercept: float
    train_loss: float
    validation_loss: float

    def predict(self, windows: NDArray[Any]) -> Floats:
        """(n, lookback, features) -> (n,), in the unit of the fitted target."""
        return np.asarray(_flat(windows) @ self.weights + self.intercept)


def fit_ridge(
    x: NDArray[Any], y: Floats, validation_x: NDArray[Any], validation_y: Floats
) -> RidgeFit:
    """Ridge regression (Hoerl and Kennard, 1970) for each penalty; the best on validation is kept.

    `x` (n, lookback, features) standardised, `y` (n,) scaled.
    """
    from sklearn.linear_model import Ridge

    flat, flat_validation = _flat(x), _flat(validation_x)
    fits = []
    for penalty in RIDGE_PENALTIES:
        model = Ridge(alpha=penalty, solver="cholesky").fit(flat, y)
        loss = float(np.mean((model.predict(flat_validation) - validation_y) ** 2))
        train_loss = float(np.mean((model.predict(flat) - y) ** 2))
        fits.append(RidgeFit(penalty, np.asarray(model.coef_), float(model.intercept_), train_loss, loss))
    return min(fits, key=lambda fit: fit.validation_loss)


def coin_flips(count: int, seed: int) -> Floats:
    """`count` fair flips, +1 or -1, as float64."""
    return np.where(np.random.default_rng(seed).random(count) < 0.5, 1.0, -1.0)


def _flat(windows: NDArray[Any]) -> Floats:
    return np.ascontiguousarray(windows, dtype=np.float64).reshape(len(windows), -1)
