"""Windows and views: strided, ending where they say, holding nothing of the future."""

import numpy as np
import pytest

from workbench.features.scaling import fit_scaler
from workbench.features.views import Whole, decision_view, train_view
from workbench.features.windows import window_set, windows

VALUES = np.arange(40.0).reshape(20, 2)
WHOLE = Whole(VALUES, np.arange(20.0), np.r_[np.nan, np.arange(1.0, 20.0)])


def test_that_a_window_ends_at_its_own_row_and_shares_memory():
    view = windows(VALUES, lookback=3, first=5, last=9)
    assert view.shape == (5, 3, 2)
    np.testing.assert_array_equal(view[0], VALUES[3:6])
    np.testing.assert_array_equal(view[-1], VALUES[7:10])
    assert np.shares_memory(view, VALUES)


def test_that_a_window_before_the_first_row_is_refused():
    with pytest.raises(ValueError, match="before row 0"):
        windows(VALUES, lookback=5, first=3, last=9)


def test_that_a_sample_knows_when_its_label_ends():
    samples = window_set(VALUES, np.arange(20.0), lookback=3, horizon=4, span=(5, 7))
    np.testing.assert_array_equal(samples.asof, [5, 6, 7])
    np.testing.assert_array_equal(samples.label_end, [9, 10, 11])
    np.testing.assert_array_equal(samples.y, [5.0, 6.0, 7.0])


def test_that_a_train_view_ends_with_its_validation_range():
    view = train_view(WHOLE, 3, (3, 8), (11, 12))
    assert len(view.values) == len(view.target) == len(view.returns) == 13
    assert not np.shares_memory(view.values, VALUES)
    np.testing.assert_array_equal(view.validation_rows, [11, 12])


def test_that_a_decision_view_holds_only_the_windows_of_its_decisions():
    view = decision_view(WHOLE, 3, (10, 12), horizon=1)
    assert view.decisions == 3
    assert len(view.returns) == 13
    np.testing.assert_array_equal(view.values, VALUES[8:13])
    # The mean at bar 10 is over the returns of bars 1 to 10.
    np.testing.assert_allclose(view.mean_return, [5.5, 6.0, 6.5])


def test_that_the_scaler_makes_mean_zero_and_deviation_one_and_spares_constant_columns():
    values = np.c_[VALUES[:, 0], np.full(20, 3.0)]
    scaler = fit_scaler(values, np.array([1.0, -1.0]), fit_end=19)
    scaled = scaler.apply(values)
    assert scaled.dtype == np.float32
    assert scaled[:, 0].mean() == pytest.approx(0, abs=1e-6)
    assert scaled[:, 0].std() == pytest.approx(1, abs=1e-6)
    assert not scaled[:, 1].any()
    assert scaler.target_scale == 1.0
