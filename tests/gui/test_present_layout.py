"""Tests of how the centre column shares its height."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.gui.present.layout import GAP, centre_heights

MODES = ["welcome", "idle", "training", "finished", "compare"]


@given(height=st.integers(600, 1600), mode=st.sampled_from(MODES))
def test_that_the_parts_fill_the_column(height, mode):
    parts = centre_heights(height, mode)
    every = (parts.price, parts.welcome, parts.equity, parts.live, parts.compare, parts.runs)
    shown = [part for part in every if part]
    assert sum(shown) + GAP * (len(shown) - 1) == height


def test_that_the_large_window_has_the_heights_of_the_design():
    finished = centre_heights(826, "finished")
    assert (finished.equity, finished.live, finished.runs) == (208, 28, 124)
    training = centre_heights(826, "training")
    assert (training.price, training.equity, training.runs) == (242, 28, 124)
    assert training.live > 400
    welcome = centre_heights(826, "welcome")
    assert (welcome.welcome, welcome.equity, welcome.live) == (200, 0, 0)


@pytest.mark.parametrize("mode", ["idle", "training", "finished", "welcome"])
def test_that_in_a_low_window_the_runs_give_way_first(mode):
    assert centre_heights(626, mode).runs == 34
    assert centre_heights(626, mode).price >= 190
    assert centre_heights(626, "finished").equity == 150
