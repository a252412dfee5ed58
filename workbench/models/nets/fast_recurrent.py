"""Running a recurrent cell over a batch of sequences."""

from __future__ import annotations

from torch import Tensor, nn


def run_cell(cell: nn.RNNBase, x: Tensor) -> Tensor:
    """(batch, time, features) -> (batch, time, hidden): the cell's outputs from a zero state."""
    outputs: Tensor = cell(x)[0]
    return outputs
