"""What a price chart shows beside the prices and asks others for: indicators, another symbol's prices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from workbench.data import intervals
from workbench.data.series import Floats, PriceSeries
from workbench.features.registry import FEATURES, FeatureRow
from workbench.gui.charts.chart_tools import Choices
from workbench.gui.charts.price import PriceChart
from workbench.gui.charts.study import Study
from workbench.gui.charts.tower import LineTower
from workbench.gui.present import bars as present_bars
from workbench.gui.present import chart as present
from workbench.gui.present import studies
from workbench.gui.present.bars import ShownBars
from workbench.settings import ChartLook

if TYPE_CHECKING:
    from workbench.gui.session import Session

KEPT = 12
Key = tuple[str, str]
"""(indicator, hash of the prices)"""


class PriceExtras:
    """Keeps the chart's indicators and other symbol as its look wants them. GUI thread only."""

    def __init__(self, session: Session, chart: PriceChart) -> None:
        self._session, self._chart = session, chart
        self._known: dict[Key, Study] = {}
        self._asked: set[Key] = set()
        self._look = ChartLook()
        self._following: dict[str, np.datetime64 | None] = {}
        self._wanted: tuple[str, int | None] = ("", None)
        self.bars = ShownBars()
        """The bars charted: what is computed is computed of them."""

    def draw_together(self, prices: PriceSeries | None, wanted: str, vault_first: int | None) -> ShownBars:
        """The bars charted from now on, see `present.bars.shown_bars`.

        Whether a holiday ends the last week is known a moment later: the exchange's calendar is asked for
        where the weekdays alone say that it goes on.
        """
        self._wanted = wanted, vault_first
        key = "" if prices is None else prices.content_hash
        self.bars = present_bars.shown_bars(prices, wanted, vault_first, self._following.get(key))
        groups = self.bars.groups
        if prices is not None and groups is not None and groups.goes_on and key not in self._following:
            self._following[key] = None
            self._ask_following(prices)
        return self.bars

    def _ask_following(self, prices: PriceSeries) -> None:
        from workbench.features.alignment import exchange_of, next_session

        if exchange_of(prices) is None:
            return

        def done(following: np.datetime64 | None) -> None:
            self._following[prices.content_hash] = following
            if self.bars.prices is prices and following is not None:
                self.bars = present_bars.shown_bars(prices, *self._wanted, following)
                self._chart.set_groups(self.bars.groups)

        self._session.io.submit(lambda: next_session(prices), done, lambda _error: None)

    def choices(self) -> Choices:
        """What the menu offers for the prices charted."""
        project = self._session.document.project
        others = tuple(data.symbol for data in project.symbols if data.symbol != project.active_symbol)
        offered = tuple((name, row.title) for name, row in FEATURES.items() if row.shown)
        series = self.bars.series
        interval = series.interval if series is not None else "1d"
        lengths, unit = present_bars.lengths(self.bars.prices), intervals.unit(interval)
        return Choices(offered, others, present.can_be_log(series), lengths, present.ranges(interval), unit)

    def show(self, look: ChartLook) -> None:
        """Bring indicators and other symbol; what is not at hand comes later by itself."""
        self._look = look
        self._show_studies(self.bars.series)
        self._show_beside()

    def _show_studies(self, prices: PriceSeries | None) -> None:
        rows = [FEATURES[name] for name in self._look.studies if name in FEATURES]
        if prices is None or not len(prices) or not rows:
            self._chart.set_studies(())
            return
        keys = [(row.name, prices.content_hash) for row in rows]
        found = zip(keys, rows, strict=True)
        self._chart.set_studies(tuple(self._known.get(key) or _waiting(row) for key, row in found))
        new = [key for key in keys if key not in self._known and key not in self._asked]
        if new:
            self._ask(new, prices)

    def _ask(self, keys: Sequence[Key], prices: PriceSeries) -> None:
        """All of them at once: it is the start of a process that takes its time."""

        def work() -> tuple[Floats, ...]:
            from workbench.features.aside import computed_aside

            return computed_aside([name for name, _ in keys], prices)

        self._asked.update(keys)
        self._session.io.submit(
            work,
            lambda columns: self._take(dict(zip(keys, columns, strict=True))),
            lambda error: self._take(dict.fromkeys(keys)),
        )

    def _take(self, computed: Mapping[Key, Floats | None]) -> None:
        self._asked -= computed.keys()
        self._known |= {key: _study(FEATURES[key[0]], values) for key, values in computed.items()}
        while len(self._known) > KEPT:
            del self._known[next(iter(self._known))]
        self._show_studies(self.bars.series)

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


def _waiting(row: FeatureRow) -> Study:
    return Study(f"{row.title} {studies.COMPUTING}", key=row.name)


def _study(row: FeatureRow, values: Floats | None) -> Study:
    """An indicator with its lines from columns of shape (bars, columns); None is one not to be had."""
    if values is None:
        return Study(f"{row.title} {studies.NOT_TO_BE_HAD}", key=row.name)
    lines = tuple((name, LineTower(column)) for name, column in zip(row.columns, values.T, strict=True))
    return Study(row.title, lines, row.name, studies.lengths(row))
