"""The story's first attempt: a convolutional net that looks at a picture of the chart."""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional

from workbench.models.kinds.chart_cnn import (
    BLOCKS,
    COLUMNS_A_DAY,
    KERNEL,
    ChartCNNSpec,
    first_layer,
    rows_after,
)


class HalfTheRows(nn.Module):
    """The larger of every two rows, (..., rows, columns) -> (..., rows // 2, columns).

    What `MaxPool2d((2, 1))` does but for rounding, in a quarter of the time on a CPU, backward included.
    """

    def forward(self, x: Tensor) -> Tensor:
        *outer, rows, columns = x.shape
        pairs = x[..., : rows // 2 * 2, :].reshape(*outer, rows // 2, 2, columns)
        first, second = pairs.unbind(-2)
        return first + functional.relu(second - first)


class ChartImageNet(nn.Module):
    """Blocks of convolution, normalisation, leaky ReLU and pooling (Jiang, Kelly and Xiu, 2023).

    `input_size` is the days of a picture. The paper's batch normalisation is a group normalisation here: it
    needs no running figures, so what is said of a picture does not depend on the others of its batch. Pooling
    comes before the ReLU: both keep the order of numbers, so they may change places, and half are left.
    """

    def __init__(self, spec: ChartCNNSpec, input_size: int) -> None:
        super().__init__()
        stride, dilation = first_layer(input_size)
        blocks, below = [], 1
        for block in range(BLOCKS[input_size]):
            width = spec.channels << block
            stretch = dilation if block == 0 else 1
            blocks.append(
                nn.Sequential(
                    nn.Conv2d(
                        below, width, KERNEL, stride=(stride if block == 0 else 1, 1),
                        dilation=(stretch, 1), padding=(2 * stretch, 1),
                    ),
                    nn.GroupNorm(1, width), HalfTheRows(), nn.LeakyReLU(0.01),
                )
            )  # fmt: skip
            below = width
        self.blocks = nn.Sequential(*blocks)
        self.dropout = nn.Dropout(spec.dropout)
        flat = below * rows_after(input_size) * COLUMNS_A_DAY * input_size
        self.head = nn.Linear(flat, spec.outputs)
        for part in self.modules():
            if isinstance(part, nn.Conv2d | nn.Linear):
                nn.init.xavier_uniform_(part.weight)
        # A picture says nothing at first: the forecast starts at zero and the head learns from there.
        nn.init.zeros_(self.head.weight)

    def forward(self, windows: Tensor) -> Tensor:
        """(batch, 1, height, width) -> (batch, outputs): what is said of each picture."""
        return self.sequence(windows, 1)[:, 0]

    def sequence(self, segments: Tensor, steps: int) -> Tensor:
        """(batch, time, height, width), a picture a day -> (batch, steps, outputs)."""
        pictures = segments[:, -steps:].flatten(0, 1)[:, None].float()
        said: Tensor = self.head(self.dropout(self.blocks(pictures).flatten(1)))
        return said.reshape(len(segments), steps, -1)
