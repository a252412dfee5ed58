"""Below the badges: the button that opens the vault, what the vault has said, the sealed days in full."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.gui.present.vault import Offer
from workbench.gui.widgets.buttons import OutlineButton
from workbench.gui.widgets.plain_table import PlainTable, TableRow
from workbench.gui.widgets.text import WrapLabel

COLUMNS = ("on the sealed days", "this run", "beside")


class VaultOffer(QWidget):
    """Hidden while there is nothing to offer and nothing to tell; `prepare` makes what it holds, once."""

    def __init__(self, ask: Callable[[], None], reveal: Callable[[], None]) -> None:
        super().__init__()
        self._ask, self._reveal = ask, reveal
        self._prepared = False
        self.hide()

    def prepare(self) -> None:
        """Make the contents; no start needs them."""
        if self._prepared:
            return
        self._prepared = True
        self.reveal = OutlineButton("", "lock", 28)
        self.reveal.clicked.connect(self._reveal)
        self.table = PlainTable(COLUMNS, "the run on the days that were sealed")
        self._days = WrapLabel("", 8.25, ink="t3")
        self.button = OutlineButton("", "lock", 28)
        self.button.clicked.connect(self._ask)
        self._text = WrapLabel("", 8.25)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(4)
        column.addWidget(self.button)
        column.addWidget(self._text)
        column.addWidget(self.reveal)
        column.addWidget(self.table)
        column.addWidget(self._days)

    @property
    def text(self) -> str:
        """The line below the button."""
        return self._text.plain_text

    def show_offer(self, offer: Offer | None, *, busy: bool) -> None:
        """Show it; the buttons wait while something else is asked."""
        if offer is not None:
            self.prepare()
        self.setVisible(offer is not None)
        if offer is None:
            return
        self.button.setText(offer.button)
        self.button.setVisible(bool(offer.button))
        self.button.setEnabled(not busy)
        self._text.set_text(offer.text)
        self._text.set_ink("red" if offer.alarm else "t2")
        self.reveal.setText(offer.reveal)
        self.reveal.setVisible(bool(offer.reveal))
        self.reveal.setEnabled(not busy)
        shown = offer.shown
        for part in (self.table, self._days):
            part.setVisible(shown is not None)
        if shown is not None:
            self.table.set_rows([TableRow(row) for row in shown.rows])
            self._days.set_text(shown.title)
