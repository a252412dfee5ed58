"""Prices for a verb: the store it was told to use, and what a project is bound to."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from workbench import paths
from workbench.cli.options import Options
from workbench.cli.reasons import reason
from workbench.data import library
from workbench.data.findings import HealthReport
from workbench.data.series import PriceSeries
from workbench.data.spec import DataSpec
from workbench.data.store import PriceStore
from workbench.errors import DataError, UsageError, WorkbenchError
from workbench.project.document import Document

if TYPE_CHECKING:
    from workbench.evaluation.ledger import TrialLedger


def open_store(options: Options) -> PriceStore:
    """The price store, in the folder of `--store` or in the app-data; raises `UsageError` if it cannot be."""
    try:
        return PriceStore(paths.store_folder(options.store))
    except OSError as error:
        raise UsageError(
            f"The folder of the price store cannot be used: {reason(error)}.",
            "Choose another with --store or WORKBENCH_HOME.",
        ) from error


def ledger_file() -> Path:
    """Where tries are written down; raises `UsageError` if the app-data cannot be used."""
    try:
        return paths.ledger_file()
    except OSError as error:
        raise UsageError(
            f"The app-data folder cannot be used: {reason(error)}.",
            "Name another with WORKBENCH_HOME.",
        ) from error


def ledger_of(document: Document, prices: PriceSeries) -> TrialLedger:
    """The ledger, with what the project knows of its prices and the ledger did not: never fewer tries."""
    from workbench.evaluation.ledger import TrialLedger
    from workbench.experiment.record import unite

    ledger = TrialLedger(ledger_file())
    carried = document.ledger_rows.get(prices.content_hash)
    unite(ledger, prices, document.project.project_id, document.runs, carried)
    return ledger


def remember_rows(document: Document, prices: PriceSeries) -> None:
    """Let the project carry what the ledger knows of its prices; a ledger that fails now is no obstacle."""
    from workbench.evaluation.ledger import TrialLedger

    with suppress(WorkbenchError):
        ledger = TrialLedger(ledger_file())
        document.ledger_rows[prices.content_hash] = ledger.known(ledger.identify(prices))


def prices_of(document: Document, store: PriceStore) -> PriceSeries:
    """The prices that the active symbol is bound to, from the file itself, else the sample or the store."""
    return _bound(document, document.project.spec.data, store)


def inputs_of(document: Document, symbols: Sequence[str], store: PriceStore) -> tuple[PriceSeries, ...]:
    """The prices of further symbols: those on the project's list as bound there, others as `new` finds them.

    Raises `UsageError` for one that is nowhere, naming what there is and how to get it.
    """
    listed = {data.symbol: data for data in document.project.symbols}
    return tuple(
        _bound(document, listed.get(symbol) or library.find(symbol, store), store) for symbol in symbols
    )


def find_inputs(symbols: Sequence[str], store: PriceStore) -> tuple[list[DataSpec], list[PriceSeries]]:
    """Further symbols for a new project, bound to their prices now, and these prices."""
    found = [library.find(symbol, store) for symbol in symbols]
    prices = [library.load(data, store) for data in found]
    bound = [
        data.model_copy(update={"content_hash": series.content_hash})
        for data, series in zip(found, prices, strict=True)
    ]
    return bound, prices


def _bound(document: Document, data: DataSpec, store: PriceStore) -> PriceSeries:
    embedded = document.prices.get(data.content_hash or "")
    if embedded is not None and embedded.symbol == data.symbol:
        return embedded
    series = library.load(data, store) if embedded is None else embedded.replace(
        symbol=data.symbol, source=data.source
    )
    document.prices.setdefault(series.content_hash, series)
    return series


def refuse_any_red(series: Sequence[PriceSeries], store: PriceStore) -> None:
    """`refuse_red` for every one of them, with what the store found in it."""
    for prices in series:
        refuse_red(prices, library.report_for(prices, store))


def refuse_red(prices: PriceSeries, report: HealthReport) -> None:
    """Raise `DataError` naming the first red finding; amber never blocks."""
    red = [finding for finding in report.findings if finding.severity == "red"]
    if red:
        raise DataError(
            f"{prices.symbol} cannot be trained on: {red[0].kind}: {red[0].text}",
            "Mend the file and import it again, or take the prices from another source.",
        )
