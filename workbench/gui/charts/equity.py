"""The equity chart: never the model alone, never before costs."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QStackedLayout, QVBoxLayout, QWidget

from workbench.data.series import Dates
from workbench.evaluation.figures import BacktestResult
from workbench.experiment.result import Companions
from workbench.gui.charts.equity_canvas import EquityCanvas
from workbench.gui.present import spoken
from workbench.gui.present.equity_table import Curves, equity_table
from workbench.gui.present.long_table import LongTable
from workbench.gui.theme import Theme
from workbench.gui.widgets.table_side import AS_TABLE, TableSide
from workbench.gui.widgets.text import label


class EquityChart(QWidget):
    """The curves of a run after costs beside their companions, or a sentence where there are none yet.

    Title, costs and legend belong to the head that the panel puts above.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._canvas = EquityCanvas(theme)
        self._sentence = label("", 8.6, ink="t3")
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._curves: Curves | None = None
        self.table = TableSide((self._canvas,), self._table_of_curves)
        self.menu = QMenu("Equity chart", self)
        self._as_table = self.menu.addAction(AS_TABLE)
        self._as_table.setCheckable(True)
        self._as_table.triggered.connect(lambda: self.table.turn())
        self.table.turned.connect(self._as_table.setChecked)
        self._canvas.menu_asked.connect(self.menu.popup)
        self._drawn = QWidget()
        column = QVBoxLayout(self._drawn)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._canvas, 1)
        column.addWidget(self.table, 1)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._sentence)
        self._pages.addWidget(self._drawn)
        self.setMinimumHeight(80)
        self.clear("")

    def set_result(
        self, backtest: BacktestResult, companions: Companions | None, vault_days: int | Dates
    ) -> None:
        """Draw a backtest beside its companions; `vault_days` are the sealed sessions, or how many."""
        returns = {"model": backtest.net, "holding": backtest.holding_net, "scaled": backtest.scaled_net}
        if companions is not None and len(companions.ridge) == len(backtest.net):
            returns["ridge"] = companions.ridge
        dates = np.concatenate([backtest.decided[:1], backtest.filled]).astype("datetime64[D]")
        cloud = None if companions is None else companions.cloud
        curves = self._curves = Curves(dates, returns, cloud, _vault(dates, vault_days))
        self._canvas.show_curves(dates, returns, cloud, curves.sealed)
        self._pages.setCurrentWidget(self._drawn)
        self.setAccessibleName(f"equity after {backtest.cost_bps:g} basis points a side")
        self._canvas.setAccessibleName(spoken.equity(dates, curves.ends(), curves.worst()))
        self.table.refresh()

    def _table_of_curves(self) -> LongTable | None:
        return None if self._curves is None else equity_table(self._curves)

    def clear(self, text: str) -> None:
        """No curve yet; `text` says why."""
        self._curves = None
        self._sentence.setText(text)
        self.setAccessibleName("equity after costs")
        self.setAccessibleDescription(text)
        self._pages.setCurrentWidget(self._sentence)


def _vault(dates: Dates, vault_days: int | Dates) -> Dates:
    """The sealed sessions; where only their number is known, the weekdays that follow."""
    if isinstance(vault_days, np.ndarray):
        return vault_days.astype("datetime64[D]")
    return np.busday_offset(dates[-1], np.arange(1, int(vault_days) + 1), roll="forward")
