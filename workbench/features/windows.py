"""Windows: strided views over the feature rows, never a copy per window."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from workbench.dataclass import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class WindowSet:
    """Samples of one range: `x` (n, lookback, features) a view, `y` (n,), `asof`, `label_end` (n,) rows."""

    x: NDArray[Any]
    y: NDArray[Any]
    asof: NDArray[np.int64]
    label_end: NDArray[np.int64]


def windows(values: NDArray[Any], lookback: int, first: int, last: int) -> NDArray[Any]:
    """Windows that end at rows first..last, as a view (n, lookback, ...) of `values` (rows, ...).

    Raises ValueError where the first window would begin before row 0.
    """
    if first - lookback + 1 < 0:
        raise ValueError(f"the window ending at row {first} begins before row 0")
    view = sliding_window_view(values[first - lookback + 1 : last + 1], lookback, axis=0)
    return np.moveaxis(view, -1, 1)


def window_set(
    values: NDArray[Any], target: NDArray[Any], lookback: int, horizon: int, span: tuple[int, int]
) -> WindowSet:
    """The samples whose windows end at rows span[0]..span[1], inclusive."""
    first, last = span
    asof = np.arange(first, last + 1)
    return WindowSet(
        windows(values, lookback, first, last), target[first : last + 1], asof, asof + horizon
    )
