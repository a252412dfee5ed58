"""Spec of the net that slides filters over the days: a temporal convolutional net."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from workbench.models.kinds.base import NetSpec, Shapes


class CNNSpec(NetSpec):
    """Dilated causal 1-D convolutions (TCN; Bai, Kolter and Koltun, 2018).

    Layer i looks `kernel_size - 1` times 2^i bars further back, so `num_layers` of them see
    1 + (kernel_size - 1) x (2^num_layers - 1) bars.
    """

    kind: Literal["cnn"] = "cnn"
    channels: int = Field(32, ge=1, le=512, description="filters in each layer")
    kernel_size: int = Field(3, ge=2, le=16, description="days one filter sees at once")
    num_layers: int = Field(5, ge=1, le=10, description="layers, each looking twice as far apart")
    dropout: float = Field(0.0, ge=0.0, le=0.9, description="share of links cut while learning")

    def state_shapes(self, input_size: int) -> Shapes:
        """One convolution a layer, a 1 x 1 one beside the first where the widths differ, then the head."""
        shapes: Shapes = {}
        for layer in range(self.num_layers):
            below = input_size if layer == 0 else self.channels
            shapes[f"layers.{layer}.weight"] = (self.channels, below, self.kernel_size)
            shapes[f"layers.{layer}.bias"] = (self.channels,)
        shapes["skip.weight"] = (self.channels, input_size, 1)
        shapes["skip.bias"] = (self.channels,)
        return {**shapes, **self.head_shapes(self.channels)}
