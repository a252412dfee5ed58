"""`new`: a project file about one symbol, bound to the very prices it was made with."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.cli.options import Options, add_date_order
from workbench.cli.settings import add_settings
from workbench.errors import UsageError

if TYPE_CHECKING:
    from workbench.data.providers.csv_dates import DateOrder
    from workbench.data.series import PriceSeries
    from workbench.data.spec import DataSpec
    from workbench.data.store import PriceStore

CSV = "csv:"
SOURCES = ("store", "sample", "synthetic")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Words of this verb."""
    parser.add_argument("file", type=Path, metavar="FILE.swb")
    parser.add_argument("--symbol", required=True, help="the ticker, SP500 or NASDAQ")
    parser.add_argument(
        "--source", default="", help="store, sample or csv:PATH; without it the store, then the samples"
    )
    add_date_order(parser)
    add_settings(parser, "the project's settings, e.g. features.lookback=30; may be repeated")


def run(arguments: argparse.Namespace, options: Options) -> int:
    """Make the file; it must not exist yet."""
    from workbench.cli.settings import parse_settings
    from workbench.cli.sources import find_inputs, open_store
    from workbench.data.spec import DataSpec
    from workbench.experiment.inputs import check_inputs
    from workbench.experiment.spec import ExperimentSpec
    from workbench.project.document import Document
    from workbench.project.file.writer import save
    from workbench.project.project import new_project

    file: Path = arguments.file
    if file.exists():
        raise UsageError(f"{file} exists already.", "Choose another name, or delete it first.")
    if not file.resolve().parent.is_dir():
        raise UsageError(f"There is no folder {file.resolve().parent}.", "Make it first.")
    settings = parse_settings(arguments.set)
    _check_symbol(arguments.symbol)
    spec = ExperimentSpec(data=DataSpec(symbol=arguments.symbol)).with_settings(settings)
    store = open_store(options)
    bound, beside = find_inputs(spec.data.inputs, store)
    data, prices = choose(arguments.symbol, arguments.source, store, date_order=arguments.date_order)
    check_inputs(spec, prices, beside)
    project = new_project(
        data.symbol, data.source, content_hash=prices.content_hash, file_name=data.file_name, spec=spec,
        inputs=bound,
    )  # fmt: skip
    save(Document(project, prices={series.content_hash: series for series in (prices, *beside)}), file)
    print(f"{file}: {data.symbol} ({data.source}), {_days(prices)}")
    for series in beside:
        print(f"  input {series.symbol} ({series.source}), {_days(series)}")
    return 0


def _check_symbol(symbol: str) -> None:
    if not 1 <= len(symbol) <= 64:
        raise UsageError("A symbol has 1 to 64 characters.", "Choose a shorter name.")


def _days(prices: PriceSeries) -> str:
    from workbench.data.findings import counted
    from workbench.data.intervals import unit

    return f"{counted(len(prices), unit(prices.interval))} {prices.session[0]} to {prices.session[-1]}"


def choose(
    symbol: str, source: str, store: PriceStore, *, date_order: DateOrder | None = None
) -> tuple[DataSpec, PriceSeries]:
    """The data a new project is about, and its prices now; raises `UsageError` naming the remedy."""
    from workbench.data import library
    from workbench.data.spec import DataSpec

    _check_symbol(symbol)
    if source.startswith(CSV):
        if source == CSV:
            raise UsageError("There is no path after csv:.", "Write it as csv:PATH.")
        return import_csv(Path(source.removeprefix(CSV)), symbol, store, date_order=date_order)
    if date_order:
        raise UsageError("--date-order is about a CSV file.", "Use it with --source csv:PATH.")
    if source and source not in SOURCES:
        raise UsageError(f"There is no source {source!r}.", f"Use {', '.join(SOURCES)} or csv:PATH.")
    data = DataSpec(symbol=symbol, source=source) if source else library.find(symbol, store)
    return data, library.load(data, store)


def import_csv(
    file: Path, symbol: str, store: PriceStore, *, date_order: DateOrder | None = None
) -> tuple[DataSpec, PriceSeries]:
    """Prices of a CSV file, kept in the store; the project keeps the file's name, never its path."""
    from workbench.data.providers.csv_file import read_csv
    from workbench.data.spec import DataSpec

    series, report = read_csv(file, symbol, date_order=date_order)
    store.put(series, report)
    data = DataSpec(
        symbol=series.symbol, source="csv", file_name=file.name, content_hash=series.content_hash
    )
    return data, series
