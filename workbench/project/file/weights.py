"""Weights from strangers: measured against the spec's own net, so that no library ever parses them unseen."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from workbench.models.shapes import Shapes
from workbench.project.file.limits import MAX_TENSOR_HEADER, MAX_TENSORS, MAX_WEIGHTS, Refused
from workbench.project.file.strict_json import parse

_LENGTH = 8
_FLOAT = 4


def check_weights(content: bytes, expected: Shapes, name: str) -> None:
    """Raise `Refused` unless `content` is a safetensors file of exactly `expected`, float32, all finite."""
    if sum(prod(shape) for shape in expected.values()) > MAX_WEIGHTS:
        raise Refused(f"{name} belongs to a net too large to load")
    header_size = int.from_bytes(content[:_LENGTH], "little")
    body = content[_LENGTH + header_size :]
    if len(content) < _LENGTH or header_size > MAX_TENSOR_HEADER or _LENGTH + header_size > len(content):
        raise Refused(f"{name} has a header of impossible size")
    header = parse(content[_LENGTH : _LENGTH + header_size], name)
    header.pop("__metadata__", None)
    if len(header) > MAX_TENSORS:
        raise Refused(f"{name} holds too many tensors")
    if set(header) != set(expected):
        raise Refused(f"{name} does not hold the tensors of its model")
    _check_places(header, expected, len(body), name)
    if not np.isfinite(np.frombuffer(body, "<f4")).all():
        raise Refused(f"{name} holds a weight that is not a number")


def _check_places(header: dict[str, Any], expected: Shapes, size: int, name: str) -> None:
    """Every tensor float32, of its shape, one after the other, and nothing else."""
    places: list[tuple[int, int]] = []
    for tensor, shape in expected.items():
        told = header[tensor]
        if not isinstance(told, dict) or told.get("dtype") != "F32" or told.get("shape") != list(shape):
            raise Refused(f"{name} has a wrong shape at {tensor}")
        place = told.get("data_offsets")
        if not isinstance(place, list) or [type(offset) for offset in place] != [int, int] \
                or place[1] - place[0] != prod(shape) * _FLOAT:
            raise Refused(f"{name} puts {tensor} where it cannot be")
        places.append((place[0], place[1]))
    end = 0
    for start, stop in sorted(places):
        if start != end:
            raise Refused(f"{name} has tensors that overlap or leave a gap")
        end = stop
    if end != size:
        raise Refused(f"{name} is not as long as it says")
