"""What the columns are: numbers of each day's bar and the bars before it, free of the price's scale.

Every function takes a series whose bars all have their prices (the pipeline sees to that) and returns
(bars, columns), NaN where there are too few bars yet. Prices are the total-return adjusted ones.
"""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from workbench.data.series import Dates, Floats, PriceSeries

WEEK, MONTH = 5, 21
WILDER = 14
FAST, SLOW, SIGNAL = 12, 26, 9
BAND, BAND_WIDTH = 20, 2.0
FLOW = 10
# Closes whose deviation is a billionth of their mean have not moved: the rest is rounding.
_FLAT = 1e-9


def ohlcv(prices: PriceSeries) -> Floats:
    """ln of open, high, low, close over the close before; ln of the volume over the last volume before."""
    previous = np.full(len(prices), np.nan)
    previous[1:] = prices.adj_close[:-1]
    columns = [
        np.log(getattr(prices, name) * prices.factor / previous) for name in ("open", "high", "low", "close")
    ]
    return np.stack([*columns, _volume_change(prices.volume)], axis=1)


def _volume_change(volume: Floats) -> Floats:
    """ln(volume / last positive volume before), shape (bars,); 0 on a day without volume."""
    bars = np.arange(len(volume))
    last_traded = np.maximum.accumulate(np.where(volume > 0, bars, -1))
    before = np.concatenate([[-1], last_traded[:-1]])
    known = (volume > 0) & (before >= 0)
    change = np.zeros(len(volume))
    change[known] = np.log(volume[known] / volume[before[known]])
    return change


def close(prices: PriceSeries) -> Floats:
    """Log return over one bar."""
    return _log_return(prices.adj_close, 1)[:, None]


def returns(prices: PriceSeries) -> Floats:
    """Log returns over 5 and over 21 bars."""
    return np.stack([_log_return(prices.adj_close, bars) for bars in (WEEK, MONTH)], axis=1)


def rsi(prices: PriceSeries) -> Floats:
    """The relative strength index over 14 bars, from -1 (falls alone) to +1 (rises alone).

    TA-Lib's CMO is 2 RSI - 100 with the same smoothing, and 0 where nothing moved; its RSI says 0 there,
    which would read as "falls alone".
    """
    import talib

    return _column(talib.CMO(_to_first(prices), WILDER) / 100)


def macd(prices: PriceSeries) -> Floats:
    """Exponential averages of 12 minus 26 closes, and its average over 9, both over today's close."""
    import talib

    close = _to_first(prices)
    line, signal, _ = talib.MACD(close, FAST, SLOW, SIGNAL)
    return np.stack([line / close, signal / close], axis=1)


def atr(prices: PriceSeries) -> Floats:
    """The average true range over 14 bars, over today's close."""
    import talib

    close = _to_first(prices)
    to_first = prices.factor / prices.adj_close[:1]
    return _column(talib.ATR(prices.high * to_first, prices.low * to_first, close, WILDER) / close)


def bollinger(prices: PriceSeries) -> Floats:
    """(close - mean) / (2 deviations) of the last 20 closes: -1 and +1 are the bands; 0 where nothing moved.

    TA-Lib's deviation is a difference of large squares, and loses in calm times the digits wanted here.
    """
    out = np.full(len(prices), np.nan)
    if len(prices) >= BAND:
        closes = sliding_window_view(prices.adj_close, BAND)
        mean, deviation = closes.mean(axis=1), closes.std(axis=1)
        position = np.zeros(len(closes))
        moved = deviation > _FLAT * mean
        position[moved] = (closes[moved, -1] - mean[moved]) / (BAND_WIDTH * deviation[moved])
        out[BAND - 1 :] = position
    return _column(out)


def obv(prices: PriceSeries) -> Floats:
    """Change of the on-balance volume over 10 bars, over the volume of these bars; 0 without any volume."""
    import talib

    out = np.full(len(prices), np.nan)
    if len(prices) > FLOW:
        # A huge first day would cost later sums their digits; its direction is unknown anyway.
        volume = np.concatenate([[0.0], np.asarray(prices.volume)[1:]])
        balance = talib.OBV(np.array(prices.adj_close), volume)
        traded = sliding_window_view(volume, FLOW).sum(axis=1)[1:]
        share = np.zeros(len(traded))
        np.divide(balance[FLOW:] - balance[:-FLOW], traded, out=share, where=traded > 0)
        out[FLOW:] = share
    return _column(out)


def volatility(prices: PriceSeries) -> Floats:
    """Standard deviation of the last 21 one-bar log returns."""
    out = np.full(len(prices), np.nan)
    daily = _log_return(prices.adj_close, 1)[1:]
    if len(daily) >= MONTH:
        out[MONTH:] = sliding_window_view(daily, MONTH).std(axis=1)
    return _column(out)


def calendar(prices: PriceSeries) -> Floats:
    """Weekday and month as points on circles, and ln of the days since the session before."""
    session = prices.session
    # 1970-01-01 was a Thursday: day 3 of a week that begins on Monday.
    weekday = (session.astype(np.int64) + 3) % 7
    month = session.astype("datetime64[M]").astype(np.int64) % 12
    return np.stack([*_on_circle(weekday / 7), *_on_circle(month / 12), _log_days_since(session)], axis=1)


def _on_circle(turns: Floats) -> tuple[Floats, Floats]:
    angle = 2 * np.pi * turns
    return np.sin(angle), np.cos(angle)


def _log_days_since(session: Dates) -> Floats:
    out = np.full(len(session), np.nan)
    out[1:] = np.log(np.diff(session).astype(np.float64))
    return out


def _log_return(close: Floats, bars: int) -> Floats:
    out = np.full(len(close), np.nan)
    out[bars:] = np.log(close[bars:] / close[:-bars])
    return out


def _to_first(prices: PriceSeries) -> Floats:
    """Adjusted closes over the first one: TA-Lib takes moves below 1e-14 for none, in whatever unit."""
    return np.asarray(prices.adj_close / prices.adj_close[:1])


def _column(values: Floats) -> Floats:
    """(bars,) -> (bars, 1)."""
    return values[:, np.newaxis]
