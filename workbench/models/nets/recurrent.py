"""Recurrent nets: the LSTM of the story, batch first."""

from __future__ import annotations

from torch import Tensor, nn

from workbench.models.catalog import LSTMSpec


class LSTMNet(nn.Module):
    """`nn.LSTM`, then one linear layer on its output: one number a day, in standard deviations."""

    def __init__(self, spec: LSTMSpec, input_size: int) -> None:
        super().__init__()
        # nn.LSTM drops out between layers only, and warns where there is no between.
        dropout = spec.dropout if spec.num_layers > 1 else 0.0
        self.lstm = nn.LSTM(
            input_size, spec.hidden_size, spec.num_layers, dropout=dropout, batch_first=True
        )
        self.head = nn.Linear(spec.hidden_size, 1)

    def forward(self, windows: Tensor) -> Tensor:
        """(batch, lookback, features) -> (batch,): the prediction of each window's last day."""
        return self.sequence(windows, 1)[:, 0]

    def sequence(self, segments: Tensor, steps: int) -> Tensor:
        """(batch, time, features) -> (batch, steps): the predictions of the last `steps` days."""
        outputs, _ = self.lstm(segments)  # (batch, time, hidden)
        predicted: Tensor = self.head(outputs[:, -steps:])
        return predicted.squeeze(-1)
