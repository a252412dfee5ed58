"""The prices and health reports at hand, by symbol; whatever is not at hand is asked of the IO worker."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.data import library
from workbench.data.findings import HealthReport
from workbench.data.intervals import parted
from workbench.data.providers.sample import SAMPLES
from workbench.data.series import PriceSeries
from workbench.data.spec import DataSpec
from workbench.errors import WorkbenchError
from workbench.experiment.validate import Problem
from workbench.gui.io_worker import IoWorker

if TYPE_CHECKING:
    from workbench.data.store import PriceStore

Loaded = tuple[PriceSeries, HealthReport]


class PriceBook:
    """Keeps what was loaded, whatever stands beside it. Arrays are read-only, so threads may share them."""

    def __init__(self, io: IoWorker, store_folder: Path) -> None:
        self._io = io
        self._folder = store_folder
        self._known: dict[DataSpec, Loaded] = {}
        self._asked: set[DataSpec] = set()

    def series(self, data: DataSpec) -> PriceSeries | None:
        """The prices of a symbol, if they are at hand."""
        found = self._known.get(data.alone)
        return found[0] if found else None

    def find(self, content_hash: str) -> PriceSeries | None:
        """Prices at hand with this very content, whatever symbol shows them now."""
        known = (series for series, _ in self._known.values())
        return next((series for series in known if series.content_hash == content_hash), None)

    def awaits(self, data: DataSpec) -> bool:
        """Whether the prices of a symbol are on their way."""
        return data.alone in self._asked

    def report(self, data: DataSpec) -> HealthReport | None:
        """The health report of a symbol, if its prices are at hand."""
        found = self._known.get(data.alone)
        return found[1] if found else None

    def keep(self, data: DataSpec, series: PriceSeries, report: HealthReport | None = None) -> None:
        """Have prices at hand from now on; without a report they are checked here."""
        from workbench.data import health

        self._known[data.alone] = (series, report or health.check(series))

    def want(
        self,
        data: DataSpec,
        done: Callable[[DataSpec], None],
        failed: Callable[[DataSpec, WorkbenchError], None],
        *,
        at_once: bool = True,
    ) -> None:
        """Load the prices of a symbol, then call `done`; a sample is there `at_once`, or as soon as may be.

        `done` and `failed` hear of the symbol without its inputs.
        """
        data = data.alone
        if data in self._known:
            return
        if at_once and data.source == "sample" and data.symbol in SAMPLES:
            self._asked.discard(data)
            series, report = self._load(data)
            self.keep(data, series, report)
            done(data)
            return
        if data in self._asked:
            return
        self._asked.add(data)
        self._io.submit(
            lambda: self._load(data),
            lambda loaded: self._arrived(data, loaded, done),
            lambda error: self._missing(data, error, failed),
        )

    def fetch(self, symbol: str) -> tuple[DataSpec, PriceSeries, HealthReport]:
        """Prices from Yahoo, days of `AAPL` or hours of `AAPL 1h`, stored (IO worker only).

        Raises the provider's typed errors.
        """
        from workbench.data.providers import yahoo

        ticker, interval = parted(symbol)
        return self._stored(*yahoo.fetch(ticker, interval=interval), file_name=None)

    def read_csv(self, path: Path, symbol: str | None) -> tuple[DataSpec, PriceSeries, HealthReport]:
        """Prices of a CSV file, stored (IO worker only); raises DataError."""
        from workbench.data.providers import csv_file

        return self._stored(*csv_file.read_csv(path, symbol), file_name=path.name)

    def stored_symbols(self) -> tuple[str, ...]:
        """Symbols kept on this computer, in order."""
        store = self._store()
        try:
            return tuple(dict.fromkeys(row.symbol for row in store.listing()))
        finally:
            store.close()

    def _store(self) -> PriceStore:
        from workbench.data.store import PriceStore

        return PriceStore(self._folder)

    def _stored(
        self, series: PriceSeries, report: HealthReport, file_name: str | None
    ) -> tuple[DataSpec, PriceSeries, HealthReport]:
        store = self._store()
        try:
            store.put(series, report)
        finally:
            store.close()
        source = "csv" if file_name else "yahoo"
        data = DataSpec(
            symbol=series.symbol, source=source, file_name=file_name, content_hash=series.content_hash
        )
        return data, series, report

    def _load(self, data: DataSpec) -> Loaded:
        if data.source in ("sample", "synthetic"):
            series = library.load(data, None)
            return series, library.report_for(series, None)
        store = self._store()
        try:
            series = library.load(data, store)
            return series, library.report_for(series, store)
        finally:
            store.close()

    def _arrived(self, data: DataSpec, loaded: Loaded, done: Callable[[DataSpec], None]) -> None:
        # Meanwhile it may have come at once.
        if data in self._asked:
            self._asked.discard(data)
            self._known[data] = loaded
            done(data)

    def _missing(
        self, data: DataSpec, error: WorkbenchError, failed: Callable[[DataSpec, WorkbenchError], None]
    ) -> None:
        self._asked.discard(data)
        failed(data, error)


def red_findings(report: HealthReport, field: str = "data", before: str = "") -> tuple[Problem, ...]:
    """What forbids training on prices, as problems of the data; `before` each sentence says whose."""
    return tuple(
        Problem(field, f"{before}{found.text}", "Mend the file and import it again.")
        for found in report.findings
        if found.severity == "red"
    )
