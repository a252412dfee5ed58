"""Add, show, fetch and remove symbols: what the session does with the list of symbols."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from workbench.data.findings import HealthReport
from workbench.data.series import PriceSeries
from workbench.data.spec import DataSpec
from workbench.errors import DataError, UsageError, WorkbenchError
from workbench.gui import edits
from workbench.gui.present.setup import loaded_sentence, missing_prices

if TYPE_CHECKING:
    from workbench.gui.session import Session


class SymbolVerbs:
    """The symbol verbs of one session; prices come first and the edit follows: nothing empty is added."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def show(self, symbol: str) -> None:
        """Look at another symbol of the project."""
        project = self._session.document.project
        self._session.edit(f"Show {symbol}", edits.with_active(project, symbol), key="active_symbol")

    def remove(self, symbol: str) -> None:
        """Take a symbol off the list; its prices stay in the store."""
        try:
            project = edits.without_symbol(self._session.document.project, symbol)
        except UsageError as error:
            self._session.complain(error)
        else:
            self._session.edit(f"Remove {symbol}", project)

    def add(self, symbol: str, source: str) -> None:
        """Add a symbol and show it."""
        session = self._session
        if source == "yahoo":
            session.say(f"Fetching {symbol} from Yahoo…")
            session.io.submit(lambda: session.book.fetch(symbol), self._fetched, session.complain)
            return
        try:
            data = DataSpec(symbol=symbol, source=source)
        except ValueError:
            session.complain(UsageError(f"{symbol!r} is not a symbol.", "Type it as the exchange does."))
            return
        session.edit(f"Add {symbol}", edits.with_symbol(session.document.project, data))

    def import_csv(self, path: Path, symbol: str | None) -> None:
        """Read a CSV file into the store, add its symbol and show it."""
        session = self._session
        session.say(f"Reading {path.name}…")
        session.io.submit(lambda: session.book.read_csv(path, symbol), self._imported, session.complain)

    def want_prices(self) -> None:
        """Have the prices of every symbol of the project at hand, or said why not; the shown one's first."""
        project = self._session.document.project
        for data in project.symbols:
            shown = data.alone == project.spec.data.alone
            self._session.book.want(data, self._arrived, self._missing, at_once=shown)

    def say_loaded(self, data: DataSpec) -> None:
        """Announce prices that have just come, and how clean they are."""
        series, report = self._session.book.series(data), self._session.book.report(data)
        if series is not None and report is not None:
            findings = [(found.severity, found.text) for found in report.findings]
            self._session.say(loaded_sentence(data, series, findings))

    def _arrived(self, data: DataSpec) -> None:
        session = self._session
        series = session.book.series(data)
        if series is not None:
            session.document.prices.setdefault(series.content_hash, series)
        if data == session.document.project.spec.data.alone:
            self.say_loaded(data)
        session.prices_changed()

    def _missing(self, data: DataSpec, error: WorkbenchError) -> None:
        active = self._session.document.project.spec.data
        if data == active.alone or data.symbol in active.inputs:
            # The library speaks to the command line; a damaged store speaks for itself.
            lost = isinstance(error, UsageError)
            self._session.complain(DataError(*missing_prices(data)) if lost else error)
            self._session.prices_changed()

    def _fetched(self, found: tuple[DataSpec, PriceSeries, HealthReport]) -> None:
        self._session.online = True
        self._imported(found)

    def _imported(self, found: tuple[DataSpec, PriceSeries, HealthReport]) -> None:
        data, series, report = found
        session = self._session
        session.book.keep(data, series, report)
        session.document.prices.setdefault(series.content_hash, series)
        session.edit(f"Add {data.symbol}", edits.with_symbol(session.document.project, data))
        self.say_loaded(data)
