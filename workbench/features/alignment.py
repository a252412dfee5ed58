"""Which bar of another symbol is known when the main symbol's day closes (METHOD A1.1, sin 16).

A bar is dated by its exchange's own day, and Tokyo's Tuesday is over before New York's begins. So a
session counts as known only once it has closed, by the exchanges' calendars; where an exchange is not
known, once its date is past (docs/decisions/013). Nothing is carried forward.
"""

from __future__ import annotations

import re
import warnings
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.data.intervals import parted
from workbench.data.series import Dates, PriceSeries

Rows = NDArray[np.int64]

AROUND_THE_CLOCK, CURRENCIES, FUTURES, NEW_YORK = "24/7", "24/5", "us_futures", "XNYS"

# What Yahoo hangs on to a symbol -> code of the exchange in exchange_calendars. Only the closing hour is
# taken from it, so two have a stand-in: Frankfurt's floor trades as long as Stuttgart's (its calendar there
# is that of Xetra, which closes hours before), and Athens, whose calendar is broken, closes with Prague.
SUFFIXES = {
    "T": "XTKS", "HK": "XHKG", "SS": "XSHG", "SZ": "XSHG", "TW": "XTAI", "TWO": "XTAI", "KS": "XKRX",
    "KQ": "XKRX", "SI": "XSES", "KL": "XKLS", "JK": "XIDX", "BK": "XBKK", "NS": "XBOM", "BO": "XBOM",
    "AX": "XASX", "NZ": "XNZE", "TA": "XTAE", "SR": "XSAU", "IS": "XIST", "JO": "XJSE", "L": "XLON",
    "IL": "XLON", "IR": "XDUB", "DE": "XETR", "F": "XSTU", "SG": "XSTU", "HM": "XHAM", "DU": "XDUS",
    "PA": "XPAR", "AS": "XAMS", "BR": "XBRU", "LS": "XLIS", "MI": "XMIL", "MC": "XMAD", "SW": "XSWX",
    "VI": "XWBO", "ST": "XSTO", "CO": "XCSE", "HE": "XHEL", "OL": "XOSL", "IC": "XICE", "WA": "XWAR",
    "PR": "XPRA", "BD": "XBUD", "AT": "XPRA", "TO": "XTSE", "V": "XTSE", "CN": "XTSE", "NE": "XTSE",
    "SA": "BVMF", "MX": "XMEX", "SN": "XSGO", "BA": "XBUE",
}  # fmt: skip
INDICES = {
    "^GSPC": "XNYS", "^DJI": "XNYS", "^IXIC": "XNYS", "^NDX": "XNYS", "^RUT": "XNYS", "^NYA": "XNYS",
    "^VIX": "XCBF", "^GSPTSE": "XTSE", "^BVSP": "BVMF", "^MXX": "XMEX", "^FTSE": "XLON", "^GDAXI": "XETR",
    "^FCHI": "XPAR", "^STOXX50E": "XETR", "^STOXX": "XETR", "^AEX": "XAMS", "^BFX": "XBRU", "^IBEX": "XMAD",
    "^SSMI": "XSWX", "^OMX": "XSTO", "^N225": "XTKS", "^HSI": "XHKG", "^KS11": "XKRX", "^TWII": "XTAI",
    "^STI": "XSES", "^AXJO": "XASX", "^BSESN": "XBOM", "^NSEI": "XBOM", "^TA125": "XTAE",
}  # fmt: skip
_COIN = re.compile(r"[A-Z0-9]+-(USD|EUR|GBP|JPY|CAD|AUD|CHF|KRW|INR|BTC|ETH)")
# Where a calendar cannot be made from the series' own beginning, it is tried from later days on.
_LATER_STARTS = ("1997-01-02", "2021-01-04", "2026-01-05")
_BROKEN_CALENDAR = (ValueError, NotImplementedError)


def exchange_of(prices: PriceSeries) -> str | None:
    """The exchange's code in exchange_calendars, as far as symbol and source tell; None where they do not.

    Yahoo's suffixes count whatever the source; a symbol without one is American only if it comes from
    Yahoo or is a bundled sample.
    """
    symbol = parted(prices.symbol)[0].upper()
    suffix = symbol.rpartition(".")[2] if "." in symbol else ""
    if suffix in SUFFIXES:
        return SUFFIXES[suffix]
    if prices.source == "sample":
        return NEW_YORK
    return _on_yahoo(symbol) if prices.source == "yahoo" and not suffix else None


def _on_yahoo(symbol: str) -> str | None:
    if symbol.startswith("^"):
        return INDICES.get(symbol)
    if symbol.endswith("=X"):
        return CURRENCIES
    if symbol.endswith("=F"):
        return FUTURES
    return AROUND_THE_CLOCK if _COIN.fullmatch(symbol) else NEW_YORK


def known_rows(main: PriceSeries, other: PriceSeries) -> Rows:
    """For each bar of `main` the row of `other` that is news at its close, shape (bars,); -1 = none.

    That is the other's bar of the same session, or, where the other closes later that day, its last bar
    of a session before, back to the session of the main's bar before. Where the other did not trade, or
    its bar was shown already, there is none: a holiday is not a stale price.
    """
    later = offset(main, other)
    wanted = np.searchsorted(other.session, main.session, side="left")
    same = np.zeros(len(main), dtype=bool)
    inside = wanted < len(other)
    same[inside] = other.session[wanted[inside]] == main.session[inside]
    rows = np.where(later > 0, _news_before(main.session, other.session, wanted), np.where(same, wanted, -1))
    shown = np.maximum.accumulate(np.concatenate([[-1], rows[:-1]])) if len(rows) else rows
    return np.where(rows > shown, rows, -1)


def _news_before(main: Dates, other: Dates, after: Rows) -> Rows:
    """Rows of the other's last session before each main one; -1 if the main one before is younger."""
    rows = after - 1
    fresh = np.zeros(len(main), dtype=bool)
    fresh[1:] = rows[1:] >= 0
    fresh[fresh] = other[rows[fresh]] >= main[np.flatnonzero(fresh) - 1]
    return np.where(fresh, rows, -1)


def offset(main: PriceSeries, other: PriceSeries) -> Rows:
    """Sessions by which `other` lags each bar of `main`, shape (bars,): 1 where it closes later, else 0.

    Both closing times are those of that day, so summer time and half days count. Where an exchange is not
    known (`exchange_of`), `other` may close later: it lags by one.
    """
    here, there = exchange_of(main), exchange_of(other)
    if here is None or there is None:
        return np.ones(len(main), dtype=np.int64)
    if here == there:
        return np.zeros(len(main), dtype=np.int64)
    return (closing_times(there, main.session) > closing_times(here, main.session)).astype(np.int64)


def both_known(main: PriceSeries, other: PriceSeries) -> bool:
    """Whether it is known which of both closes first."""
    return exchange_of(main) is not None and exchange_of(other) is not None


def over_by(main: PriceSeries, other: PriceSeries) -> Rows:
    """How many bars of `other` are surely over when each bar of `main` closes, shape (bars,).

    Taken from the closing times alone, so that what `known_rows` shows can be checked against it.
    """
    here, there = exchange_of(main), exchange_of(other)
    if here is None or there is None:
        return np.searchsorted(other.session, main.session, side="left")
    if here == there:
        return np.searchsorted(other.session, main.session, side="right")
    closed = closing_times(there, other.session)
    return np.searchsorted(closed, closing_times(here, main.session), side="right")


def closing_times(code: str, session: Dates) -> NDArray[np.datetime64]:
    """When an exchange closes on each day, UTC, datetime64[s] (days,).

    By its calendar, half days included; on days that are none of its sessions, at its usual hour.
    """
    if not len(session):
        return np.zeros(0, dtype="datetime64[s]")
    calendar = _calendar(code, _decade(session[0]))
    days = calendar.closes.index.to_numpy().astype("datetime64[D]")
    closes = calendar.closes.dt.tz_localize(None).to_numpy().astype("datetime64[s]")
    rows = np.minimum(np.searchsorted(days, session), len(days) - 1)
    listed = days[rows] == session
    out: NDArray[np.datetime64] = closes[rows]
    out[~listed] = [_usual_close(calendar, day) for day in session[~listed].astype(object)]
    return out


def next_session(prices: PriceSeries) -> np.datetime64 | None:
    """The exchange's first session after the last bar, by its calendar; None where that is not known.

    The first calendar of a process takes about a second: not for the window's own thread.
    """
    code = exchange_of(prices)
    last = prices.session[-1] if len(prices) else np.datetime64("NaT")
    if code is None or not last <= np.datetime64("now", "D") + 1:  # no calendar is made beyond the next year
        return None
    days = _calendar(code, _decade(last)).sessions.to_numpy().astype("datetime64[D]")
    after = int(np.searchsorted(days, last, "right"))
    following: np.datetime64 | None = days[after] if after < len(days) else None
    return following


def _usual_close(calendar: Any, day: date) -> np.datetime64:
    """The closing time of the rule that held on `day`, in UTC."""
    # (first day or None, local time), oldest first.
    rules = [time for start, time in calendar.close_times if start is None or start.date() <= day]
    local = datetime.combine(day + timedelta(days=calendar.close_offset), rules[-1], tzinfo=calendar.tz)
    return np.datetime64(local.astimezone(UTC).replace(tzinfo=None), "s")


def _decade(day: np.datetime64) -> int:
    """First year of a day's decade: series cut short share a calendar."""
    return int(day.astype("datetime64[Y]").astype(np.int64)) // 10 * 10 + 1970


@lru_cache(maxsize=32)
def _calendar(code: str, year: int) -> Any:
    """The exchange's calendar from `year` on, or from the first later start it can be made for."""
    from exchange_calendars import get_calendar

    starts = [f"{year}-01-02", *(start for start in _LATER_STARTS if int(start[:4]) > year)]
    with warnings.catch_warnings():
        # It uses what pandas has deprecated, which is its own matter.
        warnings.simplefilter("ignore", DeprecationWarning)
        for start in starts[:-1]:
            try:
                return get_calendar(code, start=start)
            except _BROKEN_CALENDAR:
                continue
        return get_calendar(code, start=starts[-1])
