"""The bundled samples: 20 years of real daily prices inside the arch package, read without importing it."""

from __future__ import annotations

import gzip
import io
import zlib
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from workbench.data.series import Dates, PriceSeries
from workbench.errors import DataError, UsageError

SAMPLES: dict[str, str] = {"SP500": "S&P 500", "NASDAQ": "NASDAQ composite"}


def load_sample(symbol: str) -> PriceSeries:
    """A sample by symbol, 1999-01-04 to 2018-12-31, 5,031 bars.

    Raises UsageError for an unknown symbol, DataError if the file is missing or unreadable.
    """
    if symbol not in SAMPLES:
        raise UsageError(f"There is no sample called {symbol}.", f"The samples are {' and '.join(SAMPLES)}.")
    try:
        text = gzip.decompress(_file(symbol.lower()).read_bytes()).decode("utf-8")
        # The month, day and year of 1/4/1999 become columns of their own: (bars, 3 + columns).
        numbers = np.loadtxt(io.StringIO(text.replace("/", ",")), delimiter=",", skiprows=1, ndmin=2)
        session, table = _dates(*numbers[:, :3].astype(int).T), numbers[:, 3:]
    except (OSError, EOFError, ValueError, TypeError, zlib.error) as error:
        raise DataError(
            f"The sample {symbol} cannot be read ({error}).", "Install the program again."
        ) from error
    nothing = np.zeros(len(table))
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
    # Seldom needed, and slow to import.
    from importlib.metadata import PackageNotFoundError, distribution

    try:
        return Path(str(distribution("arch").locate_file(Path("arch") / inside)))
    except PackageNotFoundError as error:
        raise FileNotFoundError("the package arch is not installed") from error


def _dates(month: NDArray[np.int_], day: NDArray[np.int_], year: NDArray[np.int_]) -> Dates:
    months = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
    return np.asarray(months.astype("datetime64[D]") + (day - 1))
