"""What a price chart shows beside the prices and asks others for: an indicator, another symbol's prices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.data import intervals
from workbench.data.series import Floats, PriceSeries
from workbench.features.registry import FEATURES
from workbench.gui.charts.chart_tools import Choices
from workbench.gui.charts.price import PriceChart
from workbench.gui.charts.study import Study
from workbench.gui.charts.tower import LineTower
from workbench.gui.present import bars as present_bars
from workbench.gui.present import chart as present
from workbench.gui.present.bars import ShownBars
from workbench.settings import ChartLook

if TYPE_CHECKING:
    from workbench.gui.session import Session

COMPUTING = "is being computed…"
NOT_TO_BE_HAD = "cannot be computed for these prices."
KEPT = 6


class PriceExtras:
    """Keeps the chart's indicator and other symbol as its look wants them. GUI thread only."""

    def __init__(self, session: Session, chart: PriceChart) -> None:
        self._session, self._chart = session, chart
        self._known: dict[tuple[str, str], Floats | None] = {}
        self._asked: set[tuple[str, str]] = set()
        self._look = ChartLook()
        self.bars = ShownBars()
        """The bars charted: what is computed is computed of them."""

    def choices(self) -> Choices:
        """What the menu offers for the prices charted."""
        project = self._session.document.project
        others = tuple(data.symbol for data in project.symbols if data.symbol != project.active_symbol)
        studies = tuple((name, row.title) for name, row in FEATURES.items() if row.shown)
        series = self.bars.series
        interval = series.interval if series is not None else "1d"
        lengths, unit = present_bars.lengths(self.bars.prices), intervals.unit(interval)
        return Choices(studies, others, present.can_be_log(series), lengths, present.ranges(interval), unit)

    def show(self, look: ChartLook) -> None:
        """Bring indicator and other symbol; what is not at hand comes later by itself."""
        self._look = look
        self._show_study(self.bars.series)
        self._show_beside()

    def _show_study(self, prices: PriceSeries | None) -> None:
        row = FEATURES.get(self._look.study)
        if row is None or prices is None or not len(prices):
            self._chart.set_study(None)
            return
        key = row.name, prices.content_hash
        values = self._known.get(key)
        if values is not None:
            columns = zip(row.columns, values.T, strict=True)
            lines = tuple((name, LineTower(column)) for name, column in columns)
            self._chart.set_study(Study(row.title, lines))
            return
        self._chart.set_study(Study(f"{row.title} {NOT_TO_BE_HAD if key in self._known else COMPUTING}"))
        if key not in self._known and key not in self._asked:
            self._ask(key, prices)

    def _ask(self, key: tuple[str, str], prices: PriceSeries) -> None:
        def work() -> Floats:
            from workbench.features.aside import computed_aside

            return computed_aside(key[0], prices)

        self._asked.add(key)
        self._session.io.submit(
            work, lambda values: self._take(key, values), lambda error: self._take(key, None)
        )

    def _take(self, key: tuple[str, str], values: Floats | None) -> None:
        self._asked.discard(key)
        self._known[key] = values
        while len(self._known) > KEPT:
            del self._known[next(iter(self._known))]
        self._show_study(self.bars.series)

    def _show_beside(self) -> None:
        prices, groups = self.bars.series, self.bars.groups
        project = self._session.document.project
        wanted = self._look.beside if self._look.beside != project.active_symbol else ""
        found = next((data for data in project.symbols if data.symbol == wanted), None)
        if found is None or prices is None:
            self._chart.set_beside("", None)
            return
        other = self._session.book.series(found)
        if other is not None:
            begins = None if groups is None else groups.begins
            self._chart.set_beside(other.name or other.symbol, present.beside(prices, other, begins))
            return
        self._chart.set_beside("", None)
        self._session.book.want(found, lambda _: self.show(self._look), lambda _data, _error: None)
