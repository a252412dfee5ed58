"""Indicators: each against the same numbers worked out step by step in plain numpy."""

import numpy as np
import pytest

from tests.worlds import make_world
from workbench.data.series import PriceSeries
from workbench.features import indicators

PRICES = make_world("W1", bars=90, seed=11)
HALF_PAID_OUT = PRICES.replace(
    adj_close=PRICES.close * np.where(np.arange(90) < 50, 0.5, 1.0), volume=np.r_[0.0, PRICES.volume[1:]]
)


def still(bars: int, price: float = 12.34, volume: float = 100.0) -> PriceSeries:
    """A price that never moves."""
    columns = dict.fromkeys(("open", "high", "low", "close", "adj_close"), np.full(bars, price))
    return PRICES.first(bars).replace(**columns, volume=np.full(bars, volume))


def wilder(values, period=14):
    """The mean of the first `period` values, then (last x (period - 1) + value) / period."""
    out = [np.mean(values[:period])]
    for value in values[period:]:
        out.append((out[-1] * (period - 1) + value) / period)
    return np.array(out)


def exponential(values, period):
    """The mean of the first `period` values, then steps of 2 / (period + 1) towards each value."""
    out = [np.mean(values[:period])]
    for value in values[period:]:
        out.append(out[-1] + 2 / (period + 1) * (value - out[-1]))
    return np.array(out)


def check(found, expected, first):
    """`found` is NaN before row `first` and `expected` from there on."""
    assert np.isnan(found[:first]).all()
    np.testing.assert_allclose(found[first:], expected, rtol=1e-9, atol=1e-12)


@pytest.fixture(params=[PRICES, HALF_PAID_OUT], ids=["plain", "with a dividend"])
def prices(request):
    return request.param


def test_that_returns_are_log_ratios_over_a_week_and_a_month(prices):
    found = indicators.returns(prices)
    close = prices.adj_close
    check(found[:, 0], np.log(close[5:] / close[:-5]), 5)
    check(found[:, 1], np.log(close[21:] / close[:-21]), 21)


def test_that_rsi_weighs_rises_against_falls(prices):
    moves = np.diff(prices.adj_close)
    rises, falls = wilder(np.maximum(moves, 0)), wilder(np.maximum(-moves, 0))
    rsi = 100 - 100 / (1 + rises / falls)
    check(indicators.rsi(prices)[:, 0], rsi / 50 - 1, 14)


def test_that_rsi_ends_at_one_and_minus_one_and_is_zero_where_nothing_moves():
    risen = still(40).replace(adj_close=np.linspace(10, 20, 40))
    fallen = still(40).replace(adj_close=np.linspace(20, 10, 40))
    assert indicators.rsi(risen)[-1, 0] == pytest.approx(1)
    assert indicators.rsi(fallen)[-1, 0] == pytest.approx(-1)
    assert (indicators.rsi(still(40))[14:] == 0).all()


def test_that_macd_is_the_fast_average_less_the_slow_one_over_the_close(prices):
    close = prices.adj_close
    # Both averages begin at bar 25, the fast one with the mean of the 12 closes up to there.
    line = exponential(close[14:], 12) - exponential(close, 26)
    signal = exponential(line, 9)
    found = indicators.macd(prices)
    check(found[:, 0], (line / close[25:])[8:], 33)
    check(found[:, 1], signal / close[33:], 33)


def test_that_atr_is_the_average_true_range_over_the_close(prices):
    high, low = prices.high * prices.factor, prices.low * prices.factor
    before, close = prices.adj_close[:-1], prices.adj_close
    ranges = np.max([high[1:] - low[1:], abs(high[1:] - before), abs(low[1:] - before)], axis=0)
    check(indicators.atr(prices)[:, 0], wilder(ranges) / close[14:], 14)


def test_that_bollinger_is_the_distance_from_the_mean_in_bands(prices):
    close = prices.adj_close
    expected = [
        (close[t] - close[t - 19 : t + 1].mean()) / (2 * close[t - 19 : t + 1].std()) for t in range(19, 90)
    ]
    check(indicators.bollinger(prices)[:, 0], expected, 19)


def test_that_bollinger_agrees_with_ta_lib():
    import talib

    upper, middle, lower = talib.BBANDS(np.array(PRICES.adj_close), 20, 2.0, 2.0)
    ours = indicators.bollinger(PRICES)[19:, 0]
    np.testing.assert_allclose(ours, ((PRICES.adj_close - middle) / (upper - lower) * 2)[19:], atol=1e-8)


@pytest.mark.parametrize("price", [12.34, 0.1, 1234.567])
def test_that_a_price_that_stands_still_has_no_place_in_its_band_and_no_volatility(price):
    assert (indicators.bollinger(still(60, price))[19:] == 0).all()
    assert (indicators.volatility(still(60, price))[21:] == 0).all()


def test_that_obv_is_the_share_of_volume_on_rising_days_less_that_on_falling_ones(prices):
    signed = np.sign(np.diff(prices.adj_close)) * prices.volume[1:]
    expected = [signed[t - 10 : t].sum() / prices.volume[t - 9 : t + 1].sum() for t in range(10, 90)]
    check(indicators.obv(prices)[:, 0], expected, 10)


def test_that_obv_is_zero_where_nothing_was_traded_and_recovers_after():
    volume = PRICES.volume.copy()
    volume[30:45] = 0
    found = indicators.obv(PRICES.replace(volume=volume))[:, 0]
    assert (found[39:45] == 0).all()
    np.testing.assert_array_equal(found[54:], indicators.obv(PRICES)[54:, 0])


def test_that_volatility_is_the_deviation_of_daily_returns(prices):
    daily = np.diff(np.log(prices.adj_close))
    expected = [daily[t - 21 : t].std() for t in range(21, 90)]
    check(indicators.volatility(prices)[:, 0], expected, 21)


def test_that_the_calendar_knows_weekday_month_and_the_days_between():
    days = np.array(["2024-02-29", "2024-03-01", "2024-03-04", "2024-03-09"], dtype="datetime64[D]")
    found = indicators.calendar(PRICES.first(4).replace(session=days))
    # Thursday, Friday, Monday, Saturday.
    turns = np.array([3, 4, 0, 5]) / 7
    np.testing.assert_allclose(found[:, 0], np.sin(2 * np.pi * turns), atol=1e-12)
    np.testing.assert_allclose(found[:, 1], np.cos(2 * np.pi * turns), atol=1e-12)
    # February is a twelfth of the circle from January, March two.
    np.testing.assert_allclose(found[:, 2], np.sin(np.pi / 6 * np.array([1, 2, 2, 2])), atol=1e-12)
    np.testing.assert_allclose(found[:, 3], np.cos(np.pi / 6 * np.array([1, 2, 2, 2])), atol=1e-12)
    np.testing.assert_allclose(found[:, 4], [np.nan, 0, np.log(3), np.log(5)], atol=1e-12)


@pytest.mark.parametrize("bars", [1, 2, 9, 10, 11, 15, 21, 33])
def test_that_a_short_series_gives_rows_without_values(bars):
    for compute in (indicators.ohlcv, indicators.returns, indicators.rsi, indicators.macd, indicators.atr,
                    indicators.bollinger, indicators.obv, indicators.volatility, indicators.calendar):
        assert compute(PRICES.first(bars)).shape[0] == bars
