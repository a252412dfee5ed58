"""A price chart for whoever does not see it: its names, and the table in its place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from workbench.gui.charts.overview import Overview
from workbench.gui.charts.price_canvas import PriceCanvas
from workbench.gui.charts.zones import ZoneMarks
from workbench.gui.present import spoken
from workbench.gui.present.long_table import LongTable
from workbench.gui.present.price_table import InSight, price_table
from workbench.gui.widgets.table_side import TableSide

SAID_MS = 200
"""What is in sight is put into words this long after it began to change, milliseconds."""


class InWords(QObject):
    """`in_sight` gives what the chart shows now."""

    def __init__(
        self, canvas: PriceCanvas, overview: Overview, marks: ZoneMarks,
        in_sight: Callable[[], InSight | None],
    ) -> None:  # fmt: skip
        super().__init__(canvas)
        self._canvas, self._overview, self._marks, self._in_sight = canvas, overview, marks, in_sight
        self.table = TableSide((canvas, overview), self._table)
        self._soon = QTimer(self, singleShot=True, interval=SAID_MS)
        self._soon.timeout.connect(self.say)

    def change(self) -> None:
        """At once where they are seen, in a table; else soon: a sentence takes a tenth of a frame."""
        self.table.refresh()
        if not self._soon.isActive():
            self._soon.start()

    def say(self) -> None:
        """Name the chart and its overview by what they show."""
        shown = self._in_sight()
        self._canvas.setAccessibleName(spoken.price(shown))
        self._overview.setAccessibleName(spoken.overview(shown, self._marks.first_test))

    def _table(self) -> LongTable | None:
        shown = self._in_sight()
        return None if shown is None else price_table(shown)
