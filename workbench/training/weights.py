"""Weights as safetensors bytes."""

from __future__ import annotations

from safetensors.torch import load, save
from torch import nn


def to_bytes(net: nn.Module) -> bytes:
    """The state of `net` as safetensors."""
    return save({name: tensor.contiguous() for name, tensor in net.state_dict().items()})


def from_bytes(net: nn.Module, data: bytes) -> None:
    """Load a state made by `to_bytes` into `net`, strictly; RuntimeError where shapes differ."""
    net.load_state_dict(load(data), strict=True)
