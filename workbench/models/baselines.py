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
    # One target a penalty: the normal equations are then set up once for all of them.
    targets = np.tile(y[:, None], (1, len(RIDGE_PENALTIES)))
    model = Ridge(alpha=np.array(RIDGE_PENALTIES), solver="cholesky").fit(flat, targets)
    losses = np.mean((model.predict(flat_validation) - validation_y[:, None]) ** 2, axis=0)
    best = int(np.argmin(losses))
    return RidgeFit(
        penalty=RIDGE_PENALTIES[best],
        weights=np.asarray(model.coef_[best]),
        intercept=float(model.intercept_[best]),
        validation_loss=float(losses[best]),
    )


def coin_flips(count: int, seed: int) -> Floats:
    """`count` fair flips, +1 or -1, as float64."""
    return np.where(np.random.default_rng(seed).random(count) < 0.5, 1.0, -1.0)


def _flat(windows: NDArray[Any]) -> Floats:
    return np.ascontiguousarray(windows, dtype=np.float64).reshape(len(windows), -1)
