"""A running mean of the weights: steadier than the last step's, and judged in its place."""

from __future__ import annotations

import copy

import torch
from torch import Tensor, nn


class WeightAverage:
    """A copy of `net` whose weights follow with inertia (Polyak and Juditsky, 1992).

    The share of the past is at most `decay`, and smaller in the first steps, which know little.
    """

    def __init__(self, net: nn.Module, decay: float) -> None:
        self.net = copy.deepcopy(net)
        self._decay = decay
        self._mean: list[Tensor] = [weight.data for weight in self.net.parameters()]
        self._live: list[Tensor] = [weight.data for weight in net.parameters()]

    def follow(self, step: int) -> None:
        """Take in the weights as they are after step number `step`, counted from 1."""
        decay = min(self._decay, (1.0 + step) / (10.0 + step))
        torch._foreach_lerp_(self._mean, self._live, 1.0 - decay)
