"""What a fit may see: arrays cut physically, so that what lies after their end does not exist in them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from workbench.data.series import Floats


@dataclass(frozen=True, slots=True, eq=False)
class TrainView:
    """Rows 0..validation_last of the features (rows, columns) and of the target (rows,).

    Sample s has its window at rows s - lookback + 1..s and its label at target[s]; the samples are
    train_first..train_last and validation_first..validation_last, inclusive.
    """

    values: Floats
    target: Floats
    lookback: int
    train_first: int
    train_last: int
    validation_first: int
    validation_last: int


@dataclass(frozen=True, slots=True, eq=False)
class DecisionView:
    """Feature rows of the decisions alone, with the `lookback - 1` rows before; no target is in here.

    `values` (lookback - 1 + decisions, columns); decision k is made at row lookback - 1 + k,
    which is bar `first_decision + k`. `mean_return` (decisions,) is the mean of all returns known then.
    """

    values: Floats
    lookback: int
    first_decision: int
    mean_return: Floats

    @property
    def decisions(self) -> int:
        return len(self.values) - self.lookback + 1


def train_view(
    values: Floats, target: Floats, lookback: int, train: tuple[int, int], validation: tuple[int, int]
) -> TrainView:
    """Cut copies of whole-series arrays; `train` and `validation` are inclusive bar ranges."""
    end = validation[1] + 1
    return TrainView(values[:end].copy(), target[:end].copy(), lookback, *train, *validation)


def decision_view(
    values: Floats, log_returns: Floats, lookback: int, decisions: tuple[int, int], horizon: int
) -> DecisionView:
    """Cut a copy for the bars decisions[0]..decisions[1], inclusive.

    `log_returns` (bars,) one-bar returns, the first NaN; the mean at bar t is over bars 1..t, x horizon.
    """
    first, last = decisions
    known = np.nancumsum(log_returns[: last + 1]) / np.maximum(np.arange(last + 1), 1)
    return DecisionView(
        values[first - lookback + 1 : last + 1].copy(), lookback, first, horizon * known[first : last + 1]
    )
