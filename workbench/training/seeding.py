"""Seeds: a fit's randomness depends on (train.seed + seed number, fold) and on nothing else."""

from __future__ import annotations

import numpy as np


def fit_seed(first_seed: int, seed_number: int, fold: int) -> int:
    """A 63-bit seed for one training; `seed_number` and `fold` count from 0."""
    state = np.random.SeedSequence([first_seed + seed_number, fold]).generate_state(1, np.uint64)
    return int(state[0] >> np.uint64(1))
