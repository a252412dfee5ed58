"""How the price chart is looked at, symbol by symbol: style, range and bars come back with the symbol."""

from __future__ import annotations

from collections.abc import Callable

from workbench.gui.charts.price import PriceChart
from workbench.gui.price_extras import PriceExtras
from workbench.gui.session import Session
from workbench.settings import ChartLook


class PriceLooks:
    """Keeps each symbol's look in the settings; `bars_changed` is called where days become weeks or back."""

    def __init__(
        self, session: Session, chart: PriceChart, extras: PriceExtras, bars_changed: Callable[[], None]
    ) -> None:
        self._session, self._chart, self._extras = session, chart, extras
        self._bars_changed = bars_changed
        self._shown = ("", "")
        chart.tools.changed.connect(self._change)

    @property
    def known(self) -> ChartLook:
        """The look of the active symbol."""
        return self._session.settings.charts.get(self._symbol, ChartLook())

    def restore(self) -> None:
        """The look that this symbol's chart had when it was last seen, and its view unless there is one."""
        look, series = self.known, self._extras.bars.series
        self._show(look)
        shown = (self._symbol, "" if series is None else series.content_hash)
        if shown != self._shown:
            self._shown = shown
            self._chart.show_view(look)

    def remember(self) -> None:
        """Write down how this symbol's chart is looked at, where that has changed."""
        settings, (symbol, known) = self._session.settings, self._shown
        if not known:
            return
        charts = settings.with_chart(symbol, self._chart.look)
        if charts != settings.charts:
            self._session.change_settings(charts=charts)

    @property
    def _symbol(self) -> str:
        return self._session.document.project.active_symbol

    def _change(self, look: ChartLook) -> None:
        """What the user chose in the chart's row or menu."""
        before = self._chart.look
        if look.bars != before.bars:
            self._chart.show_look(look)
            self.remember()
            self._bars_changed()
            return
        self._show(look)
        if look.span and look.span != before.span:
            self._chart.show_view(look)
        self.remember()

    def _show(self, look: ChartLook) -> None:
        self._chart.show_look(look, self._extras.choices())
        self._extras.show(look)
