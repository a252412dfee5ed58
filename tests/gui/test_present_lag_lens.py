"""The lag lens: a forecast picture is yesterday's close, and says so."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.samples import make_result
from workbench.gui.present import lag_lens


def test_that_an_honest_forecast_peaks_at_one_day():
    _, result = make_result()
    lens = lag_lens.lag_lens(result.predictions)
    assert lens.peak == max(lens.profile.correlations)
    assert lens.peak > 0.95


def test_that_the_naive_forecast_is_never_called_all_of_the_picture():
    _, result = make_result()
    naive = replace(result.predictions, predicted=np.zeros(len(result.predictions)))
    lens = lag_lens.lag_lens(naive)
    assert lens.peak == pytest.approx(1.0)
    assert lag_lens.note(lens).startswith("99\u2009%")


def test_that_nearly_one_does_not_read_as_one():
    _, result = make_result()
    lens = lag_lens.lag_lens(result.predictions)
    places = list(lens.profile.correlations)
    places[lens.profile.lags.index(1)] = 0.9996
    near = replace(lens, profile=replace(lens.profile, correlations=tuple(places)))
    assert lag_lens.peak_text(near) == "0.999"


def test_that_sliding_by_one_day_lays_the_naive_forecast_on_the_price():
    _, result = make_result()
    naive = replace(result.predictions, predicted=np.zeros(len(result.predictions)))
    lens = lag_lens.lag_lens(naive)
    x, y = lag_lens.slid(lens, 1.0)
    # Yesterday's adjusted close is the price drawn one day earlier.
    np.testing.assert_allclose(y[1:], lens.price[x[1:].astype(int)], rtol=1e-12)
    assert lag_lens.slid(lens, 0.0)[0][0] == 0.0


def test_that_the_tip_carries_the_models_own_part_with_its_interval():
    _, result = make_result(state="suggestive_unproven")
    tip = lag_lens.tip(lag_lens.lag_lens(result.predictions))
    assert "proves nothing" in tip
    assert tip.count("[") == 1


def test_that_a_model_without_forecast_has_no_lens():
    _, result = make_result()
    assert lag_lens.lag_lens(None) is None
    silent = replace(result.predictions, predicted=np.full(len(result.predictions), np.nan))
    assert lag_lens.lag_lens(silent) is None
