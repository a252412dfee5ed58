"""The bundled samples: 20 years of real daily prices inside the arch package, read without importing it."""

from __future__ import annotations

import csv
import gzip
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from workbench.data.series import PriceSeries
from workbench.errors import DataError, UsageError

SAMPLES: dict[str, str] = {"SP500": "S&P 500", "NASDAQ": "NASDAQ composite"}


def load_sample(symbol: str) -> PriceSeries:
    """A sample by symbol, 1999-01-04 to 2018-12-31, 5,031 bars.

    Raises UsageError for an unknown symbol, DataError if the file is missing or unreadable.
    """
    if symbol not in SAMPLES:
        raise UsageError(f"There is no sample called {symbol}.", f"The samples are {' and '.join(SAMPLES)}.")
    try:
        with gzip.open(_file(symbol.lower()), "rt", encoding="utf-8", newline="") as text:
            rows = list(csv.reader(text))[1:]
        session = np.array([_iso(row[0]) for row in rows], dtype="datetime64[D]")
        table = np.array([row[1:7] for row in rows], dtype=float)  # (bars, columns)
    except (OSError, EOFError, ValueError, IndexError, csv.Error) as error:
        raise DataError(
            f"The sample {symbol} cannot be read ({error}).", "Install the program again."
        ) from error
    nothing = np.zeros(len(rows))
    return PriceSeries(
        symbol=symbol, source="sample", name=SAMPLES[symbol], currency="USD",
        session=session, open=table[:, 0], high=table[:, 1], low=table[:, 2], close=table[:, 3],
        adj_close=table[:, 4], volume=table[:, 5], dividends=nothing, splits=nothing,
    )


def _file(folder: str) -> Path:
    """Where arch keeps the sample; looking for a top-level package does not import it."""
    inside = Path("data") / folder / f"{folder}.csv.gz"
    spec = find_spec("arch")
    for place in (spec.submodule_search_locations or []) if spec else []:
        if (Path(place) / inside).is_file():
            return Path(place) / inside
    try:
        return Path(str(distribution("arch").locate_file(Path("arch") / inside)))
    except PackageNotFoundError as error:
        raise FileNotFoundError("the package arch is not installed") from error


def _iso(american: str) -> str:
    month, day, year = american.split("/")
    return f"{year}-{month:0>2}-{day:0>2}"
