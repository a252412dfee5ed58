"""How everything here is measured: alternating A B A B, medians, beside the machine's own rate."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """One benchmark's outcome. `ratio` is what `target` is about; `value` is the product's own figure."""

    name: str
    value: float
    unit: str
    reference: float | None
    ratio: float
    target: str
    met: bool
    machine: str
    note: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one call."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def alternate(
    product: Callable[[], object], reference: Callable[[], object], rounds: int = ROUNDS
) -> tuple[float, float]:
    """Median seconds of both, taken in turns after one unmeasured call of each."""
    product()
    reference()
    times = [(seconds(product), seconds(reference)) for _ in range(rounds)]
    ours, theirs = zip(*times, strict=True)
    return statistics.median(ours), statistics.median(theirs)


def gemm_rate(size: int = 768, rounds: int = 7) -> float:
    """Single-core f32 matrix product, in GFLOP/s, the best of a few rounds."""
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    a, b = torch.randn(size, size), torch.randn(size, size)
    best = min(seconds(lambda: a @ b) for _ in range(rounds))
    torch.set_num_threads(threads)
    return 2 * size**3 / best / 1e9


def machine() -> str:
    """The machine in a line."""
    return f"{os.cpu_count()} cores {platform.machine()}, {gemm_rate():.0f} GFLOP/s a core"
