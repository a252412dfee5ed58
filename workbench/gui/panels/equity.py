"""The Equity panel: the model after costs, never without its companions, never half a curve."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.evaluation.figures import BacktestResult
from workbench.gui.charts.equity import EquityChart
from workbench.gui.charts.legend import Entry, Legend
from workbench.gui.present import equity as present
from workbench.gui.session import Session
from workbench.gui.theme import set_role
from workbench.gui.widgets.fold_head import HEIGHT as HEAD
from workbench.gui.widgets.fold_head import FoldHead
from workbench.gui.widgets.hatched_box import HatchedBox
from workbench.gui.widgets.table_side import TableSide
from workbench.project.document import Changed

HEIGHT, SMALLEST = 208, 150
ANY_HEIGHT = 16_777_215
WATCHED = frozenset({"result", "run_state", "cost", "prices", "document", "spec"})
WITHHELD = "withheld until the run is mended"
MARKS = {
    "cloud": ("box", "cloud", 1),
    "model": ("thick", "acc", 5),
    "holding": ("line", "t1", 4),
    "scaled": ("dashed", "t2", 3),
    "ridge": ("dotted", "t3", 2),
}
"""Style of a legend item -> mark and ink of the chart, and how long it stays where room is short."""


class EquityPanel(QWidget):
    """A head alone until a run has ended; then the chart of it at the cost shown."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._stale = True
        self._view: present.View | None = None
        self._drawn: BacktestResult | None = None
        self._head = FoldHead("Equity", foldable=False)
        self._legend = Legend(session.theme)
        self._chart = EquityChart(session.theme)
        self._withheld = HatchedBox(WITHHELD)
        self._build()
        session.subscribe(self.refresh, patient=True)

    def refresh(self, changed: Changed) -> None:
        """Draw what changed; while hidden only remember that something did."""
        if not changed.parts & WATCHED:
            return
        self._stale = True
        if self.isVisible():
            self._show()

    def follow(self) -> None:
        """Ask for the height that the run shown needs, before heights are shared; curves come later."""
        self._open_for(self._view_now().state)

    def sizeHint(self) -> QSize:
        return QSize(828, HEIGHT)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._show()

    @property
    def table(self) -> TableSide:
        """What stands in the place of the chart when a table is wanted."""
        return self._chart.table

    @property
    def is_drawn(self) -> bool:
        """Whether there are curves to be seen."""
        return self._view_now().state == "drawn"

    def _build(self) -> None:
        set_role(self, ground="panel")
        self.setAccessibleName("Equity after costs")
        self._head.add(self._legend)
        self._withheld.set_stretching()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self._chart, 1)
        column.addWidget(self._withheld, 1)
        self._open_for("empty")

    def _show(self) -> None:
        self._stale = False
        backtest, view = self._session.shown_backtest, self._view_now()
        if view != self._view:
            self._view = view
            self._head.set_title(view.title)
            self._head.set_note(view.note)
            self._legend.set_entries(tuple(_entry(item) for item in view.legend))
            self._open_for(view.state)
        if view.state == "drawn" and backtest is not self._drawn:
            self._drawn = backtest
            self._draw()

    def _view_now(self) -> present.View:
        session = self._session
        return present.view(
            session.result,
            session.shown_backtest,
            session.run_state,
            running=session.running,
            cost_bps=session.cost_bps_shown,
        )

    def _draw(self) -> None:
        session = self._session
        result = session.result
        assert result is not None and session.shown_backtest is not None
        sealed = present.sealed_days(session.prices, result)
        self._chart.set_result(session.shown_backtest, result.companions, sealed)

    def _open_for(self, state: str) -> None:
        """As a head alone the panel asks for nothing more and takes nothing more."""
        opened = state in ("drawn", "withheld")
        self._chart.setVisible(state == "drawn")
        self._withheld.setVisible(state == "withheld")
        self.setMinimumHeight(SMALLEST if opened else HEAD)
        self.setMaximumHeight(ANY_HEIGHT if opened else HEAD)


def _entry(item: present.LegendItem) -> Entry:
    mark, ink, keep = MARKS[item.style]
    return Entry(item.name, mark, ink, keep=keep)
