"""What a fit brings, whatever its kind."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from workbench.data.series import Floats
from workbench.dataclass import dataclass

Outcome = Literal["finished", "stopped_early", "cancelled", "diverged"]


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """Log returns said for some days: the forecast (n,) and its 10 % and 90 % quantiles (n,) each.

    A model that says a number alone has both quantiles equal to it.
    """

    predicted: Floats
    lower: Floats
    upper: Floats

    @classmethod
    def only(cls, predicted: Floats) -> Said:
        """A forecast without a band."""
        return cls(predicted, predicted, predicted)

    def __len__(self) -> int:
        return len(self.predicted)


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """What is said on the decisions and on the validation days `checked_rows` (m,).

    `signal` (decisions,) replaces the forecast of a model that only decides positions, from -1 to 1; its
    forecasts are NaN. `weights` are safetensors bytes, `device` is where it was fitted.
    """

    said: Said
    checked: Said
    checked_rows: NDArray[np.int64]
    outcome: Outcome = "finished"
    best_epoch: int = 0
    weights: bytes = b""
    signal: Floats | None = None
    device: str = "cpu"
