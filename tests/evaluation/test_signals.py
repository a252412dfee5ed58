import numpy as np
import pytest

from workbench.evaluation.signals import positions


@pytest.mark.parametrize(
    ("rule", "wanted"), [("long_flat", [1, 0, 0, 0]), ("long_short", [1, -1, -1, 0])]
)
def test_that_a_forecast_of_zero_is_not_a_rise_and_no_forecast_is_no_position(rule, wanted):
    predicted = np.array([0.001, -0.002, 0.0, np.nan])
    assert positions(predicted, rule).tolist() == wanted
