"""Prices inside the file: one JSON and two arrays a snapshot, named by the content hash.

Bars within the day have a third array, their times, and all their entries are of the kind `intraday`:
programs that know of no such bars keep them unread, instead of finding several bars a day out of order.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.data.intervals import is_intraday, minutes
from workbench.data.series import COLUMNS, TIMES, PriceSeries
from workbench.project.file.arrays import encode
from workbench.project.file.limits import FIRST_DAY, LAST_DAY, Refused
from workbench.project.file.manifest import Part
from workbench.project.file.strict_json import render

EMBEDDED_SOURCES = ("csv", "sample", "synthetic")
"""Sources whose prices may travel with the project; Yahoo's only if the user asks (redistribution)."""

DAYS, INTRADAY = "prices", "intraday"
"""Kinds of the JSON entry; all entries of bars within the day are `intraday`, arrays as well."""

_TEXTS = ("symbol", "source", "name", "interval", "currency")
_HASH = re.compile(r"[0-9a-f]{64}")
_LONGEST_TEXT = 200
_DAY = 24 * 60 * 60
_MOST_AHEAD = 24 * 60
"""Minutes an exchange's clock may be ahead of UTC, or behind it."""


def travels(series: PriceSeries, embed_yahoo: bool) -> bool:
    """Whether prices may go into the file."""
    return embed_yahoo or series.source in EMBEDDED_SOURCES


def size_of(series: PriceSeries) -> int:
    """About how many bytes its parts have: eight a bar for the day, each column and each time."""
    return 8 * len(series) * (1 + len(COLUMNS) + sum(getattr(series, name) is not None for name in TIMES))


def to_parts(series: PriceSeries) -> list[Part]:
    """The three entries of one series; four of bars within the day."""
    stem = f"prices/{series.content_hash}"
    times = _times(series)
    kind, array = (DAYS, "array") if times is None else (INTRADAY, INTRADAY)
    more = [] if times is None else [Part(f"{stem}-times.npy", array, encode(times))]
    texts = {name: getattr(series, name) for name in _TEXTS}
    table = np.stack([getattr(series, column) for column in COLUMNS])
    return [
        Part(f"{stem}.json", kind, render({**texts, "columns": COLUMNS})),
        Part(f"{stem}-days.npy", array, encode(series.session)),
        Part(f"{stem}.npy", array, encode(table)),
        *more,
    ]


def from_parts(
    name: str, value: dict[str, Any], days: NDArray[Any], table: NDArray[Any],
    times: NDArray[Any] | None = None,
) -> PriceSeries:
    """The series of the entry `name`; raises `Refused` unless its content has the hash it is named by.

    `times` (1 or 2, bars) are those of bars within the day: `close_time` in ns, and `utc_offset` where known.
    """
    content_hash = name.removeprefix("prices/").removesuffix(".json")
    if not _HASH.fullmatch(content_hash):
        raise Refused(f"{name} is not named by a content hash")
    if set(value) != {*_TEXTS, "columns"} or value["columns"] != list(COLUMNS):
        raise Refused(f"{name} has wrong keys")
    texts = {key: value[key] for key in _TEXTS}
    if not all(isinstance(text, str) and len(text) <= _LONGEST_TEXT for text in texts.values()):
        raise Refused(f"{name} holds a wrong text")
    if days.dtype != np.int64 or days.ndim != 1 or table.dtype != np.float64 \
            or table.shape != (len(COLUMNS), len(days)):
        raise Refused(f"{name} has arrays of different length")
    least_apart = 1 if times is None else 0
    if not len(days) or not ((days >= FIRST_DAY) & (days <= LAST_DAY)).all() \
            or (np.diff(days) < least_apart).any():
        raise Refused(f"{name} has dates out of order")
    _check_values(name, table)
    if is_intraday(texts["interval"]) != (times is not None):
        raise Refused(f"{name} has bars whose length does not go with their times")
    columns: dict[str, Any] = dict(zip(COLUMNS, table, strict=True))
    if times is not None:
        columns |= _checked_times(name, times, days, minutes(texts["interval"]))
    series = PriceSeries(session=days.astype("datetime64[D]"), **texts, **columns)
    if series.content_hash != content_hash:
        raise Refused(f"{name} does not have the content it is named by")
    return series


def _check_values(name: str, table: NDArray[np.float64]) -> None:
    columns = dict(zip(COLUMNS, table, strict=True))
    priced = np.stack([columns[column] for column in ("open", "high", "low", "close", "adj_close")])
    if not np.isfinite(table).all() or (priced <= 0).any() or (columns["volume"] < 0).any():
        raise Refused(f"{name} holds a price that is none")


def _times(series: PriceSeries) -> NDArray[np.int64] | None:
    """The times there are, one row each as int64; None for days."""
    known = [getattr(series, name) for name in TIMES if getattr(series, name) is not None]
    return np.stack([values.astype(np.int64) for values in known]) if known else None


def _checked_times(
    name: str, times: NDArray[Any], days: NDArray[np.int64], bar_minutes: int
) -> dict[str, NDArray[Any]]:
    """`close_time`, rising and near its days, and `utc_offset` where there is a second row."""
    if times.dtype != np.int64 or times.ndim != 2 or not 1 <= len(times) <= len(TIMES) \
            or times.shape[1] != len(days):
        raise Refused(f"{name} has arrays of different length")
    close = times[0]
    ahead = times[1] if len(times) > 1 else np.zeros(len(days), np.int64)
    if ((ahead < -_MOST_AHEAD) | (ahead > _MOST_AHEAD)).any():
        raise Refused(f"{name} has a time zone that is none")
    # Compared before they are subtracted: the difference of two strange times may not fit.
    if (close == np.iinfo(np.int64).min).any() or (close[1:] <= close[:-1]).any():
        raise Refused(f"{name} has times out of order")
    begins = close // 10**9 + 60 * (ahead - bar_minutes)
    if (np.abs(begins // _DAY - days) > 1).any():
        raise Refused(f"{name} has times that are not of their days")
    return {key: row.astype(kind) for (key, kind), row in zip(TIMES.items(), times, strict=False)}
