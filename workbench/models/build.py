"""From a kind to its net. Imports torch: for worker processes only."""

from __future__ import annotations

from torch import nn

from workbench.models.catalog import LSTMSpec, ModelSpec
from workbench.models.nets.recurrent import LSTMNet


def build_net(spec: ModelSpec, input_size: int) -> nn.Module:
    """A freshly initialised net; ValueError for a kind that is no net."""
    if isinstance(spec, LSTMSpec):
        return LSTMNet(spec, input_size)
    raise ValueError(f"{spec.kind} is no net")
