"""A temporal convolutional net: filters slide over the days, each layer looking twice as far back."""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional

from workbench.models.kinds.convolution import CNNSpec


class CNNNet(nn.Module):
    """Dilated causal convolutions with residual links (Bai, Kolter and Koltun, 2018), then a linear layer."""

    def __init__(self, spec: CNNSpec, input_size: int) -> None:
        super().__init__()
        self.layers = nn.ModuleList(
            nn.Conv1d(
                input_size if layer == 0 else spec.channels, spec.channels, spec.kernel_size,
                dilation=2**layer,
            )
            for layer in range(spec.num_layers)
        )  # fmt: skip
        self.skip = nn.Conv1d(input_size, spec.channels, 1)
        self.dropout = nn.Dropout(spec.dropout)
        self.head = nn.Linear(spec.channels, spec.outputs)

    def forward(self, windows: Tensor) -> Tensor:
        """(batch, lookback, features) -> (batch, outputs): what is said on each window's last day."""
        return self.sequence(windows, 1)[:, 0]

    def sequence(self, segments: Tensor, steps: int) -> Tensor:
        """(batch, time, features) -> (batch, steps, outputs): what is said on the last `steps` days."""
        x = segments.transpose(1, 2)  # (batch, features, time)
        kept = self.skip(x)
        for layer in self.layers:
            assert isinstance(layer, nn.Conv1d)
            # Padded on the left alone: a day is never mixed with its future.
            reach = layer.dilation[0] * (layer.kernel_size[0] - 1)
            x = self.dropout(functional.relu(layer(functional.pad(x, (reach, 0)))))
            x = kept = kept + x
        said: Tensor = self.head(x[..., -steps:].transpose(1, 2))
        return said
