"""Features: what each column is, and that it is the same whatever the price's unit."""

import numpy as np
import pytest

from tests.worlds import make_world
from workbench.data.series import PriceSeries
from workbench.features.pipeline import build_features, build_target, input_size
from workbench.features.spec import FeatureSpec

SPEC = FeatureSpec()


def three_bars(**changes) -> PriceSeries:
    columns = {
        "open": [10.0, 10.5, 11.0],
        "high": [10.4, 11.5, 12.5],
        "low": [9.8, 10.2, 10.8],
        "close": [10.0, 11.0, 12.0],
        "volume": [100.0, 200.0, 50.0],
        "adj_close": [10.0, 11.0, 12.0],
    } | changes
    arrays = {name: np.array(values) for name, values in columns.items()}
    days = np.arange(3).astype("datetime64[D]")
    return PriceSeries("T", "csv", days, **arrays, dividends=np.zeros(3), splits=np.zeros(3))


def test_that_price_columns_are_log_ratios_to_the_previous_close():
    table = build_features(three_bars(), SPEC)
    assert table.names == ("open", "high", "low", "close", "volume")
    expected = np.log([11.0 / 11.0, 12.5 / 11.0, 10.8 / 11.0, 12.0 / 11.0, 50.0 / 200.0])
    np.testing.assert_allclose(table.values[2], expected, atol=1e-9)


def test_that_the_first_bar_has_no_yesterday_and_is_zero():
    np.testing.assert_array_equal(build_features(three_bars(), SPEC).values[0], np.zeros(5))


def test_that_a_dividend_counts_as_return():
    # 11 paid out of 12 on the last day: the total return is that of the adjusted closes.
    table = build_features(three_bars(adj_close=[5.0, 5.5, 12.0]), SPEC)
    assert table.values[2, 3] == pytest.approx(np.log(12.0 / 5.5), abs=1e-9)


def test_that_a_day_without_volume_is_zero_and_the_next_compares_with_the_last_traded_day():
    table = build_features(three_bars(volume=[100.0, 0.0, 50.0]), SPEC)
    assert table.values[1, 4] == 0.0
    assert table.values[2, 4] == pytest.approx(np.log(0.5))


def test_that_a_series_without_any_volume_has_a_zero_column():
    assert not build_features(three_bars(volume=[0.0, 0.0, 0.0]), SPEC).values[:, 4].any()


def test_that_the_price_unit_leaves_every_feature_bit_identical():
    prices = make_world("W0", bars=400, seed=3)
    scaled = prices.replace(
        **{name: getattr(prices, name) * 7.3 for name in ("open", "high", "low", "close", "adj_close")}
    )
    np.testing.assert_array_equal(build_features(prices, SPEC).values, build_features(scaled, SPEC).values)


@pytest.mark.parametrize("horizon", [1, 5])
def test_that_the_target_is_the_log_return_over_the_horizon(horizon):
    prices = make_world("W0", bars=60, seed=1)
    target = build_target(prices, horizon)
    assert target[7] == pytest.approx(np.log(prices.adj_close[7 + horizon] / prices.adj_close[7]))
    assert np.isnan(target[-horizon:]).all()
    assert np.isfinite(target[:-horizon]).all()


def test_that_the_input_size_follows_from_the_columns():
    assert input_size(SPEC) == build_features(three_bars(), SPEC).values.shape[1]
