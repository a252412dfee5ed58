"""What a fit may see: arrays cut physically, so that what lies after their end does not exist in them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbench.data.series import Floats
from workbench.dataclass import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Whole:
    """Whole-series arrays that folds are cut from: `values` (bars, columns), `target` and `returns` (bars,).

    `target` is the log return over the horizon, NaN at the end; `returns` those of one bar, the first NaN.
    """

    values: Floats
    target: Floats
    returns: Floats


@dataclass(frozen=True, slots=True, eq=False)
class TrainView:
    """Rows 0..validation_last of the features (rows, columns), of the target and of the returns (rows,).

    Sample s has its window at rows s - lookback + 1..s and its label at target[s]; the samples are
    train_first..train_last and validation_first..validation_last, inclusive. `returns` are those of one
    bar, known at the close of their row.
    """

    values: Floats
    target: Floats
    returns: Floats
    lookback: int
    train_first: int
    train_last: int
    validation_first: int
    validation_last: int

    @property
    def validation_rows(self) -> NDArray[np.int64]:
        """All rows of the validation part."""
        return np.arange(self.validation_first, self.validation_last + 1)


@dataclass(frozen=True, slots=True, eq=False)
class DecisionView:
    """Feature rows of the decisions alone, with the `lookback - 1` rows before; no target is in here.

    `values` (lookback - 1 + decisions, columns); decision k is made at row lookback - 1 + k, which is bar
    `first_decision + k`. `returns` (first_decision + decisions,) are the one-bar log returns of all bars up
    to the last decision. `horizon` is in bars.
    """

    values: Floats
    returns: Floats
    lookback: int
    first_decision: int
    horizon: int

    @property
    def decisions(self) -> int:
        return len(self.values) - self.lookback + 1

    @property
    def mean_return(self) -> Floats:
        """(decisions,): the mean of all one-bar returns known at each decision, x horizon."""
        known = np.nancumsum(self.returns) / np.maximum(np.arange(len(self.returns)), 1)
        return np.asarray(self.horizon * known[self.first_decision :])


def train_view(
    whole: Whole, lookback: int, train: tuple[int, int], validation: tuple[int, int]
) -> TrainView:
    """Cut copies; `train` and `validation` are inclusive bar ranges."""
    end = validation[1] + 1
    cut = (whole.values[:end].copy(), whole.target[:end].copy(), whole.returns[:end].copy())
    return TrainView(*cut, lookback, *train, *validation)


def decision_view(whole: Whole, lookback: int, decisions: tuple[int, int], horizon: int) -> DecisionView:
    """Cut copies for the bars decisions[0]..decisions[1], inclusive."""
    first, last = decisions
    values = whole.values[first - lookback + 1 : last + 1].copy()
    return DecisionView(values, whole.returns[: last + 1].copy(), lookback, first, horizon)
