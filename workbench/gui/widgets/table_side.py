"""The table that takes the place of a chart, and gives it back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.gui.present.long_table import LongTable
from workbench.gui.theme import set_role
from workbench.gui.widgets.text import WrapLabel

if TYPE_CHECKING:
    from workbench.gui.tables.long import LongTableView

MARGIN = 6
AS_TABLE = "As a table"
"""What a chart's menu calls it."""


class TableSide(QWidget):
    """Hidden until it is turned to; then `pictures` are hidden. Esc turns back; `turned` says which is seen.

    `make` gives the table of what is in sight. Nothing is built before it is first wanted.
    """

    turned = Signal(bool)

    def __init__(self, pictures: Sequence[QWidget], make: Callable[[], LongTable | None]) -> None:
        super().__init__()
        self._pictures, self._make = tuple(pictures), make
        self._wanted = False
        self.view: LongTableView | None = None
        self._note = WrapLabel("", 8.25, ink="t3")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(MARGIN, 0, MARGIN, MARGIN)
        self._column.setSpacing(3)
        self._column.addWidget(self._note)
        set_role(self, ground="panel")
        self.hide()

    @property
    def is_wanted(self) -> bool:
        """Whether the table is seen in place of the chart."""
        return self._wanted

    def turn(self, wanted: bool | None = None) -> None:
        """Show the table or the chart; None shows the other one. The keyboard goes along."""
        wanted = not self._wanted if wanted is None else wanted
        if wanted == self._wanted:
            return
        had_focus = any(part.hasFocus() for part in (*self._pictures, *((self.view,) if self.view else ())))
        self._wanted = wanted
        self.refresh()
        for picture in self._pictures:
            picture.setVisible(not wanted)
        self.setVisible(wanted)
        taker = self.view if wanted else self._pictures[0]
        if (wanted or had_focus) and taker is not None:
            taker.setFocus(Qt.FocusReason.TabFocusReason)
        self.turned.emit(wanted)

    def refresh(self) -> None:
        """Another range or another run is in sight."""
        if not self._wanted:
            return
        if self.view is None:
            from workbench.gui.tables.long import LongTableView

            self.view = LongTableView()
            self.view.left.connect(lambda: self.turn(False))
            self._column.insertWidget(0, self.view, 1)
        table = self._make()
        if table is not None:
            self.view.show_table(table)
            self._note.set_text(table.note)
        self._note.setVisible(table is not None and bool(table.note))
