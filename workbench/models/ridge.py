"""Ridge regression (Hoerl and Kennard, 1970): validation chooses the penalty, all days the weights."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.data.series import Floats
from workbench.dataclass import dataclass

RIDGE_PENALTIES = (1.0, 10.0, 100.0, 1e3, 1e4, 1e5)


@dataclass(frozen=True, slots=True, eq=False)
class RidgeFit:
    """A fitted ridge; `weights` (lookback x features,)."""

    weights: Floats
    intercept: float

    def predict(self, windows: NDArray[Any]) -> Floats:
        """(n, lookback, features) -> (n,), in the unit of the fitted target."""
        return np.asarray(_flat(windows) @ self.weights + self.intercept)


class RidgeFits(NamedTuple):
    """`learned` never saw the validation part, `whole` learned from it as well; both with `penalty`."""

    penalty: float
    validation_loss: float
    learned: RidgeFit
    whole: RidgeFit


def fit_ridge(x: NDArray[Any], y: Floats, validation_x: NDArray[Any], validation_y: Floats) -> RidgeFits:
    """For each penalty a fit on `x`, `y`; the best on validation is kept and fitted again on both parts.

    `x` (n, lookback, features) standardised, `y` (n,) scaled.
    """
    flat = _flat(validation_x)
    sums = _Sums.of(_flat(x), y)
    fits = [sums.fit(penalty) for penalty in RIDGE_PENALTIES]
    losses = [float(np.mean((flat @ fit.weights + fit.intercept - validation_y) ** 2)) for fit in fits]
    best = int(np.argmin(losses))
    # It stands against a sum of squares, not their mean: that more days outweigh it is as it should be.
    whole = sums.plus(_Sums.of(flat, validation_y)).fit(RIDGE_PENALTIES[best])
    return RidgeFits(RIDGE_PENALTIES[best], losses[best], fits[best], whole)


@dataclass(frozen=True, slots=True, eq=False)
class _Sums:
    """All that least squares needs of its samples; those of two parts add up to those of both.

    `x` (inputs,) and `y` are sums, `xx` (inputs, inputs) and `xy` (inputs,) sums of products.
    """

    n: int
    x: Floats
    y: float
    xx: Floats
    xy: Floats

    @classmethod
    def of(cls, x: Floats, y: Floats) -> _Sums:
        return cls(len(x), x.sum(axis=0), float(y.sum()), x.T @ x, x.T @ y)

    def plus(self, other: _Sums) -> _Sums:
        return _Sums(
            self.n + other.n, self.x + other.x, self.y + other.y, self.xx + other.xx, self.xy + other.xy
        )

    def fit(self, penalty: float) -> RidgeFit:
        """The minimum of sum (y - x w - c)^2 + penalty |w|^2."""
        mean_x, mean_y = self.x / self.n, self.y / self.n
        products = self.xx - np.outer(self.x, mean_x)
        products.flat[:: len(products) + 1] += penalty
        weights = np.linalg.solve(products, self.xy - self.x * mean_y)
        return RidgeFit(np.asarray(weights, dtype=np.float64), mean_y - float(mean_x @ weights))


def _flat(windows: NDArray[Any]) -> Floats:
    return np.ascontiguousarray(windows, dtype=np.float64).reshape(len(windows), -1)
