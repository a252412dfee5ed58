"""Segments: every target is a loss term exactly once, always with enough context."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from workbench.training.sequence_batches import epoch_batches, steps_per_segment


@given(
    lookback=st.integers(2, 40),
    samples=st.integers(2, 400),
    wanted=st.integers(1, 80),
    batch_size=st.integers(1, 9),
    seed=st.integers(0, 10_000),
)
def test_that_an_epoch_learns_every_target_once_with_a_whole_window_before_it(
    lookback, samples, wanted, batch_size, seed
):
    first, last = lookback, lookback + samples - 1
    steps = steps_per_segment(samples, wanted)
    seen = []
    for batch in epoch_batches((first, last), lookback, steps, batch_size, np.random.default_rng(seed)):
        rows, mask = batch.rows.numpy(), batch.mask.numpy()
        assert rows.shape == (len(mask), lookback - 1 + steps)
        assert len(mask) <= batch_size
        assert rows.min() >= 1
        assert rows.max() <= last
        assert (np.diff(rows, axis=1) == 1).all()
        seen.extend(rows[:, lookback - 1 :][mask > 0].tolist())
    assert sorted(seen) == list(range(first, last + 1))


def test_that_few_samples_shorten_the_segment_instead_of_skipping_them():
    assert steps_per_segment(500, 60) == 60
    assert steps_per_segment(50, 60) == 25
    assert steps_per_segment(1, 60) == 1


def test_that_two_epochs_cut_the_range_at_different_offsets():
    rng = np.random.default_rng(0)
    cuts = [
        sorted(int(row) for batch in epoch_batches((20, 319), 20, 30, 4, rng) for row in batch.rows[:, 0])
        for _ in range(2)
    ]
    assert cuts[0] != cuts[1]
