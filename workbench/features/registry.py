"""Every group of input columns a model may be given: its words, its columns, the bars it needs.

A group is a function of the bars up to its own day (`indicators.py`); the sentinel holds each one to that.
TA-Lib is imported by the functions themselves, when they first run.
"""

from __future__ import annotations

from collections.abc import Callable

from workbench.data.series import Floats, PriceSeries
from workbench.dataclass import dataclass
from workbench.features import indicators

Compute = Callable[[PriceSeries], Floats]


@dataclass(frozen=True, slots=True)
class FeatureRow:
    """One group of columns.

    `look_back` counts the bars, today's included, before its values are defined. `compute` takes a
    series whose bars all have prices and gives (bars, columns), NaN before. `decimals` is what values
    are rounded to (docs/decisions/004): ten for plain log ratios, fewer where more arithmetic lies between,
    so that prices in another unit still give the same bits. `shown`: offered in the window. `lengths` are
    the bars it is computed over, as a chart names it by.
    """

    name: str
    title: str
    explanation: str
    columns: tuple[str, ...]
    look_back: int
    compute: Compute
    shown: bool = True
    decimals: int = 8
    lengths: tuple[int, ...] = ()


_ROWS = (
    FeatureRow(
        "ohlcv", "Prices and volume",
        "Open, high, low and close of a day against the close before, and its volume against the one before.",
        ("open", "high", "low", "close", "volume"), 1, indicators.ohlcv, decimals=10,
    ),
    FeatureRow(
        "close", "Close alone",
        "How far the close has come since the close before: the least a model can be given.",
        ("return_1",), 1, indicators.close, decimals=10,
    ),
    FeatureRow(
        "returns", "Week and month",
        "How far the price has come in the last 5 and in the last 21 trading days.",
        ("return_5", "return_21"), 22, indicators.returns, lengths=(indicators.WEEK, indicators.MONTH),
    ),
    FeatureRow(
        "rsi", "Relative strength (RSI)",
        "Whether the last weeks brought more rises or more falls: +1 is rises alone, -1 is falls alone.",
        ("rsi",), 15, indicators.rsi, decimals=6, lengths=(indicators.WILDER,),
    ),
    FeatureRow(
        "macd", "Fast and slow average (MACD)",
        "How far a quick average of the price stands above or below a slow one, as a share of the price.",
        ("macd", "macd_signal"), 34, indicators.macd,
        lengths=(indicators.FAST, indicators.SLOW, indicators.SIGNAL),
    ),
    FeatureRow(
        "atr", "Range of a day (ATR)",
        "How far the price has lately moved within one day on average, as a share of the price.",
        ("atr",), 15, indicators.atr, lengths=(indicators.WILDER,),
    ),
    FeatureRow(
        "bollinger", "Place in its band (Bollinger)",
        "How far today's close lies from the mean of the last 20 closes, measured by how much these vary.",
        ("bollinger",), 20, indicators.bollinger, decimals=6, lengths=(indicators.BAND,),
    ),
    FeatureRow(
        "obv", "Volume of rises and falls (OBV)",
        "Whether more was traded on the rising or on the falling ones of the last 10 trading days.",
        ("obv",), 11, indicators.obv, lengths=(indicators.FLOW,),
    ),
    FeatureRow(
        "volatility", "Volatility",
        "How strongly the price has gone up and down from day to day during the last 21 trading days.",
        ("volatility",), 22, indicators.volatility, lengths=(indicators.MONTH,),
    ),
    FeatureRow(
        "calendar", "Calendar",
        "Which weekday and month it is, and how many days lie since the trading day before.",
        ("weekday_sin", "weekday_cos", "month_sin", "month_cos", "days_since"), 2, indicators.calendar,
    ),
)  # fmt: skip

FEATURES: dict[str, FeatureRow] = {row.name: row for row in _ROWS}
