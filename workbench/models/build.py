"""From a spec to its net. Imports torch: for worker processes only."""

from __future__ import annotations

import importlib
from typing import Protocol, cast

from torch import Tensor, nn

from workbench.models.catalog import CATALOG, ModelSpec


class Net(Protocol):
    """What a net can do, beside being an `nn.Module`; `outputs` numbers a prediction (see `nets.heads`)."""

    def forward(self, windows: Tensor) -> Tensor:
        """(batch, lookback, features) -> (batch, outputs): what is said on each window's last day."""
        ...

    def sequence(self, segments: Tensor, steps: int) -> Tensor:
        """(batch, time, features) -> (batch, steps, outputs): what is said on the last `steps` days."""
        ...


def build_net(spec: ModelSpec, input_size: int) -> nn.Module:
    """A freshly initialised net of `input_size` feature columns; ValueError for a kind that is no net.

    Its class is named in the catalogue as `module:Class` and made from (spec, input_size).
    """
    place = CATALOG[spec.kind].net
    if not place:
        raise ValueError(f"{spec.kind} is no net")
    module, _, name = place.partition(":")
    return cast("nn.Module", getattr(importlib.import_module(module), name)(spec, input_size))
