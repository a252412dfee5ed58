"""Below the badges: the button that opens the vault, or what the vault has said."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.gui.present.vault import Offer
from workbench.gui.widgets.buttons import OutlineButton
from workbench.gui.widgets.text import WrapLabel


class VaultOffer(QWidget):
    """Hidden while there is nothing to offer and nothing to tell."""

    def __init__(self, ask: Callable[[], None]) -> None:
        super().__init__()
        self.button = OutlineButton("", "lock", 28)
        self.button.clicked.connect(ask)
        self._text = WrapLabel("", 8.25)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 2)
        column.setSpacing(4)
        column.addWidget(self.button)
        column.addWidget(self._text)

    @property
    def text(self) -> str:
        """The line below the button."""
        return self._text.plain_text

    def show_offer(self, offer: Offer | None, *, busy: bool) -> None:
        """Show it; the button waits while something else is asked."""
        self.setVisible(offer is not None)
        if offer is None:
            return
        self.button.setText(offer.button)
        self.button.setVisible(bool(offer.button))
        self.button.setEnabled(not busy)
        self._text.set_text(offer.text)
        self._text.set_ink("red" if offer.alarm else "t2")
