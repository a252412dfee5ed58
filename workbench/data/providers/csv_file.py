"""Prices from a CSV file: Yahoo's own layout, and whatever spreadsheets make of it."""

from __future__ import annotations

import csv
import io
import stat
from collections import Counter
from pathlib import Path

import numpy as np

from workbench.data.cleaning import RawBars
from workbench.data.findings import Finding, HealthReport
from workbench.data.intervals import LONGEST_NAME, named
from workbench.data.providers.base import INTERVAL_DAYS, build_series
from workbench.data.providers.csv_dates import DateColumn, DateOrder, read_dates
from workbench.data.providers.csv_numbers import decimal_mark, numbers
from workbench.data.providers.csv_times import with_times
from workbench.data.series import Dates, Floats, PriceSeries
from workbench.errors import DataError, UsageError

MOST_BYTES = 200 * 2**20
MOST_ROWS = 5_000_000
MOST_SESSIONS = 100_000  # 400 years of trading days
LONGEST_SYMBOL = LONGEST_NAME
HEAD = 64 * 2**10

_REQUIRED = ("date", "open", "high", "low", "close")
_NAMES = {
    "date": "date", "datetime": "date", "timestamp": "date",
    "open": "open", "high": "high", "low": "low", "close": "close", "close/last": "close", "price": "close",
    "adj close": "adj_close", "adj_close": "adj_close", "adjclose": "adj_close",
    "adjusted close": "adj_close", "adjusted_close": "adj_close", "adj. close": "adj_close",
    "adj close**": "adj_close", "close*": "close",
    "volume": "volume", "vol": "volume", "vol.": "volume", "dividends": "dividends", "dividend": "dividends",
    "stock splits": "splits", "splits": "splits", "time": "time",
}
_LAYOUT = "The first line must name at least Date, Open, High, Low and Close."


def read_csv(
    path: Path, symbol: str | None = None, *, date_order: DateOrder | None = None
) -> tuple[PriceSeries, HealthReport]:
    """The bars of a file, of a minute to a month; `symbol` defaults to the file's name without ending.

    Bars within the day are named with their length, `AAPL 1h`, and do not take the place of `AAPL`'s days.
    Raises UsageError (no such file, undecidable dates) or DataError (nothing usable inside).
    """
    symbol = _symbol(symbol, path)
    text = _text(path)
    delimiter = _delimiter(text, path)
    header, rows = _table(text, delimiter, path)
    places = _places(header, path)
    dates = _dates(rows, places, date_order)
    raw = _raw_bars(rows, places, dates.session, delimiter)
    if _several_a_day(dates):
        interval, raw, notes = with_times(raw, dates, path.name)
    elif len(rows) > MOST_SESSIONS:
        raise DataError(
            f"{path.name} has {len(rows):,} rows and no times: more than there are trading days.",
            "Export the time of each bar as well, or one symbol a file.",
        )
    else:
        interval, notes = _interval(dates.session)
    notes = (*dates.notes, *notes, *_unused(header, places))
    return build_series(raw, named(symbol, interval), "csv", interval=interval, notes=notes)


def _symbol(wanted: str | None, path: Path) -> str:
    symbol = wanted.strip() if wanted is not None else path.stem.strip()[:LONGEST_SYMBOL]
    if not 1 <= len(symbol) <= LONGEST_SYMBOL or not symbol.isprintable():
        raise UsageError(f"{symbol[:80]!r} cannot be a symbol.", "Use 1 to 64 visible characters.")
    return symbol


def _text(path: Path) -> str:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise UsageError(f"{path} is not a file.", "Name a CSV file.")
        if status.st_size > MOST_BYTES:
            raise DataError(f"{path.name} is larger than 200 MB.", "Import daily bars of one symbol a file.")
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise UsageError(f"There is no file {path}.", "Check the path.") from error
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}).", "Check its permissions.") from error
    lines = content.count(b"\n")
    if lines > MOST_ROWS:
        raise DataError(f"{path.name} has {lines:,} lines.", "Import daily bars of one symbol a file.")
    text = _decoded(content, path)
    if not text.strip():
        raise DataError(f"{path.name} is empty.", "Export the prices again.")
    return text


def _decoded(content: bytes, path: Path) -> str:
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\x00" in content and not wide:
        raise DataError(f"{path.name} is not a text file: it holds zero bytes.", "Export the prices as CSV.")
    if content.startswith(b"PK\x03\x04"):
        raise DataError(f"{path.name} is a ZIP file or a spreadsheet.", "Export the prices as CSV.")
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252", "latin-1"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DataError(f"{path.name} is not a readable text file.", "Export the prices as CSV in UTF-8.")


def _delimiter(text: str, path: Path) -> str:
    """The mark that splits the first line into the most known column names."""
    head = text[:HEAD].lstrip().split("\n", 1)[0]
    if head.lstrip().startswith(("<", "{")):
        raise DataError(f"{path.name} is a web page or JSON, not CSV.", "Download the prices again as CSV.")
    known = {mark: sum(_plain(cell) in _NAMES for cell in head.split(mark)) for mark in ",;\t|"}
    best = max(known, key=lambda mark: known[mark])
    if not known[best]:
        raise DataError(f"{path.name} has no line with column names.", _LAYOUT)
    return best


def _plain(cell: str) -> str:
    return cell.strip().strip('"').strip().lower()


def _table(text: str, delimiter: str, path: Path) -> tuple[list[str], list[list[str]]]:
    """Column names and data rows, each as long as the header."""
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True))
    except csv.Error as error:
        raise DataError(f"{path.name} is not sound CSV ({error}).", "Export the prices again.") from error
    lines = [line for line in lines if any(cell.strip() for cell in line)]
    header, rows = [_plain(cell) for cell in lines[0]], lines[1:]
    if header[0] == "price" and rows and _plain(rows[0][0]) == "ticker":
        # yfinance's own table of one symbol: three header lines, the dates under "Price".
        header[0] = "date"
        rows = [row for row in rows if _plain(row[0]) not in ("ticker", "date")]
    if not rows:
        raise DataError(f"{path.name} has column names but no rows.", "Export the prices again.")
    width = len(header)
    return header, [row if len(row) == width else (row + [""] * width)[:width] for row in rows]


def _places(header: list[str], path: Path) -> dict[str, int]:
    """Where each column is: our name -> index."""
    known = [_NAMES[name] for name in header if name in _NAMES]
    twice = [name for name, count in Counter(known).items() if count > 1 and name != "date"]
    if twice:
        raise DataError(f"{path.name} has the column {twice[0]} twice.", "Keep one of each, of one symbol.")
    places = {_NAMES[name]: at for at, name in reversed(list(enumerate(header))) if name in _NAMES}
    if "date" not in places and "time" in places:
        places["date"] = places.pop("time")
    if "date" not in places and not header[0]:
        places["date"] = 0  # a pandas index without a name
    missing = [name.capitalize() for name in _REQUIRED if name not in places]
    if missing:
        raise DataError(f"{path.name} has no column {', '.join(missing)}.", _LAYOUT)
    return places


def _dates(rows: list[list[str]], places: dict[str, int], order: DateOrder | None) -> DateColumn:
    cells = [row[places["date"]] for row in rows]
    if "time" in places:
        cells = [f"{cell} {row[places['time']]}" for cell, row in zip(cells, rows, strict=True)]
    return read_dates(cells, order)


def _several_a_day(dates: DateColumn) -> bool:
    readable = dates.session[~np.isnat(dates.session)]
    sessions = len(np.unique(readable))
    return bool(sessions) and len(readable) / sessions >= 1.5 and len(set(dates.times)) > 1


def _interval(session: Dates) -> tuple[str, tuple[Finding, ...]]:
    days = np.unique(session[~np.isnat(session)])
    spacing = float(np.median(np.diff(days).astype(float))) if len(days) > 2 else 1.0
    interval = min(INTERVAL_DAYS, key=lambda name: abs(np.log(max(spacing, 1.0) / INTERVAL_DAYS[name])))
    if interval == "1d":
        return interval, ()
    word = {"1wk": "week", "1mo": "month"}[interval]
    text = f"One bar is a {word}, not a day: read every figure that says days or years with that in mind."
    return interval, (Finding("not_daily", "amber", text, len(days)),)


def _raw_bars(rows: list[list[str]], places: dict[str, int], session: Dates, delimiter: str) -> RawBars:
    mark = decimal_mark([row[places[name]] for row in rows for name in _REQUIRED[1:]], delimiter)

    def column(name: str) -> Floats | None:
        return numbers([row[places[name]] for row in rows], mark) if name in places else None

    o, h, low, c = (numbers([row[places[name]] for row in rows], mark) for name in _REQUIRED[1:])
    return RawBars(
        session=session, open=o, high=h, low=low, close=c, volume=column("volume"),
        adj_close=column("adj_close"), dividends=column("dividends"), splits=column("splits"),
    )  # fmt: skip


def _unused(header: list[str], places: dict[str, int]) -> tuple[Finding, ...]:
    unused = [name or "(unnamed)" for at, name in enumerate(header) if at not in places.values()]
    if not unused:
        return ()
    text = f"Columns not used: {', '.join(unused[:8])}{' ...' if len(unused) > 8 else ''}."
    return (Finding("unused_columns", "note", text, len(unused)),)
