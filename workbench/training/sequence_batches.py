"""Segments instead of windows: run the net once over each, take the loss at its last K steps.

Overlapping windows repeat work: `lookback` steps for one loss term. A segment of lookback - 1 + K bars
gives K loss terms, each with at least `lookback` bars of context.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

from workbench.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Batch:
    """`rows` (batch, lookback - 1 + steps) to gather; `mask` (batch, steps): 1 where the loss counts."""

    rows: Tensor
    mask: Tensor


def steps_per_segment(samples: int, wanted: int) -> int:
    """K: as wanted, but at least two segments however few the samples."""
    return max(1, min(wanted, samples // 2))


def epoch_batches(
    targets: tuple[int, int], lookback: int, steps: int, batch_size: int, rng: np.random.Generator
) -> Iterator[Batch]:
    """One epoch in which each target row targets[0]..targets[1] (inclusive) is a loss term exactly once.

    The segments' offset is jittered and their order shuffled by `rng`; a segment that would stick out
    is moved inside and its repeated targets are masked.
    """
    first, last = targets
    cuts = _segment_starts(first, last, steps, rng)
    ends = np.append(cuts[1:], last + 1)
    starts = np.minimum(cuts, last - steps + 1)
    order = rng.permutation(len(cuts))
    columns = np.arange(-(lookback - 1), steps)
    for chosen in np.split(order, range(batch_size, len(order), batch_size)):
        rows = starts[chosen, None] + columns
        learned = rows[:, lookback - 1 :]
        mask = (learned >= cuts[chosen, None]) & (learned < ends[chosen, None])
        yield Batch(torch.from_numpy(rows), torch.from_numpy(mask.astype(np.float32)))


def _segment_starts(first: int, last: int, steps: int, rng: np.random.Generator) -> np.ndarray:
    """Rows at which the targets' range is cut: `first`, then every `steps` after a random offset."""
    offset = int(rng.integers(1, steps + 1))
    return np.concatenate([[first], np.arange(first + offset, last + 1, steps)])
