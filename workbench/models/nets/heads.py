"""What a net says of tomorrow: one number, a bell curve, or three quantiles; and how each is scored.

The last axis of a net's output, `raw`, has 1, 2 or 3 numbers; everything is in the unit of the scaled target.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional

from workbench.models.kinds.base import NORMAL_90, Head

QUANTILES = (0.1, 0.5, 0.9)
SMALLEST_SCALE = 1e-3
# softplus(this) = 1: an untrained net says the spread that the scaled target has.
_UNIT = math.log(math.e - 1.0)


def point(head: Head, raw: Tensor) -> Tensor:
    """(..., outputs) -> (...): the forecast itself, the mean or for quantiles the median."""
    return raw[..., 1] if head == "quantile" else raw[..., 0]


def band(head: Head, raw: Tensor) -> tuple[Tensor, Tensor]:
    """The 10 % and 90 % quantiles, each (...); a point head says both equal to its forecast."""
    if head == "gaussian":
        reach = NORMAL_90 * _positive(raw[..., 1])
        return raw[..., 0] - reach, raw[..., 0] + reach
    if head == "quantile":
        # Distances from the median, so that the quantiles never cross.
        return raw[..., 1] - _positive(raw[..., 0]), raw[..., 1] + _positive(raw[..., 2])
    return raw[..., 0], raw[..., 0]


def losses(head: Head, raw: Tensor, actual: Tensor) -> Tensor:
    """The loss of each prediction, (...): squared error, Gaussian log score, or mean pinball loss.

    Pinball: (q - 1[y < f]) (y - f), averaged over the three quantiles (Koenker and Bassett, 1978).
    """
    if head == "gaussian":
        scale = _positive(raw[..., 1])
        return torch.log(scale) + 0.5 * ((actual - raw[..., 0]) / scale) ** 2
    if head == "quantile":
        low, high = band(head, raw)
        said = torch.stack([low, raw[..., 1], high], dim=-1)
        wanted = torch.tensor(QUANTILES, dtype=raw.dtype, device=raw.device)
        miss = actual[..., None] - said
        return torch.maximum(wanted * miss, (wanted - 1.0) * miss).mean(dim=-1)
    return (raw[..., 0] - actual) ** 2


def _positive(raw: Tensor) -> Tensor:
    return functional.softplus(raw + _UNIT) + SMALLEST_SCALE
