"""From what the user wants to look at to its prices, wherever they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.data.findings import HealthReport
from workbench.data.health import check
from workbench.data.providers.sample import SAMPLES, load_sample
from workbench.data.series import PriceSeries
from workbench.data.spec import DataSpec
from workbench.errors import DataError, UsageError

if TYPE_CHECKING:
    from workbench.data.store import PriceStore

_NAMES_SHOWN = 12


def load(spec: DataSpec, store: PriceStore | None) -> PriceSeries:
    """The prices of a spec: a sample, a synthetic series, or a snapshot of the store.

    With a `content_hash` exactly those prices, else the newest of the symbol. Needs no network.
    Raises UsageError for an unknown symbol, DataError if the named snapshot is not here,
    DamagedError if the store is damaged; each names the remedy.
    """
    if spec.source in ("sample", "synthetic"):
        series = load_sample(spec.symbol) if spec.source == "sample" else _synthetic(spec.symbol)
        if spec.content_hash in (None, series.content_hash):
            return series
    return _from_store(spec, store)


def report_for(series: PriceSeries, store: PriceStore | None) -> HealthReport:
    """The health report of a series: as made when it was stored, else made now."""
    stored = store.report(series.content_hash) if store else None
    return stored or check(series)


def find(symbol: str, store: PriceStore | None) -> DataSpec:
    """The spec of a symbol named without a source: the store first, then the samples, then synthetic.

    Stored prices are bound by their content hash. Raises UsageError naming what there is.
    """
    rows = store.history(symbol) if store else []
    if rows:
        return DataSpec(symbol=rows[0].symbol, source="store", content_hash=rows[0].sha256)
    if symbol in SAMPLES:
        return DataSpec(symbol=symbol, source="sample")
    try:
        series = _synthetic(symbol)
    except UsageError:
        raise _unknown(symbol, store) from None
    return DataSpec(symbol=symbol, source="synthetic", content_hash=series.content_hash)


def _synthetic(symbol: str) -> PriceSeries:
    # Imported only for those who look at made-up prices.
    from workbench.data.providers.synthetic import from_symbol

    return from_symbol(symbol)


def _from_store(spec: DataSpec, store: PriceStore | None) -> PriceSeries:
    if spec.content_hash is None:
        series = store.latest(spec.symbol) if store else None
        if series is None:
            raise _unknown(spec.symbol, store)
        return series
    series = store.snapshot(spec.content_hash) if store else None
    if series is None:
        raise DataError(
            f"The prices of {spec.symbol} that this project was made with "
            f"({spec.content_hash[:12]}) are not in the store.",
            _remedy(spec),
        )
    return series if series.symbol == spec.symbol else series.replace(symbol=spec.symbol, source=spec.source)


def _remedy(spec: DataSpec) -> str:
    if spec.source == "csv":
        file, symbol = _quoted(spec.file_name or "FILE"), _quoted(spec.symbol)
        return f"Import the file again: workbench import {file} --symbol {symbol}."
    if spec.source in ("sample", "synthetic"):
        return "This version of the program makes other prices; make a new project for them."
    fetch = f"workbench fetch {_quoted(spec.symbol)}"
    return f"Get them again with `{fetch}`, or make a new project for newer prices."


def _unknown(symbol: str, store: PriceStore | None) -> UsageError:
    if symbol in SAMPLES:
        remedy = f"Without a source, or as source sample, {symbol} is the bundled sample."
        return UsageError(f"There are no prices of {symbol} in the store.", remedy)
    there = [*SAMPLES, *(row.symbol for row in store.listing())] if store else [*SAMPLES]
    more = f" and {len(there) - _NAMES_SHOWN} more" if len(there) > _NAMES_SHOWN else ""
    return UsageError(
        f"There are no prices of {symbol} here; there are {', '.join(there[:_NAMES_SHOWN])}{more}.",
        f"Get them with `workbench fetch {_quoted(symbol)}` or "
        f"`workbench import FILE --symbol {_quoted(symbol)}`.",
    )


def _quoted(word: str) -> str:
    """A word as one types it in a terminal: `AAPL 1h` needs its marks."""
    return f'"{word}"' if " " in word else word
