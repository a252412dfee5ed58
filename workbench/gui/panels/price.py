"""The Price panel: the chart with its legend, and beneath the crosshair what was said of that day."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from workbench.evaluation.rows import KnownRows
from workbench.experiment.result import RunResult
from workbench.gui.charts.price import PriceChart
from workbench.gui.present import price as present
from workbench.gui.present import trades as present_trades
from workbench.gui.present import validation as present_validation
from workbench.gui.present.bars import NOTE, ShownBars
from workbench.gui.price_ahead import ABOUT, PriceAhead
from workbench.gui.price_extras import PriceExtras
from workbench.gui.price_looks import PriceLooks
from workbench.gui.session import Session
from workbench.gui.symbol_tabs import SymbolTabs
from workbench.gui.theme import set_role
from workbench.gui.widgets.pairs_line import PairsLine
from workbench.gui.widgets.table_side import TableSide
from workbench.gui.widgets.view_tabs import ViewTabs
from workbench.project.document import Changed

HEAD_HEIGHT = 32
MARGIN = 12
TAB_EDGE = 9
"""A tab's text stands that far inside it."""
VOLUME_FROM = 300
"""Below this height of the panel the volume gives way."""
PRICES = frozenset({"prices", "active_symbol", "document", "symbols"})
ZONES = PRICES | {"problems", "trials", "spec", "result", "run_state", "vault"}
RUN = frozenset({"result", "document", "prices"})


class PricePanel(QWidget):
    """Feeds the price chart with prices, zones and predictions; live ones as folds end."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._stale: set[str] = set(ZONES)
        self._zones: present.ZoneBars | None = None
        self._validation: present_validation.Validation | None = None
        self._labels: tuple[str, str] = ("", "")
        self._drawn: present.Forecasts | None = None
        self._live: dict[int, int] = {}
        self._live_run = ""
        self._fits_drawn = -1
        self._told: tuple[object, ...] = ()
        self._trades: present_trades.Trades | None = None
        self._chart = PriceChart(session.theme)
        self._extras = PriceExtras(session, self._chart)
        self._looks = PriceLooks(session, self._chart, self._extras, self._draw_other_bars)
        self._ahead = PriceAhead(session, self._chart)
        self._said = PairsLine()
        self.tabs = ViewTabs("price", HEAD_HEIGHT)
        self.symbols = SymbolTabs(session)
        self._build()
        self._chart.cursor_moved.connect(self._read)
        session.subscribe(self.refresh, patient=True)

    @property
    def menu(self) -> QMenu:
        """Everything that can be chosen about the chart."""
        return self._chart.tools.menu

    def refresh(self, changed: Changed) -> None:
        """Draw what changed; while hidden only remember it."""
        if not changed.parts & (ZONES | ABOUT):
            return
        news = self._news()
        if changed.parts == {"run_state"} and news == self._told:
            return
        self._told = news
        self._stale |= changed.parts
        if self.isVisible():
            self._draw()

    def _news(self) -> tuple[object, ...]:
        """What the chart shows of a run under way; events come by the thousand."""
        state = self._session.run_state
        return self._session.running, state.run_id, state.phase, state.fits_done, state.current

    def sizeHint(self) -> QSize:
        return QSize(828, 380)

    def minimumSizeHint(self) -> QSize:
        return QSize(360, 160)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._draw()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._looks.remember()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._chart.set_volume_shown(self.height() >= VOLUME_FROM)

    @property
    def table(self) -> TableSide:
        """What stands in the place of the chart when a table is wanted."""
        return self._chart.table

    @property
    def is_drawn(self) -> bool:
        """Whether there are prices to be seen."""
        return self._session.prices is not None

    @property
    def shown_bars(self) -> tuple[int, int]:
        """The first bar in sight and the one after the last, as indices of the bars charted."""
        view, series = self._chart.viewport, self.bars.series
        count = len(series) if series is not None else 0
        first, last = (min(max(round(edge + 0.5), 0), count) for edge in (view.first, view.last))
        return first, last

    @property
    def bars(self) -> ShownBars:
        """The bars charted: the prices, or weeks and months of them."""
        return self._extras.bars

    @property
    def zones(self) -> present.ZoneBars:
        """Where test and vault begin in the bars charted."""
        return self.bars.zones(self._zones or present.ZoneBars(None, None, 0))

    @property
    def vault_word(self) -> str:
        """Whether the vault charted is `sealed`, or `revealed` and since when."""
        session = self._session
        prices, shown = session.prices, None if session.running else session.result
        rows = session.document.ledger_rows.get(prices.content_hash if prices else "", KnownRows())
        return present.vault_words(prices, shown, rows.burns)

    def _build(self) -> None:
        set_role(self, ground="panel")
        head = QHBoxLayout()
        head.setContentsMargins(MARGIN - TAB_EDGE, 0, MARGIN, 0)
        head.setSpacing(10)
        head.addWidget(self.tabs)
        head.addWidget(self._said)
        head.addWidget(self._chart.legend, 1)
        self._chart.legend.show()
        tabs = QHBoxLayout()
        tabs.setContentsMargins(TAB_EDGE, 0, MARGIN, 0)
        tabs.addWidget(self.symbols)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(tabs)
        column.addWidget(self._chart, 1)

    def _draw(self) -> None:
        parts, self._stale = self._stale, set()
        if not parts:
            return
        with self._chart.at_once():
            if parts & ZONES:
                self._draw_bars(parts)
            if self._session.running:
                self._draw_live()
            elif parts & RUN or self._live_run:
                self._draw_run()
        self._ahead.show(self.bars.together)

    def _draw_other_bars(self) -> None:
        """Other bars of the same days: everything on the chart is drawn anew."""
        self._live_run = ""
        self._stale |= ZONES
        self._draw()

    def _draw_bars(self, parts: set[str]) -> None:
        """Bars and zones: where the vault moves, weeks and months are drawn together anew."""
        session = self._session
        shown = None if session.running else session.result
        zones = present.zones(session.plan, session.prices, shown, session.document.project.spec.evaluation)
        moved, self._zones = zones != self._zones, zones
        anew = bool(parts & PRICES) or (moved and self.bars.together)
        if anew:
            self._looks.remember()
            moved |= self._draw_prices(zones.vault_first)
        if moved:
            drawn = self.bars.zones(zones)
            self._chart.set_zones(
                drawn.first_decision, drawn.vault_first, drawn.folds, test_end=drawn.test_end
            )
        self._chart.set_vault_word(self.vault_word)
        if anew:
            self._looks.restore()
        spec = session.document.project.spec if shown is None or not self._is_ours(shown) else shown.spec
        first = zones.vault_first if zones.first_decision is not None else None
        self._validation = present_validation.validation(session.prices, first, spec)
        self._draw_validation()

    def _draw_validation(self) -> None:
        """Of one fold: the one whose forecast is under the crosshair, the one in training, or the first."""
        known, session = self._validation, self._session
        if known is None:
            self._chart.set_validation(None)
            return
        groups = self.bars.groups
        # A week has no fold of its own.
        under = None if groups is not None else self._chart.bar_under_cursor
        state = session.run_state if session.running else None
        fold = present_validation.fold_shown(known, -1 if under is None else under, state)
        first, last = known.spans[fold]
        span = (first, last) if groups is None else (groups.of(first), groups.of(last))
        self._chart.set_validation(span, present_validation.label(known, fold))

    def _is_ours(self, result: RunResult) -> bool:
        """Whether a run was made with the prices charted."""
        return present.is_run_of(self._session.prices, result)

    def _draw_prices(self, vault_first: int | None) -> bool:
        """The bars as the symbol's look wants them; whether they are other ones than before."""
        session, before = self._session, self.bars
        prices, result = session.prices, session.result
        self._extras.draw_together(prices, self._looks.known.bars, vault_first)
        self._chart.set_legend_note(NOTE if self.bars.together and (session.running or result) else "")
        if prices is None and result is not None:
            sentence = present.missing_prices(result)
            self._chart.set_prices(None, name=result.data.symbol, sentence=sentence)
        else:
            self._chart.set_prices(self.bars.series, groups=self.bars.groups)
        return before.together or self.bars.together

    def _draw_run(self) -> None:
        """The shown run's predictions, where it was made with the prices charted."""
        session = self._session
        result, prices = session.result, session.prices
        self._live, self._live_run, self._drawn, self._trades = {}, "", None, None
        self._name_zones(())
        ours = result is not None and (prices is None or present.is_run_of(prices, result))
        ours = ours and not self.bars.together
        withheld = ours and result.verdict is not None and result.verdict.state == "invalid"
        if not ours or withheld or result.predictions is None:
            self._chart.set_predictions(None, None)
            self._chart.set_trades(None)
            return
        positions = None if result.backtest is None else result.backtest.position
        self._chart.set_predictions(result.predictions, positions)
        if prices is not None:
            self._drawn = present.forecasts(prices, result.predictions)
            vault = None if self._zones is None else self._zones.vault_first
            self._trades = present_trades.trades(prices, result.backtest, vault)
            self._look_at_the_end()
        self._chart.set_trades(self._trades)

    def _look_at_the_end(self) -> None:
        """Where the run ended long before the vault, the chart's own first view would miss it."""
        bars = present.end_in_view(self._drawn, self._zones)
        if bars is not None:
            self._chart.set_home(*bars)

    def _draw_live(self) -> None:
        """The folds with news: one more seed done."""
        state = self._session.run_state
        begun = state.run_id or "starting"
        if self._live_run != begun:
            self._live, self._live_run, self._drawn, self._fits_drawn = {}, begun, None, -1
            self._trades = None
            self._chart.set_predictions(None, None)
            self._chart.set_trades(None)
        if state.fits_done == self._fits_drawn:
            return
        self._fits_drawn = state.fits_done
        folds = present.fold_forecasts(state)
        for fold in folds:
            if self._live.get(fold.fold) != fold.seeds:
                self._live[fold.fold] = fold.seeds
                self._draw_live_fold(fold)
        self._name_zones(folds)

    def _draw_live_fold(self, fold: present.FoldForecast) -> None:
        if self.bars.groups is None:
            self._chart.set_live_predictions(fold.first_bar, fold.log_returns)
        else:
            self._chart.set_live_end(self.bars.groups.of(fold.first_bar + len(fold.log_returns)))

    def _name_zones(self, folds: tuple[present.FoldForecast, ...]) -> None:
        labels = present.zone_labels(self._session.running, folds, self._session.run_state)
        if labels != self._labels:
            self._labels = labels
            self._chart.set_zone_labels(*labels)

    def _read(self, bar: int) -> None:
        self._draw_validation()
        prices = self._session.prices
        if prices is None or bar < 0:
            self._said.set_pairs(())
            return
        said = present.forecast_readout(prices, bar, self._drawn)
        held = present_trades.held(self._trades, bar)
        position = (("position", held),) if held else ()
        self._said.set_pairs((*said, *position, *present_trades.bought_or_sold(prices, self._trades, bar)))
