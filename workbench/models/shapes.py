"""The shapes of a net's weights, told from its spec alone: a stranger's file is measured without torch."""

from __future__ import annotations

from math import prod

from workbench.models.catalog import ModelSpec
from workbench.models.kinds.base import NetSpec, Shapes

__all__ = ["Shapes", "state_shapes", "weight_count"]


def state_shapes(spec: ModelSpec, input_size: int) -> Shapes:
    """Name -> shape of every tensor in the state of the net of `spec`; empty for a model without a net.

    `input_size` is the number of feature columns of one bar (for pictures: the days drawn).
    """
    return spec.state_shapes(input_size) if isinstance(spec, NetSpec) else {}


def weight_count(spec: ModelSpec, input_size: int) -> int:
    """Number of trainable weights of the net of `spec`; 0 for a model without a net."""
    return sum(prod(shape) for shape in state_shapes(spec, input_size).values())
