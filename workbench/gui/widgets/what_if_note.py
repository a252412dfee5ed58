"""What stands under the cost slider while another cost than the run's own is shown."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from workbench.gui.widgets.buttons import OutlineButton
from workbench.gui.widgets.text import WrapLabel


class WhatIfNote(QWidget):
    """One sentence, and the way back."""

    back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._text = WrapLabel("", 8.25)
        self._button = OutlineButton("", height=24)
        self._button.clicked.connect(self.back)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._text, 1)
        row.addWidget(self._button)
        self.hide()

    def show_costs(self, shown: float, own: float) -> None:
        """Say which cost is shown; nothing where it is the run's own."""
        self.setVisible(abs(shown - own) > 1e-9)
        self._text.set_text(f"Shown at {shown:g} bp; the run assumed {own:g}. An assumption, not a try.")
        self._button.setText(f"back to {own:g} bp")
