"""Arrays as `.npy`, written and read by hand: the header is matched, never evaluated."""

from __future__ import annotations

import re
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.project.file.limits import MAX_ENTRY, Refused

_MAGIC = b"\x93NUMPY\x01\x00"
_DTYPES = {"<f8": np.float64, "<f4": np.float32, "<i8": np.int64, "|u1": np.uint8}
_HEADER = re.compile(
    r"\{'descr': '(<f8|<f4|<i8|\|u1)', 'fortran_order': False, "
    r"'shape': \((\d{1,10}),(?: ?(\d{1,10}))?\), \} *\n"
)
_ALIGNMENT = 64


def encode(array: NDArray[Any]) -> bytes:
    """`.npy` version 1.0 of a one- or two-dimensional array of a known type, little-endian, row-major.

    Dates become days since 1970. Raises TypeError for any other type.
    """
    if array.dtype.kind == "M":
        array = array.astype("datetime64[D]").astype(np.int64)
    descr = {np.dtype(known): descr for descr, known in _DTYPES.items()}.get(array.dtype)
    if descr is None or array.ndim not in (1, 2):
        raise TypeError(f"no file holds arrays of {array.dtype} with {array.ndim} dimensions")
    shape = f"({array.shape[0]},)" if array.ndim == 1 else f"({array.shape[0]}, {array.shape[1]})"
    text = f"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}"
    length = -(-(len(_MAGIC) + 2 + len(text) + 1) // _ALIGNMENT) * _ALIGNMENT
    header = text.ljust(length - len(_MAGIC) - 3) + "\n"
    body = np.ascontiguousarray(array, dtype=descr.replace("|", "")).tobytes()
    return _MAGIC + len(header).to_bytes(2, "little") + header.encode("ascii") + body


def decode(content: bytes, name: str) -> NDArray[Any]:
    """The read-only array of an `.npy` entry; raises `Refused` unless its size is exactly what it says."""
    if content[: len(_MAGIC)] != _MAGIC:
        raise Refused(f"{name} is not a plain .npy array")
    start = len(_MAGIC) + 2 + int.from_bytes(content[8:10], "little")
    header = _HEADER.fullmatch(content[len(_MAGIC) + 2 : start].decode("latin-1"))
    if header is None:
        raise Refused(f"{name} has an .npy header that is not allowed")
    descr, *numbers = header.groups()
    shape = tuple(int(number) for number in numbers if number is not None)
    dtype = np.dtype(_DTYPES[descr])
    size = prod(shape) * dtype.itemsize
    if size > MAX_ENTRY or size != len(content) - start:
        raise Refused(f"{name} says it holds {size:,} bytes, and holds {len(content) - start:,}")
    return np.frombuffer(content, dtype=dtype, offset=start).reshape(shape)
