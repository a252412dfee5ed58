"""Lengths of bars: `5m`, `1h`, `1d`, `1wk`, `1mo`, how they are called, and how many of them make a day."""

from __future__ import annotations

import re

_WITHIN_DAY = re.compile(r"([1-9]\d{0,3})([mh])")
_DAYS_UP = {"1d": ("daily", "day"), "1wk": ("weekly", "week"), "1mo": ("monthly", "month")}
COARSER = tuple(_DAYS_UP)
"""What shorter bars can be drawn together to, from short to long."""
LONGEST_NAME = 64
"""Characters of a symbol."""


def minutes(interval: str) -> int:
    """Minutes of a bar within the day; 0 for bars of a day and more, and for what is no interval."""
    found = _WITHIN_DAY.fullmatch(interval)
    return int(found[1]) * (60 if found[2] == "h" else 1) if found else 0


def is_intraday(interval: str) -> bool:
    """Whether several bars make a day."""
    return minutes(interval) > 0


def of_minutes(count: int) -> str:
    """The interval of a bar of so many minutes: 60 -> `1h`, 90 -> `90m`."""
    return f"{count // 60}h" if count % 60 == 0 else f"{count}m"


def adjective(interval: str) -> str:
    """`daily`, `hourly`, `5-minute`: what such bars are called."""
    if interval in _DAYS_UP:
        return _DAYS_UP[interval][0]
    if interval == "1h":
        return "hourly"
    count = minutes(interval)
    return (f"{count // 60}-hour" if count % 60 == 0 else f"{count}-minute") if count else interval


def unit(interval: str) -> str:
    """`day`, `week`, `hour`: what one bar is, in the singular; `bar` where it has no name of its own."""
    names = {"1h": "hour", "1m": "minute", **{key: noun for key, (_, noun) in _DAYS_UP.items()}}
    return names.get(interval, "bar")


def bars_a_month(interval: str) -> float:
    """About how many such bars an exchange makes in a month, where they are days or more."""
    return {"1wk": 4.35, "1mo": 1.0}.get(interval, 21.0)


def coarser(interval: str) -> tuple[str, ...]:
    """The intervals that bars of `interval` can be drawn together to."""
    if interval in COARSER:
        return COARSER[COARSER.index(interval) + 1 :]
    return COARSER if is_intraday(interval) else ()


def named(symbol: str, interval: str) -> str:
    """The symbol of such bars: `AAPL`, and of bars within the day `AAPL 1h`.

    Store, project and window know prices by their symbol, so days and hours of one ticker stand side by side.
    """
    if not is_intraday(interval) or parted(symbol)[1] == interval:
        return symbol
    return f"{symbol[: LONGEST_NAME - 1 - len(interval)]} {interval}"


def parted(symbol: str) -> tuple[str, str]:
    """Ticker and interval of a symbol: `AAPL 1h` -> (`AAPL`, `1h`), `AAPL` -> (`AAPL`, `1d`)."""
    ticker, _, last = symbol.rpartition(" ")
    return (ticker, last) if ticker.strip() and is_intraday(last) else (symbol, "1d")
