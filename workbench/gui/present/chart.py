"""What the price chart computes and says of the prices themselves: ranges, averages, oddities."""

from __future__ import annotations

import numpy as np

from workbench.data import intervals
from workbench.data.series import Dates, Floats, PriceSeries
from workbench.gui.present import format as fmt

RANGES: tuple[tuple[str, str, int], ...] = (
    ("1m", "1M", 1), ("3m", "3M", 3), ("1y", "1Y", 12), ("5y", "5Y", 60), ("all", "all", 0),
)  # fmt: skip
"""(key, words, calendar months; 0 is everything)"""
RANGES_WITHIN_DAY: tuple[tuple[str, str, int], ...] = (
    ("1d", "1D", 1), ("5d", "5D", 5), *RANGES[:2], RANGES[-1],
)  # fmt: skip
"""Of bars within the day; the first two are trading days."""
AVERAGES = (20, 50, 200)
STYLES = (("candles", "Candles"), ("bars", "Bars"), ("line", "Line of closes"))
LONG_GAP_DAYS = 180
MISSING = "The prices are not at hand. These are the closes that the run itself remembers."
NOTHING = "There is nothing to draw: this run ended before it had forecast a day."


def ranges(interval: str) -> tuple[tuple[str, str], ...]:
    """(key, words) of the ranges to choose from."""
    rows = RANGES_WITHIN_DAY if intervals.is_intraday(interval) else RANGES
    return tuple((key, words) for key, words, _ in rows)


def first_of_range(session: Dates, last: int, key: str) -> int:
    """The first bar of the range `key` that ends at bar `last`: so many trading days or calendar months.

    `session` are days or times, (bars,).
    """
    if not len(session):
        return 0
    last = min(max(last, 0), len(session) - 1)
    if key in ("1d", "5d"):
        days = np.unique(session[: last + 1].astype("datetime64[D]"))[-int(key[0]) :]
        return int(np.searchsorted(session, days[0].astype(session.dtype)))
    months = {name: count for name, _, count in RANGES}[key]
    if not months:
        return 0
    day = session[last].astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    start = (month - months).astype("datetime64[D]") + (day - month.astype("datetime64[D]"))
    return min(int(np.searchsorted(session, start, "right")), last)


def moving_average(close: Floats, length: int) -> Floats:
    """Mean of the last `length` closes, shape (bars,); NaN before there are so many, and across a gap."""
    out = np.full(len(close), np.nan)
    if len(close) < length:
        return out
    known = np.isfinite(close)
    sums = np.concatenate([[0.0], np.cumsum(np.where(known, close, 0.0))])
    counts = np.concatenate([[0], np.cumsum(known)])
    full = counts[length:] - counts[:-length] == length
    out[length - 1 :][full] = (sums[length:] - sums[:-length])[full] / length
    return out


def beside(prices: PriceSeries, other: PriceSeries, begins: Dates | None = None) -> Floats:
    """The other symbol's last closes on the bars of `prices`, shape (bars,); NaN on days it does not have.

    A bar goes from the day it `begins`, shape (bars,), to its session; without `begins` it is that day.
    """
    out = np.full(len(prices), np.nan)
    # By the minute where both know it; else by the day.
    times = (prices.stamp, other.stamp) if prices.stamp.dtype == other.stamp.dtype else None
    ends, others = times or (prices.session, other.session)
    begins = ends if begins is None else begins
    if len(other):
        place = np.searchsorted(others, ends, "right") - 1
        there = place >= 0
        there[there] = others[place[there]] >= begins[there]
        out[there] = other.close[place[there]]
    return out


def can_be_log(prices: PriceSeries | None) -> bool:
    """Whether every known price is above zero."""
    if prices is None or not len(prices):
        return False
    lowest = np.fmin.reduce(prices.low)
    return bool(lowest > 0)


def oddity(prices: PriceSeries | None) -> str:
    """One sentence on what makes this chart look strange; empty for ordinary prices."""
    if prices is None:
        return ""
    if not len(prices):
        return "There are no prices here."
    known = np.isfinite(prices.close)
    if not known.any():
        return "No day here has a price."
    if known.sum() == 1:
        return "There is one day of prices here: enough to look at, not to learn from."
    told = [_flat(prices.close[known]), _blank(int((~known).sum())), _gap(prices.session)]
    return " ".join(text for text in told if text)


def _flat(close: Floats) -> str:
    return "" if close.min() < close.max() else f"The price is {fmt.price(float(close[0]))} on every day."


def _blank(days: int) -> str:
    verb = "is" if days == 1 else "are"
    return f"{fmt.counted(days, 'day')} without a price {verb} left blank." if days else ""


def _gap(session: Dates) -> str:
    gaps = np.diff(session).astype(np.int64)
    place = int(gaps.argmax())
    if gaps[place] < LONG_GAP_DAYS:
        return ""
    first, last = fmt.iso_date(session[place]), fmt.iso_date(session[place + 1])
    return f"There is no price between {first} and {last}; the chart closes that gap up."
