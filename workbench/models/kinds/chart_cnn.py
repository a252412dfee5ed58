"""Spec of the story's first attempt: a picture of the chart, read by a 2-D convolutional net."""

from __future__ import annotations

from typing import ClassVar, Literal

from pydantic import Field

from workbench.models.kinds.base import NetSpec, Shapes

PICTURE_DAYS = (5, 20, 60)
PICTURE_HEIGHT = {5: 32, 20: 64, 60: 96}
"""Pixel rows of a picture of so many days, prices and volume together; three columns a day."""
COLUMNS_A_DAY = 3
BLOCKS = {5: 2, 20: 3, 60: 4}
"""Convolutional blocks that read it (Jiang, Kelly and Xiu, 2023)."""
KERNEL = (5, 3)


class ChartCNNSpec(NetSpec):
    """The window drawn as a black-and-white OHLC chart (Jiang, Kelly and Xiu, 2023), read as a picture.

    `channels` is the width of the first block, each further block has twice as many; the paper's is 64.
    """

    draws: ClassVar[bool] = True

    kind: Literal["chart_cnn"] = "chart_cnn"
    channels: int = Field(8, ge=1, le=64, description="filters of the first block; 64 is the full width")

    dropout: float = Field(0.5, ge=0.0, le=0.9, description="share of links cut while learning")

    def problem(self, lookback: int) -> tuple[str, str, str] | None:
        """Pictures are drawn of 5, 20 or 60 days."""
        if lookback in PICTURE_DAYS:
            return None
        return (
            "features.lookback", f"There is no picture of {lookback} days.",
            "Choose a window of 5, 20 or 60 days.",
        )  # fmt: skip

    def state_shapes(self, input_size: int) -> Shapes:
        """Convolution and normalisation of each block, then the head; `input_size` is the picture's days."""
        shapes: Shapes = {}
        below = 1
        for block in range(BLOCKS[input_size]):
            width = self.channels << block
            shapes[f"blocks.{block}.0.weight"] = (width, below, *KERNEL)
            for name in ("0.bias", "1.weight", "1.bias"):
                shapes[f"blocks.{block}.{name}"] = (width,)
            below = width
        flat = below * rows_after(input_size) * COLUMNS_A_DAY * input_size
        return {**shapes, **self.head_shapes(flat)}


def first_layer(days: int) -> tuple[int, int]:
    """(vertical stride, vertical dilation) of the first convolution: larger pictures are read coarser."""
    return (1, 1) if days == PICTURE_DAYS[0] else (3, 2)


def rows_after(days: int) -> int:
    """Pixel rows that are left behind the last block, each of which halves them."""
    stride, _ = first_layer(days)
    rows = -(-PICTURE_HEIGHT[days] // stride)
    return rows >> BLOCKS[days]
