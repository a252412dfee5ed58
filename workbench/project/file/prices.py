"""Prices inside the file: one JSON and two arrays a snapshot, named by the content hash."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.data.series import COLUMNS, PriceSeries
from workbench.project.file.arrays import encode
from workbench.project.file.limits import FIRST_DAY, LAST_DAY, Refused
from workbench.project.file.manifest import Part
from workbench.project.file.strict_json import render

EMBEDDED_SOURCES = ("csv", "sample", "synthetic")
"""Sources whose prices may travel with the project; Yahoo's only if the user asks (redistribution)."""

_TEXTS = ("symbol", "source", "name", "interval", "currency")
_HASH = re.compile(r"[0-9a-f]{64}")
_LONGEST_TEXT = 200


def travels(series: PriceSeries, embed_yahoo: bool) -> bool:
    """Whether prices go into the file. Bars within the day stay in the store: nothing is trained on them."""
    return series.close_time is None and (embed_yahoo or series.source in EMBEDDED_SOURCES)


def to_parts(series: PriceSeries) -> list[Part]:
    """The three entries of one series."""
    stem = f"prices/{series.content_hash}"
    texts = {name: getattr(series, name) for name in _TEXTS}
    table = np.stack([getattr(series, column) for column in COLUMNS])
    return [
        Part(f"{stem}.json", "prices", render({**texts, "columns": COLUMNS})),
        Part(f"{stem}-days.npy", "array", encode(series.session)),
        Part(f"{stem}.npy", "array", encode(table)),
    ]


def from_parts(name: str, value: dict[str, Any], days: NDArray[Any], table: NDArray[Any]) -> PriceSeries:
    """The series of the entry `name`; raises `Refused` unless its content has the hash it is named by."""
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
    if not len(days) or not ((days >= FIRST_DAY) & (days <= LAST_DAY)).all() or (np.diff(days) <= 0).any():
        raise Refused(f"{name} has dates out of order")
    _check_values(name, table)
    series = PriceSeries(
        session=days.astype("datetime64[D]"), **texts, **dict(zip(COLUMNS, table, strict=True))
    )
    if series.content_hash != content_hash:
        raise Refused(f"{name} does not have the content it is named by")
    return series


def _check_values(name: str, table: NDArray[np.float64]) -> None:
    columns = dict(zip(COLUMNS, table, strict=True))
    priced = np.stack([columns[column] for column in ("open", "high", "low", "close", "adj_close")])
    if not np.isfinite(table).all() or (priced <= 0).any() or (columns["volume"] < 0).any():
        raise Refused(f"{name} holds a price that is none")
