"""Which bars Yahoo has, how far back, and what becomes of a table of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from workbench.data.cleaning import RawBars
from workbench.data.findings import Finding, counted, finding_at
from workbench.data.intervals import adjective, is_intraday, minutes
from workbench.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

DAYS_KEPT = {"1d": 0, "1h": 730, "90m": 60, "30m": 60, "15m": 60, "5m": 60, "2m": 60, "1m": 8}
"""The bars that Yahoo has, and the days before now that it keeps them for; 0 is all there ever were."""
SAME_AS = {"60m": "1h"}
SETTLING_MINUTES = 30


def interval_of(text: str) -> str:
    """A length of bars as typed; raises UsageError for one that Yahoo does not have."""
    interval = SAME_AS.get(text, text)
    if interval not in DAYS_KEPT:
        *but_last, last = DAYS_KEPT
        raise UsageError(
            f"Yahoo has no bars of {text[:20]!r} for this program.",
            f"Use {', '.join(but_last)} or {last}; weeks and months are drawn together from days.",
        )
    return interval


def earliest(interval: str, today: np.datetime64) -> np.datetime64 | None:
    """The first day that Yahoo still has such bars of in full, `today` being UTC's; None for all days.

    Yahoo counts from this moment, and in the far east a day begins half a day before UTC's: one is spared.
    """
    kept = DAYS_KEPT[interval]
    return today - np.timedelta64(kept - 2, "D") if kept else None


def check_range(start: str | None, end: str | None, interval: str, today: np.datetime64) -> None:
    """Raise UsageError for what is no date, for a start after the end and for days no longer kept."""
    for date in (start, end):
        try:
            if date is not None:
                np.datetime64(date, "D")
        except ValueError as error:
            raise UsageError(f"{date!r} is not a date.", "Write dates as 2024-01-31.") from error
    if start and end and np.datetime64(start, "D") > np.datetime64(end, "D"):
        raise UsageError(f"The start {start} lies after the end {end}.", "Swap the two dates.")
    first = earliest(interval, today)
    asked = [np.datetime64(date, "D") for date in (start, end) if date]
    if first is not None and asked and min(asked) < first:
        raise UsageError(
            f"Yahoo keeps {adjective(interval)} bars for {DAYS_KEPT[interval]} days only.",
            f"Begin on {first} or later, or take longer bars.",
        )


def raw_days(frame: pd.DataFrame) -> RawBars:
    """The days of yfinance's table."""
    import pandas as pd

    # The index holds midnights of the exchange; its own date is the session, never the date in UTC.
    session = pd.DatetimeIndex(frame.index).tz_localize(None).to_numpy().astype("datetime64[D]")
    columns = {name: frame[name].to_numpy(dtype=float) for name in frame}
    return RawBars(
        **_prices(frame), session=session, adj_close=columns.get("Adj Close"),
        dividends=columns.get("Dividends"), splits=columns.get("Stock Splits"),
    )  # fmt: skip


def raw_within_day(frame: pd.DataFrame, interval: str) -> RawBars:
    """The bars within the day of yfinance's table; its index says when each begins, at the exchange.

    Yahoo adjusts them for splits and knows no adjusted close; dividends belong to its days alone.
    """
    import pandas as pd

    index = pd.DatetimeIndex(frame.index)
    local = index.tz_localize(None).to_numpy().astype("datetime64[s]")
    begins = index.tz_convert("UTC").tz_localize(None).to_numpy().astype("datetime64[s]")
    close_time = (begins + np.timedelta64(minutes(interval), "m")).astype("datetime64[ns]")
    return RawBars(
        **_prices(frame), session=local.astype("datetime64[D]"), close_time=close_time,
        utc_offset=(local - begins).astype("timedelta64[m]").astype(np.int64),
    )  # fmt: skip


def _prices(frame: pd.DataFrame) -> dict[str, Any]:
    names = ("Open", "High", "Low", "Close")
    volume = frame["Volume"].to_numpy(dtype=float) if "Volume" in frame else None
    return {name.lower(): frame[name].to_numpy(dtype=float) for name in names} | {"volume": volume}


def without_unfinished(
    raw: RawBars, interval: str, meta: Mapping[str, Any]
) -> tuple[RawBars, tuple[Finding, ...]]:
    """Drop what is not final yet: today's bar, or the bars within the day that have just ended or go on."""
    return _without_last_bars(raw) if is_intraday(interval) else _without_todays_bar(raw, meta)


def _without_last_bars(raw: RawBars) -> tuple[RawBars, tuple[Finding, ...]]:
    """A bar is final half an hour after its end, as a day is: exchanges tell Yahoo late."""
    assert raw.close_time is not None
    settled = np.datetime64("now", "s") - np.timedelta64(SETTLING_MINUTES, "m")
    rows = int((raw.close_time <= settled).sum())
    left = len(raw.session) - rows
    if not left:
        return raw, ()
    text = f"Left out as not final yet: {counted(left, 'bar')} of {raw.session[-1]}."
    return raw.first(rows), (Finding("partial_bar", "note", text, left),)


def _without_todays_bar(raw: RawBars, meta: Mapping[str, Any]) -> tuple[RawBars, tuple[Finding, ...]]:
    """Drop today's bar while its session runs and half an hour longer: its close is not final yet."""
    import pandas as pd

    now = pd.Timestamp.now(meta.get("exchangeTimezoneName") or "UTC")
    last = raw.session[-1]
    if last < np.datetime64(now.date()) or _session_over(now, meta):
        return raw, ()
    note = finding_at("partial_bar", "note", "Today's bar is not final and was left out", raw.session[-1:])
    return raw.first(len(raw.session) - 1), (note,)


def _session_over(now: pd.Timestamp, meta: Mapping[str, Any]) -> bool:
    """Whether today's regular session ended long enough ago; False when Yahoo does not say."""
    import pandas as pd

    end = (meta.get("currentTradingPeriod") or {}).get("regular", {}).get("end")
    if not isinstance(end, pd.Timestamp) or end.tz_convert(now.tz).date() != now.date():
        return False
    return bool(now >= end + pd.Timedelta(minutes=SETTLING_MINUTES))
