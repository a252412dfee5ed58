"""A model tested alone has the very figures of the whole run."""

from dataclasses import replace

import numpy as np
import pytest

from tests.experiment.helpers import run_small, small_spec
from tests.worlds import make_world
from workbench.experiment.alone import fit_and_test

PRICES = make_world("W3", bars=800, seed=1, phi=0.2)


@pytest.mark.parametrize("kind", ["gru", "ridge", "ma_cross"])
def test_that_the_figures_are_those_of_the_whole_run(kind):
    spec = small_spec(kind, evaluation__max_folds=2)
    alone, whole = fit_and_test(spec, PRICES), run_small(spec, PRICES)
    np.testing.assert_array_equal(alone.predictions.predicted, whole.predictions.predicted)
    np.testing.assert_array_equal(alone.predictions.lower, whole.predictions.lower)
    np.testing.assert_array_equal(alone.backtest.net, whole.backtest.net)
    assert alone.forecast == replace(whole.forecast, ridge_p=None)


def test_that_the_vault_begins_where_it_is_told_to():
    spec = small_spec("ridge")
    alone = fit_and_test(spec, PRICES, PRICES.session[450])
    assert alone.predictions.target_time[-1] < PRICES.session[450]
