"""Prices from Yahoo through yfinance, days and bars within the day, with failures told apart.

yfinance is not affiliated with Yahoo, whose prices are for personal use only. It hides most failures
behind an empty table unless told otherwise; here an empty table is never a success.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from workbench import paths
from workbench.data.findings import HealthReport
from workbench.data.intervals import adjective, is_intraday, named
from workbench.data.providers import yahoo_bars as bars
from workbench.data.providers.base import build_series
from workbench.data.series import PriceSeries
from workbench.dataclass import dataclass
from workbench.errors import (
    DataError,
    OfflineError,
    ProviderBrokenError,
    ThrottledError,
    UnknownSymbolError,
    UsageError,
    WorkbenchError,
)

if TYPE_CHECKING:
    import pandas as pd

CHART = "https://query2.finance.yahoo.com/v8/finance/chart/"
CONTROL_SYMBOL = "SPY"  # listed since 1993: if Yahoo does not know this one, Yahoo is at fault
_SYMBOL = re.compile(r"[A-Z0-9^][A-Z0-9.^=&_-]{0,31}")
_SPELLING = "Check the spelling on finance.yahoo.com."
_LATER = "Try again later, update yfinance, or import a CSV file: workbench import FILE."
_MALFORMED = (ValueError, KeyError, IndexError, TypeError, AttributeError)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What Yahoo is asked for; `start` and `end` are ISO dates, both included."""

    symbol: str
    start: str | None
    end: str | None
    interval: str


def fetch(
    symbol: str, start: str | None = None, end: str | None = None, interval: str = "1d", *,
    session: Any = None,
) -> tuple[PriceSeries, HealthReport]:  # fmt: skip
    """All bars of a symbol, or those from `start` to `end` (ISO dates, both included), with the report.

    Prices are Yahoo's: adjusted for splits, with the adjusted close and the events beside them. Today's
    bar is left out until its session has ended. Bars within the day (`interval` one of `DAYS_KEPT`) are named
    `AAPL 1h`, and the last half hour of them is left out. `session` replaces the HTTP session (tests).
    Raises OfflineError, ThrottledError, UnknownSymbolError, ProviderBrokenError; UsageError for bad
    arguments; DataError when the range holds nothing.
    """
    symbol = symbol.strip().upper()
    if not _SYMBOL.fullmatch(symbol):
        raise UsageError(f"{symbol[:40]!r} cannot be a Yahoo symbol.", "Write it as Yahoo does: AAPL.")
    wanted = Wanted(symbol, start, end, bars.interval_of(interval))
    bars.check_range(start, end, wanted.interval, _today())
    ticker = _ticker(symbol, session)
    frame = _history(ticker, wanted)
    if frame.empty:
        raise _nothing(wanted)
    within = is_intraday(wanted.interval)
    raw = bars.raw_within_day(frame, wanted.interval) if within else bars.raw_days(frame)
    meta: Mapping[str, Any] = ticker.history_metadata
    raw, notes = bars.without_unfinished(raw, wanted.interval, meta)
    if not len(raw.session):
        raise _nothing(wanted)
    name = str(meta.get("longName") or meta.get("shortName") or symbol)
    return build_series(
        raw, named(symbol, wanted.interval), "yahoo", name=named(name, wanted.interval),
        currency=str(meta.get("currency") or ""), interval=wanted.interval, notes=notes,
    )  # fmt: skip


def _today() -> np.datetime64:
    return np.datetime64("now", "D")


def _ticker(symbol: str, session: Any) -> Any:
    """yfinance's ticker, set to speak up and with its past answers forgotten."""
    import yfinance
    from yfinance.data import YfData

    _keep_caches_in(paths.home() / "yfinance")
    yfinance.config.debug.hide_exceptions = False
    # It shows pandas' deprecation warnings about its own code to everybody; ours to mend they are not.
    warnings.filterwarnings("ignore", category=DeprecationWarning, module="yfinance")
    logger = logging.getLogger("yfinance")
    if not logger.handlers:
        # Its complaints belong in the log, if there is one, and never on the terminal.
        logger.addHandler(logging.NullHandler())
    ticker = yfinance.Ticker(symbol, session=session)
    # Otherwise a second fetch of the same range would be answered from memory.
    YfData().cache_get.cache_clear()
    return ticker


@lru_cache(maxsize=1)
def _keep_caches_in(folder: Path) -> None:
    """Once a process: yfinance closes its open cache when told a folder, under the feet of other threads."""
    import yfinance

    folder.mkdir(parents=True, exist_ok=True)
    yfinance.set_tz_cache_location(str(folder))


def _history(ticker: Any, wanted: Wanted) -> pd.DataFrame:
    from yfinance.exceptions import YFPricesMissingError, YFTzMissingError

    start, end = wanted.start, wanted.end
    day_after = str(np.datetime64(end, "D") + 1) if end else None  # yfinance leaves its `end` out
    first = bars.earliest(wanted.interval, _today())
    if end and not start and first is not None:
        start = str(first)  # yfinance would count Yahoo's days back from `end`
    try:
        return _ask(ticker, period="max", start=start, end=day_after, interval=wanted.interval)
    except (YFTzMissingError, YFPricesMissingError) as error:
        raise _not_there(wanted) from error
    except (KeyError, IndexError, TypeError) as error:
        # An empty answer trips yfinance over itself, but so would a new format of Yahoo's.
        reason = _not_there(wanted)
        raise (_broken(error) if isinstance(reason, DataError) else reason) from error


def _ask(ticker: Any, **wanted: Any) -> pd.DataFrame:
    """`Ticker.history` with every failure turned into one of ours, except what may be a missing symbol."""
    from yfinance.exceptions import YFException, YFPricesMissingError, YFRateLimitError, YFTzMissingError

    try:
        frame: pd.DataFrame = ticker.history(auto_adjust=False, actions=True, **wanted)
        return frame
    except (YFTzMissingError, YFPricesMissingError, KeyError, IndexError, TypeError):
        raise
    except YFRateLimitError as error:
        raise _throttled() from error
    # JSON errors of some HTTP libraries are OSErrors too, so a malformed answer is asked for first.
    except (YFException, *_MALFORMED) as error:
        raise _broken(error) from error
    except OSError as error:
        raise _unreachable(error) from error


def _not_there(wanted: Wanted) -> WorkbenchError:
    """Why there is nothing: Yahoo's own words decide, else whether it still knows a control symbol."""
    symbol = wanted.symbol
    try:
        said = _yahoos_words(symbol)
        if said is None:
            return _nothing(wanted) if _knows(symbol) else _unknown_or_broken(symbol)
    except WorkbenchError as error:
        return error
    code, description = said
    if "not found" in code.lower() or "delisted" in description.lower() or "no data" in description.lower():
        return UnknownSymbolError(f"Yahoo does not know {symbol} ({description}).", _SPELLING)
    return ProviderBrokenError(f"Yahoo refuses {symbol}: {description or code}.", "Try again later.")


def _yahoos_words(symbol: str) -> tuple[str, str] | None:
    """Code and description of Yahoo's own error about a symbol; None if it names none."""
    answer = _chart(symbol)
    error = (answer.get("chart") or {}).get("error")
    return (str(error.get("code") or ""), str(error.get("description") or "")) if error else None


def _knows(symbol: str) -> bool:
    """Whether Yahoo has anything at all about a symbol."""
    result = (_chart(symbol).get("chart") or {}).get("result")
    return bool(result and result[0].get("timestamp"))


def _unknown_or_broken(symbol: str) -> WorkbenchError:
    if _knows(CONTROL_SYMBOL):
        return UnknownSymbolError(f"Yahoo has no prices of {symbol}.", _SPELLING)
    return ProviderBrokenError("Yahoo answers, but without prices for any symbol.", _LATER)


def _chart(symbol: str) -> dict[str, Any]:
    from yfinance.data import YfData
    from yfinance.exceptions import YFException, YFRateLimitError

    try:
        answer = YfData().get(f"{CHART}{symbol}", params={"range": "5d", "interval": "1d"}, timeout=10).json()
        if not isinstance(answer, dict):
            raise ValueError("not an object")
        return answer
    except YFRateLimitError as error:
        raise _throttled() from error
    except (YFException, *_MALFORMED) as error:
        raise _broken(error) from error
    except OSError as error:
        raise _unreachable(error) from error


def _throttled() -> ThrottledError:
    remedy = "Wait some minutes, or import a CSV file: workbench import FILE."
    return ThrottledError("Yahoo refuses for now: too many requests.", remedy)


def _broken(error: Exception) -> ProviderBrokenError:
    return ProviderBrokenError(
        f"Yahoo answered with something that is not prices ({type(error).__name__}).", _LATER
    )


def _unreachable(error: OSError) -> WorkbenchError:
    if type(error).__name__ == "HTTPError":
        return _broken(error)
    late = "Timeout" in type(error).__name__ or isinstance(error, TimeoutError)
    what = "did not answer in time" if late else "cannot be reached; there seems to be no network"
    return OfflineError(f"Yahoo {what}.", "Check the connection; samples, store and CSV files work without.")


def _nothing(wanted: Wanted) -> DataError:
    start, end = wanted.start, wanted.end
    span = f" from {start or 'the beginning'} to {end or 'today'}" if start or end else ""
    kept = bars.DAYS_KEPT[wanted.interval]
    remedy = "Choose other dates or another symbol."
    if kept:
        remedy = f"Choose days of the last {kept}, longer bars or another symbol."
    return DataError(f"Yahoo has no {adjective(wanted.interval)} prices of {wanted.symbol}{span}.", remedy)
